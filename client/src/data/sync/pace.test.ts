import { expect, test } from 'vitest'
import type { Environment } from '../environment.ts'
import { delayAfter, Pace } from './pace.ts'

/** A clock that stands still: waits end only when they are aborted or let go. */
function standingWorld(): { environment: Environment; waits: number[]; letGo: () => void } {
  const waits: number[] = []
  let letGo: () => void = () => undefined
  const wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      waits.push(milliseconds)
      letGo = resolve
      signal.addEventListener('abort', () => resolve())
    })
  return { environment: { wait, random: () => 0.5 } as Environment, waits, letGo: () => letGo() }
}

/** Whether a turn comes without anything else happening. */
async function isDue(pace: Pace): Promise<boolean> {
  const later = new Promise<false>((resolve) => setTimeout(() => resolve(false)))
  return Promise.race([pace.turn().then(() => true as const), later])
}

test('delays double, spread over half of themselves, and end at five minutes', () => {
  expect([1, 2, 3, 4].map((failures) => delayAfter(failures, undefined, 0))).toEqual([500, 1000, 2000, 4000])
  expect(delayAfter(1, undefined, 0.999)).toBeLessThan(1000)
  expect(delayAfter(50, undefined, 0)).toBe(150_000)
  expect(delayAfter(5000, undefined, 0.999)).toBeLessThanOrEqual(300_000)
})

test('a server that names a time is obeyed, and its callers do not come back together', () => {
  expect(delayAfter(1, 30, 0)).toBe(30_000)
  expect(delayAfter(9, 30, 0.999)).toBeLessThan(45_000)
  expect(delayAfter(1, 0, 0)).toBe(1000)
})

test('after a failure nobody speaks until the delay is over', async () => {
  const { environment, letGo } = standingWorld()
  const pace = new Pace(environment, new AbortController().signal)
  expect(await isDue(pace)).toBe(true)
  pace.failed()
  expect(await isDue(pace)).toBe(false)
  letGo()
  expect(await isDue(pace)).toBe(true)
})

test('requests that fail together are one failure; success forgets them', () => {
  const { environment, waits } = standingWorld()
  const pace = new Pace(environment, new AbortController().signal)
  pace.failed()
  pace.failed()
  expect(waits).toEqual([750])
  pace.succeeded()
  pace.failed()
  expect(waits).toEqual([750, 750])
})

test('waking ends our own delay, not the one that the server asked for', async () => {
  const { environment } = standingWorld()
  const pace = new Pace(environment, new AbortController().signal)
  pace.failed()
  pace.wake()
  expect(await isDue(pace)).toBe(true)
  pace.failed(60)
  pace.wake()
  expect(await isDue(pace)).toBe(false)
})

test('a stop ends the waiting with an error', async () => {
  const { environment } = standingWorld()
  const stop = new AbortController()
  const pace = new Pace(environment, stop.signal)
  pace.failed(60)
  const turn = pace.turn()
  stop.abort()
  await expect(turn).rejects.toThrow()
})
