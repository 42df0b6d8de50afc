import { Counter, Gauge, Registry } from 'prom-client'
import type { Acceptance } from './gateway/ballot-box.ts'
import type { PublishedElections } from './elections/published-elections.ts'

/** Counts for the operator. Totals of this process only: nothing by voter, address or moment. */
export class Metrics {
  readonly registry = new Registry()
  readonly #ballots = new Counter({
    name: 'urna_ballots_total',
    help: 'Ballots decided by this gateway, by outcome; refused ones by code.',
    labelNames: ['outcome', 'code'],
    registers: [this.registry],
  })

  constructor(elections: PublishedElections) {
    new Gauge({
      name: 'urna_log_size',
      help: 'Ballots in the published log.',
      labelNames: ['election'],
      registers: [this.registry],
      collect() {
        for (const live of elections.list()) this.set({ election: live.id }, live.head?.checkpoint.size ?? 0)
      },
    })
  }

  countBallot(acceptance: Acceptance): void {
    const code = acceptance.kind === 'refused' ? acceptance.code : ''
    this.#ballots.inc({ outcome: acceptance.kind, code })
  }
}
