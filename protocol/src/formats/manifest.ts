import type { Decoded } from '../decode.ts'
import {
  arrayOf,
  base64url,
  id,
  integer,
  localizedText,
  mapOf,
  object,
  oneOf,
  text,
  time,
  uniqueIds,
} from '../decode.ts'
import { fromBase64url, utf8 } from '../bytes.ts'
import { refuse } from '../errors.ts'
import { canonicalJson } from '../json.ts'
import { checkAddress, checkSignature, hashBody, signBody } from '../signed.ts'

/** Longest canonical body of a manifest, in bytes. */
export const MAX_MANIFEST_BYTES = 1_000_000
/** Below this many voters a group's choices may point at people. */
export const SMALL_GROUP = 10

const option = object({ id, title: localizedText(500) })

const contest = object({
  id,
  title: localizedText(500),
  method: oneOf('plurality', 'approval'),
  seats: integer(1, 1000),
  maxSelections: integer(1, 1000),
  options: uniqueIds(arrayOf(option, { min: 1, max: 1000 })),
  order: oneOf('fixed'),
  ties: arrayOf(id, { min: 1, max: 1000 }),
})

const group = object({ id, weight: integer(1, 1_000_000), contests: arrayOf(id, { min: 1, max: 100 }) })

const registrar = object({ id, url: text(500), sign: base64url(32), keys: mapOf(id, base64url(256)) })

const manifestBody = object({
  v: oneOf(1),
  election: id,
  title: localizedText(500),
  opens: time,
  closes: time,
  acceptUntil: time,
  results: oneOf('live'),
  publish: object({ everySeconds: integer(1, 86_400), atLeast: integer(1, 1_000_000) }),
  recast: oneOf('last', 'none'),
  eligibility: oneOf('codes'),
  groups: uniqueIds(arrayOf(group, { min: 1, max: 100 })),
  contests: uniqueIds(arrayOf(contest, { min: 1, max: 100 })),
  registrars: uniqueIds(arrayOf(registrar, { min: 1, max: 15 })),
  quorum: integer(1, 15),
  keys: object({
    authority: base64url(32),
    log: base64url(32),
    receipts: uniqueIds(arrayOf(object({ id, key: base64url(32) }), { min: 1, max: 100 })),
  }),
  origins: arrayOf(text(500), { min: 1, max: 20 }),
})

const manifestDocument = object(
  { _id: text(200), body: manifestBody, signature: base64url(64) },
  { _rev: text(200) },
)

export type Manifest = Decoded<typeof manifestBody>
export type Contest = Decoded<typeof contest>
export type Group = Decoded<typeof group>
export type Registrar = Decoded<typeof registrar>
export interface ManifestDocument {
  readonly _id: string
  readonly body: Manifest
  readonly signature: string
}

/** Values of later releases, refused by name so that an officer reads "not yet" and not "wrong". */
const NOT_YET: Readonly<Record<string, readonly unknown[]>> = {
  results: ['sealed'],
  eligibility: ['roll', 'open'],
  method: ['ranked', 'score', 'star', 'borda', 'schulze', 'ranked-pairs', 'irv', 'stv-scottish', 'stv-meek'],
  order: ['rotated', 'random'],
}

/**
 * Reads a manifest body and checks every rule that needs nothing else.
 *
 * @throws {ProtocolError} malformed | too-large, or unsupported for a feature that this version does not have.
 */
export function parseManifestBody(value: unknown): Manifest {
  refuseUnsupported(value)
  const manifest = manifestBody(value, 'manifest')
  if (utf8(canonicalJson(manifest)).length > MAX_MANIFEST_BYTES)
    refuse('too-large', `a manifest has at most ${MAX_MANIFEST_BYTES} bytes`)
  checkTimes(manifest)
  manifest.contests.forEach(checkContest)
  manifest.groups.forEach((item) => checkGroup(item, manifest))
  manifest.registrars.forEach((item) => checkRegistrar(item, manifest))
  checkModuli(manifest)
  checkQuorum(manifest)
  manifest.origins.forEach((origin) => checkUrl(origin, 'origins', true))
  return manifest
}

/** The election's identity: SHA-256 over the canonical body. Join links and printed codes carry it. */
export function manifestHash(body: Manifest): string {
  return hashBody(body)
}

export function signManifest(body: Manifest, authoritySeed: Uint8Array): ManifestDocument {
  return { _id: manifestId(body.election), body, signature: signBody('manifest', body, authoritySeed) }
}

/**
 * Reads and checks a manifest document.
 *
 * @param expectedHash the hash that the join link or the printed code carries; without one, the caller takes the
 *   election on the server's word and must say so.
 * @throws {ProtocolError} wrong-manifest, when it is another manifest than expected.
 */
export function checkManifest(value: unknown, expectedHash: string | undefined): ManifestDocument {
  if (typeof value === 'object' && value !== null && 'body' in value) refuseUnsupported(value.body)
  const document = manifestDocument(value, 'manifest')
  const body = parseManifestBody(document.body)
  checkAddress(document, manifestId(body.election))
  if (expectedHash !== undefined && manifestHash(body) !== expectedHash)
    refuse('wrong-manifest', 'not the expected manifest')
  checkSignature('manifest', body, document.signature, body.keys.authority)
  return { _id: document._id, body, signature: document.signature }
}

export function manifestId(election: string): string {
  return `manifest:${election}`
}

/** Twelve digits of a manifest's hash in groups of four, for two people to compare aloud. */
export function fingerprint(hash: string): string {
  const digits = [...fromBase64url(hash, 32).subarray(0, 12)].map((byte) => String(byte % 10)).join('')
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ')
}

export function findContests(manifest: Manifest, groupId: string): readonly Contest[] {
  const chosen = manifest.groups.find((candidate) => candidate.id === groupId)?.contests ?? []
  return manifest.contests.filter((candidate) => chosen.includes(candidate.id))
}

function refuseUnsupported(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const { contests } = value as { contests?: unknown }
  for (const item of [value, ...(Array.isArray(contests) ? (contests as unknown[]) : [])]) {
    if (typeof item !== 'object' || item === null) continue
    for (const [name, later] of Object.entries(NOT_YET)) {
      const found = (item as Record<string, unknown>)[name]
      if (later.includes(found)) refuse('unsupported', `${name} "${String(found)}" is not supported yet`)
    }
  }
}

function checkTimes({ opens, closes, acceptUntil }: Manifest): void {
  if (!(opens < closes && closes <= acceptUntil))
    refuse('malformed', 'opens must be before closes, and closes not after acceptUntil')
}

function checkContest(item: Contest): void {
  const ids = item.options.map((candidate) => candidate.id)
  const sameOptions = item.ties.length === ids.length && new Set([...item.ties, ...ids]).size === ids.length
  if (!sameOptions || new Set(item.ties).size !== ids.length)
    refuse('malformed', `ties of ${item.id} must list each option once`)
  if (item.seats > ids.length) refuse('malformed', `${item.id} has more seats than options`)
  if (item.maxSelections > ids.length)
    refuse('malformed', `${item.id} allows more selections than it has options`)
}

function checkGroup(item: Group, manifest: Manifest): void {
  const known = new Set(manifest.contests.map((candidate) => candidate.id))
  if (new Set(item.contests).size !== item.contests.length)
    refuse('malformed', `group ${item.id} repeats a contest`)
  if (!item.contests.every((contestId) => known.has(contestId)))
    refuse('malformed', `group ${item.id} has an unknown contest`)
}

function checkRegistrar(item: Registrar, manifest: Manifest): void {
  checkUrl(item.url, `registrar ${item.id}`, false)
  const groups = manifest.groups.map((candidate) => candidate.id)
  const complete = groups.every((groupId) => Object.hasOwn(item.keys, groupId))
  if (!complete || Object.keys(item.keys).length !== groups.length)
    refuse('malformed', `registrar ${item.id} needs one key for each group`)
  for (const key of Object.values(item.keys)) checkModulus(fromBase64url(key, 256))
}

/** One key in two places would let one signature pass for two registrars' or for another group's weight. */
function checkModuli({ registrars }: Manifest): void {
  const moduli = registrars.flatMap((item) => Object.values(item.keys))
  if (new Set(moduli).size !== moduli.length)
    refuse('malformed', 'each registrar needs a key of its own for each group')
}

/** RSA-2048: the top bit makes it 2048 bits long, and a product of odd primes is odd. */
function checkModulus(modulus: Uint8Array): void {
  const [first = 0] = modulus
  const last = modulus.at(-1) ?? 0
  if (first < 0x80 || last % 2 === 0) refuse('malformed', 'an RSA modulus must be odd and 2048 bits long')
}

/** With 2·quorum > registrars no two disjoint sets of registrars can give one voter two credentials. */
function checkQuorum({ quorum, registrars }: Manifest): void {
  if (quorum > registrars.length || 2 * quorum <= registrars.length) {
    refuse('malformed', 'quorum must be more than half of the registrars and not more than all')
  }
}

/** A web address in its normal spelling; URL parsers forgive tabs, spaces and capitals, and not all the same ones. */
function checkUrl(value: string, what: string, originOnly: boolean): void {
  const url = URL.canParse(value) ? new URL(value) : refuse('malformed', `${what}: not a URL`)
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  const normal = value === url.origin || (!originOnly && value === url.href)
  if (!web || !plain || !normal) refuse('malformed', `${what}: not a web address`)
}
