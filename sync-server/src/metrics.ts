import { Counter, Gauge, Registry } from 'prom-client'
import type { Acceptance } from './gateway/ballot-box.ts'
import type { LiveElection } from './elections/live-election.ts'
import type { PublishedElections } from './elections/published-elections.ts'

/**
 * Counts for the operator. Totals of this process only: nothing by voter, address or moment. What was decided of ballots
 * shows with the next head, as the ballots themselves do: whoever watches a counter move would learn when each came, which
 * `publish`, and the silence between `closes` and `acceptUntil`, keep from everybody else. Ballots that could not be
 * stored show at once: somebody has to act.
 */
export class Metrics {
  readonly registry = new Registry()
  readonly #ballots = new Counter({
    name: 'urna_ballots_total',
    help: 'Ballots decided by this gateway, by outcome; refused ones by code. Moves when a head is published.',
    labelNames: ['outcome', 'code'],
    registers: [this.registry],
  })
  readonly #elections: Pick<PublishedElections, 'get'>
  /** By election, what the next head will show: how many by `outcome` or `outcome/code`. */
  readonly #held = new Map<string, Map<string, number>>()

  constructor(elections: Pick<PublishedElections, 'get' | 'list' | 'onPublished'>) {
    this.#elections = elections
    elections.onPublished((live) => {
      live.subscribe((event) => {
        if (event === 'head' || live.close) this.#release(live)
      })
    })
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

  countBallot(election: string, acceptance: Acceptance): void {
    const kind = acceptance.kind === 'refused' ? `refused/${acceptance.code}` : acceptance.kind
    const isFinal = this.#elections.get(election)?.close !== undefined
    if (acceptance.kind === 'unavailable' || isFinal) this.#show(kind, 1)
    else this.#hold(election, kind)
  }

  #hold(election: string, kind: string): void {
    const held = this.#held.get(election) ?? new Map<string, number>()
    this.#held.set(election, held.set(kind, (held.get(kind) ?? 0) + 1))
  }

  #release({ id }: LiveElection): void {
    for (const [kind, ballots] of this.#held.get(id) ?? []) this.#show(kind, ballots)
    this.#held.delete(id)
  }

  #show(kind: string, ballots: number): void {
    const [outcome = '', code = ''] = kind.split('/')
    this.#ballots.inc({ outcome, code }, ballots)
  }
}
