import { ProtocolError } from '#protocol/errors'
import type { Manifest } from '#protocol/formats/manifest'
import type { Checkpoint } from '#protocol/log/checkpoint'
import { checkHead } from '#protocol/log/head'
import { kindOf } from './inventory.ts'
import { distinct } from './judge-revisions.ts'
import type { ElectionRecord } from './record.ts'

/**
 * The contents of papers as a recount is to judge them: every content that an id has, because a forged one may be the
 * winner or not. Of results the largest alone: a database on several nodes may keep one that was overtaken.
 */
export async function readPapers(ids: readonly string[], record: ElectionRecord): Promise<unknown[]> {
  const contents = await record.read(ids)
  return ids.flatMap((id, index) => {
    // The winner last: of a registrar's statements, each must follow the one before.
    const leaves = distinct(contents[index] ?? []).reverse()
    return kindOf(id) === 'result' ? largest(leaves) : leaves
  })
}

function largest(results: readonly unknown[]): unknown[] {
  const most = Math.max(...results.map(sizeOf))
  return results.filter((result) => sizeOf(result) === most)
}

function sizeOf(result: unknown): number {
  const { body } = result as { readonly body?: { readonly size?: unknown } | null }
  return typeof body?.size === 'number' ? body.size : 0
}

export interface SignedCheckpoint {
  readonly note: string
  readonly checkpoint: Checkpoint
}

/** The largest of the checkpoints that the log's key signed. */
export function latestCheckpoint(
  papers: readonly unknown[],
  manifest: Manifest,
): SignedCheckpoint | undefined {
  return papers
    .flatMap((paper) => readCheckpoint(paper, manifest) ?? [])
    .reduce<SignedCheckpoint | undefined>(
      (best, each) => (best && best.checkpoint.size >= each.checkpoint.size ? best : each),
      undefined,
    )
}

function readCheckpoint(paper: unknown, manifest: Manifest): SignedCheckpoint | undefined {
  try {
    const { document, checkpoint } = checkHead(paper, manifest)
    return { note: document.note, checkpoint }
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}
