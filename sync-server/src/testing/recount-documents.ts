import { ElectionAudit } from '#protocol/audit/election-audit'
import type { Fault } from '#protocol/audit/fault'
import { judgeBallot } from '#protocol/audit/judge-ballot'
import type { Batch } from '#protocol/log/batch'
import { parseBatch } from '#protocol/log/batch'
import type { StoredDoc } from '../couch/couch.ts'
import type { ElectionFixture } from './election-fixture.ts'

/** Recounts the election that these documents are (SPEC §14), from them alone. @returns its size and what is refuted. */
export async function recountDocuments(
  documents: readonly StoredDoc[],
  { manifest, manifestHash }: ElectionFixture,
): Promise<{ readonly size: number; readonly faults: readonly Fault[] }> {
  const byId = new Map(documents.map((document) => [document._id, document]))
  const audit = new ElectionAudit(byId.get(manifest._id), manifestHash)
  for (const document of documents)
    if (/^(amendment|issuance|head|result|close):/.test(document._id)) audit.addPaper(document)
  for (const batch of batchesIn(documents)) {
    audit.addBatch(batch)
    for (const hash of batch.hashes) {
      const ballot = byId.get(`ballot:${hash}`)
      if (ballot) audit.addBallot(await judgeBallot(ballot, manifest.body, manifestHash))
    }
  }
  const { log, faults } = audit.finish()
  return { size: log.size, faults }
}

function batchesIn(documents: readonly StoredDoc[]): Batch[] {
  const batches = documents.filter(({ _id }) => _id.startsWith('batch:')).map(parseBatch)
  return batches.sort((a, b) => a.previous.size - b.previous.size)
}
