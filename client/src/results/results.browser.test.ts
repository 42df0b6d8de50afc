import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { PublicElections } from '../public/public-elections.ts'
import type { FakeDevice } from '../testing/fake-device.ts'
import { fakeResult, TIED_VOTES } from '../testing/fake-elections.ts'
import { joinedDevice, mount } from '../testing/mount.ts'
import './results-screen.ts'

const SIGNED = /signed with the election’s own key/

function show(device: FakeDevice): void {
  mount('results-screen', { device, publicElections: {} as PublicElections, election: 'board' })
}

function tied(final: boolean): FakeDevice {
  const device = joinedDevice()
  const result = fakeResult('board', { turnout: 273 }, TIED_VOTES)
  device.results('board').set({ result, final, eligible: 480, live: true })
  return device
}

test('nothing is called checked before there is a number', async () => {
  show(joinedDevice())
  await expect.element(page.getByText(/No result has been published yet/)).toBeVisible()
  expect(page.getByText(SIGNED).elements()).toHaveLength(0)
  expect(page.getByRole('button', { name: 'Print' }).elements()).toHaveLength(0)
})

test('while votes are equal nobody is ahead', async () => {
  show(tied(false))
  await expect.element(page.getByText(SIGNED)).toBeVisible()
  for (const name of ['Ada Nwosu', 'Bruno Salgado Iturralde'])
    await expect.element(page.getByRole('rowheader', { name: `${name} Tied` })).toBeVisible()
  expect(page.getByText('Elected', { exact: true }).elements()).toHaveLength(0)
})

test('of tied options the final result names who is elected and why', async () => {
  show(tied(true))
  await expect.element(page.getByRole('rowheader', { name: 'Ada Nwosu Elected' })).toBeVisible()
  await expect.element(page.getByRole('rowheader', { name: /^Bruno Salgado Iturralde$/ })).toBeVisible()
  await expect.element(page.getByText(/before the election decides: .Ada Nwosu., .Bruno/)).toBeVisible()
})
