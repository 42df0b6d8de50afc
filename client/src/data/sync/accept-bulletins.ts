import { amendedSchedule, parseAmendment } from '#protocol/formats/amendment'
import { checkClose } from '#protocol/formats/close'
import { checkIssuance } from '#protocol/formats/issuance'
import { checkResult } from '#protocol/formats/result'
import { ProtocolError } from '#protocol/errors'
import { checkCheckpoint } from '#protocol/log/checkpoint'
import type { Papers } from '../election/papers.ts'
import { headId } from '../election/papers.ts'
import type { BulletinDocument } from '../store/documents.ts'

/**
 * Of what a server hands out, the documents that check against the manifest on this phone and go forward. The rest is
 * left out and says nothing: a server that forges is one that this phone does not listen to. The manifest itself never
 * changes here; it comes with a join link.
 */
export function acceptBulletins(documents: readonly unknown[], papers: Papers): readonly BulletinDocument[] {
  const single = documents.flatMap((document) => acceptOne(document, papers) ?? [])
  return [...single, ...acceptAmendments(documents, papers)]
}

function acceptOne(document: unknown, papers: Papers): BulletinDocument | undefined {
  try {
    switch (kindOf(document)) {
      case 'head':
        return acceptHead(document, papers)
      case 'result':
        return acceptResult(document, papers)
      case 'issuance':
        return acceptIssuance(document, papers)
      case 'close':
        return papers.close ? undefined : checkClose(document, papers.manifest)
      default:
        return undefined
    }
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}

/** A checkpoint never goes back: what this phone has seen published stays published. */
function acceptHead(
  document: unknown,
  { election, manifest, headSize }: Papers,
): BulletinDocument | undefined {
  const note =
    typeof document === 'object' && document !== null && 'note' in document ? document.note : undefined
  if (typeof note !== 'string' || idOf(document) !== headId(election)) return undefined
  const { size } = checkCheckpoint(note, manifest)
  return headSize !== undefined && size <= headSize ? undefined : { _id: headId(election), note }
}

function acceptResult(document: unknown, { manifest, result }: Papers): BulletinDocument | undefined {
  const checked = checkResult(document, manifest)
  return result && checked.body.size < result.body.size ? undefined : checked
}

function acceptIssuance(document: unknown, { manifest, issuance }: Papers): BulletinDocument | undefined {
  const checked = checkIssuance(document, manifest)
  const known = issuance.find(({ _id }) => _id === checked._id)
  return known?.body.final === true && !checked.body.final ? undefined : checked
}

/** Amendments are a chain: all of them together must follow one another, or the new ones are left out. */
function acceptAmendments(documents: readonly unknown[], papers: Papers): readonly BulletinDocument[] {
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
