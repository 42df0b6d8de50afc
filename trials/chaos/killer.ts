import { setTimeout as delay } from 'node:timers/promises'
import type { Dice } from '../dice.ts'
import type { Member } from './member.ts'

/** So long they may live once all are ready: at least as long as they need to start, or a slow machine would never work. */
const LONGEST_LIFE_MS = 1500
/** So many are killed while they start themselves, or while another does. */
const KILLED_AT_THE_START = 0.2

/** Kills a process at a random moment, again and again, until `most` were killed or it is told to stop. */
export class Killer {
  readonly #members: readonly Member[]
  readonly #dice: Dice
  readonly #onKill: () => void
  readonly #kills = new Map<string, number>()
  #done = 0

  constructor(members: readonly Member[], dice: Dice, onKill: () => void) {
    this.#members = members
    this.#dice = dice
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
      const longest = Math.max(LONGEST_LIFE_MS, ...this.#members.map(({ startedInMs }) => startedInMs))
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
