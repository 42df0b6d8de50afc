import type { Environment } from '../environment.ts'

/** No answer of the service: no network, a time-out, or something in between (a hotel's login page) that is not JSON. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** The service answered, and not with success. `code` is the stable one of its problem document. */
export class ProblemAnswer extends Error {
  override readonly name = 'ProblemAnswer'
  readonly status: number
  readonly code: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(status: number, code: string | undefined, retryAfterSeconds: number | undefined) {
    super(`HTTP ${status} ${code ?? ''}`.trim())
    this.status = status
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export interface Exchange {
  readonly signal: AbortSignal
  /** How long the line may be silent. A held poll sends a newline now and then, so a long wait is no silence. */
  readonly silenceMs: number
  /** Told when the service has begun to answer: a held poll does at once, and ends much later. */
  readonly onHeard?: () => void
  /** Sent by POST as JSON; without it the request is a GET. */
  readonly body?: unknown
}

/**
 * One exchange of JSON. It carries no cookie, no referrer and no cached answer: nothing on a ballot's way may say whose it
 * is.
 *
 * @throws {Unreachable | ProblemAnswer}
 */
export async function exchangeJson(
  environment: Environment,
  url: string,
  { signal, silenceMs, body, onHeard }: Exchange,
): Promise<unknown> {
  const silence = new Silence(silenceMs)
  try {
    const answer = await environment.fetch(url, {
      ...(body === undefined ? {} : posted(body)),
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.any([signal, silence.signal]),
    })
    if (!answer.ok) throw await readProblem(answer)
    if (isJson(answer)) onHeard?.()
    return JSON.parse(await readText(answer, silence))
  } catch (error) {
    throw error instanceof ProblemAnswer ? error : new Unreachable(String(error))
  } finally {
    silence.end()
  }
}

function posted(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** A hotel's login page is not the service. */
function isJson(answer: Response): boolean {
  return answer.headers.get('content-type')?.includes('json') === true
}

async function readText(answer: Response, silence: Silence): Promise<string> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    silence.broken()
    text += chunk.value
  }
  return text
}

/** Aborts when nothing was heard for so long: a half-open connection never says that it died. */
class Silence {
  readonly #controller = new AbortController()
  readonly #milliseconds: number
  #timer: ReturnType<typeof setTimeout>

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds
    this.#timer = this.#start()
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  broken(): void {
    this.end()
    this.#timer = this.#start()
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  #start(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#controller.abort(), this.#milliseconds)
  }
}

async function readProblem(answer: Response): Promise<ProblemAnswer> {
  const document: unknown = await answer.json().catch(() => undefined)
  const code =
    typeof document === 'object' && document !== null && 'code' in document ? document.code : undefined
  const retryAfter = parseRetryAfter(answer.headers.get('retry-after'))
  return new ProblemAnswer(answer.status, typeof code === 'string' ? code : undefined, retryAfter)
}

/** Seconds; the form with a date is left out, since this phone's clock may be wrong. */
export function parseRetryAfter(value: string | null): number | undefined {
  return value !== null && /^\d{1,5}$/.test(value.trim()) ? Number(value) : undefined
}
