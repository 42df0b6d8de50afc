import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { WrongCodeThrottle } from './throttle.ts'

const HALL = '192.0.2.7'
const HOME = '198.51.100.1'
let now: number
let throttle: WrongCodeThrottle

beforeEach(() => {
  now = Date.parse('2026-05-01T12:00:00Z')
  throttle = new WrongCodeThrottle(() => new Date(now), randomBytes)
})

function failTimes(address: string, times: number): void {
  for (let count = 0; count < times; count++) throttle.noteWrong(address)
}

describe('wrong codes', () => {
  it('are forgiven to a hall of voters behind one address', () => {
    failTimes(HALL, 50)
    expect(throttle.isThrottled(HALL)).toBe(false)
  })

  it('use up the patience with their own address only', () => {
    failTimes(HALL, 60)
    expect(throttle.isThrottled(HALL)).toBe(true)
    expect(throttle.isThrottled(HOME)).toBe(false)
  })

  it('leave no debt: patience comes back at once however long a flood was', () => {
    failTimes(HALL, 10_000)
    expect(throttle.retryAfter(HALL)).toBeLessThanOrEqual(1)
    now += 60_000
    expect(throttle.isThrottled(HALL)).toBe(false)
  })

  it('from thousands of addresses throttle those that failed, never one that did not', () => {
    for (let host = 0; host < 1000; host++) throttle.noteWrong(`203.0.113.${host}`)
    expect(throttle.isThrottled('203.0.113.5')).toBe(true)
    expect(throttle.isThrottled(HOME)).toBe(false)
    now += 5_000
    expect(throttle.isThrottled('203.0.113.5')).toBe(false)
  })

  it('are forgotten with the addresses after an hour', () => {
    failTimes(HALL, 60)
    const inspect = (): string => JSON.stringify(throttle)
    expect(inspect()).not.toContain(HALL)
    now += 61 * 60_000
    throttle.noteWrong(HOME)
    expect(throttle.isThrottled(HALL)).toBe(false)
  })

  it('give no more patience when the clock is set back', () => {
    failTimes(HALL, 60)
    now -= 3_600_000
    expect(throttle.isThrottled(HALL)).toBe(true)
  })
})
