import type { RefusalCode } from '#protocol/errors'
import { signBallot } from '#protocol/formats/ballot'
import { derived, readdressed, refused, SEED } from '../material/ballot.ts'
import { clubBallot, clubVotes } from '../material/club.ts'
import type { Vector } from '../material/vector.ts'
import { signAny } from '../material/vector.ts'

/** Ballots of the methods that rank and score: what each takes, and the first thing that it does not. */
export function ballotMethods(): Vector[] {
  return [...taken(), ...rankings(), ...scores()]
}

function taken(): Vector[] {
  const blank = Object.fromEntries(
    Object.keys(clubVotes).map((contest) => [contest, ['song', 'tent'].includes(contest) ? {} : []]),
  )
  const accepted = (name: string, votes: object): Vector => {
    const ballot = signBallot(clubBallot({ ...clubVotes, ...votes }), SEED)
    return { name, manifest: 'club', document: ballot, valid: true, expected: derived(ballot) }
  }
  return [
    accepted('rankings and scores', {}),
    accepted('blank rankings and scores', blank),
    accepted('all options equal', { motto: [['all', 'few', 'one']] }),
    accepted('the greatest scores', { song: { jazz: 5, pop: 5, rock: 5 } }),
    accepted('scores of nought', { song: { jazz: 0, pop: 0, rock: 0 } }),
  ]
}

function rankings(): Vector[] {
  return [
    voting('a ranked option twice', 'malformed', { captain: ['ann', 'ben', 'ann'] }),
    voting('a ranked option twice, once among equals', 'malformed', { motto: ['all', ['all', 'few']] }),
    voting('an unknown option in a ranking', 'unknown-option', { captain: ['ann', 'zoe'] }),
    voting('an unknown option among equals', 'unknown-option', { motto: [['all', 'zoe']] }),
    voting('equals out of order', 'malformed', { motto: [['one', 'few']] }),
    voting('an option that is equal to nothing', 'malformed', { motto: [['one']] }),
    voting('a place without options', 'malformed', { motto: [[], 'one'] }),
    voting('equals of equals', 'malformed', { motto: [['all', ['few', 'one']]] }),
    voting('equals in instant-runoff', 'overvote', { captain: [['ann', 'ben']] }),
    voting('equals in Scottish STV', 'overvote', { council: ['eve', ['ann', 'ben']] }),
    voting('equals in Meek STV', 'overvote', { delegates: [['ann', 'ben']] }),
    voting('equals in Borda', 'overvote', { tour: [['north', 'south', 'west']] }),
    voting('too many ranked options', 'overvote', { place: ['hill', 'lake', 'sea', 'wood'] }),
    voting('too many ranked options, equals each one', 'overvote', {
      place: ['hill', ['lake', 'sea', 'wood']],
    }),
    voting('scores for a ranking', 'malformed', { captain: { ann: 1 } }),
    voting('blank scores for a ranking', 'malformed', { captain: {} }),
  ]
}

function scores(): Vector[] {
  return [
    voting('a ranking for scores', 'malformed', { song: ['jazz'] }),
    voting('a blank ranking for scores', 'malformed', { song: [] }),
    voting('a score beyond the greatest', 'overvote', { song: { jazz: 6 } }),
    voting('a score beyond any greatest', 'malformed', { song: { jazz: 101 } }),
    voting('a score below nought', 'malformed', { song: { jazz: -1 } }),
    voting('a score with a fraction', 'malformed', { song: { jazz: 0.5 } }),
    voting('a score as a text', 'malformed', { song: { jazz: '5' } }),
    voting('a score for an unknown option', 'unknown-option', { song: { constructor: 1 } }),
    voting('too many scored options', 'overvote', { tent: { blue: 1, green: 1, red: 0 } }),
    voting('an unknown option before too great a score', 'unknown-option', { song: { jazz: 6, zoe: 1 } }),
  ]
}

function voting(name: string, error: RefusalCode, votes: Readonly<Record<string, unknown>>): Vector {
  const body = { ...clubBallot(clubVotes), votes: { ...clubVotes, ...votes } }
  return refused(name, error, readdressed({ body, signature: signAny('ballot', body, SEED) }), 'club')
}
