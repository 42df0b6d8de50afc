import type { Votes } from '#protocol/formats/ballot'
import type { Contest, Manifest } from '#protocol/formats/manifest'
import { findContests } from '#protocol/formats/manifest'
import { paperOrder } from '#protocol/formats/paper-order'
import type { Vote } from '#protocol/formats/votes'
import type { ReactiveControllerHost } from 'lit'
import type { BallotOnDevice, Device, ElectionOnDevice } from '../device.ts'
import { mayVote } from '../election/next-step.ts'
import { Watch } from '../watch.ts'
import { clearDraft, loadDraft, saveDraft } from './draft.ts'

interface Host extends ReactiveControllerHost {
  readonly device: Device
  readonly election: string
}

/** A ballot paper: the election, the contests of the voter's group and the draft, kept in step with the device. */
export class BallotSource {
  readonly #host: Host
  readonly #elections: Watch<readonly ElectionOnDevice[]>
  readonly #ballots: Watch<readonly BallotOnDevice[]>
  #ordered: { manifest: Manifest; key: string | undefined; contests: readonly Contest[] } | undefined

  constructor(host: Host) {
    this.#host = host
    this.#elections = new Watch(host, () => host.device.elections)
    this.#ballots = new Watch(host, () => host.device.ballots(host.election))
  }

  get election(): ElectionOnDevice | undefined {
    return this.#elections.value?.find(({ id }) => id === this.#host.election)
  }

  get open(): boolean {
    const { device, election } = this.#host
    return this.election !== undefined && mayVote(this.election, device.ballots(election).value)
  }

  /** True when this phone has voted before: the next ballot takes the earlier one's place. */
  get recasting(): boolean {
    return (this.#ballots.value ?? []).length > 0
  }

  /** The contests of the voter's group, each with its options in the order in which this voter's paper has them. */
  get contests(): readonly Contest[] {
    const { election } = this
    return election ? this.#papers(election) : []
  }

  get draft(): Votes {
    return this.election ? loadDraft(this.#key(this.election)) : {}
  }

  choose(contest: string, vote: Vote): void {
    if (!this.election) return
    saveDraft(this.#key(this.election), { ...this.draft, [contest]: vote })
    this.#host.requestUpdate()
  }

  /** True once the voter has touched this ballot. */
  get begun(): boolean {
    return Object.keys(this.draft).length > 0
  }

  /** Fills in the choices of the ballot that stands, because the voter asked for them. */
  async startFromLast(): Promise<void> {
    const last = this.#ballots.value?.find(({ replaced, stage }) => !replaced && stage !== 'rejected')
    const votes = last && (await this.#host.device.revealVotes(last.id))
    if (!this.election || !votes) return
    saveDraft(this.#key(this.election), votes)
    this.#host.requestUpdate()
  }

  clear(): void {
    if (this.election) clearDraft(this.#key(this.election))
  }

  /** A render asks often, and the order is a matter of many hashes. */
  #papers({ manifest, manifestHash, group = '', ballotKey: key }: ElectionOnDevice): readonly Contest[] {
    if (this.#ordered?.manifest !== manifest || this.#ordered.key !== key) {
      const contests = findContests(manifest, group)
      const order = (contest: Contest): Contest =>
        key === undefined ? contest : { ...contest, options: paperOrder(contest, { manifestHash, key }) }
      this.#ordered = { manifest, key, contests: contests.map(order) }
    }
    return this.#ordered.contests
  }

  #key({ id, manifestHash }: ElectionOnDevice): { election: string; manifestHash: string } {
    return { election: id, manifestHash }
  }
}
