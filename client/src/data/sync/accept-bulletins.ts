import type { AmendmentDocument } from '#protocol/formats/amendment'
import { amendedSchedule, checkChain, parseAmendment } from '#protocol/formats/amendment'
import { checkClose } from '#protocol/formats/close'
import { checkIssuance, followIssuance } from '#protocol/formats/issuance'
import { checkResult } from '#protocol/formats/result'
import { ProtocolError } from '#protocol/errors'
import type { Papers } from '../election/papers.ts'
import type { BulletinDocument } from '../store/documents.ts'

/**
 * Of what a server hands out, the documents that check against the manifest on this phone and go forward. The rest is
 * left out and says nothing: a server that forges is one that this phone does not listen to. The manifest itself never
 * changes here; it comes with a join link. Checkpoints are the {@link LogGuard}'s.
 */
export function acceptBulletins(documents: readonly unknown[], papers: Papers): readonly BulletinDocument[] {
  const amendments = papers.close ? [] : acceptAmendments(documents, papers)
  // A result or a close may name an amendment that came with it.
  const schedule =
    amendments.length > 0
      ? amendedSchedule(papers.manifest, [...papers.amendments, ...amendments])
      : papers.schedule
  const single = documents.flatMap((document) => acceptOne(document, { ...papers, schedule }) ?? [])
  return [...single, ...amendments]
}

function acceptOne(document: unknown, papers: Papers): BulletinDocument | undefined {
  try {
    switch (kindOf(document)) {
      case 'result':
        return acceptResult(document, papers)
      case 'issuance':
        return acceptIssuance(document, papers)
      case 'close':
        return acceptClose(document, papers)
      default:
        return undefined
    }
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}

function acceptResult(
  document: unknown,
  { manifest, schedule, result }: Papers,
): BulletinDocument | undefined {
  const checked = checkResult(document, manifest)
  checkChain(schedule, checked.body)
  return result && checked.body.size < result.body.size ? undefined : checked
}

function acceptIssuance(document: unknown, { manifest, issuance }: Papers): BulletinDocument | undefined {
  const checked = checkIssuance(document, manifest)
  const known = issuance.find(({ _id }) => _id === checked._id)
  if (known) followIssuance(known.body, checked.body)
  return checked
}

function acceptClose(document: unknown, { manifest, schedule, close }: Papers): BulletinDocument | undefined {
  if (close) return undefined
  const checked = checkClose(document, manifest)
  checkChain(schedule, checked.body)
  return checked
}

/** Amendments are a chain: all of them together must follow one another, or the new ones are left out. */
function acceptAmendments(documents: readonly unknown[], papers: Papers): readonly AmendmentDocument[] {
  const offered = documents.filter((document) => kindOf(document) === 'amendment')
  try {
    const fresh = offered
      .map(parseAmendment)
      .filter(({ _id }) => !papers.amendments.some((known) => known._id === _id))
    amendedSchedule(papers.manifest, [...papers.amendments, ...fresh])
    return fresh
  } catch (error) {
    if (error instanceof ProtocolError) return []
    throw error
  }
}

function idOf(document: unknown): string | undefined {
  const id = typeof document === 'object' && document !== null && '_id' in document ? document._id : undefined
  return typeof id === 'string' ? id : undefined
}

function kindOf(document: unknown): string | undefined {
  return idOf(document)?.split(':')[0]
}
