import { reportFailure } from './command-failure.ts'
import { readTyped } from './office.ts'
import { openAndHandOut, parseCodeCounts, refuseExisting } from './voting-codes.ts'

const OPTIONS = { codes: { type: 'string' }, out: { type: 'string' } } as const

/** `urna open board-2026 --codes 500`: opens an election that was created as a draft. */
export function run(argv: readonly string[]): Promise<number> {
  return reportFailure(async () => {
    const {
      office,
      word: election,
      options,
    } = readTyped(argv, 'the id of the election, such as board-2026', OPTIONS)
    const codes = typeof options['codes'] === 'string' ? options['codes'] : undefined
    const out = typeof options['out'] === 'string' ? options['out'] : undefined
    const counts = parseCodeCounts(codes, undefined)
    await refuseExisting(out)
    await openAndHandOut(office, encodeURIComponent(election), counts, out)
  })
}
