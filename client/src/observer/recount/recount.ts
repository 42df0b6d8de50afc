import { toBase64url } from '#protocol/bytes'
import type { AuditReport } from '#protocol/audit/election-audit'
import { ElectionAudit } from '#protocol/audit/election-audit'
import type { Fault } from '#protocol/audit/fault'
import { faultOf } from '#protocol/audit/papers'
import type { Manifest } from '#protocol/formats/manifest'
import { manifestId } from '#protocol/formats/manifest'
import type { Checkpoint } from '#protocol/log/checkpoint'
import { checkCheckpoint } from '#protocol/log/checkpoint'
import type { Continuity } from './continuity.ts'
import { judgeContinuity } from './continuity.ts'
import { feedLog } from './feed-log.ts'
import type { Inventory } from './inventory.ts'
import { takeInventory } from './inventory.ts'
import { judgeRevisions } from './judge-revisions.ts'
import type { Judges, JudgeSettings } from './judges.ts'
import { orderBatches } from './log-order.ts'
import type { SignedCheckpoint } from './read-papers.ts'
import { latestCheckpoint, readPapers } from './read-papers.ts'
import type { ElectionRecord } from './record.ts'

export interface RecountOptions {
  readonly election: string
  /** That of a join link or a printed code; without it the manifest is taken on the word of the server. */
  readonly manifestHash: string | undefined
  /** The note of the last checkpoint that this observer kept. */
  readonly keptNote: string | undefined
  readonly openJudges: (settings: JudgeSettings) => Judges
  /** Told after each ballot; `of` is as many as the checkpoint counts. */
  readonly onProgress: (done: number, of: number) => void
}

export type Recount =
  | {
      readonly kind: 'judged'
      readonly manifest: Manifest
      readonly report: AuditReport
      /** Ids of documents that were written again with the content that they had. */
      readonly repeated: readonly string[]
      readonly continuity: Continuity
      /** The checkpoint that the office shows now. */
      readonly latest: SignedCheckpoint | undefined
    }
  /** The manifest itself is refused, so that nothing else can be judged. */
  | { readonly kind: 'refused'; readonly fault: Fault }
  /** There is no manifest in the copy. */
  | { readonly kind: 'empty' }

/** Recounts an election from a copy of its database, without a network: SPEC §14, and what only revisions show. */
export async function recount(record: ElectionRecord, options: RecountOptions): Promise<Recount> {
  const id = manifestId(options.election)
  const [leaves = []] = await record.read([id])
  if (leaves.length === 0) return { kind: 'empty' }
  let audit: ElectionAudit
  try {
    audit = new ElectionAudit(leaves[0], options.manifestHash)
  } catch (error) {
    return { kind: 'refused', fault: faultOf(id, error) }
  }
  const inventory = await takeInventory(record)
  const papers = await readPapers(
    inventory.papers.filter((paper) => paper !== id),
    record,
  )
  for (const paper of papers) audit.addPaper(paper)
  const latest = latestCheckpoint(papers, audit.manifest)
  const kept = readKept(options.keptNote, audit)
  await giveLog(audit, inventory, record, latest, options)
  const { faults, repeated } = await judgeRevisions(inventory.changed, record)
  for (const fault of faults) audit.addFault(fault)
  const continuity =
    kept === 'foreign' ? 'rewritten' : judgeContinuity(kept, latest?.checkpoint, (size) => audit.rootAt(size))
  return { kind: 'judged', manifest: audit.manifest, report: audit.finish(), repeated, continuity, latest }
}

async function giveLog(
  audit: ElectionAudit,
  { batches, ballots }: Inventory,
  record: ElectionRecord,
  latest: SignedCheckpoint | undefined,
  { openJudges, onProgress }: RecountOptions,
): Promise<void> {
  const inOrder = await orderBatches(batches, record, latest && toBase64url(latest.checkpoint.root))
  const judges = openJudges({ manifest: audit.manifest, manifestHash: audit.manifestHash })
  let done = 0
  const onBallot = (id: string): void => {
    ballots.delete(id)
    onProgress(++done, audit.claimedSize)
  }
  try {
    await feedLog(inOrder, { audit, record, judges, onBallot })
  } finally {
    judges.close()
  }
  for (const document of ballots)
    audit.addFault({ document, code: 'bad-chain', detail: 'it is in the record, and not in the log' })
}

/** @returns `foreign`: it was checked before it was kept, so the manifest is another one now, and with it the log's key. */
function readKept(note: string | undefined, audit: ElectionAudit): Checkpoint | 'foreign' | undefined {
  if (note === undefined) return undefined
  try {
    const kept = checkCheckpoint(note, audit.manifest)
    audit.expectRoot(kept.size)
    return kept
  } catch (error) {
    faultOf('', error)
    return 'foreign'
  }
}
