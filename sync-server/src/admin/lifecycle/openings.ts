import type { AdminPorts } from '../ports.ts'
import type { OpenedElection } from './open-election.ts'
import { openElection } from './open-election.ts'

export interface RunningOpening {
  readonly done: Promise<OpenedElection>
  /** Codes drawn so far. */
  drawn: number
}

/**
 * The openings that run in this process. They go on when whoever asked is gone; asking again joins the one that runs, so
 * that an officer who lost an answer does not start a second drawing of a million codes.
 */
export class Openings {
  readonly #ports: AdminPorts
  readonly #running = new Map<string, RunningOpening>()

  constructor(ports: AdminPorts) {
    this.#ports = ports
  }

  join(election: string, codes: Readonly<Record<string, number>>): RunningOpening {
    const running = this.#running.get(election)
    if (running) return running
    const done = openElection(this.#ports, election, codes, (drawn) => (opening.drawn = drawn))
    const opening: RunningOpening = { done, drawn: 0 }
    this.#running.set(election, opening)
    const forget = (): void => void this.#running.delete(election)
    done.then(forget, forget)
    return opening
  }
}
