import { formatTime } from '#protocol/decode'
import type { ManifestDocument } from '#protocol/formats/manifest'
import { canonicalJson } from '#protocol/json'
import { checkManifest, manifestHash, manifestId, signManifest } from '#protocol/formats/manifest'
import type { Database } from '../../couch/couch.ts'
import { electionDatabase, registryDatabase, openControl } from '../../elections/elections.ts'
import { Problem } from '../../http/problem.ts'
import { publicKeysOf } from '../../keys/election-keys.ts'
import type { ElectionKeys } from '../../keys/keystore.ts'
import { commitIssuance } from '../../registrar/commit-issuance.ts'
import type { Published } from '../../registrar/published-roll.ts'
import { publishedId, readPublished } from '../../registrar/published-roll.ts'
import { drawRoll } from '../../registrar/roll.ts'
import { createDocument, swapDocument } from '../documents.ts'
import type { AdminPorts } from '../ports.ts'
import type { Definition } from './definition.ts'
import { draftManifest, warningsOf } from './draft-manifest.ts'
import type { ElectionRecord } from './record.ts'
import { readRecord } from './record.ts'

export interface OpenedElection {
  readonly manifestHash: string
  readonly joinLink: string
  /** By group, here and nowhere else; none when the election was open before. */
  readonly codes: Readonly<Record<string, readonly string[]>>
  readonly warnings: readonly string[]
}

const MAX_CODES = 1_000_000
/** Larger elections are cut into shards, which a cluster can move; small ones cost fewer files in one. */
const MANY_VOTERS = 100_000
const KNOWN_WITHIN_MS = 10_000

/**
 * Opens an election: keys, databases, manifest, codes, issuance, and last `published:<election>`, which is the commit
 * point. Killed before it, the next call goes on: keys and manifest are kept, and codes, which nobody saw, are drawn as a
 * new roll. Of two calls at once one publishes; what the other drew is worth nothing.
 *
 * @param codes how many voters, by group; groups left out have none.
 * @throws {Problem} 404 unknown-election, 409 late | election-changed
 * @throws {CouchError} unavailable; the same call may simply be made again.
 */
export async function openElection(
  ports: AdminPorts,
  election: string,
  codes: Readonly<Record<string, number>>,
): Promise<OpenedElection> {
  const control = await openControl(ports.couch)
  const { definition } = await findRecord(control, election)
  const groups = definition.groups.map((group) => group.id)
  const size = sizeOf(groups, codes)
  await beginOpening(control, definition)
  const keys = await ports.keystore.create(election, groups)
  const opening: Opening = { ports, control, definition, keys }
  const drawn = (await readPublished(control, election)) ? {} : await publish(opening, size)
  const published = await settle(opening)
  const joinLink = joinLinkOf(ports.origin, election, published.manifestHash)
  const warnings = warningsOf(definition, published.roll.size)
  return { manifestHash: published.manifestHash, joinLink, codes: drawn, warnings }
}

/** Everything that names the voter's right stays behind the `#`, which browsers send to nobody. */
export function joinLinkOf(origin: string, election: string, hash: string): string {
  return `${origin}/#/join/${election}/${hash}`
}

interface Opening {
  readonly ports: AdminPorts
  readonly control: Database
  readonly definition: Definition
  readonly keys: ElectionKeys
}

type Codes = Readonly<Record<string, readonly string[]>>

async function findRecord(control: Database, election: string): Promise<ElectionRecord> {
  const record = await readRecord(control, election)
  return record ?? refuse(404, 'unknown-election', `There is no election "${election}".`)
}

/** From here on the definition stands, because keys and a manifest are made of it. */
async function beginOpening(control: Database, definition: Definition): Promise<void> {
  const record = await findRecord(control, definition.election)
  if (canonicalJson(record.definition) !== canonicalJson(definition)) return refuseChanged()
  if (record.state === 'opening' || (await swapDocument(control, { ...record, state: 'opening' }))) return
  // Somebody else was faster: most likely another call that opens it too.
  const latest = await findRecord(control, definition.election)
  if (latest.state !== 'opening' || canonicalJson(latest.definition) !== canonicalJson(definition))
    refuseChanged()
}

function refuseChanged(): never {
  return refuse(409, 'election-changed', 'Somebody has just changed this election; look at it again.')
}

function refuse(status: number, code: string, detail: string): never {
  throw new Problem(status, code, detail)
}

/** @returns the codes, or none when somebody else was faster. */
async function publish(opening: Opening, size: Readonly<Record<string, number>>): Promise<Codes> {
  const { ports, control, definition, keys } = opening
  const { election } = definition
  const total = Object.values(size).reduce((sum, count) => sum + count, 0)
  const q = total > MANY_VOTERS ? 8 : 1
  const database = await ports.couch.ensureDatabase(electionDatabase(election), { q })
  // With one copy each code's document is a serial compare-and-swap; with more, two writers may both be told yes.
  const registry = await ports.couch.ensureDatabase(registryDatabase(election), { q, n: 1 })
  const { body } = await freezeManifest(opening, database)
  const hash = manifestHash(body)
  const drawing = { manifestHash: hash, registrar: keys.registrar.id, size }
  const { roll, codes } = await drawRoll(registry, ports.random, drawing)
  const published = { manifestHash: hash, roll }
  await commitRoll(opening, published)
  return (await createDocument(control, { _id: publishedId(election), ...published })) ? codes : {}
}

/**
 * The manifest that a call before this one stored stays, also when the server has another address by now: its hash may
 * already be known.
 */
async function freezeManifest(
  { ports, definition, keys }: Opening,
  database: Database,
): Promise<ManifestDocument> {
  const now = ports.clock()
  if (definition.closes <= formatTime(now))
    refuse(409, 'late', 'The election would be over before it opens: change when it closes.')
  const stored = await database.read(manifestId(definition.election))
  if (stored) return checkManifest(stored, undefined)
  const body = draftManifest(definition, publicKeysOf(keys), ports.origin, now)
  const document = signManifest(body, keys.authority)
  if (await createDocument(database, { ...document })) return document
  return checkManifest(await database.read(document._id), undefined)
}

/** Another call may have stated its own roll meanwhile: what was published is stated once more. */
async function settle(opening: Opening): Promise<Published> {
  const { ports, control, definition } = opening
  const published = await readPublished(control, definition.election)
  if (!published) throw new Error('a published election is gone')
  await commitRoll(opening, published)
  // A server that follows the feed late still opens the election; whoever asked only waits in vain.
  const known = ports.elections.whenKnown(definition.election, AbortSignal.timeout(KNOWN_WITHIN_MS))
  await known.catch(() => undefined)
  return published
}

async function commitRoll({ ports, definition, keys }: Opening, published: Published): Promise<void> {
  const { election } = definition
  const issued = Object.fromEntries(definition.groups.map((group) => [group.id, 0]))
  const database = ports.couch.database(electionDatabase(election))
  await commitIssuance(database, keys.registrar, { election, ...published, issued, final: false })
}

function sizeOf(groups: readonly string[], codes: Readonly<Record<string, number>>): Record<string, number> {
  const unknown = Object.keys(codes).find((group) => !groups.includes(group))
  if (unknown !== undefined) refuse(400, 'malformed', `The election has no group "${unknown}".`)
  const size = Object.fromEntries(groups.map((group) => [group, codes[group] ?? 0]))
  const total = Object.values(size).reduce((sum, count) => sum + count, 0)
  if (total > MAX_CODES) refuse(400, 'too-large', `At most ${MAX_CODES} codes can be drawn.`)
  return size
}
