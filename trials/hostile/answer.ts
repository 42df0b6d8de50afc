/** One answer as it came off the wire. Names of headers are in lower case. */
export interface Answer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

/** What the bytes so far are: whole answers, and whether they end where an answer ends. */
export interface Reading {
  readonly answers: readonly Answer[]
  readonly isWhole: boolean
}

const HEAD_END = Buffer.from('\r\n\r\n')

/**
 * Reads every answer in `bytes`: a request that was taken for two has two, and each must be a right one.
 *
 * @param method of the request: the answer to HEAD has no body whatever its headers say.
 * @param ended the other side has closed, which ends an answer of no stated length.
 */
export function readAnswers(bytes: Buffer, method: string, ended: boolean): Reading {
  const answers: Answer[] = []
  for (let rest = bytes; rest.length > 0;) {
    const read = readAnswer(rest, method, ended)
    if (!read) return { answers, isWhole: false }
    if (read.answer.status >= 200) answers.push(read.answer)
    rest = read.rest
  }
  return { answers, isWhole: answers.length > 0 }
}

function readAnswer(
  bytes: Buffer,
  method: string,
  ended: boolean,
): { answer: Answer; rest: Buffer } | undefined {
  const end = bytes.indexOf(HEAD_END)
  if (end < 0) return undefined
  const [line = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1])
  const headers = new Map(lines.map((each) => headerOf(each)))
  const after = bytes.subarray(end + HEAD_END.length)
  const cut = cutBody(
    after,
    status < 200 || status === 204 || status === 304 || method === 'HEAD',
    headers,
    ended,
  )
  return cut && { answer: { status, headers, body: cut.body }, rest: cut.rest }
}

function headerOf(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}

function cutBody(
  bytes: Buffer,
  hasNone: boolean,
  headers: ReadonlyMap<string, string>,
  ended: boolean,
): { body: Buffer; rest: Buffer } | undefined {
  if (hasNone) return { body: Buffer.alloc(0), rest: bytes }
  if (headers.get('transfer-encoding') === 'chunked') return cutChunks(bytes)
  const length = headers.get('content-length')
  if (length === undefined) return ended ? { body: bytes, rest: Buffer.alloc(0) } : undefined
  const end = Number(length)
  return bytes.length < end ? undefined : { body: bytes.subarray(0, end), rest: bytes.subarray(end) }
}

function cutChunks(bytes: Buffer): { body: Buffer; rest: Buffer } | undefined {
  const chunks: Buffer[] = []
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return undefined
    const size = parseInt(bytes.toString('latin1', at, lineEnd), 16)
    const begin = lineEnd + 2
    if (!(bytes.length >= begin + size + 2)) return undefined
    if (size === 0) return { body: Buffer.concat(chunks), rest: bytes.subarray(begin + 2) }
    chunks.push(bytes.subarray(begin, begin + size))
    at = begin + size + 2
  }
}
