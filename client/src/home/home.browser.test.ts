import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { PublicElections } from '../public/public-elections.ts'
import { fakeBallot } from '../testing/fake-device.ts'
import { joinedDevice, mount } from '../testing/mount.ts'
import './home-screen.ts'

const publicElections = { list: () => Promise.resolve([]) } as unknown as PublicElections

beforeEach(() => history.replaceState(null, '', '#/'))

test('the list of elections says how each ballot stands', async () => {
  const device = joinedDevice()
  device.ballots('board').set([fakeBallot('board', { stage: 'rejected', reason: 'late' })])
  mount('home-screen', { device, publicElections })
  await expect.element(page.getByText('Your ballot: Rejected')).toBeVisible()
})

test('a link to another server is not followed before the voter has seen its name', async () => {
  mount('home-screen', { device: joinedDevice(), publicElections })
  const link = `https://elsewhere.example/#/join/board/${'A'.repeat(43)}`
  await page.getByRole('textbox').fill(link)
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect.element(page.getByText(/leads to another server: .elsewhere\.example/)).toBeVisible()
  await expect
    .element(page.getByRole('link', { name: /^Go to .elsewhere\.example.$/ }))
    .toHaveAttribute('href', link)
  expect(location.hash).toBe('#/')
})
