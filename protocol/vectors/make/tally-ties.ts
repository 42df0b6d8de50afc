import type { Vote } from '#protocol/formats/votes'
import { blankVote } from '#protocol/formats/votes'
import { league, leagueBody } from '../material/league.ts'
import type { Vector } from '../material/vector.ts'
import type { CountedBallot } from './counted-ballot.ts'
import { counted } from './counted-ballot.ts'

/** The rules of COUNTING.md that only certain ballots show: each vector is the smallest that was found for its rule. */
export function tallyTies(): Vector[] {
  return [...empty(), ...runoff(), ...scottish(), ...meek(), ...pairs(), ...star(), ...sums()]
}

function empty(): Vector[] {
  return [
    counted('as many seats as options, and nobody voted', 'league', [], league),
    of('as many seats as options, and one ballot', 'pair', [[1, ['bea']]]),
    of('meek: as many seats as options, and one ballot', 'office', [[1, ['bea']]]),
    of('irv: one option', 'only', [[2, ['ada']]]),
  ]
}

function runoff(): Vector[] {
  return [
    of('irv: the latest round in which the tied differ decides, and not the first', 'reform', [
      [2, ['cal', 'ada', 'eva']],
      [1, ['dan']],
      [1, ['eva', 'bea', 'ada', 'cal', 'dan']],
      [1, ['dan', 'bea', 'cal', 'ada', 'eva']],
      [1, ['ada', 'eva']],
    ]),
    of('irv: the round before the last one decides', 'reform', [
      [3, ['dan', 'ada', 'bea']],
      [2, ['bea', 'eva', 'cal', 'ada', 'dan']],
      [1, ['ada']],
      [1, ['cal', 'eva']],
      [1, ['dan', 'eva']],
      [1, ['eva', 'dan']],
    ]),
  ]
}

function scottish(): Vector[] {
  return [
    of('scottish: each paper is cut at five decimals, and what is lost adds up', 'board', [
      [4, ['dan', 'eva', 'cal', 'bea', 'ada']],
      [2, ['dan', 'eva', 'cal', 'ada', 'bea']],
      [1, ['dan', 'ada', 'cal']],
    ]),
    of('scottish: an earlier round spares one of three, and the order decides between two', 'board', [
      [2, ['cal', 'ada', 'eva', 'dan', 'bea']],
      [2, ['cal', 'eva']],
      [1, ['dan', 'ada']],
    ]),
    of('scottish: the largest surplus first, and nothing to whom it waits for', 'board', [
      [3, ['cal', 'dan', 'ada']],
      [4, ['bea', 'cal', 'ada']],
    ]),
    of('scottish: the latest round in which the tied differ decides, and not the first', 'board', [
      [1, ['bea', 'cal', 'eva']],
      [3, ['dan', 'bea', 'eva', 'cal', 'ada']],
      [1, ['ada']],
      [3, ['bea', 'eva']],
    ]),
    of('scottish: of two equal surpluses the first in the order', 'board', [
      [4, ['cal']],
      [4, ['bea', 'eva']],
      [2, ['eva', 'ada']],
    ]),
    of('scottish: of two equal surpluses the one that was larger before', 'board', [
      [7, ['cal']],
      [6, ['dan']],
      [2, ['eva', 'cal']],
      [3, ['eva', 'dan']],
      [6, ['ada']],
      [6, ['bea']],
    ]),
    of('scottish: papers of two values have two values after the surplus', 'board', [
      [1, ['bea', 'cal']],
      [4, ['bea', 'eva', 'cal']],
      [1, ['cal']],
      [1, ['eva', 'cal', 'ada', 'dan', 'bea']],
    ]),
    of('scottish: the last seat is filled while a surplus waits', 'board', [
      [2, ['eva', 'dan']],
      [3, ['bea', 'eva']],
      [2, ['ada', 'eva', 'bea', 'cal', 'dan']],
      [2, ['dan', 'bea', 'eva', 'cal', 'ada']],
    ]),
  ]
}

function meek(): Vector[] {
  return [
    of('meek: who is within the surplus of the lowest is tied with it', 'panel', [
      [2, ['cal', 'dan', 'bea', 'eva', 'ada']],
      [1, ['dan', 'ada']],
      [1, ['eva', 'bea']],
    ]),
    of('meek: one of the elected is below the quota', 'panel', [
      [1, ['bea', 'dan']],
      [1, ['cal', 'bea', 'ada', 'eva', 'dan']],
      [2, ['bea', 'dan']],
      [1, ['dan', 'eva', 'ada', 'bea', 'cal']],
      [3, ['ada', 'bea', 'eva']],
    ]),
    of('meek: who is just as far above the lowest as the surplus is tied with it', 'panel', [
      [1, ['dan', 'bea']],
      [4, ['eva', 'ada']],
      [3, ['bea', 'dan']],
    ]),
  ]
}

function pairs(): Vector[] {
  return [
    of('schulze: seats go to whoever is in front of those that are left', 'slogan', [
      [1, ['bea', ['cal', 'eva'], 'ada', 'dan']],
    ]),
    of('schulze: who beats all that are left, but not all', 'slogan', [[1, ['dan', 'cal', 'ada']]]),
    of('ranked pairs: of equal victories the one with fewer against it', 'venue', [
      [1, ['eva', 'dan']],
      [1, [['bea', 'dan'], 'cal']],
      [2, []],
      [1, ['cal', 'eva', 'ada']],
    ]),
    of('ranked pairs: two in front for two seats', 'venue', [
      [1, ['eva', 'ada', 'cal', 'bea', 'dan']],
      [1, [['ada', 'dan'], 'bea', 'eva', 'cal']],
    ]),
    of('ranked pairs: tied are only those whose victories the stronger ones allow', 'venue', [
      [2, []],
      [2, [['ada', 'dan']]],
      [3, [['bea', 'eva'], 'cal']],
      [2, [['ada', 'eva'], 'bea']],
      [3, ['cal', 'ada', 'dan', 'bea', 'eva']],
    ]),
    of('ranked pairs: a victory that only stronger ones keep out is no tie', 'venue', [
      [3, ['eva', 'dan']],
      [2, ['cal', 'dan', 'ada', 'bea', 'eva']],
      [1, ['bea', 'cal', 'ada', 'eva', 'dan']],
      [1, ['ada', 'bea']],
    ]),
  ]
}

function star(): Vector[] {
  return [
    of('star: three for one place, and wins decide', 'prize', [
      [1, { bea: 2, eva: 2, ada: 0 }],
      [2, { cal: 1, bea: 2, eva: 0 }],
    ]),
    of('star: two finalists whom as many prefer, and points decide', 'prize', [
      [1, { dan: 0, cal: 2 }],
      [1, { eva: 1 }],
    ]),
    of('star: one with points', 'prize', [[1, { cal: 1 }]]),
    of('star: only wins over others of the tie count', 'prize', [
      [1, { ada: 3, cal: 1 }],
      [1, { cal: 3, dan: 3, bea: 2 }],
    ]),
    of('star: wins count, and not ballots', 'prize', [
      [1, { bea: 1, cal: 1 }],
      [1, { dan: 1, eva: 3 }],
    ]),
    of('star: wins count, and not defeats', 'prize', [
      [1, { ada: 3, dan: 1, eva: 2 }],
      [1, { dan: 1, cal: 3 }],
      [1, { eva: 1, bea: 0 }],
    ]),
  ]
}

function sums(): Vector[] {
  return [
    of('score: three for the last seat', 'fund', [[1, { bea: 3, dan: 2, ada: 2, cal: 2 }]]),
    of('borda: all for the last seat', 'trip', [[1, ['cal']]]),
  ]
}

/** Votes in one contest, blank in all others. */
function of(name: string, contest: string, votes: readonly (readonly [number, Vote])[]): Vector {
  const blank = Object.fromEntries(leagueBody.contests.map((each) => [each.id, blankVote(each)]))
  const each = votes.flatMap(([count, vote]) => Array.from({ length: count }, () => vote))
  const ballots = each.map((vote, index): CountedBallot => {
    return { key: `k${index}`, group: 'members', sequence: 0, votes: { ...blank, [contest]: vote } }
  })
  return counted(name, 'league', ballots, league)
}
