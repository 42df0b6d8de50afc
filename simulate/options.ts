import type { ParseArgsConfig } from 'node:util'
import { parseArgs } from 'node:util'
import { SimulationError } from './server/office.ts'

export interface Options {
  /** A number of voters, or the file with their ballots. */
  readonly electorate:
    { readonly kind: 'club'; readonly voters: number } | { readonly kind: 'file'; readonly path: string }
  readonly concurrency: number
  /** Undefined: a server of its own. */
  readonly office: { readonly origin: string; readonly secret: string } | undefined
  readonly json: boolean
}

/** The command was typed wrong. */
export class OptionsError extends SimulationError {}

const OPTIONS = {
  voters: { type: 'string' },
  ballots: { type: 'string' },
  concurrency: { type: 'string' },
  url: { type: 'string' },
  secret: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** @throws {OptionsError} */
export function parseOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Options {
  const { voters, ballots, concurrency = '64', json, ...place } = readArguments(argv, OPTIONS)
  if (voters !== undefined && ballots !== undefined)
    throw new OptionsError('Give --voters or --ballots, not both: a file has as many voters as ballots.')
  return {
    electorate:
      ballots === undefined
        ? { kind: 'club', voters: parseCount('--voters', voters ?? '100', 1_000_000) }
        : { kind: 'file', path: ballots },
    concurrency: parseCount('--concurrency', concurrency, 10_000),
    office: parsePlace(place.url ?? (env['URNA_URL'] || undefined), place.secret ?? env['URNA_SECRET']),
    json,
  }
}

/** The values of `options` as they were typed. @throws {OptionsError} */
export function readArguments<T extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: joinSecret(argv), options }).values
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split(/\.? To specify|\n/)
    throw new OptionsError(line)
  }
}

/** A secret is base64url and may begin with a hyphen, which would be read as the next option. */
function joinSecret(argv: readonly string[]): string[] {
  const at = argv.indexOf('--secret')
  const value = argv[at + 1]
  return at < 0 || value === undefined ? [...argv] : argv.toSpliced(at, 2, `--secret=${value}`)
}

/** @throws {OptionsError} unless `text` is a number from 1 to `most`. */
export function parseCount(flag: string, text: string, most: number): number {
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0
  if (count < 1 || count > most)
    throw new OptionsError(`${flag} is "${text}": it must be a number from 1 to ${most}.`)
  return count
}

/** @throws {OptionsError} a server without its secret, or an address that is none. */
export function parsePlace(url: string | undefined, secret: string | undefined): Options['office'] {
  if (url === undefined) return undefined
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new OptionsError(`--url is "${url}": it must be a web address, such as http://localhost:8080.`)
  if (!secret)
    throw new OptionsError(
      'Give the console secret, which the server printed at its first start, with --secret or URNA_SECRET.',
    )
  return { origin: new URL(url).origin, secret }
}
