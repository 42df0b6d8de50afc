import type { Progress } from '../../simulate/progress.ts'
import type { Office } from '../../simulate/server/office.ts'
import { costOfChecks, cpuSecondsOf } from './costs.ts'
import { delaysBetween, percentile, watchFeed } from './feed.ts'
import type { PreparedElection } from './prepare.ts'
import { prepareElection } from './prepare.ts'
import type { Pushed } from './push.ts'
import { pushAll } from './push.ts'
import { rawWritesPerSecond } from './raw-writes.ts'
import type { Bench } from './servers.ts'

export interface TrialOptions {
  readonly voters: number
  readonly ballotsEach: number
  readonly connections: number
  readonly progress: Progress
}

/** Rates are a second, times are milliseconds. */
export interface Figures {
  readonly engine: string
  readonly ballots: number
  readonly rawWrites: number
  readonly push: PushFigures
  readonly rxdbPush: PushFigures
}

export interface PushFigures {
  readonly accepted: number
  readonly counted: number
  /** Counted ballots over documents that the database takes by itself. */
  readonly ofRawWrites: number
  /** The server's processors for each counted ballot, over what its two signature checks cost. */
  readonly ofChecks: number
  readonly shownP50: number
  readonly shownP95: number
}

/** Measures everything in one run on one machine, so that ratios mean something where seconds do not. */
export async function measure(
  { engine, office, pid, databaseUrl }: Bench,
  options: TrialOptions,
): Promise<Figures> {
  const ballots = options.voters * options.ballotsEach
  const plain = await prepareElection(office, options, options.progress)
  const asRxdb = await prepareElection(office, options, options.progress)
  const [sample] = plain.ballots
  if (!sample) throw new Error('no ballot to measure with')
  const rawWrites = await rawWritesPerSecond(databaseUrl, sample, Math.max(5000, ballots))
  const check = await costOfChecks(plain.ballots, plain.manifest, plain.manifestHash)
  const run = async (election: PreparedElection, inTwoRequests: boolean): Promise<PushFigures> => {
    const before = cpuSecondsOf(pid)
    const { pushed, counted, delays } = await send(office, election, options.connections, inTwoRequests)
    const cpu = (cpuSecondsOf(pid) - before) / ballots
    return {
      accepted: ballots / pushed.seconds,
      counted,
      ofRawWrites: counted / rawWrites,
      ofChecks: cpu / check,
      shownP50: percentile(delays, 0.5),
      shownP95: percentile(delays, 0.95),
    }
  }
  return { engine, ballots, rawWrites, push: await run(plain, false), rxdbPush: await run(asRxdb, true) }
}

interface Sent {
  readonly pushed: Pushed
  /** Ballots a second, until another phone had seen the last of them counted. */
  readonly counted: number
  readonly delays: readonly number[]
}

async function send(
  { origin }: Office,
  { election, ballots }: PreparedElection,
  connections: number,
  inTwoRequests: boolean,
): Promise<Sent> {
  const watching = watchFeed(origin, election, ballots.length)
  const started = performance.now()
  const pushed = await pushAll(ballots, { origin, election, connections, inTwoRequests })
  const sights = await watching
  const end = sights.at(-1)?.at ?? NaN
  return {
    pushed,
    counted: (1000 * ballots.length) / (end - started),
    delays: delaysBetween(pushed.acceptedAt, sights),
  }
}
