import { expect, test } from 'vitest'
import { fakeElection } from '../testing/fake-elections.ts'
import { countWords, isFull, isUndervote, limitWords, votesOf } from './choices.ts'

const { contests } = fakeElection('board', { en: 'Board' }).manifest
const [chair, board, projects] = contests as [
  (typeof contests)[number],
  (typeof contests)[number],
  (typeof contests)[number],
]

test('the limit is said as the contest counts', () => {
  expect(limitWords(chair)).toBe('Choose 1')
  expect(limitWords(board)).toBe('Choose up to 2')
  expect(limitWords(projects)).toBe('Choose as many as you like')
  expect(limitWords({ ...projects, maxSelections: 3 })).toBe('Choose up to 3')
})

test('what is chosen is counted against the limit only where there is one', () => {
  expect(countWords(board, 0)).toBe('Nothing chosen yet')
  expect(countWords(board, 1)).toBe('1 of 2 chosen')
  expect(countWords(projects, 3)).toBe('3 chosen')
  expect(countWords(chair, 1)).toBe('1 chosen')
})

test('a contest is full at its limit and not before', () => {
  expect(isFull(board, ['dana'])).toBe(false)
  expect(isFull(board, ['dana', 'eero'])).toBe(true)
})

test('fewer than allowed is an undervote in plurality, only a blank is one in approval', () => {
  expect(isUndervote(board, ['dana'])).toBe(true)
  expect(isUndervote(board, ['dana', 'eero'])).toBe(false)
  expect(isUndervote(projects, ['roof'])).toBe(false)
  expect(isUndervote(projects, [])).toBe(true)
})

test('a ballot has every contest, with the choices sorted', () => {
  expect(votesOf(contests, { board: ['hana', 'dana'] })).toEqual({
    chair: [],
    board: ['dana', 'hana'],
    projects: [],
  })
})

test('a draft from elsewhere can neither overvote nor bring options of its own', () => {
  const draft = { chair: ['mallory', 'chen', 'ada'], board: ['eero', 'dana', 'goran'], extra: ['x'] }
  expect(votesOf(contests, draft)).toEqual({ chair: ['ada'], board: ['dana', 'eero'], projects: [] })
})
