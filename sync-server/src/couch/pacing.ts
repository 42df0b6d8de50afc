import { setTimeout as delay } from 'node:timers/promises'

/** How long `follow` waits before it tries again after `failures` failures in a row (1, 2, …). */
export interface Pacing {
  pause(failures: number, signal: AbortSignal): Promise<void>
}

const FIRST_MS = 200
const LONGEST_MS = 15_000

/** Doubles up to a ceiling; the random half keeps followers from coming back all at once after a restart. */
export const backoff: Pacing = {
  async pause(failures, signal) {
    const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1))
    // An abort only cuts the pause short: the caller looks at the signal itself.
    await delay(ceiling / 2 + (Math.random() * ceiling) / 2, undefined, { signal }).catch(() => undefined)
  },
}
