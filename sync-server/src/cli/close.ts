import { createInterface } from 'node:readline/promises'
import { askOffice } from './ask-office.ts'
import type { Terminal } from './confirm-closing.ts'
import { confirmClosing } from './confirm-closing.ts'
import { reportFailure } from './command-failure.ts'
import { readTyped } from './office.ts'

const OPTIONS = { 'accept-until': { type: 'string' }, yes: { type: 'boolean' } } as const

/** `urna close board-2026`: ends the voting now. */
export function run(argv: readonly string[]): Promise<number> {
  return reportFailure(async () => {
    const {
      office,
      word: election,
      options,
    } = readTyped(argv, 'the id of the election, such as board-2026', OPTIONS)
    const acceptUntil = options['accept-until']
    await confirmClosing(election, options['yes'] === true, terminal())
    const asked = acceptUntil === undefined ? {} : { acceptUntil }
    const { body } = await askOffice(office, `/elections/${encodeURIComponent(election)}/close`, asked)
    const { closes, acceptUntil: until } = body as { closes?: string; acceptUntil?: string }
    console.log(`Election ${election} closed at ${closes ?? 'this moment'}.`)
    if (until !== undefined && until !== closes)
      console.log(`Ballots that were cast offline are taken until ${until}.`)
  })
}

function terminal(): Terminal | undefined {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined
  return {
    ask: async (question) => {
      const lines = createInterface({ input: process.stdin, output: process.stdout })
      try {
        return await lines.question(question)
      } finally {
        lines.close()
      }
    },
  }
}
