import { constants, createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { toBase64url, utf8 } from '#protocol/bytes'
import type { Schedule } from '#protocol/formats/amendment'
import { scheduleOf } from '#protocol/formats/amendment'
import type { Ballot, Votes } from '#protocol/formats/ballot'
import { signBallot } from '#protocol/formats/ballot'
import { credentialMessage } from '#protocol/formats/credential'
import type { Contest, Group, Manifest, ManifestDocument } from '#protocol/formats/manifest'
import { findContests, manifestHash, parseManifestBody, signManifest } from '#protocol/formats/manifest'
import { publicKeyOf } from '#protocol/signed'
import type { ElectionState, Phase } from '../elections/elections.ts'
import type { ElectionKeys } from '../keys/keystore.ts'

/** A published election with every private key, for tests only. */
export interface ElectionFixture {
  readonly manifest: ManifestDocument
  readonly manifestHash: string
  readonly keys: ElectionKeys
}

export interface BallotChoice {
  /** contest id → chosen option ids; contests of the group that are left out are blank. */
  readonly votes?: Votes
  readonly sequence?: number
  /** The voter's 32-byte Ed25519 seed; a fresh one when left out. */
  readonly seed?: Uint8Array
  readonly group?: string
}

/**
 * An election "board-2026" from 2026-05-01T08:00 to 2026-05-02T08:00 with an hour for late phones: contest `chair`
 * (plurality: ada, bob) and `board` (approval: cem, dia, eva), one group `all`, registrar `main`, gateway `gw`.
 */
export function makeElection(overrides: Partial<Manifest> = {}, given?: ElectionKeys): ElectionFixture {
  const election = overrides.election ?? 'board-2026'
  const groups = overrides.groups ?? [{ id: 'all', weight: 1, contests: ['chair', 'board'] }]
  const keys = given ?? makeKeys(election, groups)
  const body = parseManifestBody({ ...plainManifest(election, groups, keys), ...overrides })
  return { manifest: signManifest(body, keys.authority), manifestHash: manifestHash(body), keys }
}

/** A valid ballot: the credential is signed by the registrar's key directly, which gives the bytes that blinding would. */
export function makeBallot(election: ElectionFixture, choice: BallotChoice = {}): Ballot {
  const { sequence = 0, seed = Uint8Array.from(randomBytes(32)), group = 'all' } = choice
  const key = publicKeyOf(seed)
  const manifest = election.manifest.body
  const blank = findContests(manifest, group).map((contest) => [contest.id, []])
  const votes = { ...(Object.fromEntries(blank) as Votes), ...choice.votes }
  const signatures = [{ registrar: 'main', signature: signCredential(election, group, key) }]
  const header = { v: 1, election: manifest.election, manifest: election.manifestHash } as const
  return signBallot({ ...header, credential: { group, key, signatures }, sequence, votes }, seed)
}

/** The same seed for the same number in every run, as property tests need. */
export function voterSeed(voter: number): Uint8Array {
  return seedOf(`voter ${voter}`)
}

export function stateOf(
  election: ElectionFixture,
  schedule: Schedule = scheduleOf(election.manifest.body),
): ElectionState {
  const { manifest, manifestHash: hash } = election
  const id = manifest.body.election
  return { id, manifest, manifestHash: hash, schedule, phase: (now) => phaseOf(schedule, now) }
}

function phaseOf({ opens, closes, cancelled }: Schedule, now: Date): Phase {
  if (cancelled) return 'cancelled'
  if (now < new Date(opens)) return 'draft'
  return now < new Date(closes) ? 'open' : 'closed'
}

function makeKeys(election: string, groups: readonly Group[]): ElectionKeys {
  const seed = (role: string): Uint8Array => seedOf(`${election} ${role}`)
  const rsa = Object.fromEntries(groups.map((group) => [group.id, rsaKey(group.id)]))
  return {
    authority: seed('authority'),
    log: seed('log'),
    receipts: { id: 'gw', seed: seed('gw') },
    registrar: { id: 'main', seed: seed('main'), groups: rsa },
  }
}

const ORIGIN = 'https://vote.example'

function plainManifest(election: string, groups: readonly Group[], keys: ElectionKeys): Manifest {
  return {
    v: 1,
    election,
    title: { en: 'Board election' },
    opens: '2026-05-01T08:00:00Z',
    closes: '2026-05-02T08:00:00Z',
    acceptUntil: '2026-05-02T09:00:00Z',
    results: 'live',
    publish: { everySeconds: 1, atLeast: 1 },
    recast: 'last',
    eligibility: 'codes',
    groups,
    contests: [contest('chair', 'plurality', 1, ['ada', 'bob']), contest('board', 'approval', 2, OPTIONS)],
    quorum: 1,
    ...publicKeys(keys),
    origins: [ORIGIN],
  }
}

function publicKeys({
  authority,
  log,
  receipts,
  registrar,
}: ElectionKeys): Pick<Manifest, 'keys' | 'registrars'> {
  const moduli = Object.entries(registrar.groups).map(([group, key]) => [group, modulusOf(key)])
  return {
    keys: {
      authority: publicKeyOf(authority),
      log: publicKeyOf(log),
      receipts: [{ id: receipts.id, key: publicKeyOf(receipts.seed) }],
    },
    registrars: [
      {
        id: registrar.id,
        url: ORIGIN,
        sign: publicKeyOf(registrar.seed),
        keys: Object.fromEntries(moduli) as Record<string, string>,
      },
    ],
  }
}

const OPTIONS = ['cem', 'dia', 'eva']

function contest(id: string, method: Contest['method'], seats: number, ids: readonly string[]): Contest {
  return {
    id,
    title: { en: id },
    method,
    seats,
    maxSelections: method === 'approval' ? ids.length : seats,
    options: ids.map((option) => ({ id: option, title: { en: option } })),
    order: 'fixed',
    ties: ids,
  }
}

function signCredential(election: ElectionFixture, group: string, publicKey: string): string {
  const key = election.keys.registrar.groups[group]
  if (!key) throw new RangeError(`no group ${group}`)
  const message = credentialMessage(election.manifestHash, group, publicKey)
  const padding = constants.RSA_PKCS1_PSS_PADDING
  return toBase64url(Uint8Array.from(sign('sha384', message, { key, padding, saltLength: 48 })))
}

const rsaKeys = new Map<string, KeyObject>()

/** Drawing an RSA key takes a tenth of a second: one per group and process. */
function rsaKey(group: string): KeyObject {
  const known = rsaKeys.get(group)
  if (known) return known
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  rsaKeys.set(group, privateKey)
  return privateKey
}

function modulusOf(key: KeyObject): string {
  return key.export({ format: 'jwk' }).n ?? ''
}

function seedOf(label: string): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(utf8(label)).digest())
}
