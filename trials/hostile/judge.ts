import type { Answer } from './answer.ts'
import type { HostileRequest } from './request.ts'
import type { Reply } from './send.ts'

const CODE = /^[a-z]+(-[a-z]+)*$/
const REASON = /^[a-z]+(-[a-z]+)*: /

/** @returns what is wrong with the reply, in a few words; undefined when nothing is. */
export function judge(request: HostileRequest, { answers, failure }: Reply): string | undefined {
  if (failure !== undefined) return failure
  if (answers.length === 0 && request.expects !== 'nothing') return 'no answer'
  return answers.map((answer) => judgeAnswer(request, answer)).find((wrong) => wrong !== undefined)
}

function judgeAnswer(request: HostileRequest, answer: Answer): string | undefined {
  const { status } = answer
  if (!(status >= 200 && status < 500)) return `status ${status}`
  switch (request.expects) {
    case 'nothing':
      return undefined
    case 'preflight':
      return status === 204 ? undefined : `a preflight with status ${status}`
    case 'refused':
      return judgeRefusal(request, answer)
    case 'rows-refused':
      return status < 300 ? judgeRows(json(answer)) : judgeRefusal(request, answer)
    case 'couch':
      return status < 400 ? undefined : judgeRefusal(request, answer)
  }
}

function judgeRefusal({ method, at }: HostileRequest, answer: Answer): string | undefined {
  if (answer.status < 400) return `status ${answer.status}`
  if (method === 'HEAD') return undefined
  return hasCode(at, answer) ? undefined : `status ${answer.status} without a code`
}

/** A problem document, or CouchDB's error and reason; the gateway's reasons begin with its code. */
function hasCode(at: HostileRequest['at'], answer: Answer): boolean {
  const { status, code, error, reason } = members(json(answer))
  if (typeof code === 'string') return CODE.test(code) && status === answer.status && isProblem(answer)
  if (typeof error !== 'string' || typeof reason !== 'string') return false
  return at === 'server' ? REASON.test(reason) : error !== '' && reason !== ''
}

function isProblem({ headers }: Answer): boolean {
  return headers.get('content-type')?.startsWith('application/problem+json') === true
}

/** A batch in which nothing was taken: each row is refused with a code, or names what is not there. */
function judgeRows(body: unknown): string | undefined {
  const rows = Array.isArray(body) ? (body as unknown[]) : members(body)['rows']
  if (!Array.isArray(rows)) return 'success without rows'
  const taken = rows.find((row) => {
    const { error, reason } = members(row)
    return (
      error !== 'not_found' && !(error === 'forbidden' && typeof reason === 'string' && REASON.test(reason))
    )
  }) as unknown
  return taken === undefined ? undefined : `a row that is not refused: ${JSON.stringify(taken).slice(0, 200)}`
}

function json({ body }: Answer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
