import { expect, test } from 'vitest'
import { DeviceClock } from './device-clock.ts'

const KEY = 'offset'

function storageWith(value?: string): {
  getItem: () => string | null
  setItem: (key: string, value: string) => void
} {
  let stored = value ?? null
  return { getItem: () => stored, setItem: (_key, next) => void (stored = next) }
}

const wrong = (): Date => new Date('2027-05-01T12:00:00Z')

test('the office’s time is kept over a restart', () => {
  const storage = storageWith()
  new DeviceClock(wrong, storage, KEY).learn('2026-05-01T12:00:00Z')
  expect(new DeviceClock(wrong, storage, KEY).now()).toEqual(new Date('2026-05-01T12:00:00Z'))
})

test('the time that an answer takes is no wrong clock', () => {
  const clock = new DeviceClock(wrong, storageWith(), KEY)
  clock.learn('2027-05-01T11:59:58Z')
  expect(clock.now()).toEqual(wrong())
})

test.each([undefined, 7, 'yesterday', ''])('%j teaches nothing', (value) => {
  const clock = new DeviceClock(wrong, storageWith(), KEY)
  clock.learn(value)
  expect(clock.now()).toEqual(wrong())
})

test('a clock that is set right again is noticed, and whoever listens hears it', () => {
  const clock = new DeviceClock(wrong, storageWith(String(-365 * 86_400_000)), KEY)
  let heard = 0
  clock.subscribe(() => heard++)
  clock.learn('2027-05-01T12:00:00Z')
  clock.learn('2027-05-01T12:00:01Z')
  expect(clock.now()).toEqual(wrong())
  expect(heard).toBe(1)
})

test('a full disk stops nothing', () => {
  const setItem = (): never => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  const clock = new DeviceClock(wrong, { getItem: () => null, setItem }, KEY)
  clock.learn('2026-05-01T12:00:00Z')
  expect(clock.now()).toEqual(new Date('2026-05-01T12:00:00Z'))
})
