import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { Sessions } from './sessions.ts'

const MINUTE = 60_000
let now: number
let sessions: Sessions
beforeEach(() => {
  now = Date.parse('2026-05-01T08:00:00Z')
  sessions = new Sessions(() => new Date(now), randomBytes)
})

describe('a session', () => {
  it('is found by its token and by nothing else', () => {
    const token = sessions.open()
    expect(sessions.find(token)).toMatch(/^[\w-]{8}$/)
    expect(sessions.find(`${token}x`)).toBeUndefined()
    expect(sessions.find('')).toBeUndefined()
    expect(sessions.open()).not.toBe(token)
  })

  it('ends after half an hour in which nobody came', () => {
    const token = sessions.open()
    now += 29 * MINUTE
    expect(sessions.find(token)).toBeDefined()
    now += 29 * MINUTE
    expect(sessions.find(token)).toBeDefined()
    now += 30 * MINUTE
    expect(sessions.find(token)).toBeUndefined()
  })

  it('ends after twelve hours, whoever comes', () => {
    const token = sessions.open()
    for (let quarter = 1; quarter < 4 * 12; quarter++) {
      now += 15 * MINUTE
      expect(sessions.find(token)).toBeDefined()
    }
    now += 15 * MINUTE
    expect(sessions.find(token)).toBeUndefined()
  })

  it('ends when it is closed', () => {
    const [one, other] = [sessions.open(), sessions.open()]
    sessions.close(one)
    expect(sessions.find(one)).toBeUndefined()
    expect(sessions.find(other)).toBeDefined()
  })

  it('is one of sixteen: the oldest makes room', () => {
    const tokens = Array.from({ length: 17 }, () => sessions.open())
    expect(tokens.map((token) => sessions.find(token) !== undefined)).toEqual([
      false,
      ...Array.from({ length: 16 }, () => true),
    ])
  })
})
