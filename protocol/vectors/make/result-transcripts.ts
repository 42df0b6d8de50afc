import { clubBody } from '../material/club.ts'
import type { Path, Vector } from '../material/vector.ts'
import { set, without } from '../material/vector.ts'
import { clubResult, resultOfTwo } from './result-methods.ts'

/** What a reader asks of rounds whose ballots it has not, and what it leaves to a recount. */
export function resultTranscripts(): Vector[] {
  return [...numbers(), ...otherOptions(), ...missingOptions(), ...steps(), ...summaries()]
}

const MOST = Number.MAX_SAFE_INTEGER
const spelled = (name: string, votes: string, valid: boolean): Vector =>
  judged(name, [[at('tent', 'transcript', 'rounds', 0, 'exhausted'), votes]], valid)

function numbers(): Vector[] {
  return [
    spelled('25 digits and 12 decimals', `${'9'.repeat(25)}.${'0'.repeat(12)}`, true),
    spelled('26 digits', '9'.repeat(26), false),
    spelled('13 decimals', `1.${'0'.repeat(13)}`, false),
    spelled('a point without decimals', '1.', false),
    spelled('a point without a digit before', '.5', false),
    spelled('a number of votes with a sign', '-1', false),
    spelled('a number of votes and a line end', '1\n', false),
    judged(
      'votes just below the next number are cut, not rounded',
      [
        [at('tent', 'votes', 'blue'), MOST - 1],
        [at('tent', 'transcript', 'rounds', 0, 'votes', 0), `${MOST - 1}.${'9'.repeat(12)}`],
      ],
      true,
    ),
    judged(
      'votes that are rounded up',
      [
        [at('tent', 'votes', 'blue'), 123_456_790],
        [at('tent', 'transcript', 'rounds', 0, 'votes', 0), `123456789.${'9'.repeat(12)}`],
      ],
      false,
    ),
  ]
}

/** Number 5 is no option of five, 4 none of four, 3 none of three. */
function otherOptions(): Vector[] {
  const second = at('council', 'transcript', 'rounds', 1)
  const tie = at('tent', 'transcript', 'ties', 0)
  const runoff = { code: 'runoff', votes: '3', other: 3, otherVotes: '0' }
  const earlier = { round: 1, over: 'elimination', chosen: [0], rule: 'previous-round', decidedIn: 0 }
  const victory = { winner: 0, loser: 4, votes: 3, against: 0, locked: true }
  return [
    refused('a transfer from another option', [...second, 'transfers', 0, 'from'], 5),
    refused('a transfer to another option', [...second, 'transfers', 0, 'to', 0, 'candidate'], 5),
    refused('another option eliminated', [...second, 'eliminated', 0, 'candidate'], 5),
    refused(
      'a runoff with another option',
      at('song', 'transcript', 'rounds', 0, 'elected', 0, 'reason'),
      runoff,
    ),
    refused('a tie with another option', tie, { ...earlier, tied: [0, 3] }),
    refused('a tie that falls on another option', tie, { ...earlier, tied: [0, 1], chosen: [3] }),
    refused('a victory over another option', at('place', 'transcript', 'pairwise', 'victories', 0), victory),
  ]
}

function missingOptions(): Vector[] {
  const row = [0, 0]
  return [
    refused('a later round without an option', at('council', 'transcript', 'rounds', 1, 'votes'), [
      '1.00000',
    ]),
    refused('a later round without votes', at('council', 'transcript', 'rounds', 1, 'votes'), []),
    refused('keep factors without an option', at('delegates', 'transcript', 'rounds', 0, 'keepFactors'), [
      '1',
    ]),
    refused('pairs without an option', at('motto', 'transcript', 'pairwise', 'preferred', 0), row),
    refused('pairs without the row of an option', at('motto', 'transcript', 'pairwise', 'preferred'), [
      row,
      row,
    ]),
    refused('paths without an option', at('motto', 'transcript', 'pairwise', 'paths', 0), row),
    refused('a first round without votes or pairs', at('tent', 'transcript', 'rounds', 0, 'votes'), []),
  ]
}

function steps(): Vector[] {
  const tie = { round: 0, over: 'seat', tied: [0, 1], chosen: [0], rule: 'lot' }
  const inTent = (name: string, value: unknown, valid: boolean): Vector =>
    judged(name, [[at('tent', 'transcript', 'ties', 0), value]], valid)
  return [
    inTent('a tie that a lot has broken', tie, true),
    inTent('a tie of one', { ...tie, tied: [0] }, false),
    inTent('a tie that falls on nobody', { ...tie, chosen: [] }, false),
    inTent('a tie by a rule that nobody knows', { ...tie, rule: 'luck' }, false),
    inTent('a tie over something else', { ...tie, over: 'round' }, false),
    inTent('a tie in a round of which there are not so many', { ...tie, round: 3601 }, false),
    inTent('a tie with a member too many', { ...tie, lot: 'a' }, false),
    refused(
      'a transfer of another kind',
      at('council', 'transcript', 'rounds', 1, 'transfers', 0, 'kind'),
      'gift',
    ),
    refused('a reason without its votes', at('tent', 'transcript', 'rounds', 0, 'elected', 0, 'reason'), {
      code: 'most-votes',
    }),
    refused(
      'a victory that is neither locked nor not',
      at('place', 'transcript', 'pairwise', 'victories', 0, 'locked'),
      1,
    ),
  ]
}

function summaries(): Vector[] {
  const none = { votes: { ann: 0, ben: 0, col: 0, dot: 0 }, elected: [], tied: [] }
  const unheld = Object.entries({ ...none, transcript: { rounds: [], ties: [] } }).map(
    ([member, value]): Change => [at('captain', member), value],
  )
  return [
    judged('no round at all', unheld, true),
    judged('votes without a round', [...unheld, [at('captain', 'votes', 'ann'), 1]], false),
    electing('one elected twice', [0, 0]),
    electing('more elected than there are seats', [0, 2, 1]),
    electing('as many elected as there are seats', [0, 2], true),
    refused('a tie by order that the result does not name', at('motto', 'tied'), ['few']),
    refused('the elected in another order than in the rounds', at('council', 'elected'), ['ann', 'eve']),
    clubResult('pairs left out', without(resultOfTwo(), at('motto', 'transcript', 'pairwise')), 'malformed'),
  ]
}

/** All of the result says that these have the two seats. */
function electing(name: string, candidates: readonly number[], valid = false): Vector {
  const options = ['blue', 'green', 'red']
  const reason = { code: 'most-votes', votes: '1' }
  const elected = candidates.map((candidate) => ({ candidate, reason }))
  return judged(
    name,
    [
      [at('tent', 'transcript', 'rounds', 0, 'elected'), elected],
      [at('tent', 'elected'), candidates.map((candidate) => options[candidate])],
    ],
    valid,
  )
}

type Change = readonly [path: Path, value: unknown]

function at(id: string, ...path: Path): Path {
  return ['contests', clubBody.contests.findIndex((contest) => contest.id === id), ...path]
}

function refused(name: string, path: Path, value: unknown): Vector {
  return judged(name, [[path, value]], false)
}

function judged(name: string, changes: readonly Change[], valid: boolean): Vector {
  const body = changes.reduce<unknown>((result, [path, value]) => set(result, path, value), resultOfTwo())
  return clubResult(name, body, valid || 'malformed')
}
