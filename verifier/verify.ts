import type { AuditReport } from '#protocol/audit/election-audit'
import { ElectionAudit } from '#protocol/audit/election-audit'
import { ProtocolError } from '#protocol/errors'
import { readEvidence } from '#protocol/formats/evidence'
import { kindOf, NotABundle, parseLine, readLines } from './bundle.ts'
import type { ReadDocument } from './read-documents.ts'
import { Readers } from './readers.ts'

/** A file that somebody kept: evidence that a phone saved, a checkpoint, or a C2SP tlog-proof. */
export interface KeptFile {
  readonly name: string
  readonly content: string
}

/** What somebody kept is none of this election's: it says nothing of it, for or against. */
export class NotEvidence extends Error {
  override readonly name = 'NotEvidence'
}

export interface VerifyOptions {
  /** That of a join link or a printed code. */
  readonly manifestHash: string | undefined
  /** What the log is held to besides its own papers. */
  readonly evidence: readonly KeptFile[]
  /** Further papers from where the bundle is: a checkpoint, tiles. */
  readonly beside: AsyncIterable<unknown>
  /** Decides which promises are due. */
  readonly now: Date
  /** Told after each ballot; `of` is as many as the last checkpoint counts. */
  readonly onBallot: (of: number) => void
  /** In how many the ballots are judged; 0 judges them in this one. */
  readonly threads: number
}

/**
 * Recounts the election of a bundle as it streams by.
 *
 * @throws {NotABundle} it says nothing of an election.
 * @throws {NotEvidence}
 * @throws {ProtocolError} its manifest is refused, so that nothing else can be judged.
 */
export async function verifyBundle(
  chunks: AsyncIterable<Uint8Array>,
  { manifestHash, evidence, beside, now, onBallot, threads }: VerifyOptions,
): Promise<AuditReport> {
  const lines = readLines(chunks)
  const first = await lines.next()
  if (first.done || kindOf(first.value) !== 'manifest')
    throw new NotABundle('It does not begin with the manifest of an election.')
  const audit = new ElectionAudit(parseLine(first.value), manifestHash)
  for (const file of evidence) addEvidence(audit, file, now)
  for await (const document of beside) audit.addPaper(document)
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

function addEvidence(audit: ElectionAudit, { name, content }: KeptFile, now: Date): void {
  try {
    audit.addEvidence(name, readEvidence(content, audit.manifest), now)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw new NotEvidence(`${name} is no evidence of this election: ${error.code}: ${error.detail}.`)
  }
}
