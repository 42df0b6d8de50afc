import { ProtocolError } from '#protocol/errors'
import { parseAmendment } from '#protocol/formats/amendment'
import { checkClose } from '#protocol/formats/close'
import { checkIssuance } from '#protocol/formats/issuance'
import { checkManifest, manifestId } from '#protocol/formats/manifest'
import { checkResult } from '#protocol/formats/result'
import { toBase64url } from '#protocol/bytes'
import type { Batch } from '#protocol/log/batch'
import { batchId, parseBatch } from '#protocol/log/batch'
import type { Checkpoint } from '#protocol/log/checkpoint'
import { checkHead } from '#protocol/log/head'
import type { Logger } from 'pino'
import type { Database, StoredDoc } from '../couch/couch.ts'
import { LiveElection } from './live-election.ts'

/** The kinds of document that phones are shown; whatever else is in the feed (ballots, tiles, batches) is not read here. */
const SHOWN = /^(amendment|issuance|head|result|close):/

/** A copy of a cluster's database may be behind: what was published is there, and this copy does not show it yet. */
export class NotShownYet extends Error {
  override readonly name = 'NotShownYet'
}

/**
 * @throws {ProtocolError} wrong-manifest …, when the database holds another manifest than was published.
 * @throws {NotShownYet} when it holds none.
 */
export async function loadElection(
  database: Database,
  election: string,
  manifestHash: string,
  log: Logger,
): Promise<LiveElection> {
  const stored = await database.read(manifestId(election))
  if (!stored) throw new NotShownYet('the manifest')
  const live = new LiveElection({ ...checkManifest(stored, manifestHash), _rev: stored._rev })
  try {
    await loadPapers(live, database, log)
  } catch (error) {
    // The amendments are known by then, and whoever follows reads the rest again: people can vote meanwhile.
    if (!(error instanceof NotShownYet)) throw error
    log.warn({ election, error: String(error) }, 'an election is shown without its log for now')
  }
  return live
}

/**
 * What is shown is read by its ids, so that a start costs a handful of reads and the log's batches, however many ballots
 * the feed has. An election that was ended early must never be announced with its first hours.
 */
async function loadPapers(live: LiveElection, database: Database, log: Logger): Promise<void> {
  for (const kind of ['amendment', 'issuance', 'head', 'result', 'close'])
    for (const document of await readKind(kind, live, database))
      await takeSafely(live, database, document, log)
}

async function readKind(kind: string, live: LiveElection, database: Database): Promise<StoredDoc[]> {
  const documents: StoredDoc[] = []
  const range = { startKey: `${kind}:${live.id}`, endKey: `${kind}:${live.id}:\uffff` }
  for await (const document of database.range(range)) documents.push(document)
  return documents.sort(byNumber)
}

/** Amendments are a chain: the tenth follows the ninth, whatever the order of their ids. */
function byNumber(a: StoredDoc, b: StoredDoc): number {
  return numberOf(a) - numberOf(b)
}

function numberOf({ _id }: StoredDoc): number {
  return _id.startsWith('amendment:') ? Number(_id.split(':')[2]) : 0
}

/**
 * Keeps `live` current from the election database's feed until `signal` aborts. It begins where the feed stands now: what
 * was written before is read by its id, after the position was taken, so that nothing falls between. The feed is followed
 * without documents: most of its rows are ballots, which only the tallier reads.
 */
export async function followElection(
  live: LiveElection,
  database: Database,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const { updateSeq: since } = await database.info()
  await loadPapers(live, database, log)
  for await (const page of database.follow({ since, includeDocs: false, signal })) {
    const ids = [...new Set(page.rows.map((row) => row.id).filter((id) => SHOWN.test(id)))]
    if (ids.length === 0) continue
    const documents = await database.readMany(ids.sort())
    const found = documents.filter((document) => document !== undefined).sort(byNumber)
    for (const document of found) await takeSafely(live, database, document, log)
  }
}

/** A document that does not check is a database administrator's doing: it is named in the log and changes nothing. */
async function takeSafely(
  live: LiveElection,
  database: Database,
  document: StoredDoc,
  log: Logger,
): Promise<void> {
  try {
    await take(live, database, document)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    log.warn({ election: live.id, document: document._id, code: error.code }, 'a public document was refused')
  }
}

async function take(live: LiveElection, database: Database, document: StoredDoc): Promise<void> {
  const manifest = live.manifest.body
  const { _rev } = document
  switch (document._id.slice(0, document._id.indexOf(':'))) {
    case 'amendment': {
      live.amend({ ...parseAmendment(document), _rev })
      return
    }
    case 'issuance': {
      live.setIssuance({ ...checkIssuance(document, manifest), _rev })
      return
    }
    case 'result': {
      const result = checkResult(document, manifest)
      await knowChain(live, database, result.body.amendments)
      live.setResult({ ...result, _rev })
      return
    }
    case 'close': {
      const close = checkClose(document, manifest)
      await knowChain(live, database, close.body.amendments)
      live.setClose({ ...close, _rev })
      return
    }
    case 'head':
      return takeHead(live, database, document)
  }
}

/** The feed of a cluster is only partly in order: a result or a close may come before the amendments that it names. */
async function knowChain(live: LiveElection, database: Database, chain: string): Promise<void> {
  if (live.schedule.history.includes(chain)) return
  for (const document of await readKind('amendment', live, database)) {
    const amendment = parseAmendment(document)
    if (amendment.body.n > live.schedule.amendments) live.amend({ ...amendment, _rev: document._rev })
  }
}

/** A head is shown once every leaf below it can be proved: phones ask for their proof as soon as they see it. */
async function takeHead(live: LiveElection, database: Database, document: StoredDoc): Promise<void> {
  const { document: head, checkpoint } = checkHead(document, live.manifest.body)
  if (checkpoint.size > live.log.tree.size) await catchUp(live, database, checkpoint)
  if (toBase64url(live.log.tree.root(checkpoint.size)) !== toBase64url(checkpoint.root))
    throw new ProtocolError('bad-chain', 'the head is not of this log')
  live.setHead({ ...head, _rev: document._rev }, checkpoint)
}

/**
 * Reads batches back from the checkpoint's root to the last known leaf, then appends their leaves. Two talliers can reach
 * one root by different splits, so the first of them may begin before the end of the log that is known.
 *
 * @throws {NotShownYet} when one is missing: whoever follows begins anew, later.
 */
async function catchUp(live: LiveElection, database: Database, checkpoint: Checkpoint): Promise<void> {
  const known = live.log.tree.size
  const stock = known === 0 ? await readBatches(database) : new Map<string, StoredDoc>()
  const batches: Batch[] = []
  for (let next = { size: checkpoint.size, id: batchId(checkpoint.root) }; next.size > known;) {
    const stored = stock.get(next.id) ?? (await database.read(next.id))
    if (!stored) throw new NotShownYet('a batch of the log')
    const batch = parseBatch(stored)
    const { previous } = batch
    if (previous.size >= next.size) throw new ProtocolError('bad-chain', 'the batches lead nowhere')
    batches.push(batch)
    next = { size: previous.size, id: `batch:${previous.root}` }
  }
  const additions = batches
    .reverse()
    .map(({ hashes, previous }) => hashes.slice(Math.max(0, known - previous.size)))
  live.log.extend(additions, checkpoint)
}

/** All of them at once: a log that grew by a ballot a second has as many batches as ballots. */
async function readBatches(database: Database): Promise<Map<string, StoredDoc>> {
  const batches = new Map<string, StoredDoc>()
  const range = { startKey: 'batch:', endKey: 'batch:\uffff' }
  for await (const batch of database.range(range)) batches.set(batch._id, batch)
  return batches
}
