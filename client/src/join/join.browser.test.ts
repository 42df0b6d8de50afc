import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { DeviceErrorCode } from '../device.ts'
import { FakeDevice } from '../testing/fake-device.ts'
import { FAKE_HASH, fakeElection } from '../testing/fake-elections.ts'
import { mount } from '../testing/mount.ts'
import { wordsFor } from './join-problems.ts'
import './join-screen.ts'

const CODE = 'ABCD-EFGH-JKMN-PQRS'

beforeEach(() => history.replaceState(null, '', '#/'))

function invited(): FakeDevice {
  const device = new FakeDevice()
  const stranger = { joined: 'none', group: undefined, recoverySaved: false } as const
  device.offered.set('board', fakeElection('board', { en: 'Board election' }, stranger))
  return device
}

test('a link with a code shows the election and its fingerprint before anything is asked of the office', async () => {
  const device = invited()
  mount('join-screen', { device, election: 'board', manifestHash: FAKE_HASH, code: CODE })
  await expect.element(page.getByRole('heading', { name: 'Board election' })).toBeVisible()
  await expect.element(page.getByText(/^\d{4} \d{4} \d{4}$/)).toBeVisible()
  await expect.element(page.getByRole('textbox', { name: 'Voting code' })).toHaveValue(CODE)
  expect(device.elections.value[0]?.joined).toBe('none')
})

test('joining leads to the recovery file and leaves no code in the address', async () => {
  history.replaceState(null, '', `#/join/board/${FAKE_HASH}/${CODE}`)
  mount('join-screen', { device: invited(), election: 'board', manifestHash: FAKE_HASH, code: CODE })
  await page.getByRole('button', { name: 'Join' }).click()
  await expect.poll(() => location.hash).toBe('#/e/board/recovery')
})

test('a code is tidied while it is typed, and Enter joins', async () => {
  mount('join-screen', { device: invited(), election: 'board', manifestHash: FAKE_HASH })
  const field = page.getByRole('textbox', { name: 'Voting code' })
  await field.click()
  await userEvent.keyboard('abio efgh')
  await expect.element(field).toHaveValue('AB10-EFGH')
  await expect.element(page.getByText('8 to go')).toBeVisible()
  await userEvent.keyboard('jkmnpqrs{Enter}')
  await expect.poll(() => location.hash).toBe('#/e/board/recovery')
})

test('a code that is too short is not sent', async () => {
  const device = invited()
  mount('join-screen', { device, election: 'board', manifestHash: FAKE_HASH, code: 'ABCD' })
  await page.getByRole('button', { name: 'Join' }).click()
  await expect.element(page.getByText(/Some are missing/)).toBeVisible()
  expect(device.elections.value[0]?.joined).toBe('none')
})

test.each(['offline', 'unknown-code', 'already-issued', 'throttled', 'late', 'unexpected'] as const)(
  'a refusal to join (%s) is said in words, and joining can be tried again',
  async (code: DeviceErrorCode) => {
    const device = invited()
    mount('join-screen', { device, election: 'board', manifestHash: FAKE_HASH, code: CODE })
    await expect.element(page.getByRole('button', { name: 'Join' })).toBeVisible()
    device.fail = code
    await page.getByRole('button', { name: 'Join' }).click()
    await expect.element(page.getByText(wordsFor(code))).toBeVisible()
    await expect.element(page.getByRole('button', { name: 'Join' })).toBeEnabled()
  },
)

test('an election that is not the one of the link is not offered', async () => {
  const device = invited()
  device.fail = 'wrong-manifest'
  mount('join-screen', { device, election: 'board', manifestHash: FAKE_HASH, code: CODE })
  await expect.element(page.getByRole('alert')).toHaveTextContent('Do not vote here')
  expect(page.getByRole('textbox').elements()).toHaveLength(0)
})

test('without the organiser’s link the voter is told to compare the fingerprint', async () => {
  mount('join-screen', { device: invited(), election: 'board', manifestHash: undefined, code: CODE })
  await expect.element(page.getByText(/only this server vouches/)).toBeVisible()
})

test('whoever joins by keyboard or screen reader is not thrown back to the top of the page', async () => {
  const device = invited()
  const screen = mount('join-screen', { device, election: 'board', manifestHash: FAKE_HASH, code: CODE })
  await expect.element(page.getByRole('button', { name: 'Join' })).toBeVisible()
  device.fail = 'already-issued'
  await page.getByRole('button', { name: 'Join' }).click()
  await expect.element(page.getByText(wordsFor('already-issued'))).toBeVisible()
  await expect.poll(() => screen.shadowRoot?.activeElement?.localName).toBe('h1')
})
