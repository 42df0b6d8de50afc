import { afterEach, expect, test } from 'vitest'
import { countShown, fakeCount, IRV_BALLOTS, LEVEL_BALLOTS } from '../testing/fake-counts.ts'
import './contest-comparison.ts'
import type { ContestComparison } from './contest-comparison.ts'

const { manifest, contest, result } = countShown(fakeCount('irv', IRV_BALLOTS))
afterEach(() => document.body.replaceChildren())

async function compare(changes: Partial<ContestComparison>): Promise<ShadowRoot> {
  const element = document.createElement('contest-comparison')
  Object.assign(element, { manifest, contest, ours: result, published: result, final: true, ...changes })
  document.body.append(element)
  await element.updateComplete
  return element.renderRoot as ShadowRoot
}

test('of a ranked contest says what the numbers are, who is elected, and how this device counted', async () => {
  const root = await compare({})
  const words = root.textContent
  expect(words).toContain('The numbers are first choices.')
  expect(words).toContain('Elected')
  expect(words).not.toContain('Most votes')
  expect(words).not.toContain('another way')
  expect(root.querySelector('counted-contest')?.renderRoot.textContent).toContain('Round 2')
})

test('names nobody elected while the election can still grow', async () => {
  const words = (await compare({ final: false })).textContent
  expect(words).toContain('Ahead')
  expect(words).not.toContain('Elected')
})

test('says of nobody that they are ahead only by an order, as the count itself does not', async () => {
  const level = fakeCount('irv', LEVEL_BALLOTS)
  expect(level.result.elected).toEqual(['bruno'])
  const root = await compare({ ...countShown(level, false), ours: level.result, published: level.result })
  const table = root.querySelector('table')?.textContent
  expect(table).toContain('Not decided')
  expect(table).toContain('Tied')
  expect(table).not.toContain('Ahead')
})

test('tells when the office came to the same numbers by another way', async () => {
  const other = fakeCount('stv-scottish', IRV_BALLOTS).result.transcript
  const published = { ...result, ...(other && { transcript: other }) }
  expect((await compare({ published })).textContent).toContain('The office tells another way to its result.')
})

test('an option with a name that every object inherits, and that the office left out, has no number there', async () => {
  const options = [{ id: 'constructor', title: { en: 'Constructor' } }]
  const plain = { ...contest, method: 'plurality' as const, options, ties: ['constructor'] }
  const ours = { id: contest.id, ballots: 1, blank: 0, votes: { constructor: 1 }, elected: [], tied: [] }
  const root = await compare({ contest: plain, ours, published: { ...ours, votes: {} } })
  const cells = Array.from(root.querySelectorAll('td'), (cell) => cell.textContent.trim())
  expect(cells.slice(0, 2)).toEqual(['1', '–'])
})
