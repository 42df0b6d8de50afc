import { setTimeout as delay } from 'node:timers/promises'
import { CommandFailure } from './command-failure.ts'
import type { Office } from './office.ts'

const ANSWER_WITHIN_MS = 120_000
const ATTEMPTS = 4
const PAUSE_MS = 1000

/** The question may have been heard, and the answer was lost. */
class LostAnswer extends CommandFailure {}

export interface OfficeAnswer {
  /** 202 says that the work goes on, and to ask again. */
  readonly status: number
  readonly body: unknown
}

/**
 * Asks the admin API. Every question may be asked twice: where no answer comes back it is asked again.
 *
 * @throws {CommandFailure} nothing answers, or the answer is no.
 */
export async function askOffice(office: Office, path: string, body: unknown): Promise<OfficeAnswer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await askOnce(office, path, body)
    } catch (error) {
      if (!(error instanceof LostAnswer) || attempt === ATTEMPTS) throw error
      console.error(`${error.message} Asking again …`)
      await delay(PAUSE_MS * attempt)
    }
  }
}

async function askOnce({ origin, secret }: Office, path: string, body: unknown): Promise<OfficeAnswer> {
  const { status, ok, text } = await send(origin, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  })
  const answer = parse(text)
  if (ok) return { status, body: answer }
  const detail =
    typeof answer === 'object' && answer !== null && 'detail' in answer ? answer.detail : undefined
  throw new CommandFailure(typeof detail === 'string' ? detail : `${origin} answered ${status}.`)
}

interface WholeAnswer {
  readonly status: number
  readonly ok: boolean
  readonly text: string
}

async function send(origin: string, path: string, init: RequestInit): Promise<WholeAnswer> {
  try {
    const response = await fetch(`${origin}/admin/api${path}`, init)
    return { status: response.status, ok: response.ok, text: await response.text() }
  } catch (error) {
    throw explain(error, origin)
  }
}

function explain(error: unknown, origin: string): CommandFailure {
  if (error instanceof Error && error.name === 'TimeoutError')
    return new LostAnswer(`${origin} did not answer within ${ANSWER_WITHIN_MS / 1000} seconds.`)
  switch (causeOf(error)) {
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return new CommandFailure(
        `This machine does not trust the certificate of ${origin}. With --lan: NODE_EXTRA_CA_CERTS=urna-data/tls/authority.pem`,
      )
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ETIMEDOUT':
    case 'UND_ERR_SOCKET':
      return new LostAnswer(`The connection to ${origin} broke off before the answer was here.`)
    default:
      return new CommandFailure(
        `No server answers at ${origin}. Start one with "npm start", or name it: --url.`,
      )
  }
}

function causeOf(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? cause.code : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
