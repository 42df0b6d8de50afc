import type { Contest } from '#protocol/formats/manifest'
import { expect, test } from 'vitest'
import { fakeElection } from '../testing/fake-elections.ts'
import { countWords, limitWords, offWords } from './paper-words.ts'

const { contests } = fakeElection('board', { en: 'Board' }).manifest
const [chair, board, projects] = contests as [Contest, Contest, Contest]
const ranked: Contest = { ...board, method: 'irv', maxSelections: 5 }
const scored: Contest = { ...board, method: 'score', maxScore: 9, maxSelections: 5 }

test('the limit is said as the contest counts', () => {
  expect(limitWords(chair)).toBe('Choose 1')
  expect(limitWords(board)).toBe('Choose up to 2')
  expect(limitWords(projects)).toBe('Choose as many as you like')
  expect(limitWords({ ...projects, maxSelections: 3 })).toBe('Choose up to 3')
  expect(limitWords(ranked)).toBe('Rank as many as you like')
  expect(limitWords({ ...ranked, method: 'schulze', maxSelections: 3 })).toBe('Rank up to 3')
  expect(limitWords(scored)).toBe('Score from 0 to 9')
  expect(limitWords({ ...scored, maxSelections: 2 })).toBe('Score up to 2, from 0 to 9')
})

test('what is marked is counted against the limit only where there is one', () => {
  expect(countWords(board, 0)).toBe('Nothing chosen yet')
  expect(countWords(board, 1)).toBe('1 of 2 chosen')
  expect(countWords(projects, 3)).toBe('3 chosen')
  expect(countWords(chair, 1)).toBe('1 chosen')
  expect(countWords(ranked, 0)).toBe('Nothing ranked yet')
  expect(countWords(ranked, 2)).toBe('2 ranked')
  expect(countWords({ ...ranked, maxSelections: 3 }, 2)).toBe('2 of 3 ranked')
  expect(countWords(scored, 0)).toBe('Nothing scored yet')
  expect(countWords({ ...scored, maxSelections: 3 }, 2)).toBe('2 of 3 scored')
})

test('why the others are off is said in the words of the paper', () => {
  expect(offWords(board)).toMatch(/^2 are chosen, so the others are off/)
  expect(offWords({ ...ranked, maxSelections: 1 })).toMatch(/^1 is ranked, so the others are off/)
  expect(offWords({ ...scored, maxSelections: 2 })).toMatch(/^2 are scored, so the others are off/)
})
