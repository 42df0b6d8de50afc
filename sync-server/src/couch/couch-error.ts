export type CouchErrorCode = 'unavailable' | 'not-found' | 'unauthorized' | 'unexpected'

/** A call that has no outcome to report. The message names method, path and status, never credentials. */
export class CouchError extends Error {
  readonly code: CouchErrorCode

  constructor(code: CouchErrorCode, message: string) {
    super(message)
    this.name = 'CouchError'
    this.code = code
  }
}
