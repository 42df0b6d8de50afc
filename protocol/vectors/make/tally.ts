import type { Votes } from '#protocol/formats/ballot'
import type { ManifestDocument } from '#protocol/formats/manifest'
import { club } from '../material/club.ts'
import { board, coop } from '../material/election.ts'
import { league } from '../material/league.ts'
import type { Vector, VectorFile } from '../material/vector.ts'
import type { CountedBallot } from './counted-ballot.ts'
import { counted as countedIn } from './counted-ballot.ts'
import { tallyMethods } from './tally-methods.ts'
import { tallyTies } from './tally-ties.ts'

export function makeTallies(): VectorFile {
  return {
    kind: 'tally',
    about: 'What counts of the checked ballots of a log, in log order, and the count.',
    manifests: { board, coop, club, league },
    vectors: [
      ...plurality(),
      ...approval(),
      ...recasts(),
      ...weights(),
      ...repeated(),
      ...tallyMethods(),
      ...tallyTies(),
    ],
  }
}

function plurality(): Vector[] {
  return [
    counted('no ballots', []),
    counted('one ballot', [chair('a', ['ada'])]),
    counted('blank ballots', [chair('a', []), chair('b', []), chair('c', ['bob'])]),
    counted('a majority', [chair('a', ['bob']), chair('b', ['bob']), chair('c', ['ada'])]),
    counted('a tie for the only seat', [chair('a', ['bob']), chair('b', ['ada'])]),
    counted('fewer options with votes than seats', [seats('a', ['dia'])]),
    counted('a tie below the last seat', [
      seats('a', ['cem', 'dia']),
      seats('b', ['cem', 'dia']),
      seats('c', ['eva', 'finn']),
    ]),
    counted('a tie among the elected', [
      seats('a', ['dia', 'finn']),
      seats('b', ['dia', 'finn']),
      seats('c', ['cem']),
    ]),
    counted('a tie for the second seat', [seats('a', ['finn', 'eva']), seats('b', ['finn', 'dia'])]),
    counted('a tie of all for both seats', [seats('a', ['finn', 'eva']), seats('b', ['cem', 'dia'])]),
  ]
}

function approval(): Vector[] {
  const rules = (key: string, chosen: string[]): CountedBallot => ballot(key, { rules: chosen })
  return [
    counted('approvals of several', [
      rules('a', ['keep', 'merge']),
      rules('b', ['merge']),
      rules('c', ['change', 'keep', 'merge']),
    ]),
    counted('a tie in the order of the manifest, not of the alphabet', [
      rules('a', ['change', 'keep', 'merge']),
    ]),
    counted('a tie between later options', [rules('a', ['change', 'merge'])]),
  ]
}

function recasts(): Vector[] {
  const first = chair('a', ['ada'])
  const second = { ...chair('a', ['bob']), sequence: 1 }
  const last = { ...chair('a', []), sequence: 5 }
  return [
    counted('a change of mind', [first, second]),
    counted('a change of mind that arrives first', [second, first]),
    counted('a change of mind to blank', [first, last]),
    counted('a change of mind between others', [
      chair('b', ['ada']),
      last,
      chair('c', ['bob']),
      first,
      second,
    ]),
  ]
}

function weights(): Vector[] {
  const member = (key: string, chosen: string[], site: string[]): CountedBallot => ({
    ...ballot(key, {}),
    group: 'members',
    votes: { constructor: chosen, site },
  })
  const owner = (key: string, chosen: string[]): CountedBallot => ({
    ...ballot(key, {}),
    group: 'constructor',
    votes: { constructor: chosen },
  })
  return [
    counted(
      'one owner against two members',
      [member('a', ['no'], ['hill']), member('b', ['no'], []), owner('c', ['constructor'])],
      coop,
    ),
    counted(
      'one owner and three members: a tie',
      [member('a', ['no'], []), member('b', ['no'], []), member('c', ['no'], []), owner('d', ['wait'])],
      coop,
    ),
    counted(
      'a blank ballot of weight three is one blank ballot',
      [owner('a', []), member('b', [], ['shore'])],
      coop,
    ),
    counted(
      'the last ballot decides the group too',
      [owner('a', ['wait']), { ...member('a', ['no'], ['hill']), sequence: 1 }],
      coop,
    ),
  ]
}

/** No log has these: a reader that counts one of the two has lost the election. */
function repeated(): Vector[] {
  const second = { ...chair('a', ['bob']), sequence: 1 }
  const again = (name: string, ballots: readonly CountedBallot[]): Vector => ({
    name,
    manifest: 'board',
    ballots,
    error: 'bad-chain',
  })
  return [
    again('two ballots of one key and sequence', [chair('a', ['ada']), chair('b', []), chair('a', ['bob'])]),
    again('one ballot twice', [chair('a', ['ada']), chair('a', ['ada'])]),
    again('two of an earlier sequence', [second, chair('a', ['ada']), chair('a', ['bob'])]),
    again('two of one key in two groups', [chair('a', []), { ...chair('a', []), group: 'other' }]),
  ]
}

function chair(key: string, chosen: string[]): CountedBallot {
  return ballot(key, { chair: chosen })
}

function seats(key: string, chosen: string[]): CountedBallot {
  return ballot(key, { board: [...chosen].sort() })
}

function ballot(key: string, votes: Votes): CountedBallot {
  return { key, group: 'all', sequence: 0, votes: { chair: [], board: [], rules: [], ...votes } }
}

function counted(
  name: string,
  ballots: readonly CountedBallot[],
  election: ManifestDocument = board,
): Vector {
  return countedIn(name, election === board ? 'board' : 'coop', ballots, election)
}
