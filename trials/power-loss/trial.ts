import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { formatTime } from '#protocol/decode'
import { clubElectorate } from '../../simulate/electorate/club-electorate.ts'
import type { Progress } from '../../simulate/progress.ts'
import { reconcile } from '../../simulate/reconcile.ts'
import { startOwnServer } from '../../simulate/server/own-server.ts'
import { simulate } from '../../simulate/simulation.ts'
import { Dice } from '../dice.ts'
import type { Loss } from './disk.ts'
import { Disk } from './disk.ts'
import { Promises } from './promises.ts'
import { findLosses } from './survivors.ts'
import { readTrace, straceCommand } from './system-calls.ts'

export interface TrialOptions {
  readonly voters: number
  readonly cuts: number
  readonly seed: number
  /** False for the control, in which the engine's syncs are taken away. */
  readonly syncs: boolean
  readonly progress: Progress
}

export interface TrialOutcome {
  /** System calls on files and sockets, and how many of them were syncs. */
  readonly calls: number
  readonly syncs: number
  readonly cuts: number
  /** What had been promised at the last cut. */
  readonly ballots: number
  readonly credentials: number
  /** By cut that lost something: what. */
  readonly losses: readonly string[]
}

const ELECTION = 'power-loss'
const HOUR_MS = 3600_000
const LOOK_AGAIN_MS = 100
const WITHOUT_SYNC = fileURLToPath(new URL('./without-sync.mjs', import.meta.url))
const LOSSES: readonly Loss[] = ['all', 'bytes', 'torn']

/** Lets an election run on a server whose every system call is written down, then cuts the power again and again. */
export async function runTrial(options: TrialOptions): Promise<TrialOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'urna-trace-'))
  try {
    const log = join(folder, 'calls')
    const data = await recordElection(log, options)
    return await cutAgainAndAgain(log, data, options)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** @returns the data folder of the server, as its paths are in the log. */
async function recordElection(log: string, { voters, seed, syncs }: TrialOptions): Promise<string> {
  const node = syncs ? [process.execPath] : [process.execPath, '--import', WITHOUT_SYNC]
  const server = await startOwnServer([...straceCommand(log), ...node])
  const dice = new Dice(seed)
  const place = { election: ELECTION, closes: formatTime(new Date(Date.now() + HOUR_MS)) }
  const electorate = clubElectorate(voters, place, () => dice.next())
  const silent = { begin: () => undefined, advance: () => undefined, end: () => undefined }
  try {
    const outcome = await simulate({ office: server.office, electorate, concurrency: 8, progress: silent })
    const wrong = reconcile(outcome)
    if (wrong.length > 0) throw new Error(wrong.join('\n'))
    return server.directory
  } finally {
    await server.stop()
    await untilWritten(log, server.process.pid ?? 0)
  }
}

/** The tracer ends after the process that it watches. */
async function untilWritten(log: string, pid: number): Promise<void> {
  const last = new RegExp(`^${pid} +\\+\\+\\+ (exited|killed)`, 'm')
  while (!last.test((await readFile(log, 'latin1')).slice(-20_000))) await delay(LOOK_AGAIN_MS)
}

async function cutAgainAndAgain(log: string, data: string, options: TrialOptions): Promise<TrialOutcome> {
  const { cuts, seed, progress } = options
  const moments = chooseMoments(await countPromises(log), cuts, new Dice(seed, 1))
  const dice = new Dice(seed, 2)
  const disk = new Disk(data)
  const promises = new Promises()
  const outcome = { calls: 0, syncs: 0, cuts: 0, losses: [] as string[] }
  let promised = 0
  progress.begin('Power cuts', moments.size)
  for await (const event of readTrace(linesOf(log))) {
    disk.apply(event)
    if (event.phase === 'begin') outcome.calls++
    if (event.phase === 'end' && event.call.kind === 'sync') outcome.syncs++
    // Words are promises as soon as they begin to leave.
    if (event.phase !== 'begin' || event.call.kind !== 'send' || !promises.listen(event.call.bytes)) continue
    if (!moments.has(promised++)) continue
    const loss = LOSSES[outcome.cuts++ % LOSSES.length] ?? 'all'
    const lost = await findLosses(disk.cut(loss, dice.next()), ELECTION, promises)
    if (lost.length > 0) outcome.losses.push(`After promise ${promised} (${loss}): ${lost.join(' ')}`)
    progress.advance()
  }
  progress.end()
  return { ...outcome, ballots: promises.ballots.size, credentials: promises.credentials }
}

/** The worst moments are those right after a promise: nothing that came later could have helped to keep it. */
function chooseMoments(promises: number, cuts: number, dice: Dice): ReadonlySet<number> {
  const moments = new Set([promises - 1])
  while (moments.size < Math.min(cuts, promises)) moments.add(dice.integer(0, promises - 1))
  return moments
}

async function countPromises(log: string): Promise<number> {
  const promises = new Promises()
  let count = 0
  for await (const { phase, call } of readTrace(linesOf(log)))
    if (phase === 'begin' && call.kind === 'send' && promises.listen(call.bytes)) count++
  return count
}

function linesOf(log: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(log, 'latin1'), crlfDelay: Infinity })
}
