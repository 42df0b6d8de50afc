import type { AuditReport } from '#protocol/audit/election-audit'
import { boardHash } from '../../protocol/vectors/material/election.ts'
import { verifyBundle } from '../verify.ts'
import type { Doc } from './finished-election.ts'

/** Verifies the lines of a bundle, as somebody does who has the join link. */
export function verifyText(text: string, manifestHash: string | undefined = boardHash): Promise<AuditReport> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(new TextEncoder().encode(text))
  }
  return verifyBundle(chunks(), { manifestHash, onBallot: () => undefined, threads: 0 })
}

export function toText(documents: readonly Doc[]): string {
  return documents.map((document) => `${JSON.stringify(document)}\n`).join('')
}

/** What a recount refutes, as `kind: code`. */
export async function refutations(documents: readonly Doc[]): Promise<string[]> {
  const { faults } = await verifyText(toText(documents))
  return faults.map(({ document, code }) => `${document.split(':')[0] ?? ''}: ${code}`)
}
