import { club, clubBody } from '../material/club.ts'
import { boardBody } from '../material/election.ts'
import { sided } from '../material/manifest.ts'
import type { Vector } from '../material/vector.ts'
import { set, without } from '../material/vector.ts'

/** Every method by name, and the rules that depend on the method. */
export function manifestMethods(): Vector[] {
  const at = (id: string): number => clubBody.contests.findIndex((contest) => contest.id === id)
  const inClub = (name: string, id: string, member: string, value: unknown, valid: boolean): Vector =>
    sided(name, set(clubBody, ['contests', at(id), member], value), valid)
  return [
    { name: 'every other method', document: club, valid: true },
    inClub('two seats for instant-runoff', 'captain', 'seats', 2, false),
    inClub('two seats for STAR', 'song', 'seats', 2, false),
    inClub('two seats for Schulze', 'motto', 'seats', 2, true),
    inClub('a greatest score of 1', 'song', 'maxScore', 1, true),
    inClub('a greatest score of 100', 'song', 'maxScore', 100, true),
    inClub('a greatest score of 0', 'song', 'maxScore', 0, false),
    inClub('a greatest score of 101', 'song', 'maxScore', 101, false),
    inClub('a greatest score for a ranking', 'captain', 'maxScore', 5, false),
    sided('scores without a greatest', without(clubBody, ['contests', at('song'), 'maxScore']), false),
    sided('a greatest score for approval', set(boardBody, ['contests', 2, 'maxScore'], 5), false),
    sided('a weight of 1000 in a Scottish count', set(clubBody, ['groups', 1, 'weight'], 1000), true),
    sided('a weight of 1001 in a Scottish count', set(clubBody, ['groups', 1, 'weight'], 1001), false),
    options('60 options to rank', 60, true),
    options('61 options to rank', 61, false),
    contests('27 contests of 60 options to rank', 27, true),
    contests('28 contests of 60 options to rank', 28, false),
    sided('a ranking that has no method', set(boardBody, ['contests', 0, 'method'], 'ranked'), false),
  ]
}

function options(name: string, count: number, valid: boolean): Vector {
  const [captain] = clubBody.contests
  const contest = { ...captain, maxSelections: 1, options: [{ id: 'o$', title: { en: 'x' } }], ties: ['o$'] }
  const repeat = ['options', 'ties'].map((list) => ({ path: ['contests', 0, list], count }))
  return sided(name, set(clubBody, ['contests', 0], contest), valid, repeat)
}

function contests(name: string, count: number, valid: boolean): Vector {
  const [captain] = clubBody.contests
  const options = [{ id: 'o$', title: { en: 'x' } }]
  const contest = { ...captain, id: 'c$', maxSelections: 1, options, ties: ['o$'] }
  const groups = clubBody.groups.map((group) => ({ ...group, contests: ['c$'] }))
  const lists = ['options', 'ties'].map((list) => ({ path: ['contests', 0, list], count: 60 }))
  const members = groups.map((_, group) => ({ path: ['groups', group, 'contests'], count }))
  const repeat = [...lists, { path: ['contests'], count }, ...members]
  return sided(name, { ...clubBody, groups, contests: [contest] }, valid, repeat)
}
