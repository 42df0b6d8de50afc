/** An answer other than success, in CouchDB's words. Thrown anywhere below the router, caught once in it. */
export class EngineError extends Error {
  readonly status: number
  readonly error: string
  readonly reason: string

  constructor(status: number, error: string, reason: string) {
    super(`${error}: ${reason}`)
    this.name = 'EngineError'
    this.status = status
    this.error = error
    this.reason = reason
  }
}

export const badRequest = (reason: string): EngineError => new EngineError(400, 'bad_request', reason)
export const invalidJson = (): EngineError => badRequest('invalid UTF-8 JSON')
export const invalidQuery = (reason: string): EngineError => new EngineError(400, 'query_parse_error', reason)
export const invalidDocument = (reason: string): EngineError => new EngineError(400, 'doc_validation', reason)
export const invalidId = (reason: string): EngineError => new EngineError(400, 'illegal_docid', reason)
export const notFound = (reason: string): EngineError => new EngineError(404, 'not_found', reason)
export const noDatabase = (): EngineError => notFound('Database does not exist.')
/** Not 404: what the engine holds is still there, and the client should come back. */
export const closing = (): EngineError =>
  new EngineError(503, 'service_unavailable', 'The engine is closing.')
export const conflict = (): EngineError => new EngineError(409, 'conflict', 'Document update conflict.')
/** Not 501: it is the client that must ask for something else, and asking again later is no use. */
export const notImplemented = (reason: string): EngineError => new EngineError(400, 'not_implemented', reason)
