import { parseArgs } from 'node:util'
import { CommandFailure } from './command-failure.ts'

/** A running server as an officer reaches it: the admin API behind the console secret. */
export interface Office {
  readonly origin: string
  readonly secret: string
}

const ANSWER_WITHIN_MS = 120_000

/** Options that every command of the election office has. */
const OFFICE_OPTIONS = { url: { type: 'string' }, secret: { type: 'string' } } as const
type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>

export interface Typed {
  readonly office: Office
  /** What the command is about, such as `election.json`. */
  readonly word: string
  readonly options: Readonly<Record<string, string | boolean | undefined>>
}

/**
 * Reads what was typed after the command's name.
 *
 * @param argument what its one word is, such as `election.json`.
 * @throws {CommandFailure} with exit code 2.
 */
export function readTyped(argv: readonly string[], argument: string, extra: Options): Typed {
  const { values, positionals } = parse(argv, { ...OFFICE_OPTIONS, ...extra })
  const [word, stray] = positionals
  if (word === undefined) throw new CommandFailure(`Say which: ${argument} is missing.`, 2)
  if (stray !== undefined) throw new CommandFailure(`"${stray}" is one word too many.`, 2)
  const origin = text(values['url']) ?? process.env['URNA_URL'] ?? 'http://localhost:8080'
  if (!URL.canParse(origin)) throw new CommandFailure(`--url is "${origin}": it must be a web address.`, 2)
  const secret = text(values['secret']) ?? process.env['URNA_SECRET'] ?? ''
  if (secret === '')
    throw new CommandFailure(
      'Give the console secret, which the server printed at its first start: --secret or URNA_SECRET.',
      2,
    )
  return { word, options: values, office: { origin: new URL(origin).origin, secret } }
}

/**
 * Asks the admin API.
 *
 * @throws {CommandFailure} nothing answers, or the answer is no.
 */
export async function askOffice({ origin, secret }: Office, path: string, body: unknown): Promise<unknown> {
  const response = await send(origin, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer
  const detail =
    typeof answer === 'object' && answer !== null && 'detail' in answer ? answer.detail : undefined
  throw new CommandFailure(typeof detail === 'string' ? detail : `${origin} answered ${response.status}.`)
}

async function send(origin: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${origin}/admin/api${path}`, init)
  } catch (error) {
    throw new CommandFailure(
      isUntrusted(error)
        ? `This machine does not trust the certificate of ${origin}. With --lan: NODE_EXTRA_CA_CERTS=urna-data/tls/authority.pem`
        : `No server answers at ${origin}. Start one with "npm start", or name it: --url.`,
    )
  }
}

/** OpenSSL's word for a certificate whose authority is unknown here. */
function isUntrusted(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && cause.code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'
}

function parse(
  argv: readonly string[],
  options: Options,
): { values: Record<string, string | boolean | undefined>; positionals: string[] } {
  try {
    return parseArgs({ args: joinSecret(argv), options, allowPositionals: true })
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split(/\.? To specify|\n/)
    throw new CommandFailure(line, 2)
  }
}

/** A secret is base64url and may begin with a hyphen, which would be read as the next option. */
function joinSecret(argv: readonly string[]): string[] {
  const at = argv.indexOf('--secret')
  const value = argv[at + 1]
  return at < 0 || value === undefined ? [...argv] : argv.toSpliced(at, 2, `--secret=${value}`)
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
