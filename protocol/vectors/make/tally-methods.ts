import type { Votes } from '#protocol/formats/ballot'
import type { Vote } from '#protocol/formats/votes'
import { blankVote } from '#protocol/formats/votes'
import { club, clubBody } from '../material/club.ts'
import type { Vector } from '../material/vector.ts'
import type { CountedBallot } from './counted-ballot.ts'
import { counted } from './counted-ballot.ts'

/** What each method that ranks or scores makes of a few ballots: the plain case, the ties, and what is peculiar to it. */
export function tallyMethods(): Vector[] {
  return [
    of('nobody voted', []),
    of('blank ballots', [[2, {}]]),
    ...runoffs(),
    ...transfers(),
    ...pairs(),
    ...scores(),
    ...weights(),
  ]
}

function runoffs(): Vector[] {
  return [
    of('irv: a majority at once', [
      [3, { captain: ['ann'] }],
      [1, { captain: ['ben', 'ann'] }],
      [1, { captain: ['col'] }],
    ]),
    of('irv: the second choices decide', [
      [4, { captain: ['ann'] }],
      [3, { captain: ['ben', 'col'] }],
      [2, { captain: ['col', 'ben'] }],
    ]),
    of('irv: a tie for the last place is decided by the round before', [
      [5, { captain: ['ann'] }],
      [3, { captain: ['ben'] }],
      [2, { captain: ['col'] }],
      [1, { captain: ['dot', 'col'] }],
    ]),
    of('irv: a tie for the last place is decided by the order', [
      [3, { captain: ['ann', 'dot'] }],
      [2, { captain: ['ben', 'col'] }],
      [2, { captain: ['col', 'ben'] }],
    ]),
    of('irv: exhausted ballots lower the majority', [
      [4, { captain: ['ann'] }],
      [3, { captain: ['ben'] }],
      [2, { captain: ['col', 'dot'] }],
    ]),
    of('irv: all equal', [
      [1, { captain: ['dot'] }],
      [1, { captain: ['col'] }],
      [1, { captain: ['ben'] }],
      [1, { captain: ['ann'] }],
    ]),
  ]
}

function transfers(): Vector[] {
  const both = (votes: readonly string[]): Votes => ({ council: votes, delegates: votes })
  return [
    of('stv: a surplus goes on in parts', [
      [7, both(['ann', 'ben'])],
      [3, both(['ann', 'col', 'ben'])],
      [4, both(['col'])],
      [3, both(['ben', 'dot'])],
      [2, both(['dot', 'eve', 'ann'])],
      [1, both(['eve'])],
    ]),
    of('stv: nobody reaches the quota before the last', [
      [3, both(['ann'])],
      [3, both(['ben'])],
      [3, both(['col'])],
      [2, both(['dot'])],
    ]),
    of('stv: two equal surpluses', [
      [6, both(['ann', 'col', 'dot'])],
      [6, both(['ben', 'dot', 'col'])],
      [2, both(['col'])],
      [2, both(['dot'])],
    ]),
    of('stv: fewer candidates with votes than seats', [[2, both(['eve'])]]),
    of('stv: everything is exhausted', [
      [5, both(['ann'])],
      [1, both(['ben'])],
      [1, both(['col'])],
    ]),
    of('stv: thirds', [
      [4, both(['ann', 'ben', 'col'])],
      [3, both(['ann', 'col', 'dot'])],
      [3, both(['ann', 'dot', 'eve'])],
      [1, both(['eve', 'dot'])],
    ]),
  ]
}

function pairs(): Vector[] {
  const both = (motto: Vote, place: Vote): Votes => ({ motto, place })
  return [
    of('pairs: one who beats each other one', [
      [3, both(['few', 'one'], ['lake', 'hill', 'sea'])],
      [2, both(['one', 'few'], ['sea', 'lake'])],
      [2, both(['all', 'few'], ['hill', 'lake'])],
    ]),
    of('pairs: a circle', [
      [4, both(['all', 'few', 'one'], ['hill', 'lake', 'sea'])],
      [3, both(['few', 'one', 'all'], ['lake', 'sea', 'hill'])],
      [2, both(['one', 'all', 'few'], ['sea', 'hill', 'lake'])],
    ]),
    of('pairs: a circle of equal victories', [
      [1, both(['all', 'few', 'one'], ['hill', 'lake', 'sea'])],
      [1, both(['few', 'one', 'all'], ['lake', 'sea', 'hill'])],
      [1, both(['one', 'all', 'few'], ['sea', 'hill', 'lake'])],
    ]),
    of('pairs: equals are neither', [
      [2, both([['all', 'few'], 'one'], [['hill', 'lake', 'sea']])],
      [1, both([['few', 'one']], ['sea', ['lake', 'wood']])],
    ]),
  ]
}

function scores(): Vector[] {
  return [
    of('scores: the most points', [
      [2, { song: { jazz: 5, pop: 3 }, tent: { blue: 9, red: 4 } }],
      [1, { song: { pop: 5, rock: 1 }, tent: { green: 9 } }],
    ]),
    of('star: the runoff is another’s than the points', [
      [3, { song: { jazz: 2, pop: 1 } }],
      [2, { song: { pop: 5 } }],
    ]),
    of('star: three with equal points', [
      [1, { song: { jazz: 5 } }],
      [1, { song: { pop: 5 } }],
      [1, { song: { rock: 5 } }],
    ]),
    of('borda: points by place', [
      [3, { tour: ['north', 'south', 'west'] }],
      [2, { tour: ['west'] }],
      [1, { tour: ['south', 'west'] }],
    ]),
  ]
}

function weights(): Vector[] {
  const changed = ballot('p0', { captain: ['ben'], tent: { red: 9 } }, 'patrons')
  const again = { ...ballot('p0', { captain: ['col', 'ann'], tent: { blue: 1 } }, 'patrons'), sequence: 1 }
  const member = ballot('m0', { captain: ['ann'], tour: ['north'], council: ['ann', 'eve'] }, 'members')
  return [
    counted('a patron weighs two, and changes their mind', 'club', [changed, member, again], club),
    counted('the earlier ballot comes last', 'club', [again, member, changed], club),
  ]
}

function of(name: string, ballots: readonly (readonly [number, Votes])[]): Vector {
  const each = ballots.flatMap(([count, votes]) => Array.from({ length: count }, () => votes))
  return counted(
    name,
    'club',
    each.map((votes, index) => ballot(`k${index}`, votes, 'members')),
    club,
  )
}

function ballot(key: string, votes: Votes, group: string): CountedBallot {
  const blank = Object.fromEntries(clubBody.contests.map((contest) => [contest.id, blankVote(contest)]))
  return { key, group, sequence: 0, votes: { ...blank, ...votes } }
}
