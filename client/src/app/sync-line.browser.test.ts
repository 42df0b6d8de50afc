import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { SyncState } from '../device.ts'
import { FakeDevice } from '../testing/fake-device.ts'
import { mount } from '../testing/mount.ts'
import './sync-line.ts'

const QUIET: SyncState = { online: true, waiting: 0, sending: false, problem: 'none' }

const states: readonly [string, Partial<SyncState>, RegExp, 'can be sent now' | 'no button'][] = [
  ['up to date', {}, /^Online. Nothing is waiting/, 'no button'],
  [
    'offline',
    { online: false },
    /^You are offline. You can vote, and read what this phone has.$/,
    'no button',
  ],
  ['offline with a ballot', { online: false, waiting: 1 }, /offline.* 1 ballot waits/, 'no button'],
  ['waiting', { waiting: 2 }, /^2 ballots wait on this phone.$/, 'can be sent now'],
  ['sending', { waiting: 1, sending: true }, /^Sending to the election office …$/, 'can be sent now'],
  [
    'unreachable',
    { online: false, waiting: 1, problem: 'unreachable' },
    /cannot be reached just now. This phone keeps trying. 1 ballot waits/,
    'can be sent now',
  ],
  ['asked to wait', { waiting: 1, problem: 'busy' }, /asks this phone to wait.* 1 ballot waits/, 'no button'],
  ['refused', { waiting: 1, problem: 'refused' }, /does not take what this phone sends/, 'can be sent now'],
  ['full', { waiting: 1, problem: 'storage' }, /full and could not keep.*Free some space/, 'can be sent now'],
]

test.each(states)(
  '%s has words of its own, and a button where it helps',
  async (_name, state, words, button) => {
    const device = new FakeDevice()
    device.sync.set({ ...QUIET, ...state })
    mount('sync-line', { device })
    await expect.element(page.getByRole('status')).toHaveTextContent(words)
    expect(page.getByRole('button').elements()).toHaveLength(button === 'no button' ? 0 : 1)
  },
)

test('"Send now" sends, and cannot be pressed twice while a ballot is on its way', async () => {
  const device = new FakeDevice()
  device.sync.set({ ...QUIET, waiting: 1 })
  mount('sync-line', { device })
  const button = page.getByRole('button', { name: 'Send now' })
  device.sync.set({ ...QUIET, waiting: 1, sending: true })
  await expect.element(button).toHaveAttribute('aria-disabled', 'true')
  await button.click({ force: true })
  await expect.element(page.getByRole('status')).toHaveTextContent('Sending')
  device.sync.set({ ...QUIET, waiting: 1 })
  await button.click()
  await expect.element(page.getByRole('status')).toHaveTextContent('Nothing is waiting')
})

test('"Send now" keeps the focus while it works, and leaves it to the line when it goes', async () => {
  const device = new FakeDevice()
  device.sync.set({ ...QUIET, waiting: 1 })
  mount('sync-line', { device })
  const button = page.getByRole('button', { name: 'Send now' })
  await userEvent.tab()
  device.sync.set({ ...QUIET, waiting: 1, sending: true })
  await expect.element(button).toHaveAttribute('aria-disabled', 'true')
  expect(button.element().matches(':focus')).toBe(true)
  device.sync.set(QUIET)
  await expect.poll(() => page.getByRole('status').element().matches(':focus')).toBe(true)
})
