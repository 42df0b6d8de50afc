import { expect, it } from 'vitest'
import { voteCell } from './vote-cell.ts'

it.each([
  ['plurality', [], '(blank)'],
  ['approval', ['keep', 'merge'], 'keep merge'],
  ['irv', ['sea', 'hill'], 'sea > hill'],
  ['schulze', ['sea', ['hill', 'wood']], 'sea > hill = wood'],
  ['star', { pop: 0, jazz: 5 }, 'jazz:5 pop:0'],
  ['score', {}, '(blank)'],
] as const)('a vote of %s is written so that no spreadsheet calculates it', (method, vote, cell) => {
  expect(voteCell(vote, method)).toBe(cell)
})
