import type { Schedule } from '#protocol/formats/amendment'
import { decide } from './decide.ts'
import type { CheckedBallot } from './election-log.ts'
import type { Commit, Step, TallierEvent, TallierState } from './tallier-state.ts'
import { isClosed } from './tallier-state.ts'

/**
 * One step of the tallier: what `event` changes, and what is to be done next. The order that survives a crash anywhere:
 *
 * 1. `store-batch`: killed after it, the batch is an orphan that nobody names;
 * 2. `swap-seal`: the commit. A tallier that was paused, or is one of two, fails here and catches up;
 * 3. `publish`: signed from the sealed log alone; killed in it, any successor publishes the same again.
 *
 * The log in `state` grows at `sealed` and, by the shell's reading, before `caught-up`; nowhere else.
 */
export function advance(state: TallierState, event: TallierEvent, now: Date): Step {
  switch (event.kind) {
    case 'batch-stored':
      return state.commit ? swapSeal(state, state.commit) : settle(state, now)
    case 'seal-lost':
      return loseSwap(state)
    default:
      return settle(apply(state, event, now), now)
  }
}

type Settled = Exclude<TallierEvent, { kind: 'batch-stored' | 'seal-lost' }>
type EventOf<Kind extends TallierEvent['kind']> = Extract<TallierEvent, { kind: Kind }>

function apply(state: TallierState, event: Settled, now: Date): TallierState {
  switch (event.kind) {
    case 'checked':
      receive(state, event.ballots)
      return { ...state, position: event.position }
    case 'amended':
      return isClosed(state) ? state : amend(state, event.schedule, now)
    case 'displaced':
      return { ...state, displaced: true }
    case 'tick':
      return state
    case 'stop':
      return { ...state, stopping: true }
    case 'sealed':
      return commit(state, event)
    case 'caught-up':
      return catchUp(state, event, now)
    case 'published':
      return publish(state, event)
    case 'swept':
      return sweep(state, event, now)
    case 'closed':
      return { ...state, over: true, busy: false }
  }
}

/** Decides what is next, unless an effect is under way that the decision may depend on. */
function settle(state: TallierState, now: Date): Step {
  return state.busy ? { state, effects: [] } : decide(state, now)
}

/** First checked wins its (key, sequence). A closed log takes nothing any more. */
function receive(state: TallierState, ballots: readonly CheckedBallot[]): void {
  if (isClosed(state)) return
  for (const ballot of ballots) {
    if (state.log.holderOf(ballot.body) === undefined) state.waiting.add(ballot, state.position)
  }
}

function swapSeal(state: TallierState, { seal }: Commit): Step {
  return { state, effects: [{ kind: 'swap-seal', seal, rev: state.seal?.rev }] }
}

function loseSwap(state: TallierState): Step {
  const lostSwaps = state.lostSwaps + 1
  return {
    state: { ...state, lostSwaps },
    effects: [{ kind: 'catch-up', attempt: lostSwaps }],
  }
}

/** The swap that closes the log carries no batch; every other makes the last sweep worthless. */
function commit(state: TallierState, { seal }: EventOf<'sealed'>): TallierState {
  const done = state.commit
  if (!done) return { ...state, seal, lostSwaps: 0, busy: false }
  state.log.append(done.batch, done.ballots)
  state.waiting.remove(done.ballots)
  const cut = state.cut.slice(done.ballots.length)
  return { ...state, seal, cut, commit: undefined, lostSwaps: 0, refused: undefined, busy: false }
}

/**
 * A cut of another tallier begins a period as one of ours does, and ends ours: what came since would appear too early, or in
 * too small a company.
 */
function catchUp(state: TallierState, { seal }: EventOf<'caught-up'>, now: Date): TallierState {
  state.waiting.settle(state.log)
  const caughtUp: TallierState = { ...state, seal, commit: undefined, refused: undefined, busy: false }
  if (hasOthers(state)) return { ...caughtUp, cut: [], lastCut: now.getTime() }
  return { ...caughtUp, cut: state.cut.filter((hash) => state.waiting.find(hash) !== undefined) }
}

/** Whether the log has grown by what this tallier did not propose. */
function hasOthers({ commit: ours, log }: TallierState): boolean {
  if (!ours || log.size === ours.seal.size - ours.ballots.length) return false
  return log.batch(ours.batch._id) === undefined
}

function publish(state: TallierState, { size, amendments }: EventOf<'published'>): TallierState {
  return { ...state, published: { tiles: size, size, amendments }, busy: false }
}

function amend(state: TallierState, schedule: Schedule, now: Date): TallierState {
  const isNews = schedule.chain !== state.schedule.chain
  return { ...state, schedule, amendedAt: isNews ? now.getTime() : state.amendedAt }
}

/** A deadline that was moved before the sweep makes it premature; `decide` sees the new one. */
function sweep(state: TallierState, event: EventOf<'swept'>, now: Date): TallierState {
  const { schedule, found, refused } = event
  receive(state, found)
  if (isClosed(state)) return { ...state, refused, busy: false }
  const moved = schedule.chain !== state.schedule.chain
  return { ...amend(state, schedule, now), refused: moved ? undefined : refused, busy: false }
}
