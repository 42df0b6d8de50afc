import type { Finding } from '#protocol/formats/evidence'
import type { ManifestDocument } from '#protocol/formats/manifest'
import { manifestId } from '#protocol/formats/manifest'
import type { Receipt } from '#protocol/formats/receipt'
import { headId } from '#protocol/log/head'
import { readPapers } from '../election/papers.ts'
import { viewBallots } from '../election/views.ts'
import type { PhoneState } from '../store/phone-store.ts'

/** What a voter hands to whoever supervises the election. Everything in it was signed by the office; no vote is in it. */
export interface Evidence {
  readonly urna: 'evidence'
  readonly v: 1
  readonly manifest: ManifestDocument | undefined
  /** Two checkpoints of which neither log begins with the other. */
  readonly finding: Finding | undefined
  /** The last checkpoint that this phone was shown. */
  readonly checkpoint: string | undefined
  /** Receipts whose time is over, of ballots that this phone has not seen counted. */
  readonly receipts: readonly Receipt[]
}

/** @param now the time as the election office has it. */
export function gatherEvidence(state: PhoneState, election: string, now: Date): Evidence {
  const manifest = state.bulletins.get(manifestId(election)) as ManifestDocument | undefined
  const overdue = viewBallots(state, election, now).filter((ballot) => ballot.overdue)
  return {
    urna: 'evidence',
    v: 1,
    manifest,
    finding: readPapers(state.bulletins, election)?.finding,
    checkpoint: state.bulletins.get(headId(election))?.note,
    receipts: overdue.flatMap(({ id }) => state.deliveries.get(id)?.receipt ?? []),
  }
}
