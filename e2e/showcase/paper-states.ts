import type { Page } from '@playwright/test'
import type { ScreenState } from './screen-state.ts'

const at = (name: string, contest: string, act?: ScreenState['act']): ScreenState => ({
  name: `ballot-${name}`,
  path: `?fake=papers#/e/papers-2026/vote/${contest}`,
  ...(act ? { act } : {}),
})
/** By place and not by name: a name may be in any language, and options in any order. */
const tap =
  (...places: readonly number[]) =>
  async (page: Page) => {
    for (const place of places) await page.getByRole('checkbox').nth(place).check({ force: true })
  }
const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click()
const score =
  (...scores: readonly (readonly [row: number, score: string])[]) =>
  async (page: Page) => {
    for (const [row, number] of scores)
      await page
        .getByRole('radiogroup')
        .nth(row)
        .getByRole('radio', { name: number, exact: true })
        .check({ force: true })
  }
const write =
  (...numbers: readonly string[]) =>
  async (page: Page) => {
    for (const [row, number] of numbers.entries()) await page.getByRole('spinbutton').nth(row).fill(number)
  }
const find = (words: string) => (page: Page) => page.getByRole('searchbox').fill(words)
const inTurn =
  (...acts: readonly ((page: Page) => Promise<unknown>)[]) =>
  async (page: Page) => {
    for (const act of acts) await act(page)
  }

/** The papers that are ranked or scored, and the long ones. */
export const PAPER_STATES: readonly ScreenState[] = [
  at('ranking-empty', 'chair'),
  at('ranking', 'chair', tap(1, 3, 0)),
  at('ranking-limit-reached', 'council', tap(0, 4, 2)),
  at('ranking-equals', 'place', inTurn(tap(2, 1, 0), press('Share place 1'))),
  at('stars', 'stars', score([0, '4'], [2, '0'])),
  at('scores-limit-reached', 'scores', score([0, '10'], [1, '7'], [3, '0'])),
  at('scores-written', 'points', write('75', '0')),
  at('ranking-of-forty', 'delegates', tap(3, 17, 8, 30, 31)),
  at('choice-of-forty', 'committee', tap(3, 17)),
  at('option-found', 'delegates', inTurn(tap(3), find('jo nu'))),
  at('review-of-papers', 'chair', async (page) => {
    await tap(1, 0)(page)
    await page.goto(page.url().replace('chair', 'place'))
    await inTurn(tap(2, 1, 0), press('Share place 1'))(page)
    await page.goto(page.url().replace('place', 'stars'))
    await score([0, '4'], [2, '0'])(page)
    await page.goto(page.url().replace('vote/stars', 'review'))
  }),
]
