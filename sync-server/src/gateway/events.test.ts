import { EventEmitter } from 'node:events'
import type { Response } from 'express'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LiveElection } from '../elections/live-election.ts'
import { makeElection } from '../testing/election-fixture.ts'
import { growLog } from '../testing/grow-log.ts'
import { ChangeSignal } from './change-signal.ts'
import { sendEvents } from './events.ts'
import type { GatewayElection } from './gateway.ts'
import { longPoll } from './long-poll.ts'

const fixture = makeElection()
const HEARTBEAT_MS = 30_000

/** A connection whose other end reads when the test says so. */
class Connection extends EventEmitter {
  written: string[] = []
  isReading = true
  writableNeedDrain = false
  destroyed = false
  headersSent = false
  setHeader(): void {
    // Headers are no concern of these tests.
  }
  flushHeaders(): void {
    this.headersSent = true
  }
  write(text: string): boolean {
    this.written.push(text)
    this.writableNeedDrain = !this.isReading
    return this.isReading
  }
  end(text: string): void {
    this.write(text)
  }
  destroy(): void {
    this.destroyed = true
    this.emit('close')
  }
  read(): void {
    this.isReading = true
    this.writableNeedDrain = false
    this.emit('drain')
  }
  get text(): string {
    return this.written.join('')
  }
}

let live: LiveElection
let election: GatewayElection
let connection: Connection
let now: Date
beforeEach(() => {
  vi.useFakeTimers()
  now = new Date('2026-05-01T12:00:00Z')
  live = new LiveElection({ ...fixture.manifest, _rev: '1-m' })
  const unused = { box: undefined as never, mirror: undefined as never, logged: undefined }
  election = { live, changed: new ChangeSignal(live), ...unused }
  connection = new Connection()
})
afterEach(() => vi.useRealTimers())

function publish(size: number): void {
  growLog(live, size, fixture)
  vi.advanceTimersByTime(100)
}

const headsTold = (): string[] =>
  [...connection.text.matchAll(/id: m1\.h(\d+)/g)].map(([, size]) => size ?? '')

function open(): void {
  sendEvents(election, '0', connection as unknown as Response, () => now)
}

test('a reader is told of the phase and of each head as it comes', () => {
  publish(1)
  open()
  expect(connection.text).toContain('event: phase')
  publish(2)
  publish(3)
  expect(headsTold()).toEqual(['1', '2', '3'])
})

test('a slow reader is sent nothing more until it has read, and then the latest state alone', () => {
  open()
  connection.isReading = false
  publish(1)
  const queued = connection.written.length
  for (let size = 2; size <= 50; size++) publish(size)
  expect(connection.written).toHaveLength(queued)
  connection.read()
  expect(headsTold()).toEqual(['1', '50'])
})

test('a reader that reads nothing between two heartbeats is let go, and nobody waits for it any more', () => {
  open()
  connection.isReading = false
  publish(1)
  vi.advanceTimersByTime(HEARTBEAT_MS)
  expect(connection.destroyed).toBe(true)
  const queued = connection.written.length
  publish(2)
  expect(connection.written).toHaveLength(queued)
  expect(vi.getTimerCount()).toBe(0)
})

test('a heartbeat tells of a phase that the clock alone has changed', () => {
  open()
  now = new Date('2026-05-02T08:30:00Z')
  vi.advanceTimersByTime(HEARTBEAT_MS)
  expect(connection.text).toContain('{"phase":"closed"}')
})

test('a phone that waits for news and reads none of the heartbeats is let go', () => {
  longPoll(election, 'm1.h-1.r-1.p0', connection as unknown as Response)
  connection.isReading = false
  vi.advanceTimersByTime(HEARTBEAT_MS)
  expect(connection.destroyed).toBe(false)
  vi.advanceTimersByTime(HEARTBEAT_MS)
  expect(connection.destroyed).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})
