import { setTimeout as delay } from 'node:timers/promises'
import type { Dice } from '../dice.ts'
import type { Member } from './member.ts'

/** So many are killed while they start themselves, or while another does. */
const KILLED_AT_THE_START = 0.2

/** How long processes may live, in milliseconds, once all are ready; given how long the slowest needed for that. */
export type LongestLife = (startedInMs: number) => number

/** Kills a process at a random moment, again and again, until `most` were killed or it is told to stop. */
export class Killer {
  readonly #members: readonly Member[]
  readonly #dice: Dice
  readonly #longestLife: LongestLife
  readonly #onKill: () => void
  readonly #kills = new Map<string, number>()
  #done = 0

  constructor(members: readonly Member[], dice: Dice, longestLife: LongestLife, onKill: () => void) {
    this.#members = members
    this.#dice = dice
    this.#longestLife = longestLife
    this.#onKill = onKill
  }

  get done(): number {
    return this.#done
  }

  /** By name of the process. */
  get kills(): ReadonlyMap<string, number> {
    return this.#kills
  }

  async run(most: number, signal: AbortSignal): Promise<void> {
    const over = aborted(signal)
    while (this.#done < most && !isOver(signal)) {
      const member = this.#dice.pick(this.#members)
      const allReady = Promise.all(this.#members.map((each) => each.whenReady()))
      if (this.#dice.next() >= KILLED_AT_THE_START) await Promise.race([allReady, over])
      const longest = this.#longestLife(Math.max(...this.#members.map(({ startedInMs }) => startedInMs)))
      await delay(this.#dice.next() * longest, undefined, { signal }).catch(() => undefined)
      if (isOver(signal) || !(await member.kill())) continue
      this.#done++
      this.#kills.set(member.name, (this.#kills.get(member.name) ?? 0) + 1)
      this.#onKill()
    }
  }
}

/** A call, because what a signal says changes while others run. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
