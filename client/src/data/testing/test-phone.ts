import type { Watched } from '../../device.ts'
import type { Environment } from '../environment.ts'
import { openPhone } from '../open-device.ts'
import type { Phone } from '../phone.ts'
import type { FakeServer } from './fake-server.ts'
import { DURING, ORIGIN } from './test-election.ts'

let databases = 0

/** A name that no other test uses. */
export function freshDatabaseName(): string {
  return `test-${Date.now()}-${databases++}`
}

/** A phone's world with the server of the test; retries come at once, but never in a tight loop. */
export function testEnvironment(server: FakeServer, changes: Partial<Environment> = {}): Environment {
  return {
    origin: ORIGIN,
    databaseName: freshDatabaseName(),
    fetch: server.fetch,
    clock: () => new Date(DURING),
    random: () => 0,
    wait: (milliseconds, signal) => waitBriefly(milliseconds, signal),
    ...changes,
  }
}

export function openTestPhone(server: FakeServer, changes: Partial<Environment> = {}): Promise<Phone> {
  return openPhone(testEnvironment(server, changes))
}

/** Resolves with the first value, now or later, that satisfies `condition`. */
export function until<T>(watched: Watched<T>, condition: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const stop = watched.subscribe(look)
    function look(value: T): void {
      if (!condition(value)) return
      queueMicrotask(() => stop())
      resolve(value)
    }
    look(watched.value)
  })
}

/** Waiting goes fifty times faster; a deadline hours away stays away. */
function waitBriefly(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (milliseconds < 3_600_000) setTimeout(resolve, Math.max(10, milliseconds / 50))
    signal.addEventListener('abort', () => resolve())
  })
}
