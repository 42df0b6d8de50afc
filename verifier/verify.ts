import type { AuditReport } from '#protocol/audit/election-audit'
import { ElectionAudit } from '#protocol/audit/election-audit'
import { kindOf, NotABundle, parseLine, readLines } from './bundle.ts'
import type { ReadDocument } from './read-documents.ts'
import { Readers } from './readers.ts'

export interface VerifyOptions {
  /** That of a join link or a printed code. */
  readonly manifestHash: string | undefined
  /** Told after each ballot; `of` is as many as the last checkpoint counts. */
  readonly onBallot: (of: number) => void
  /** In how many the ballots are judged; 0 judges them in this one. */
  readonly threads: number
}

/**
 * Recounts the election of a bundle as it streams by.
 *
 * @throws {NotABundle} it says nothing of an election.
 * @throws {ProtocolError} its manifest is refused, so that nothing else can be judged.
 */
export async function verifyBundle(
  chunks: AsyncIterable<Uint8Array>,
  { manifestHash, onBallot, threads }: VerifyOptions,
): Promise<AuditReport> {
  const lines = readLines(chunks)
  const first = await lines.next()
  if (first.done || kindOf(first.value) !== 'manifest')
    throw new NotABundle('It does not begin with the manifest of an election.')
  const audit = new ElectionAudit(parseLine(first.value), manifestHash)
  const take = (read: ReadDocument): void => {
    if (read.kind === 'paper') return audit.addPaper(read.document)
    if (read.kind === 'batch') return audit.addBatch(read.document)
    audit.addBallot(read.judgement)
    onBallot(audit.claimedSize)
  }
  const settings = { manifest: audit.manifest, manifestHash: audit.manifestHash }
  const readers = new Readers(settings, take, threads)
  try {
    for await (const line of lines) await readers.read(line)
    await readers.drain()
    return audit.finish()
  } finally {
    await readers.close()
  }
}
