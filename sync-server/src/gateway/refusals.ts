import type { RefusalCode } from '#protocol/errors'

/** Why a gateway refuses a ballot, with the sentence that goes with it; phones translate the code. */
const SENTENCES = {
  malformed: 'This is not a ballot that this server can read.',
  'too-large': 'The ballot is too large.',
  'bad-address': 'The ballot is not at the address of its content.',
  unsupported: 'The ballot uses a feature that this server does not have yet.',
  'unknown-election': 'There is no such election here.',
  'wrong-manifest': 'The ballot was made for another version of this election.',
  'not-open': 'The election is not open yet.',
  late: 'The election no longer takes ballots.',
  'bad-credential': 'The right to vote could not be confirmed.',
  'bad-signature': 'The ballot is not signed by its own key.',
  overvote: 'The ballot chooses more options than a contest allows.',
  'unknown-option': 'The ballot chooses an option that does not exist.',
  'bad-sequence': 'The ballot cannot be changed again.',
} as const satisfies Partial<Record<RefusalCode, string>>

export type BallotRefusal = keyof typeof SENTENCES

/** A code that is none of the gateway's own is a malformed ballot to the one who sent it. */
export function refusalOf(code: RefusalCode, detail?: string): { code: BallotRefusal; reason: string } {
  const known: BallotRefusal = code in SENTENCES ? (code as BallotRefusal) : 'malformed'
  return { code: known, reason: `${known}: ${SENTENCES[known]}${detail === undefined ? '' : ` (${detail})`}` }
}
