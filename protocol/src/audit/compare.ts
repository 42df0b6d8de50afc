import { equalBytes, toBase64url } from '../bytes.ts'
import type { Schedule } from '../formats/amendment.ts'
import { checkChain } from '../formats/amendment.ts'
import type { Manifest } from '../formats/manifest.ts'
import type { ContestResult, ResultDocument } from '../formats/result.ts'
import { resultId } from '../formats/result.ts'
import { canonicalJson } from '../json.ts'
import { headId } from '../log/head.ts'
import type { Count } from '../tally/tally.ts'
import type { AuditedLog } from './audited-log.ts'
import type { AuditCode, Fault } from './fault.ts'
import type { Papers } from './papers.ts'
import { faultOf } from './papers.ts'

export interface Claims {
  readonly manifest: Manifest
  readonly papers: Papers
  /** Undefined when the amendments do not follow one another, which is a fault of its own. */
  readonly schedule: Schedule | undefined
}

export interface Found {
  readonly log: AuditedLog
  /** Our count of as many ballots as the published result counts; undefined when the log has not as many. */
  readonly recount: Count | undefined
}

/** What checkpoints, result and close say of the log, against the log that was rebuilt. */
export function compareClaims(claims: Claims, found: Found): Fault[] {
  return [
    ...compareCheckpoints(claims, found.log),
    ...compareTiles(claims, found.log),
    ...compareResult(claims, found),
    ...compareClose(claims, found.log),
  ]
}

function compareCheckpoints({ manifest, papers }: Claims, log: AuditedLog): Fault[] {
  const document = headId(manifest.election)
  const states = papers.checkpoints.map(({ size, root }) => ({ size, root: toBase64url(root) }))
  const last = Math.max(0, ...states.map(({ size }) => size))
  return [
    ...states.flatMap((state) => compareState(document, state, log)),
    ...(last < log.size
      ? [fault(document, 'bad-chain', `the log has ${log.size} ballots, and ${last} are signed`)]
      : []),
  ]
}

function compareTiles({ papers }: Claims, log: AuditedLog): Fault[] {
  return papers.tiles.flatMap(({ id, level, index, hash }) => {
    const found = log.tileHash(level, index)
    if (!found) return [fault(id, 'bad-chain', `a log of ${log.size} ballots does not fill it`)]
    return equalBytes(found, hash) ? [] : [fault(id, 'bad-chain', 'the log has other hashes there')]
  })
}

function compareResult({ manifest, papers: { result, close }, schedule }: Claims, found: Found): Fault[] {
  if (!result) {
    const missing = fault(resultId(manifest.election), 'missing', 'the election is closed without a result')
    return close ? [missing] : []
  }
  const { _id, body } = result
  const isOther = close && (body.size !== close.body.size || body.amendments !== close.body.amendments)
  return [
    ...compareState(_id, body, found.log),
    ...(schedule ? refusalOf(_id, () => checkChain(schedule, body)) : []),
    ...(found.recount ? compareCount(result, found.recount) : []),
    ...(isOther
      ? [fault(_id, 'wrong-count', 'the close ends another log or schedule than this counts')]
      : []),
  ]
}

function compareCount({ _id, body }: ResultDocument, ours: Count): Fault[] {
  const turnout = `${ours.turnout} voters voted, and it says ${body.turnout}`
  return [
    ...(ours.turnout === body.turnout ? [] : [fault(_id, 'wrong-count', turnout)]),
    ...ours.contests.flatMap((contest, index) => {
      const theirs = body.contests[index]
      if (theirs && canonicalJson(contest) === canonicalJson(theirs)) return []
      return [fault(_id, 'wrong-count', `${contest.id}: ${inWords(contest)}; it says ${inWords(theirs)}`)]
    }),
  ]
}

function compareClose({ papers: { close } }: Claims, log: AuditedLog): Fault[] {
  if (!close) return []
  const { _id, body } = close
  const longer = `it ends the log at ${body.size} ballots, and there are ${log.size}`
  return [...compareState(_id, body, log), ...(body.size < log.size ? [fault(_id, 'bad-chain', longer)] : [])]
}

/** Whether the log has this root at this size. @param state root: base64url. */
export function compareState(
  document: string,
  { size, root }: { readonly size: number; readonly root: string },
  log: AuditedLog,
): Fault[] {
  const found = log.rootOf(size)
  if (!found) return [fault(document, 'bad-chain', `it is of ${size} ballots, and the log has ${log.size}`)]
  if (toBase64url(found) === root) return []
  return [fault(document, 'bad-chain', `the first ${size} ballots of the log have another root`)]
}

function refusalOf(document: string, rule: () => void): Fault[] {
  try {
    rule()
    return []
  } catch (error) {
    return [faultOf(document, error)]
  }
}

function fault(document: string, code: AuditCode, detail: string): Fault {
  return { document, code, detail }
}

function inWords(contest: ContestResult | undefined): string {
  if (!contest) return 'nothing'
  const { ballots, blank, votes, elected } = contest
  const counts = Object.entries(votes).map(([option, count]) => `${option} ${count}`)
  return `${counts.join(', ')} of ${ballots} ballots, ${blank} blank, elected ${elected.join(', ') || 'nobody'}`
}
