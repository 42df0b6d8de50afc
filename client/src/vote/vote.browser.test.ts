import { paperOrder } from '#protocol/formats/paper-order'
import { beforeEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { FakeDevice } from '../testing/fake-device.ts'
import { fakePapers, PAPERS } from '../testing/fake-papers.ts'
import { joinedDevice, mount } from '../testing/mount.ts'
import { saveDraft } from './draft.ts'
import './review-screen.ts'
import './vote-screen.ts'
import './vote-summary.ts'

const LAST = ['projects', 'board', 'chair'] as const

beforeEach(() => {
  sessionStorage.clear()
  history.replaceState(null, '', '#/')
})

describe('a contest', () => {
  test('has nothing chosen before the voter chooses', async () => {
    const device = joinedDevice()
    for (const contest of LAST) {
      mount('vote-screen', { device, election: 'board', contest })
      await expect.element(page.getByText('Nothing chosen yet')).toBeVisible()
      expect(page.getByRole('checkbox', { checked: true }).elements()).toHaveLength(0)
      expect(page.getByRole('radio', { checked: true }).elements()).toHaveLength(0)
    }
  })

  test('cannot be overvoted: at the limit the others say why they are off, and stay off', async () => {
    mount('vote-screen', { device: joinedDevice(), election: 'board', contest: 'board' })
    await page.getByText('Dana Whitfield').click()
    await page.getByText('Hana Kobayashi').click()
    const other = page.getByRole('checkbox', { name: 'Eero Lindqvist' })
    await expect.element(other).toHaveAttribute('aria-disabled', 'true')
    await expect
      .element(other)
      .toHaveAccessibleDescription(/2 are chosen, so the others are off.*first remove one/)
    await page.getByText('Eero Lindqvist').click({ force: true })
    await expect.element(other).not.toBeChecked()
    await expect.element(page.getByText('2 of 2 chosen')).toBeVisible()
  })

  test('stands still while it is filled in', async () => {
    await page.viewport(360, 740)
    const screen = mount('vote-screen', { device: joinedDevice(), election: 'board', contest: 'board' })
    await screen.updateComplete
    const places = (): number[] =>
      page
        .getByRole('checkbox')
        .elements()
        .map((option) => option.getBoundingClientRect().top)
    const before = places()
    await page.getByText('Dana Whitfield').click()
    await page.getByText('Fatima Zahra El Amrani-Benkirane').click()
    await expect.element(page.getByText('2 of 2 chosen')).toBeVisible()
    expect(places()).toEqual(before)
  })

  test('lets another be chosen after one is removed', async () => {
    mount('vote-screen', { device: joinedDevice(), election: 'board', contest: 'board' })
    for (const name of ['Dana Whitfield', 'Hana Kobayashi', 'Dana Whitfield', 'Eero Lindqvist'])
      await page.getByText(name).click()
    await expect.element(page.getByRole('checkbox', { name: 'Eero Lindqvist' })).toBeChecked()
    await expect.element(page.getByRole('checkbox', { name: 'Dana Whitfield' })).not.toBeChecked()
  })

  test('with one place can be left open again', async () => {
    mount('vote-screen', { device: joinedDevice(), election: 'board', contest: 'chair' })
    await page.getByText('Ada Nwosu').click()
    await expect.element(page.getByRole('radio', { name: 'Ada Nwosu' })).toBeChecked()
    await page.getByRole('button', { name: 'Remove my choice' }).click()
    await expect.element(page.getByRole('radio', { name: 'Ada Nwosu' })).not.toBeChecked()
    expect(page.getByRole('radio', { name: 'Ada Nwosu' }).element().matches(':focus')).toBe(true)
  })

  test('keeps its choices over a reload', async () => {
    const device = joinedDevice()
    mount('vote-screen', { device, election: 'board', contest: 'board' })
    await page.getByText('Dana Whitfield').click()
    mount('vote-screen', { device, election: 'board', contest: 'board' })
    await expect.element(page.getByRole('checkbox', { name: 'Dana Whitfield' })).toBeChecked()
  })

  test('has its options in the order that follows from the phone’s key, the same when it is opened again', async () => {
    const shown = (): readonly string[] =>
      page
        .getByRole('checkbox')
        .elements()
        .map((box) => (box as HTMLInputElement).value)
    for (const key of ['B'.repeat(43), 'C'.repeat(43)]) {
      const device = new FakeDevice()
      const election = { ...fakePapers('board', { en: 'Board' }), ballotKey: key }
      device.put(election)
      const council = election.manifest.contests.find(({ id }) => id === 'council')
      if (!council) throw new Error('the contest is missing')
      const order = paperOrder(council, { manifestHash: election.manifestHash, key }).map(({ id }) => id)
      expect(order).not.toEqual(council.options.map(({ id }) => id))
      for (const opened of [1, 2]) {
        mount('vote-screen', { device, election: 'board', contest: 'council' })
        await expect.poll(shown, { message: `opened ${opened} times` }).toEqual(order)
      }
    }
  })

  test('keeps a ranking with equals and scores over a reload', async () => {
    const device = new FakeDevice()
    device.put(fakePapers('board', { en: 'Board' }))
    mount('vote-screen', { device, election: 'board', contest: 'place' })
    await page.getByText('Online').click()
    await page.getByText('School').click()
    await page.getByRole('button', { name: /Share place 1/ }).click()
    mount('vote-screen', { device, election: 'board', contest: 'points' })
    await page.getByRole('spinbutton', { name: 'School' }).fill('0')
    mount('vote-screen', { device, election: 'board', contest: 'place' })
    await expect
      .element(page.getByRole('checkbox', { name: 'School' }))
      .toHaveAccessibleDescription('Place 1')
    mount('vote-screen', { device, election: 'board', contest: 'points' })
    await expect.element(page.getByRole('spinbutton', { name: 'School' })).toHaveValue('0')
  })

  test('leads on only by the voter’s own step, and after a change back to the review', async () => {
    const device = joinedDevice()
    mount('vote-screen', { device, election: 'board', contest: 'chair' })
    await page.getByText('Ada Nwosu').click()
    expect(location.hash).toBe('#/')
    await page.getByRole('link', { name: 'Next' }).click()
    expect(location.hash).toBe('#/e/board/vote/board')
    mount('vote-screen', { device, election: 'board', contest: 'board', change: true })
    await page.getByRole('link', { name: 'Back to review' }).click()
    expect(location.hash).toBe('#/e/board/review')
  })

  test('says that a new ballot replaces the whole earlier one, and offers its choices', async () => {
    const device = joinedDevice()
    await device.cast('board', { chair: ['ada'], board: [], projects: [] })
    mount('vote-screen', { device, election: 'board', contest: 'chair' })
    await expect.element(page.getByText(/takes the place of the whole earlier one/)).toBeVisible()
    await expect.element(page.getByRole('radio', { name: 'Ada Nwosu' })).not.toBeChecked()
    await page.getByRole('button', { name: 'Start from my last choices' }).click()
    await expect.element(page.getByRole('radio', { name: 'Ada Nwosu' })).toBeChecked()
    mount('review-screen', { device, election: 'board' })
    await expect.element(page.getByText(/Your earlier ballot does not fill the gap/)).toBeVisible()
  })

  test('that closed while it was filled in says that the choices were not cast', async () => {
    const device = joinedDevice()
    mount('vote-screen', { device, election: 'board', contest: 'chair' })
    await page.getByText('Ada Nwosu').click()
    const [open] = device.elections.value
    if (open) device.put({ ...open, phase: 'closed' })
    await expect.element(page.getByText(/The choices that you made here were not cast/)).toBeVisible()
  })

  test('is not offered where no ballot can be cast', async () => {
    const device = joinedDevice('none')
    await device.cast('board', {})
    mount('vote-screen', { device, election: 'board', contest: 'chair' })
    await expect.element(page.getByRole('heading', { name: 'There is no ballot to fill in' })).toBeVisible()
  })
})

/** What an element says, each space once. */
const wordsIn = (element: Element): string => element.textContent.replace(/\s+/g, ' ').trim()
/** The lines of the votes in the review. */
const linesShown = (): readonly string[] =>
  page
    .getByRole('listitem')
    .elements()
    .filter((line) => !line.querySelector('h2') && !line.matches('.none'))
    .map(wordsIn)

describe('the review', () => {
  test('shows every contest, asks once about what is open, and casts the ballot sorted', async () => {
    const device = joinedDevice()
    mount('vote-screen', { device, election: 'board', contest: 'board' })
    await page.getByText('Hana Kobayashi').click()
    await page.getByText('Dana Whitfield').click()
    mount('review-screen', { device, election: 'board' })
    await expect.element(page.getByText('In 2 contests you could still choose.')).toBeVisible()
    expect(page.getByRole('link', { name: /^Change (Who|Two|Which) / }).elements()).toHaveLength(3)
    await page.getByRole('button', { name: 'Cast my ballot' }).click()
    await expect.poll(() => location.hash).toBe('#/e/board/ballots')
    expect(device.castBallots).toEqual([
      { election: 'board', votes: { chair: [], board: ['dana', 'hana'], projects: [] } },
    ])
  })

  test('shows rankings with their numbers and scores, and casts them as they are', async () => {
    const device = new FakeDevice()
    const { manifest, manifestHash } = fakePapers('board', { en: 'Board' })
    device.put(fakePapers('board', { en: 'Board' }))
    const votes = { place: ['online', ['library', 'school']], stars: { hall: 4, online: 0 } }
    saveDraft({ election: 'board', manifestHash }, votes)
    mount('review-screen', { device, election: 'board' })
    await expect
      .poll(linesShown)
      .toEqual(['1 Online', '2 Town library = School', 'The old hall by the harbour 4 of 5', 'Online 0 of 5'])
    await page.getByRole('button', { name: 'Cast my ballot' }).click()
    await expect.poll(() => device.castBallots[0]?.votes).toMatchObject(votes)
    mount('vote-summary', { manifest, votes })
    const shown = () => page.getByRole('definition').elements().map(wordsIn)
    await expect
      .poll(shown)
      .toEqual(['1 Online', '2 Town library = School', 'The old hall by the harbour 4 of 5', 'Online 0 of 5'])
  })

  test('asks about rankings and scores only where there are none', async () => {
    const device = new FakeDevice()
    const contests = PAPERS.filter(({ id }) => ['chair', 'place', 'stars'].includes(id))
    const election = fakePapers('board', { en: 'Board' }, contests)
    device.put(election)
    saveDraft(
      { election: 'board', manifestHash: election.manifestHash },
      { chair: ['ada'], stars: { hall: 0 } },
    )
    mount('review-screen', { device, election: 'board' })
    await expect.element(page.getByText('In 1 contest you could still choose.')).toBeVisible()
    await expect.element(page.getByText('Rank as many as you like. Nothing ranked yet.')).toBeVisible()
  })

  test('forgets the draft once the ballot is cast', async () => {
    const device = joinedDevice()
    mount('vote-screen', { device, election: 'board', contest: 'chair' })
    await page.getByText('Ada Nwosu').click()
    expect(Object.values(sessionStorage).join()).toContain('ada')
    mount('review-screen', { device, election: 'board' })
    await page.getByRole('button', { name: 'Cast my ballot' }).click()
    await expect.poll(() => Object.keys(sessionStorage)).toEqual([])
  })

  test('asks the browser to keep the storage once the ballot is cast, and not before', async () => {
    const device = joinedDevice()
    const castBefore: number[] = []
    device.persistStorage = () => {
      castBefore.push(device.castBallots.length)
      return Promise.resolve(true)
    }
    mount('review-screen', { device, election: 'board' })
    await page.getByRole('button', { name: 'Cast my ballot' }).click()
    await expect.poll(() => castBefore).toEqual([1])
  })

  test('keeps the draft and says why when the ballot could not be saved', async () => {
    const device = joinedDevice()
    mount('vote-screen', { device, election: 'board', contest: 'chair' })
    await page.getByText('Ada Nwosu').click()
    mount('review-screen', { device, election: 'board' })
    device.fail = 'storage-full'
    await page.getByRole('button', { name: 'Cast my ballot' }).click()
    await expect.element(page.getByRole('alert')).toHaveTextContent('no space left')
    expect(Object.values(sessionStorage).join()).toContain('ada')
    await expect
      .element(page.getByRole('button', { name: 'Cast my ballot' }))
      .toHaveAttribute('aria-disabled', 'false')
  })

  test('casts once, however often the button is pressed, and the button keeps the focus meanwhile', async () => {
    const device = joinedDevice()
    let casts = 0
    device.cast = () => {
      casts++
      return new Promise(() => undefined)
    }
    mount('review-screen', { device, election: 'board' })
    const button = page.getByRole('button', { name: 'Cast my ballot' })
    await button.click()
    await expect.element(page.getByText('Signing your ballot')).toBeVisible()
    await button.click({ force: true })
    expect(casts).toBe(1)
    expect(button.element().matches(':focus')).toBe(true)
  })

  test.each([
    ['last', /You can change your vote until .*(27 November|November 27)/],
    ['none', 'This is final. You cannot change your vote afterwards.'],
  ] as const)('says what casting means where recasting is "%s"', async (recast, words) => {
    mount('review-screen', { device: joinedDevice(recast), election: 'board' })
    await expect.element(page.getByText(words)).toBeVisible()
  })
})
