import { parseArgs } from 'node:util'
import { CommandFailure } from './command-failure.ts'

/** A running server as an officer reaches it: the admin API behind the console secret. */
export interface Office {
  readonly origin: string
  readonly secret: string
}

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
  const origin = text(values['url']) ?? process.env['URNA_URL'] ?? hereOrigin()
  if (!URL.canParse(origin)) throw new CommandFailure(`--url is "${origin}": it must be a web address.`, 2)
  const secret = text(values['secret']) ?? process.env['URNA_SECRET'] ?? ''
  if (secret === '')
    throw new CommandFailure(
      'Give the console secret, which the server printed at its first start: --secret or URNA_SECRET.',
      2,
    )
  return { word, options: values, office: { origin: new URL(origin).origin, secret } }
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

/** The server that this folder starts, on the port that the same environment gives it. */
function hereOrigin(): string {
  const port = process.env['PORT'] ?? ''
  return `http://localhost:${/^[1-9]\d{0,4}$/.test(port) ? port : '8080'}`
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
