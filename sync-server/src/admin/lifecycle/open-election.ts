import { formatTime } from '#protocol/decode'
import type { ManifestDocument } from '#protocol/formats/manifest'
import { canonicalJson } from '#protocol/json'
import { checkManifest, manifestHash, manifestId, signManifest } from '#protocol/formats/manifest'
import type { Database } from '../../couch/couch.ts'
import { decideOnce, publishCopy } from '../../elections/decided.ts'
import { electionDatabase, openControl, registryDatabase } from '../../elections/elections.ts'
import { Problem } from '../../http/problem.ts'
import { publicKeysOf } from '../../keys/election-keys.ts'
import type { ElectionKeys } from '../../keys/keystore.ts'
import { commitIssuance } from '../../registrar/commit-issuance.ts'
import { drawRoll } from '../../registrar/draw-roll.ts'
import type { Codes } from '../../registrar/kept-codes.ts'
import { keepCodes } from '../../registrar/kept-codes.ts'
import type { Published } from '../../registrar/published-roll.ts'
import { publishedId, readDrawn, readPublished, rollId } from '../../registrar/published-roll.ts'
import { createDocument, swapDocument } from '../documents.ts'
import type { AdminPorts } from '../ports.ts'
import { readUnreceivedCodes } from './codes-received.ts'
import type { Definition } from './definition.ts'
import { draftManifest, warningsOf } from './draft-manifest.ts'
import type { ElectionRecord } from './record.ts'
import { readRecord } from './record.ts'

export interface OpenedElection {
  readonly manifestHash: string
  readonly joinLink: string
  /** By group, until somebody says that they were received; then none. */
  readonly codes: Codes
  readonly warnings: readonly string[]
}

/** Told while the codes are drawn, which for many takes minutes. */
type OnDrawn = (drawn: number) => void

const MAX_CODES = 1_000_000
/** Larger elections are cut into shards, which a cluster can move; small ones cost fewer files in one. */
const MANY_VOTERS = 100_000
const KNOWN_WITHIN_MS = 10_000

/**
 * Opens an election: keys, databases, manifest, codes, issuance, and last `published:<election>`, which is the commit
 * point. Each is decided in `control`, where the first writer wins, and copied from there: killed anywhere, the next call
 * goes on with what was decided, and of two calls at once both end with the same. Its answer may get lost on the way: until
 * the codes are said to be received, the same call answers with the same codes.
 *
 * @param size how many voters, by group; groups left out have none.
 * @throws {Problem} 404 unknown-election, 409 late | election-changed
 * @throws {CouchError} unavailable; the same call may simply be made again.
 */
export async function openElection(
  ports: AdminPorts,
  election: string,
  size: Readonly<Record<string, number>>,
  onDrawn: OnDrawn = () => undefined,
): Promise<OpenedElection> {
  const control = await openControl(ports.couch)
  const { definition } = await findRecord(control, election)
  const groups = definition.groups.map((group) => group.id)
  const wanted = sizeOf(groups, size)
  if (!(await readPublished(control, election))) {
    await beginOpening(control, definition)
    const keys = await ports.keystore.create(election, groups)
    await publish({ ports, control, definition, keys, onDrawn }, wanted)
  }
  return describeOpened(ports, control, definition, wanted)
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
  readonly onDrawn: OnDrawn
}

async function describeOpened(
  ports: AdminPorts,
  control: Database,
  definition: Definition,
  wanted: Readonly<Record<string, number>>,
): Promise<OpenedElection> {
  const { election } = definition
  const published = await readPublished(control, election)
  if (!published) throw new Error('a published election is gone')
  // A server that follows the feed late still opens the election; whoever asked only waits in vain.
  const known = ports.elections.whenKnown(election, AbortSignal.timeout(KNOWN_WITHIN_MS))
  await known.catch(() => undefined)
  const { size } = published.roll
  const codes = await readUnreceivedCodes(ports, control, election, published.roll)
  const joinLink = joinLinkOf(ports.origin, election, published.manifestHash)
  const warnings = [...warningsOf(definition, size), ...otherSize(size, wanted)]
  return { manifestHash: published.manifestHash, joinLink, codes, warnings }
}

function otherSize(
  size: Readonly<Record<string, number>>,
  wanted: Readonly<Record<string, number>>,
): string[] {
  if (canonicalJson(size) === canonicalJson(wanted)) return []
  const counts = Object.entries(size).map(([group, count]) => `${count} for group "${group}"`)
  return [`The election was opened before, with another number of codes: ${counts.join(', ')}.`]
}

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

async function publish(opening: Opening, size: Readonly<Record<string, number>>): Promise<void> {
  const { ports, control, definition, keys } = opening
  const { election } = definition
  const total = Object.values(size).reduce((sum, count) => sum + count, 0)
  const q = total > MANY_VOTERS ? 8 : 1
  const database = await ports.couch.ensureDatabase(electionDatabase(election), { q })
  // With one copy each code's document is a serial compare-and-swap; with more, two writers may both be told yes.
  const registry = await ports.couch.ensureDatabase(registryDatabase(election), { q, n: 1 })
  const { body } = await decideManifest(opening)
  const drawn = await decideRoll(opening, registry, manifestHash(body), size)
  await publishCopy(control, database, manifestId(election))
  const issued = Object.fromEntries(definition.groups.map((group) => [group.id, 0]))
  await commitIssuance({ control, database }, keys.registrar, { election, ...drawn, issued, final: false })
  await createDocument(control, { _id: publishedId(election), ...drawn })
}

/**
 * The manifest that a call before this one stored stays, also when the server has another address by now: its hash may
 * already be known.
 */
async function decideManifest({ ports, control, definition, keys }: Opening): Promise<ManifestDocument> {
  const now = ports.clock()
  if (definition.closes <= formatTime(now))
    refuse(409, 'late', 'The election would be over before it opens: change when it closes.')
  const stored = await control.read(manifestId(definition.election))
  if (stored) return checkManifest(stored, undefined)
  const body = draftManifest(definition, publicKeysOf(keys), ports.origin, now)
  return checkManifest(await decideOnce(control, { ...signManifest(body, keys.authority) }), undefined)
}

/** A call that is killed while it draws leaves codes of a roll that nothing names; the next one draws another. */
async function decideRoll(
  { ports, control, definition, keys, onDrawn }: Opening,
  registry: Database,
  hash: string,
  size: Readonly<Record<string, number>>,
): Promise<Published> {
  const { election } = definition
  const before = await readDrawn(control, election)
  if (before) return before
  const roll = await drawRoll(registry, {
    ...{ manifestHash: hash, registrar: keys.registrar.id, size, random: ports.random },
    keep: (id, batch) => keepCodes(ports.vault, id, batch),
    onProgress: onDrawn,
  })
  await decideOnce(control, { _id: rollId(election), manifestHash: hash, roll })
  const drawn = await readDrawn(control, election)
  if (!drawn) throw new Error('the roll that was decided is gone')
  return drawn
}

function sizeOf(groups: readonly string[], codes: Readonly<Record<string, number>>): Record<string, number> {
  const unknown = Object.keys(codes).find((group) => !groups.includes(group))
  if (unknown !== undefined) refuse(400, 'malformed', `The election has no group "${unknown}".`)
  const size = Object.fromEntries(groups.map((group) => [group, codes[group] ?? 0]))
  const total = Object.values(size).reduce((sum, count) => sum + count, 0)
  if (total > MAX_CODES) refuse(400, 'too-large', `At most ${MAX_CODES} codes can be drawn.`)
  return size
}
