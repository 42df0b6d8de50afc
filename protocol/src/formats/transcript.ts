import type { Pairwise, Reason, Round, Tie } from '../counting/transcript.ts'
import type { Decoder } from '../decode.ts'
import { arrayOf, integer, matching, object, oneOf, variant } from '../decode.ts'
import { MOST_RANKED } from './contest-method.ts'

/** How a result came about, of a method that ranks or scores: what a count says of itself, without its heading. */
export interface Transcript {
  readonly rounds: readonly Round[]
  readonly ties: readonly Tie[]
  readonly pairwise?: Pairwise
}

/** More than the rounds, ties or victories of any count; what a stranger sends is bounded by it. */
const MOST_STEPS = MOST_RANKED * MOST_RANKED

/** One for each way in which ballots came to a candidate. */
const MOST_VALUES = 1_000_000

const decimal = matching(/^(0|[1-9]\d{0,24})(\.\d{1,12})?$/, 'a number of votes')
const candidate = integer(0, MOST_RANKED - 1)
const count = integer(0, Number.MAX_SAFE_INTEGER)
const step = integer(0, MOST_STEPS)
const each = { max: MOST_RANKED }
const votes = arrayOf(decimal, each)

const transfer = object(
  {
    kind: oneOf('surplus', 'elimination'),
    from: candidate,
    votes: decimal,
    to: arrayOf(object({ candidate, votes: decimal }), each),
    exhausted: decimal,
    lost: decimal,
  },
  { values: arrayOf(decimal, { max: MOST_VALUES }) },
)

const reason: Decoder<Reason> = variant('code', {
  'most-votes': { votes: decimal },
  majority: { votes: decimal, of: decimal },
  quota: { votes: decimal, quota: decimal },
  remaining: { votes: decimal },
  runoff: { votes: decimal, other: candidate, otherVotes: decimal },
  'beats-all': {},
  'strongest-paths': {},
  unbeaten: {},
  'fewest-votes': { votes: decimal },
  'not-finalist': { votes: decimal },
})
const decisions = arrayOf(object({ candidate, reason }), each)

const round: Decoder<Round> = object(
  {
    transfers: arrayOf(transfer, each),
    votes,
    exhausted: decimal,
    lost: decimal,
    elected: decisions,
    eliminated: decisions,
  },
  { quota: decimal, surplus: decimal, keepFactors: votes },
)

const tie: Decoder<Tie> = object(
  {
    round: step,
    over: oneOf('seat', 'elimination', 'surplus', 'finalist', 'victory'),
    tied: arrayOf(candidate, { min: 2, max: MOST_RANKED }),
    chosen: arrayOf(candidate, { min: 1, max: MOST_RANKED }),
    rule: oneOf('previous-round', 'head-to-head', 'score', 'order', 'lot'),
  },
  { decidedIn: step },
)

const table = arrayOf(arrayOf(count, each), each)
const victory = object({
  winner: candidate,
  loser: candidate,
  votes: count,
  against: count,
  locked: oneOf(true, false),
})
const pairwise: Decoder<Pairwise> = object(
  { preferred: table },
  { paths: table, victories: arrayOf(victory, { max: MOST_STEPS }) },
)

export const transcript: Decoder<Transcript> = object(
  { rounds: arrayOf(round, { max: MOST_STEPS }), ties: arrayOf(tie, { max: MOST_STEPS }) },
  { pairwise },
)
