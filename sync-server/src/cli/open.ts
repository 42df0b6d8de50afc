import { reportFailure } from './command-failure.ts'
import { readTyped } from './office.ts'
import { openAndHandOut, parseCodeCounts } from './voting-codes.ts'

const OPTIONS = { codes: { type: 'string' }, out: { type: 'string' } } as const

/** `urna open board-2026 --codes 500`: opens an election that was created as a draft. */
export function run(argv: readonly string[]): Promise<number> {
  return reportFailure(async () => {
    const {
      office,
      word: election,
      options,
    } = readTyped(argv, 'the id of the election, such as board-2026', OPTIONS)
    const { codes, out } = options
    const counts = parseCodeCounts(typeof codes === 'string' ? codes : undefined, undefined)
    await openAndHandOut(
      office,
      encodeURIComponent(election),
      counts,
      typeof out === 'string' ? out : undefined,
    )
  })
}
