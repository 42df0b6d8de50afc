import type { Close } from '#protocol/formats/close'
import { listRefused } from '#protocol/formats/close'
import type { Result } from '#protocol/formats/result'
import { batchId, MAX_BATCH } from '#protocol/log/batch'
import { HEARD_WITHIN_MS } from '../../elections/hearing.ts'
import type { Seal } from '../seal.ts'
import type { Outcome, Refusals, Step, TallierEffect, TallierState } from './tallier-state.ts'
import { isClosed } from './tallier-state.ts'

const LONGEST_WAIT_MS = 3_600_000

/** What to do next, when nothing is under way. */
export function decide(state: TallierState, now: Date): Step {
  const { acceptUntil, cancelled } = state.schedule
  const time = now.getTime()
  const drained = durableBy(state, acceptUntil)
  if (state.over) return finish(state, 'closed')
  if (cancelled && !isClosed(state)) return finish(state, 'cancelled')
  if (state.stopping) return windUp(state, time)
  if (isClosed(state) || time >= drained) return decideClosing(state, time)
  if (isVoting(state, time)) return decideCounting(state, time)
  if (owesPromises(state)) return decideLastShowing(state, time)
  // Nothing proves when a ballot was cast, so from `closes` on nothing is shown that late ballots could answer to.
  return isHidden(state) ? publish(state) : wait(state, drained - time)
}

/** An election that ends with its amendment is over once that is known here, also where the clock is behind. */
function isVoting({ schedule }: TallierState, time: number): boolean {
  return time < Date.parse(schedule.closes) && schedule.closes !== schedule.amendedAt
}

/** When every ballot that some gateway took in time, by a schedule that it had reason to take for the last, is durable. */
function durableBy({ amendedAt = 0, rules }: TallierState, deadline: string): number {
  return Math.max(Date.parse(deadline), amendedAt + HEARD_WITHIN_MS) + rules.longestWriteMs
}

/**
 * An election that was ended early owes something: receipts that gateways gave before they heard of it promise that a
 * ballot is in the log soon. Such ballots are shown once more; the result names the amendment then, which tells that it is
 * done. Where ballots wait for company every promise is for the closing anyway.
 */
function owesPromises({ rules, schedule, published }: TallierState): boolean {
  const { amendedAt, closes, chain } = schedule
  const duringVoting = amendedAt !== undefined && amendedAt <= closes
  return duringVoting && rules.publish.atLeast === 1 && published.amendments !== chain
}

function decideLastShowing(state: TallierState, time: number): Step {
  const due = durableBy(state, state.schedule.closes)
  if (time < due) return wait(state, due - time)
  if (state.cut.length > 0) return commit(state)
  if (state.waiting.size > 0 && state.lastCut < due) return commit(cutAll(state, time))
  return publish(state)
}

function decideCounting(state: TallierState, time: number): Step {
  const { everySeconds, atLeast } = state.rules.publish
  const closes = Date.parse(state.schedule.closes)
  const due = state.lastCut + everySeconds * 1000
  if (state.cut.length > 0) return commit(state)
  if (isBehind(state)) return publish(state)
  if (state.waiting.size < atLeast) return wait(state, closes - time)
  if (time < due) return wait(state, Math.min(due, closes) - time)
  return commit(cutAll(state, time))
}

/**
 * Closes when a sweep has compared every stored ballot with the log and the log has not grown since. The seal is closed
 * before the close is signed: a tallier that slept through all of this can append nothing to a log that is final.
 */
function decideClosing(state: TallierState, time: number): Step {
  const { log, waiting, cut, refused, published, schedule } = state
  if (!isClosed(state) && waiting.size > 0) return commit(cut.length > 0 ? state : cutAll(state, time))
  if (!refused) return perform(state, { kind: 'sweep' })
  if (!isClosed(state))
    return perform(state, { kind: 'swap-seal', seal: closingSeal(state), rev: state.seal?.rev })
  const isShown = published.size === log.size && published.amendments === schedule.chain
  if (!isShown || state.displaced) return publish(state)
  return perform(state, { kind: 'close', close: closeOf(state, refused) })
}

/** A commit that was begun is also shown, if it may still be shown; then the process may end. */
function windUp(state: TallierState, time: number): Step {
  return isVoting(state, time) && isBehind(state) ? publish(state) : finish(state, 'stopped')
}

function isBehind(state: TallierState): boolean {
  return state.published.size < state.log.size || isHidden(state)
}

/** All of the log was shown, and is not any more: showing it again says nothing new. */
function isHidden({ log, published, displaced }: TallierState): boolean {
  return displaced && log.size > 0 && published.size === log.size
}

/**
 * Everything that waits is sorted before it is split into batches: the order of arrival of what is cut together would show
 * in them otherwise.
 */
function cutAll(state: TallierState, time: number): TallierState {
  return { ...state, cut: state.waiting.leafHashes(), lastCut: time }
}

function commit(state: TallierState): Step {
  const hashes = state.cut.slice(0, MAX_BATCH)
  const ballots = hashes.flatMap((hash) => state.waiting.find(hash) ?? [])
  const batch = state.log.propose(ballots)
  const seal: Seal = {
    size: state.log.size + ballots.length,
    root: batch._id.slice('batch:'.length),
    batch: batch._id,
    since: state.waiting.sinceWithout(ballots, state.position),
    closed: false,
  }
  return perform({ ...state, commit: { batch, ballots, seal } }, { kind: 'store-batch', batch })
}

function closingSeal({ log, position }: TallierState): Seal {
  return {
    size: log.size,
    root: log.root,
    batch: batchId(log.tree.root()),
    since: position,
    closed: true,
  }
}

function publish(state: TallierState): Step {
  const result: Result = { ...headerOf(state), ...state.log.count() }
  return perform(
    { ...state, displaced: false },
    { kind: 'publish', tilesFrom: state.published.tiles, result },
  )
}

function closeOf(state: TallierState, refused: Refusals): Close {
  return { ...headerOf(state), ...listRefused(refused) }
}

function headerOf({ rules, schedule, log }: TallierState): Omit<Close, 'refused' | 'refusedCount'> {
  const { election, manifestHash } = rules
  return {
    v: 1,
    election,
    manifest: manifestHash,
    amendments: schedule.chain,
    size: log.size,
    root: log.root,
  }
}

function perform(state: TallierState, effect: TallierEffect): Step {
  return { state: { ...state, busy: true }, effects: [effect] }
}

function wait(state: TallierState, milliseconds: number): Step {
  return { state, effects: [{ kind: 'wait', milliseconds: Math.min(milliseconds, LONGEST_WAIT_MS) }] }
}

function finish(state: TallierState, outcome: Outcome): Step {
  return { state, effects: [{ kind: 'finish', outcome }] }
}
