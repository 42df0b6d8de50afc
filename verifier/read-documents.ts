import type { Judgement } from '#protocol/audit/judge-ballot'
import { judgeBallot } from '#protocol/audit/judge-ballot'
import { ProtocolError } from '#protocol/errors'
import type { Manifest } from '#protocol/formats/manifest'
import type { BundleLine } from './bundle.ts'
import { kindOf, parseLine } from './bundle.ts'

export interface ReadSettings {
  readonly manifest: Manifest
  readonly manifestHash: string
}

/** A line as far as it can be read by itself: a ballot is judged, anything else is for the audit to judge. */
export type ReadDocument =
  | { readonly kind: 'ballot'; readonly judgement: Judgement }
  | { readonly kind: 'batch'; readonly document: unknown }
  | { readonly kind: 'paper'; readonly document: unknown }

/** Reads lines, in their order. */
export async function readDocuments(
  lines: readonly BundleLine[],
  settings: ReadSettings,
): Promise<ReadDocument[]> {
  const documents: ReadDocument[] = []
  for (const line of lines) documents.push(await readDocument(line, settings))
  return documents
}

async function readDocument(
  line: BundleLine,
  { manifest, manifestHash }: ReadSettings,
): Promise<ReadDocument> {
  const kind = kindOf(line)
  const document = parseOrName(line)
  if (kind === 'ballot') return { kind, judgement: await judgeBallot(document, manifest, manifestHash) }
  return kind === 'batch' ? { kind, document } : { kind: 'paper', document }
}

/** What is no JSON of ours is handed on by the name of its line, and refused as the document that it should be. */
function parseOrName(line: BundleLine): unknown {
  try {
    return parseLine(line)
  } catch (error) {
    if (error instanceof ProtocolError) return { _id: `line-${line.number}`, unreadable: error.detail }
    throw error
  }
}
