import type { Votes } from '#protocol/formats/ballot'
import { METHODS } from '#protocol/formats/contest-method'
import { paperOf } from '#protocol/formats/contest-method'
import type { Contest } from '#protocol/formats/manifest'
import { checkVote } from '#protocol/formats/votes'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fakeElection } from '../testing/fake-elections.ts'
import { isFull, isLimited, isUndervote, votesOf } from './choices.ts'

const { contests } = fakeElection('board', { en: 'Board' }).manifest
const [chair, board, projects] = contests as [Contest, Contest, Contest]
const ranked: Contest = { ...board, method: 'irv', seats: 1, maxSelections: 3 }
const weak: Contest = { ...ranked, method: 'schulze' }
const scored: Contest = { ...board, method: 'score', maxScore: 5 }

test('a contest is full at its limit and not before', () => {
  expect(isFull(board, ['dana'])).toBe(false)
  expect(isFull(board, ['dana', 'eero'])).toBe(true)
  expect(isFull(weak, ['dana', ['eero', 'goran']])).toBe(true)
  expect(isFull(scored, { dana: 0 })).toBe(false)
  expect(isFull(scored, { dana: 0, eero: 5 })).toBe(true)
})

test('one single choice is changed and not limited; one single rank is', () => {
  expect(isLimited(chair)).toBe(false)
  expect(isLimited(projects)).toBe(false)
  expect(isLimited(board)).toBe(true)
  expect(isLimited({ ...ranked, maxSelections: 1 })).toBe(true)
})

test('fewer than allowed is an undervote in plurality, only a blank is one elsewhere', () => {
  expect(isUndervote(board, ['dana'])).toBe(true)
  expect(isUndervote(board, ['dana', 'eero'])).toBe(false)
  expect(isUndervote(projects, ['roof'])).toBe(false)
  expect(isUndervote(projects, [])).toBe(true)
  expect(isUndervote(ranked, ['dana'])).toBe(false)
  expect(isUndervote(ranked, [])).toBe(true)
  expect(isUndervote(scored, { dana: 0 })).toBe(false)
  expect(isUndervote(scored, {})).toBe(true)
})

test('a ballot has every contest, with selections sorted and rankings in their order', () => {
  const draft = { board: ['hana', 'dana'], order: ['hana', ['goran', 'eero']] }
  expect(votesOf([...contests, { ...weak, id: 'order' }, { ...scored, id: 'points' }], draft)).toEqual({
    chair: [],
    board: ['dana', 'hana'],
    projects: [],
    order: ['hana', ['eero', 'goran']],
    points: {},
  })
})

test('a draft from elsewhere can neither overvote nor bring options of its own', () => {
  const draft = { chair: ['mallory', 'chen', 'ada'], board: ['eero', 'dana', 'goran'], extra: ['x'] }
  expect(votesOf(contests, draft)).toEqual({ chair: ['ada'], board: ['dana', 'eero'], projects: [] })
  expect(votesOf([ranked], { board: ['hana', ['dana', 'hana'], 'x', 'eero', 'goran'] })).toEqual({
    board: ['hana', 'dana', 'eero'],
  })
  expect(
    votesOf([weak], {
      board: [
        ['hana', 'x'],
        ['goran', 'dana', 'eero'],
      ],
    }),
  ).toEqual({
    board: ['hana', ['dana', 'goran']],
  })
  expect(votesOf([scored], { board: { x: 1, dana: 6, eero: 5, goran: 0, hana: 1 } })).toEqual({
    board: { eero: 5, goran: 0 },
  })
})

test('a draft of another kind of paper is no vote', () => {
  expect(votesOf([board], { board: { dana: 1 } })).toEqual({ board: [] })
  expect(votesOf([scored], { board: ['dana'] })).toEqual({ board: {} })
})

test('whatever a draft holds, the vote is one that a ballot may carry', () => {
  const option = fc.constantFrom('dana', 'eero', 'fatima', 'goran', 'hana', 'constructor', 'x')
  const ranking = fc.array(fc.oneof(option, fc.array(option, { maxLength: 4 })), { maxLength: 8 })
  const scores = fc.dictionary(option, fc.oneof(fc.integer({ min: -1, max: 101 }), fc.double()))
  fc.assert(
    fc.property(
      fc.constantFrom(...METHODS),
      fc.integer({ min: 1, max: 5 }),
      fc.oneof(ranking, scores),
      (method, maxSelections, vote) => {
        const scale = paperOf(method) === 'scores' ? { maxScore: 9 } : {}
        const contest: Contest = { ...board, method, maxSelections, ...scale }
        const draft: Votes = { board: vote }
        expect(() => checkVote(contest, votesOf([contest], draft)['board'] ?? [])).not.toThrow()
      },
    ),
  )
})
