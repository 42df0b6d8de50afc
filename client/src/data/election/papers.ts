import type { AmendmentDocument, Schedule } from '#protocol/formats/amendment'
import { amendedSchedule, closedSchedule } from '#protocol/formats/amendment'
import type { CloseDocument } from '#protocol/formats/close'
import { closeId } from '#protocol/formats/close'
import type { Finding } from '#protocol/formats/evidence'
import type { IssuanceDocument } from '#protocol/formats/issuance'
import type { Manifest, ManifestDocument } from '#protocol/formats/manifest'
import { manifestHash, manifestId } from '#protocol/formats/manifest'
import type { ResultDocument } from '#protocol/formats/result'
import { resultId } from '#protocol/formats/result'
import { formatTime } from '#protocol/decode'
import { headId } from '#protocol/log/head'
import type { ElectionPhase } from '../../device.ts'
import type { BulletinDocument, FindingDocument } from '../store/documents.ts'
import { findingId } from '../store/documents.ts'

export type Bulletins = ReadonlyMap<string, BulletinDocument>

/** What this phone holds of one election's public documents; each was checked before it was stored. */
export interface Papers {
  readonly election: string
  readonly manifest: Manifest
  readonly manifestHash: string
  readonly schedule: Schedule
  readonly amendments: readonly AmendmentDocument[]
  readonly issuance: readonly IssuanceDocument[]
  /** Ballots in the log, by the last checkpoint. */
  readonly headSize: number | undefined
  readonly result: ResultDocument | undefined
  readonly close: CloseDocument | undefined
  /** What is wrong with the log that this phone was shown. */
  readonly finding: Finding | undefined
}

/** @returns undefined while this phone has no manifest of the election. */
export function readPapers(bulletins: Bulletins, election: string): Papers | undefined {
  const manifest = bulletins.get(manifestId(election)) as ManifestDocument | undefined
  if (!manifest) return undefined
  const of = (kind: string): readonly BulletinDocument[] =>
    [...bulletins.values()].filter(({ _id }) => _id.startsWith(`${kind}:${election}:`))
  const amendments = of('amendment') as readonly AmendmentDocument[]
  const close = bulletins.get(closeId(election)) as CloseDocument | undefined
  return {
    election,
    manifest: manifest.body,
    manifestHash: hashOf(manifest),
    schedule: scheduleOf(manifest, amendments, close),
    amendments,
    issuance: of('issuance') as readonly IssuanceDocument[],
    headSize: headSize(bulletins.get(headId(election))),
    result: bulletins.get(resultId(election)) as ResultDocument | undefined,
    close,
    finding: (bulletins.get(findingId(hashOf(manifest))) as FindingDocument | undefined)?.body,
  }
}

export function electionsOf(bulletins: Bulletins): readonly string[] {
  const prefix = manifestId('')
  return [...bulletins.keys()].filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length))
}

export function phaseAt({ schedule, close }: Pick<Papers, 'schedule' | 'close'>, now: Date): ElectionPhase {
  const moment = formatTime(now)
  if (schedule.cancelled) return 'cancelled'
  if (close) return 'final'
  if (moment < schedule.opens) return 'draft'
  return moment < schedule.closes ? 'open' : 'closed'
}

/** Whether the office takes ballots now, those that were cast before closing too. */
export function isAccepting({ schedule, close }: Pick<Papers, 'schedule' | 'close'>, now: Date): boolean {
  const moment = formatTime(now)
  return !schedule.cancelled && !close && moment >= schedule.opens && moment < schedule.acceptUntil
}

/** The next moment at which {@link phaseAt} or {@link isAccepting} may answer otherwise. */
export function nextBoundary({ schedule }: Papers, now: Date): Date | undefined {
  return [schedule.opens, schedule.closes, schedule.acceptUntil]
    .map((time) => new Date(time))
    .find((time) => time > now)
}

/** A result is final when the closing document names its very log: the same size and root. */
export function isFinal({ result, close }: Papers): boolean {
  return (
    result !== undefined &&
    close !== undefined &&
    result.body.size === close.body.size &&
    result.body.root === close.body.root
  )
}

/**
 * Voters who may take part: of each group the largest roll that a registrar committed to, because each of them keeps the
 * same roll. Undefined until every registrar has spoken.
 */
export function eligibleVoters({ manifest, issuance }: Papers): number | undefined {
  if (issuance.length < manifest.registrars.length) return undefined
  const sizes = manifest.groups.map(({ id }) =>
    Math.max(...issuance.map(({ body }) => body.rollSize[id] ?? 0)),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

const hashes = new WeakMap<ManifestDocument, string>()

/** Hashing a manifest takes milliseconds and screens ask often; a stored document keeps its identity. */
function hashOf(manifest: ManifestDocument): string {
  const hash = hashes.get(manifest) ?? manifestHash(manifest.body)
  hashes.set(manifest, hash)
  return hash
}

const schedules = new WeakMap<
  ManifestDocument,
  { amendments: readonly AmendmentDocument[]; close: CloseDocument | undefined; schedule: Schedule }
>()

function scheduleOf(
  manifest: ManifestDocument,
  amendments: readonly AmendmentDocument[],
  close: CloseDocument | undefined,
): Schedule {
  const known = schedules.get(manifest)
  const same =
    known?.amendments.length === amendments.length && known.amendments.every((a, i) => a === amendments[i])
  if (known && same && known.close === close) return known.schedule
  const schedule = close
    ? closedSchedule(manifest.body, amendments, close.body)
    : amendedSchedule(manifest.body, amendments)
  schedules.set(manifest, { amendments, close, schedule })
  return schedule
}

/** Line 2 of a checkpoint; the note was checked before it was stored. */
function headSize(head: BulletinDocument | undefined): number | undefined {
  return head?.note === undefined ? undefined : Number(head.note.split('\n')[1])
}
