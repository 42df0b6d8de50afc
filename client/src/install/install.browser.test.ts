import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import '../ballots/ballots-screen.ts'
import { joinedDevice, mount } from '../testing/mount.ts'
import { catchInstallOffer, installOffer } from './install-offer.ts'

const HEADING = { name: 'Put Urna on your home screen' }
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1'

catchInstallOffer()
beforeEach(() => localStorage.removeItem('urna-install'))
afterEach(() => {
  installOffer.set(undefined)
  Reflect.deleteProperty(navigator, 'userAgent')
})

/** What Chromium sends when the app can be installed; headless, it never does. */
function offer(outcome: 'accepted' | 'dismissed'): { event: Event; prompted: () => number } {
  let prompted = 0
  const prompt = (): Promise<{ outcome: string }> => {
    prompted++
    return Promise.resolve({ outcome })
  }
  const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt })
  window.dispatchEvent(event)
  return { event, prompted: () => prompted }
}

async function showBallots(hasVoted: boolean): Promise<void> {
  const device = joinedDevice()
  if (hasVoted) await device.cast('board', { chair: ['ada'], board: [], projects: [] })
  const screen = mount('ballots-screen', { device, election: 'board' })
  await screen.updateComplete
}

const nudges = (): number => page.getByRole('heading', HEADING).elements().length

describe('installing the app', () => {
  test('is suggested after a ballot was cast, and not before', async () => {
    const { event } = offer('accepted')
    expect(event.defaultPrevented).toBe(true)
    await showBallots(false)
    expect(nudges()).toBe(0)
    await showBallots(true)
    await expect.element(page.getByRole('heading', HEADING)).toBeVisible()
  })

  test('asks the browser when the voter agrees, once', async () => {
    const { prompted } = offer('accepted')
    await showBallots(true)
    await page.getByRole('button', { name: 'Install' }).click()
    await expect.poll(nudges).toBe(0)
    expect(prompted()).toBe(1)
  })

  test.each(['in our words', 'in the browser’s'])('is not suggested again after a no %s', async (where) => {
    offer('dismissed')
    await showBallots(true)
    await page.getByRole('button', { name: where === 'in our words' ? 'Not now' : 'Install' }).click()
    await expect.poll(nudges).toBe(0)
    offer('accepted')
    await showBallots(true)
    expect(nudges()).toBe(0)
  })

  test('is explained on an iPhone, with the reason and the way to take the right to vote along', async () => {
    Object.defineProperty(navigator, 'userAgent', { value: SAFARI, configurable: true })
    await showBallots(true)
    await expect.element(page.getByText(/after seven days without a visit/)).toBeVisible()
    await expect.element(page.getByText(/Add to Home Screen/)).toBeVisible()
    await expect
      .element(page.getByRole('link', { name: 'save a recovery file' }))
      .toHaveAttribute('href', '#/e/board/recovery')
    await page.getByRole('button', { name: 'Not now' }).click()
    await expect.poll(nudges).toBe(0)
  })
})
