import { randomBytes } from 'node:crypto'
import { ProtocolError } from '#protocol/errors'
import type { Ballot, Votes } from '#protocol/formats/ballot'
import { signBallot } from '#protocol/formats/ballot'
import type { Credential } from '#protocol/formats/credential'
import { deriveCode } from '#protocol/formats/credential'
import type { Manifest } from '#protocol/formats/manifest'
import { checkManifest } from '#protocol/formats/manifest'
import { checkReceipt } from '#protocol/formats/receipt'
import { checkInclusionProof } from '#protocol/log/proof'
import { publicKeyOf } from '#protocol/signed'
import type { Voter } from '../electorate/electorate.ts'
import type { CipherPool } from './cipher-pool.ts'
import type { Network } from './http.ts'
import { exchange } from './http.ts'

/** An election as its join link names it. */
export interface JoinedElection {
  readonly network: Network
  readonly election: string
  /** From the join link: the phone takes no other election for this one. */
  readonly manifestHash: string
}

export interface PhonePorts extends JoinedElection {
  readonly pool: CipherPool
}

export type Delivery =
  | { readonly kind: 'accepted'; readonly ballot: Ballot }
  | { readonly kind: 'rejected'; readonly reason: string }

/** Joins with `code` and casts every ballot of `voter`, as a phone does. @throws {Refusal | NoAnswer | ProtocolError} */
export async function playPhone(ports: PhonePorts, voter: Voter, code: string): Promise<Delivery[]> {
  const manifest = await fetchManifest(ports)
  const seed = Uint8Array.from(randomBytes(32))
  const credential = await joinWithCode(ports, manifest, code, publicKeyOf(seed))
  const deliveries: Delivery[] = []
  for (const [sequence, votes] of voter.ballots.entries()) {
    const ballot = signVotes(ports, { credential, sequence, votes }, seed)
    const first = await deliver(ports, manifest, ballot)
    deliveries.push(voter.losesAnswers ? await deliver(ports, manifest, ballot) : first)
  }
  return deliveries
}

/** Asks for the proof that a ballot is counted, and checks it. @returns false while it is not in the log. */
export async function checkCounted(
  { network, election }: JoinedElection,
  manifest: Manifest,
  ballotId: string,
): Promise<boolean> {
  const leafHash = leafHashOf(ballotId)
  const answer = await exchange(network, `/api/elections/${election}/ballots/${leafHash}`)
  const proof = memberOf(answer, 'proof')
  if (proof === undefined) return false
  checkInclusionProof(proof, leafHash, manifest)
  return true
}

export async function fetchManifest({ network, election, manifestHash }: JoinedElection): Promise<Manifest> {
  const details = await exchange(network, `/api/elections/${election}`)
  return checkManifest(memberOf(details, 'manifest'), manifestHash).body
}

/** A code in exchange for signatures of `quorum` registrars over a key that they never see. */
export async function joinWithCode(
  { network, pool, election, manifestHash }: PhonePorts,
  manifest: Manifest,
  code: string,
  key: string,
): Promise<Credential> {
  const registrars = manifest.registrars.slice(0, manifest.quorum).map(({ id }) => id)
  const signatures: { registrar: string; signature: string }[] = []
  let group = ''
  for (const registrar of registrars.sort()) {
    const path = `/api/elections/${election}/registrars/${registrar}`
    const form = deriveCode(code, manifestHash, registrar)
    group = textMember(await exchange(network, `${path}/group`, { code: form }), 'group')
    const { blindedMessage, inverse } = await pool.blind({ registrar, group, key })
    const answer = await exchange(network, `${path}/credentials`, { group, blindedMessage, code: form })
    const blindSignature = textMember(answer, 'blindSignature')
    const signature = await pool.finalize({ registrar, group, key, inverse, blindSignature })
    signatures.push({ registrar, signature })
  }
  return { group, key, signatures }
}

export function signVotes(
  { election, manifestHash }: JoinedElection,
  content: { credential: Credential; sequence: number; votes: Votes },
  seed: Uint8Array,
): Ballot {
  return signBallot({ v: 1, election, manifest: manifestHash, ...content }, seed)
}

const DELIVERY_TRIES = 20
const UNSETTLED_DELAY_MS = 1000

/** Pushes a ballot until its row is settled; only a receipt that was checked settles it as accepted. */
export async function deliver(
  { network, election }: JoinedElection,
  manifest: Manifest,
  ballot: Ballot,
): Promise<Delivery> {
  for (let tries = 0; tries < DELIVERY_TRIES; tries++) {
    const rows = await exchange(network, `/sync/${election}/_bulk_docs`, { docs: [ballot] })
    const row: unknown = Array.isArray(rows) ? rows[0] : undefined
    if (memberOf(row, 'error') === 'forbidden')
      return { kind: 'rejected', reason: String(memberOf(row, 'reason')) }
    if (memberOf(row, 'ok') === true) {
      checkReceipt(memberOf(row, 'receipt'), manifest, leafHashOf(ballot._id))
      return { kind: 'accepted', ballot }
    }
    network.onRetry()
    await network.wait(UNSETTLED_DELAY_MS * (1 + network.random()))
  }
  throw new ProtocolError('malformed', 'the server never settled a ballot')
}

function leafHashOf(ballotId: string): string {
  return ballotId.slice('ballot:'.length)
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}

function textMember(value: unknown, name: string): string {
  const member = memberOf(value, name)
  if (typeof member !== 'string') throw new ProtocolError('malformed', `the answer has no ${name}`)
  return member
}
