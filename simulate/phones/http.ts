import { setTimeout as sleep } from 'node:timers/promises'

/** The service answered no. `code` is the stable one of its problem document. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    super(`${status} ${code}${detail && `: ${detail}`}`)
    this.status = status
    this.code = code
  }
}

/** Nobody answered for as long as a phone's patience lasts. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** The part of `fetch` that a phone uses. */
export type Fetch = (
  url: string,
  init: {
    readonly method?: string
    readonly body?: string
    readonly headers: Readonly<Record<string, string>>
    readonly credentials: 'omit'
    readonly signal: AbortSignal
  },
) => Promise<Response>

export interface Network {
  readonly origin: string
  readonly fetch: Fetch
  /** Waits before another try. */
  readonly wait: (milliseconds: number) => Promise<void>
  /** From 0 up to 1. */
  readonly random: () => number
  /** Told of each try that has to be made again. */
  readonly onRetry: () => void
}

/** A real phone never gives up; a simulated one ends some time, and says so. Counted in waiting, whatever the number of tries. */
const PATIENCE_MS = 600_000
const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 15_000
const ANSWER_WITHIN_MS = 60_000

export function networkOf(origin: string, onRetry: () => void): Network {
  return { origin, fetch, wait: (milliseconds) => sleep(milliseconds), random: Math.random, onRetry }
}

/**
 * One exchange of JSON as a phone makes it: no cookie, and on silence, 5xx or 429 the same again after a while. Every
 * request of a phone may be repeated, so it need not know whether the first one arrived.
 *
 * @param body sent by POST; without it the request is a GET.
 * @throws {Refusal | NoAnswer}
 */
export async function exchange(network: Network, path: string, body?: unknown): Promise<unknown> {
  let last = ''
  let waited = 0
  for (let failures = 0; waited < PATIENCE_MS; failures++) {
    if (failures > 0) network.onRetry()
    const answer = await send(network, path, body)
    if (answer.kind === 'answered') return answer.body
    if (answer.kind === 'refused') throw answer.refusal
    last = answer.why
    const delay = delayAfter(failures + 1, answer.retryAfterSeconds, network.random())
    waited += delay
    await network.wait(delay)
  }
  throw new NoAnswer(`${network.origin} does not answer (${last})`)
}

/** A server that names a time is obeyed, and phones spread over half as long again; else the delay doubles, with jitter. */
export function delayAfter(failures: number, retryAfterSeconds: number | undefined, random: number): number {
  if (retryAfterSeconds !== undefined) return Math.max(retryAfterSeconds, 0.1) * 1000 * (1 + random / 2)
  return (Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1)) / 2) * (1 + random)
}

type Answer =
  | { readonly kind: 'answered'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'later'; readonly why: string; readonly retryAfterSeconds: number | undefined }

async function send({ origin, fetch }: Network, path: string, body: unknown): Promise<Answer> {
  try {
    const response = await fetch(origin + path, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
      credentials: 'omit',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    const answer: unknown = await response.json().catch(() => undefined)
    return judge(response, answer)
  } catch (error) {
    return { kind: 'later', why: reasonOf(error), retryAfterSeconds: undefined }
  }
}

function judge({ ok, status, headers }: Response, body: unknown): Answer {
  if (ok && body !== undefined) return { kind: 'answered', body }
  const { code = 'unknown', detail = '' } = textMembers(body)
  if (!ok && status < 500 && status !== 429 && status !== 408)
    return { kind: 'refused', refusal: new Refusal(status, code, detail) }
  const retryAfter = headers.get('retry-after') ?? ''
  const retryAfterSeconds = /^\d{1,5}$/.test(retryAfter) ? Number(retryAfter) : undefined
  return { kind: 'later', why: `${status} ${code}`, retryAfterSeconds }
}

function textMembers(body: unknown): { code?: string; detail?: string } {
  if (typeof body !== 'object' || body === null) return {}
  const texts = Object.entries(body).filter(([, value]) => typeof value === 'string')
  return Object.fromEntries(texts)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message
}
