import { expect, test } from 'vitest'
import { fakeElection, fakeResult, SOME_VOTES, TIED_VOTES } from '../testing/fake-elections.ts'
import { optionShares, shareBase, tieOrder } from './shares.ts'

const { manifest } = fakeElection('board', { en: 'Board' })
const [chair, board] = manifest.contests as [
  (typeof manifest.contests)[number],
  (typeof manifest.contests)[number],
]
const [chairResult] = fakeResult('board', { turnout: 312 }, SOME_VOTES).contests as [never]

test('a percentage is of the ballots with a choice in the contest', () => {
  const base = shareBase(manifest, chair, chairResult)
  expect(base).toEqual({ kind: 'ballots', total: 309 })
  expect(optionShares(chair, chairResult, base)[0]).toMatchObject({ id: 'ada', votes: 148, share: 148 / 309 })
})

test('where ballots weigh differently it is of the votes, so that none passes 100 %', () => {
  const weighted = { ...manifest, groups: [{ id: 'all', weight: 3, contests: ['chair'] }] }
  expect(shareBase(weighted, chair, chairResult)).toEqual({ kind: 'votes', total: 309 })
})

test('the options with the most votes come first, equal ones as on the paper', () => {
  const [, result] = fakeResult('board', { turnout: 273 }, TIED_VOTES).contests as [never, never]
  const base = shareBase(manifest, board, result)
  expect(optionShares(board, result, base).map(({ id }) => id)).toEqual([
    'dana',
    'eero',
    'fatima',
    'hana',
    'goran',
  ])
})

test('a tie names the options between which the published order decided, in that order', () => {
  const [, result] = fakeResult('board', { turnout: 273 }, TIED_VOTES).contests as [never, never]
  const reversed = { ...board, ties: [...board.ties].reverse() }
  expect(tieOrder(reversed, result)).toEqual(['hana', 'fatima', 'eero'])
})

test('nobody has a share of nothing', () => {
  const empty = fakeResult('board', { turnout: 0, blank: 0 }, {}).contests[0]
  if (!empty) throw new Error('no contest')
  const shares = optionShares(chair, empty, shareBase(manifest, chair, empty))
  expect(shares.map(({ share }) => share)).toEqual([0, 0, 0])
})
