/** What the answer to a request must be; `judge.ts` holds the rules. */
export type Expectation =
  /** A 4xx with a code. */
  | 'refused'
  /** The same, or 201 and 200 with nothing but refused or missing rows, as CouchDB answers a batch. */
  | 'rows-refused'
  /** A browser asks whether it may ask: 204 without a body. */
  | 'preflight'
  /** What a CouchDB may answer: below 500, JSON, and an error has its name and reason. */
  | 'couch'
  /** The sender hangs up in the middle: nothing need come, and nothing of 5xx may. */
  | 'nothing'

export type Part = Uint8Array | { readonly repeat: Uint8Array; readonly times: number }

export interface HostileRequest {
  /** What is hostile about it, for whoever reads a complaint. */
  readonly name: string
  readonly at: 'server' | 'engine'
  readonly expects: Expectation
  readonly method: string
  /** The bytes on the wire. */
  readonly parts: readonly Part[]
  /** After the last part: wait for the answer, or hang up. A request that is not whole leaves the server waiting. */
  readonly then: 'wait' | 'hang-up'
}

export interface HttpRequest {
  readonly method: string
  /** As it goes onto the wire: nothing is escaped. */
  readonly path: string
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: readonly Part[]
}

/** Above this an answer may come while the request is still on its way, and closing then could lose it. */
const LARGE_BYTES = 64 * 1024

/** The parts of a request that is well-formed as HTTP goes, whatever its path, headers and body are. */
export function httpParts({ method, path, headers = [], body = [] }: HttpRequest): Part[] {
  const length = lengthOf(body)
  const lines = [
    ['host', 'localhost'],
    ...(body.length > 0 ? [['content-length', String(length)]] : []),
    ...(length > LARGE_BYTES ? [] : [['connection', 'close']]),
    ...headers,
  ]
  const head = lines.map(([name = '', value = '']) => `${name}: ${value}\r\n`).join('')
  return [Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n`, 'latin1'), ...body]
}

export function lengthOf(parts: readonly Part[]): number {
  return parts.reduce(
    (sum, part) => sum + ('repeat' in part ? part.repeat.length * part.times : part.length),
    0,
  )
}
