import { Readable } from 'node:stream'
import type { AuditReport } from '#protocol/audit/election-audit'
import type { KeptFile } from '../verify.ts'
import { boardHash } from '../../protocol/vectors/material/election.ts'
import { verifyBundle } from '../verify.ts'
import type { Doc } from './finished-election.ts'

/** Verifies the lines of a bundle, as somebody does who has the join link. */
export function verifyText(
  text: string,
  manifestHash: string | undefined = boardHash,
  evidence: readonly KeptFile[] = [],
): Promise<AuditReport> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(new TextEncoder().encode(text))
  }
  const now = new Date('2026-05-09T00:00:00Z')
  const settings = { manifestHash, evidence, beside: Readable.from([]), now }
  return verifyBundle(chunks(), { ...settings, onBallot: () => undefined, threads: 0 })
}

export function toText(documents: readonly Doc[]): string {
  return documents.map((document) => `${JSON.stringify(document)}\n`).join('')
}

/** What a recount refutes, as `kind: code`; `line` is the kind of what cannot be read. */
export async function refutations(text: string): Promise<string[]> {
  const { faults } = await verifyText(text)
  return faults.map(({ document, code }) => `${document.split(/[:-]/)[0] ?? ''}: ${code}`)
}
