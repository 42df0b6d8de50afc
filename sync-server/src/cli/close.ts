import { reportFailure } from './command-failure.ts'
import { askOffice, readTyped } from './office.ts'

const OPTIONS = { 'accept-until': { type: 'string' } } as const

/** `urna close board-2026`: ends the voting now. */
export function run(argv: readonly string[]): Promise<number> {
  return reportFailure(async () => {
    const {
      office,
      word: election,
      options,
    } = readTyped(argv, 'the id of the election, such as board-2026', OPTIONS)
    const acceptUntil = options['accept-until']
    const body = acceptUntil === undefined ? {} : { acceptUntil }
    const answer = await askOffice(office, `/elections/${encodeURIComponent(election)}/close`, body)
    const { closes, acceptUntil: until } = answer as { closes?: string; acceptUntil?: string }
    console.log(`Election ${election} closed at ${closes ?? 'this moment'}.`)
    if (until !== undefined && until !== closes)
      console.log(`Ballots that were cast offline are taken until ${until}.`)
  })
}
