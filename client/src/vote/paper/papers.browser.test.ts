import type { Vote } from '#protocol/formats/votes'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Locator } from 'vitest/browser'
import { page, userEvent } from 'vitest/browser'
import { PAPERS } from '../../testing/fake-papers.ts'
import { openPaper } from '../../testing/open-paper.ts'
import '../../ui/tokens.css'
import type { PaperElement } from './paper-element.ts'

const open = (id: string, vote?: Vote): PaperElement => {
  const contest = PAPERS.find((paper) => paper.id === id)
  if (!contest) throw new Error(`there is no paper ${id}`)
  return openPaper(contest, vote)
}
const box = (name: string) => page.getByRole('checkbox', { name })
/** Names stand isolated in what is said: here in braces. */
const isolate = (words: string): string => words.replaceAll('{', '\u2068').replaceAll('}', '\u2069')
const button = (name: string) => page.getByRole('button', { name: isolate(name), exact: true })
const heard = (words: string) =>
  expect.element(page.getByRole('status').filter({ hasText: isolate(words) })).toBeInTheDocument()
/** In whatever shadow root. */
const focused = (target: Locator) => expect.poll(() => target.query()?.matches(':focus')).toBe(true)
const rows = (): readonly string[] =>
  page
    .getByRole('listitem')
    .elements()
    .map((row) => row.textContent.replace(/\s+/g, ' ').trim())
const tops = (role: 'checkbox' | 'radiogroup'): readonly number[] =>
  page
    .getByRole(role)
    .elements()
    .map((element) => element.getBoundingClientRect().top + scrollY)

beforeEach(async () => {
  await page.viewport(360, 740)
})

describe('a ranking', () => {
  test('is made by tapping, and taken back by another tap; those after it move up', async () => {
    const paper = open('chair')
    for (const name of ['Chen Wei', 'Ada Nwosu', 'Goran Petrović']) await box(name).click({ force: true })
    expect(paper.vote).toEqual(['chen', 'ada', 'goran'])
    await expect.element(box('Ada Nwosu')).toHaveAccessibleDescription('Place 2')
    await box('Chen Wei').click({ force: true })
    expect(paper.vote).toEqual(['ada', 'goran'])
    await heard('{Chen Wei} is no longer ranked.')
    await expect.element(box('Ada Nwosu')).toHaveAccessibleDescription('Place 1')
  })

  test('shows its options in order, each with its number', async () => {
    open('chair', ['chen', 'ada'])
    await expect
      .poll(rows)
      .toEqual([expect.stringMatching(/^1 Chen Wei/), expect.stringMatching(/^2 Ada Nwosu/)])
  })

  test('is changed by buttons, says where the option is now, and the button keeps the focus', async () => {
    const paper = open('chair', ['chen', 'ada', 'goran'])
    await button('Move {Ada Nwosu} up').click()
    expect(paper.vote).toEqual(['ada', 'chen', 'goran'])
    await heard('{Ada Nwosu} is now in place 1 of 3.')
    await focused(button('Move {Ada Nwosu} up'))
    await expect.element(button('Move {Ada Nwosu} up')).toHaveAttribute('aria-disabled', 'true')
    await userEvent.keyboard('{Enter}')
    expect(paper.vote).toEqual(['ada', 'chen', 'goran'])
  })

  test('can be made and changed with the keyboard alone', async () => {
    const paper = open('chair')
    await paper.updateComplete
    for (const key of ['{Tab}', ' ', '{Tab}', ' ', '{Tab}{Tab}', ' ']) await userEvent.keyboard(key)
    expect(paper.vote).toEqual(['ada', 'bruno', 'fatima'])
    await userEvent.keyboard('{Tab}{Tab}{Tab}')
    await focused(button('Move {Ada Nwosu} down'))
    await userEvent.keyboard('{Enter}{Enter}')
    expect(paper.vote).toEqual(['bruno', 'fatima', 'ada'])
    await userEvent.keyboard('{Tab}{Enter}')
    expect(paper.vote).toEqual(['bruno', 'fatima'])
    await focused(button('Remove {Fatima Zahra El Amrani-Benkirane}'))
    await userEvent.keyboard('{Enter}{Enter}')
    expect(paper.vote).toEqual([])
    await focused(box('Ada Nwosu'))
  })

  test('stops at its limit: the others say why they are off, and stay off', async () => {
    const paper = open('council')
    for (const name of ['Ada Nwosu', 'Chen Wei', 'Goran Petrović']) await box(name).click({ force: true })
    await heard('{Goran Petrović} is now in place 3 of 3. 3 are ranked, so the others are off')
    await expect.element(box('Bruno Salgado Iturralde')).toHaveAttribute('aria-disabled', 'true')
    await expect.element(box('Bruno Salgado Iturralde')).toHaveAccessibleDescription(/first remove one/)
    await box('Bruno Salgado Iturralde').click({ force: true })
    expect(paper.vote).toEqual(['ada', 'chen', 'goran'])
    await expect.element(box('Bruno Salgado Iturralde')).not.toBeChecked()
  })

  test('leaves the options where they are', async () => {
    const paper = open('council')
    await paper.updateComplete
    const before = tops('checkbox')
    for (const name of ['Ada Nwosu', 'Chen Wei', 'Goran Petrović']) await box(name).click({ force: true })
    await expect.element(page.getByText('3 of 3 ranked')).toBeVisible()
    expect(tops('checkbox')).toEqual(before)
  })

  test('has no places to share where the method takes one option in each', async () => {
    await open('chair', ['chen', 'ada']).updateComplete
    expect(page.getByRole('button', { name: /Share/ }).elements()).toEqual([])
  })
})

describe('a ranking with equals', () => {
  test('lets an option share the place above, and leave it again', async () => {
    const paper = open('place', ['online', 'library', 'hall'])
    await button('Share place 1 {Town library}').click()
    expect(paper.vote).toEqual([['library', 'online'], 'hall'])
    await heard('{Town library} now shares place 1 with {Online}.')
    await focused(button('Move {Town library} up'))
    await userEvent.keyboard('{Enter}')
    expect(paper.vote).toEqual(['library', 'online', 'hall'])
    await heard('{Town library} is now in place 1 of 3.')
  })

  test('spells equals sorted, in whatever order they came', async () => {
    const paper = open('place', ['school', 'online', 'hall'])
    await button('Share place 1 {Online}').click()
    await button('Share place 1 {The old hall by the harbour}').click()
    expect(paper.vote).toEqual([['hall', 'online', 'school']])
  })
})

describe('scores', () => {
  const group = (name: string) => page.getByRole('radiogroup', { name })
  const choice = (name: string, score: string) => group(name).getByRole('radio', { name: score, exact: true })

  test('have none chosen before the voter chooses, and tell 0 from none', async () => {
    const paper = open('stars')
    await paper.updateComplete
    expect(page.getByRole('radio', { checked: true }).elements()).toEqual([])
    await choice('Online', '0').click({ force: true })
    expect(paper.vote).toEqual({ online: 0 })
    await expect.element(button('Remove score {Online}')).toBeVisible()
    expect(page.getByText('Not scored').elements()).toHaveLength(3)
  })

  test('can be taken back, and the focus stays with the option', async () => {
    const paper = open('stars', { online: 3, hall: 5 })
    await button('Remove score {Online}').click()
    expect(paper.vote).toEqual({ hall: 5 })
    await focused(choice('Online', '0'))
  })

  test('are given with the arrow keys, and counted aloud', async () => {
    const paper = open('stars')
    await paper.updateComplete
    await userEvent.keyboard('{Tab}{ArrowRight}{ArrowRight}')
    expect(paper.vote).toEqual({ hall: 2 })
    await heard('1 scored')
  })

  test('stop at the limit: the others say why they are off, and stay off', async () => {
    const paper = open('scores', { ada: 10, chen: 0, goran: 4 })
    await expect.element(group('Bruno')).toHaveAccessibleDescription(/3 are scored, so the others are off/)
    await choice('Bruno', '7').click({ force: true })
    await userEvent.keyboard('{ArrowRight}')
    expect(paper.vote).toEqual({ ada: 10, chen: 0, goran: 4 })
    expect(group('Bruno').getByRole('radio', { checked: true }).elements()).toEqual([])
    await choice('Ada', '9').click({ force: true })
    expect(paper.vote).toEqual({ ada: 9, chen: 0, goran: 4 })
  })

  test('leave the options where they are', async () => {
    const paper = open('scores')
    await paper.updateComplete
    const before = tops('radiogroup')
    for (const name of ['Ada', 'Chen', 'Goran']) await choice(name, '7').click({ force: true })
    await expect.element(page.getByText('3 of 3 scored')).toBeVisible()
    expect(tops('radiogroup')).toEqual(before)
  })
})

describe('scores that are written', () => {
  const field = (name: string) => page.getByRole('spinbutton', { name })

  test('are taken as numbers from 0 to the highest, and nothing else is', async () => {
    const paper = open('points')
    await field('Online').click()
    await userEvent.keyboard('100')
    expect(paper.vote).toEqual({ online: 100 })
    await userEvent.keyboard('1')
    expect(paper.vote).toEqual({ online: 100 })
    await heard('A score is a number from 0 to 100.')
    await userEvent.keyboard('x-')
    await expect.element(field('Online')).toHaveValue('100')
    await userEvent.keyboard('{Backspace}{Backspace}{Backspace}')
    expect(paper.vote).toEqual({})
  })

  test('are taken in the digits of an Arabic or a Persian keyboard too', async () => {
    const paper = open('points')
    await field('Online').click()
    await userEvent.keyboard('٩٥')
    expect(paper.vote).toEqual({ online: 95 })
    await field('School').click()
    await userEvent.keyboard('۱۰')
    expect(paper.vote).toEqual({ online: 95, school: 10 })
  })

  test('are stepped through with keys and buttons, within the bounds, and said', async () => {
    const paper = open('points', { online: 99 })
    await field('Online').click()
    await userEvent.keyboard('{ArrowUp}{ArrowUp}')
    expect(paper.vote).toEqual({ online: 100 })
    await button('Raise the score of {School}').click()
    expect(paper.vote).toEqual({ online: 100, school: 1 })
    await heard('{School}: 1 of 100')
    await expect.element(button('Raise the score of {Online}')).toHaveAttribute('aria-disabled', 'true')
  })
})

describe('a paper with forty options', () => {
  test('finds one by its name, whatever the accents, and says how many are left', async () => {
    open('delegates')
    await page.getByRole('searchbox', { name: 'Find an option by its name' }).fill('elodie nun')
    await heard('1 of 40 options are shown')
    await expect.element(box('Élodie Núñez')).toBeVisible()
    expect(
      page
        .getByRole('checkbox')
        .elements()
        .filter((option) => option.checkVisibility()),
    ).toHaveLength(1)
  })

  test('keeps what is marked in view, with the way to change its order', async () => {
    open('delegates', ['c00', 'c13', 'c22', 'c31'])
    const tray = page.getByText(/1.+Álvaro Núñez.+ 2.+Dörte Okafor.+ 3.+Ciarán Papadopoulou.+ and 1 more/)
    await expect.element(tray).toBeInViewport()
    await page.getByRole('button', { name: 'Change Your ranking' }).click()
    await focused(page.getByRole('heading', { name: 'Your ranking' }))
  })

  test('says at its limit why the others are off', async () => {
    open('committee', ['c00', 'c01', 'c02', 'c03', 'c04'])
    await expect.element(page.getByText(/5 are chosen, so the others are off/)).toBeInViewport()
    await expect.element(box('João Šimek')).toHaveAccessibleDescription(/first remove one/)
  })

  test('leaves the options where they are', async () => {
    const paper = open('delegates')
    await paper.updateComplete
    const before = tops('checkbox')
    await box('Beatriz Núñez').click({ force: true })
    await box('Álvaro Núñez').click({ force: true })
    await expect.element(page.getByText('2 of 9 ranked')).toBeInTheDocument()
    expect(tops('checkbox')).toEqual(before)
  })

  test('has no field to search in where twelve fit', async () => {
    await open('chair').updateComplete
    expect(page.getByRole('searchbox').elements()).toEqual([])
  })
})
