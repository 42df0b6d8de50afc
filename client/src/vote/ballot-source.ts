import type { Votes } from '#protocol/formats/ballot'
import type { Contest } from '#protocol/formats/manifest'
import { findContests } from '#protocol/formats/manifest'
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

  get contests(): readonly Contest[] {
    const { election } = this
    return election ? findContests(election.manifest, election.group ?? '') : []
  }

  get draft(): Votes {
    return this.election ? loadDraft(this.#key(this.election)) : {}
  }

  choose(contest: string, chosen: readonly string[]): void {
    if (!this.election) return
    saveDraft(this.#key(this.election), { ...this.draft, [contest]: chosen })
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

  #key({ id, manifestHash }: ElectionOnDevice): { election: string; manifestHash: string } {
    return { election: id, manifestHash }
  }
}
