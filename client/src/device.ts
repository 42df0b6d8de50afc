import type { Votes } from '#protocol/formats/ballot'
import type { Manifest } from '#protocol/formats/manifest'
import type { Result } from '#protocol/formats/result'

/**
 * What the screens know of the phone: everything here works offline, and nothing here is about RxDB. `client/src/data`
 * implements it; screens are tested against a fake.
 */
export interface Device {
  /** Every election that this phone has joined or begun to join. */
  readonly elections: Watched<readonly ElectionOnDevice[]>
  /** Ids of elections that this browser had joined, and whose data it has thrown away since. */
  readonly lost: Watched<readonly string[]>
  readonly sync: Watched<SyncState>
  /** This phone's ballots in an election, newest first. */
  ballots(election: string): Watched<readonly BallotOnDevice[]>
  /** The last verified result on this phone, and the clock's view of the election. */
  results(election: string): Watched<ResultOnDevice | undefined>
  /** Fetches and checks the manifest that a join link names, and keeps it. @throws {DeviceError} */
  preview(election: string, manifestHash: string | undefined): Promise<ElectionOnDevice>
  /** Draws and stores the ballot key, then asks the registrars; a repeat goes on where the last attempt broke off. @throws {DeviceError} */
  join(election: string, code: string): Promise<ElectionOnDevice>
  /** Takes up every join that was interrupted after the secrets were stored. */
  resumeJoins(): Promise<void>
  /** Signs and stores a ballot; resolves once it is durable on this phone, whether or not there is a network. @throws {DeviceError} */
  cast(election: string, votes: Votes): Promise<BallotOnDevice>
  /** How this phone last voted; kept apart from {@link ballots} so that no screen shows a choice by accident. */
  revealVotes(ballotId: string): Promise<Votes | undefined>
  /** A text that restores the right to vote on another phone, encrypted under `passphrase`. */
  recoveryFile(election: string, passphrase: string): Promise<string>
  /** @throws {DeviceError} wrong-passphrase | bad-recovery-file */
  restore(file: string, passphrase: string): Promise<ElectionOnDevice>
  /** What this phone holds against the election office, as a text to be saved: contradicting checkpoints, receipts. */
  evidence(election: string): Promise<string>
  /**
   * The proof that a counted ballot is in the log, as a C2SP tlog-proof. It names the ballot, whose vote anybody can look up.
   *
   * @param ballotId its `_id`.
   */
  proof(ballotId: string): Promise<string | undefined>
  sendNow(): Promise<void>
  /** Asks the browser to keep this site's storage. */
  persistStorage(): Promise<boolean>
}

export interface Watched<T> {
  readonly value: T
  /** Calls `listener` after each change; returns the way to stop. */
  subscribe(listener: (value: T) => void): () => void
}

export interface ElectionOnDevice {
  readonly id: string
  readonly manifest: Manifest
  readonly manifestHash: string
  /** Opening and closing after amendments. */
  readonly closes: string
  readonly acceptUntil: string
  readonly phase: ElectionPhase
  /** Whether a ballot that arrives now is still taken: longer than the voting goes on. */
  readonly accepting: boolean
  /** `none`: only looked at. `pending`: secrets stored, registrars not all answered. `joined`: can vote. */
  readonly joined: 'none' | 'pending' | 'joined'
  readonly group: string | undefined
  /** The public key by which this phone's next ballot will be signed, base64url; undefined until it has joined. */
  readonly ballotKey: string | undefined
  readonly recoverySaved: boolean
  /**
   * What is wrong with the log that this phone was shown. `forked`: two of one size. `rewritten`: a later one that does not
   * begin with the earlier. `shrunk`: the server has lost a part of it.
   */
  readonly finding: 'forked' | 'rewritten' | 'shrunk' | undefined
}

export type ElectionPhase = 'draft' | 'open' | 'closed' | 'final' | 'cancelled'
export type BallotStage = 'saved' | 'received' | 'counted' | 'rejected'

export interface BallotOnDevice {
  readonly id: string
  readonly election: string
  readonly sequence: number
  readonly stage: BallotStage
  /** The stable code of a rejection. */
  readonly reason: string | undefined
  /** A later ballot of this phone takes its place. */
  readonly replaced: boolean
  /** From the receipt: by when it must be in the public record. */
  readonly appendBy: string | undefined
  /** That time has passed, by the clock of the election office, and this phone has not seen it counted. */
  readonly overdue: boolean
}

export interface ResultOnDevice {
  readonly result: Result
  readonly final: boolean
  /** Voters who may take part, as the registrars committed; undefined while unknown. */
  readonly eligible: number | undefined
  /** False while this phone shows what it last had. */
  readonly live: boolean
}

export interface SyncState {
  readonly online: boolean
  /** Ballots saved here and not yet received. */
  readonly waiting: number
  /** Ballots are on their way at this moment. */
  readonly sending: boolean
  /**
   * `unreachable`: there is a network, and no answer. `busy`: the server asks this phone to wait. `refused`: it does not
   * take what this phone sends. `storage`: its answer could not be kept, because this phone is full.
   */
  readonly problem: 'none' | 'unreachable' | 'busy' | 'refused' | 'storage'
}

export type DeviceErrorCode =
  | 'offline'
  | 'unknown-election'
  | 'wrong-manifest'
  | 'bad-signature'
  | 'unknown-code'
  | 'already-issued'
  | 'throttled'
  | 'late'
  | 'not-open'
  | 'not-joined'
  | 'storage-full'
  | 'wrong-passphrase'
  | 'bad-recovery-file'
  | 'bad-sequence'
  | 'unexpected'

export class DeviceError extends Error {
  override readonly name = 'DeviceError'
  readonly code: DeviceErrorCode

  constructor(code: DeviceErrorCode, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
  }
}
