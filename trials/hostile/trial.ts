import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatTime } from '#protocol/decode'
import { clubElectorate } from '../../simulate/electorate/club-electorate.ts'
import type { Progress } from '../../simulate/progress.ts'
import { reconcile } from '../../simulate/reconcile.ts'
import type { Office } from '../../simulate/server/office.ts'
import { openElection, SimulationError } from '../../simulate/server/office.ts'
import type { OwnServer } from '../../simulate/server/own-server.ts'
import { startOwnServer } from '../../simulate/server/own-server.ts'
import type { Outcome } from '../../simulate/simulation.ts'
import { simulate } from '../../simulate/simulation.ts'
import { Dice } from '../dice.ts'
import { end, isRunning, spawnEngine, untilSaid } from '../processes/child.ts'
import type { Target } from './addresses.ts'
import type { AttackOptions, AttackOutcome } from './attack.ts'
import { attack } from './attack.ts'
import { kindOf } from './generate.ts'
import { ENGINE_ACCOUNT, ENGINE_DATABASE } from './engine-requests.ts'
import type { Memory } from './memory.ts'
import { Inspector, judgeGrowth } from './memory.ts'
import type { Address } from './send.ts'

export interface TrialOptions {
  readonly requests: number
  readonly seed: number
  readonly lanes: number
  /** Those too that wait until the server's patience ends, which takes 20 seconds. */
  readonly slow: boolean
  /** Undefined: a server of its own. */
  readonly office: Office | undefined
  readonly progress: Progress
}

export interface TrialOutcome {
  readonly attack: AttackOutcome
  /** The election that went on beside the attack. */
  readonly beside: Outcome
  /** Of a server of its own only: nobody can look into another. */
  readonly memory: { readonly warm: Memory; readonly end: Memory } | undefined
  /** What should not be, each in a sentence. */
  readonly disagreements: readonly string[]
}

/** A tenth of the requests comes first, so that what is measured then has every cache filled and every path compiled. */
const WARM_UP = 0.1
const REQUESTS_PER_VOTER = 50
const HOUR_MS = 3600_000
const SILENT: Progress = { begin: () => undefined, advance: () => undefined, end: () => undefined }

export async function runTrial(options: TrialOptions): Promise<TrialOutcome> {
  const engine = await startEngine()
  try {
    if (options.office) return await play(options, options.office, engine.address)
    const server = await startOwnServer([process.execPath, '--inspect=127.0.0.1:0'])
    const inspector = await Inspector.open(server.said())
    try {
      return await Promise.race([play(options, server.office, engine.address, inspector), deathOf(server)])
    } finally {
      inspector.close()
      await server.stop()
    }
  } finally {
    await engine.stop()
  }
}

/** A server that dies answers nobody, and the phones would be patient with it for minutes. */
function deathOf({ process: child, said }: OwnServer): Promise<never> {
  return new Promise((_, reject) => {
    child.once('exit', () => reject(new SimulationError(`The server died.\n${said()}`)))
  })
}

async function play(
  options: TrialOptions,
  office: Office,
  engine: Address & { isAlive(): boolean },
  inspector?: Inspector,
): Promise<TrialOutcome> {
  const { requests, seed, slow } = options
  const common = {
    ...options,
    target: await openTarget(office, seed),
    server: addressOf(office.origin),
    engine,
  }
  const numbers = Array.from({ length: requests }, (_, number) => number)
  const voters = Math.ceil(requests / REQUESTS_PER_VOTER)
  // The slow ones would hold up the warm-up for as long as the server has patience with them.
  const isQuick = (number: number): boolean => kindOf(seed, number) !== 'slow'
  const warmUp = numbers.slice(0, requests * WARM_UP).filter(isQuick)
  const warmed = new Set(warmUp)
  const first = await besides({ ...common, numbers: warmUp }, office, Math.ceil(voters * WARM_UP))
  const warm = await inspector?.measure()
  const rest = numbers.filter((number) => !warmed.has(number) && (slow || isQuick(number)))
  const second = await besides({ ...common, numbers: rest }, office, voters)
  const last = await inspector?.measure()
  const memory = warm && last && { warm, end: last }
  const outcome = { attack: add(first.attack, second.attack), beside: second.beside, memory }
  return { ...outcome, disagreements: disagreementsOf(outcome, first.beside, engine.isAlive()) }
}

/** The attack, and beside it an election in which everybody must be counted. */
async function besides(
  options: AttackOptions,
  office: Office,
  voters: number,
): Promise<{ attack: AttackOutcome; beside: Outcome }> {
  const dice = new Dice(options.seed, -1 - voters)
  const place = {
    election: `beside-${voters}-${Date.now().toString(36)}`,
    closes: formatTime(new Date(Date.now() + HOUR_MS)),
  }
  const electorate = clubElectorate(voters, place, () => dice.next())
  const [outcome, beside] = await Promise.all([
    attack(options),
    simulate({ office, electorate, concurrency: 4, progress: SILENT }),
  ])
  return { attack: outcome, beside }
}

function disagreementsOf(
  { attack: { complaints }, beside, memory }: Omit<TrialOutcome, 'disagreements'>,
  warmUp: Outcome,
  engineIsAlive: boolean,
): string[] {
  const grown = memory && judgeGrowth(memory.warm, memory.end, beside.acceptedBallots)
  return [
    ...complaints,
    ...reconcile(warmUp),
    ...reconcile(beside),
    ...(grown === undefined ? [] : [grown]),
    ...(engineIsAlive ? [] : ['The engine died.']),
  ]
}

function add(first: AttackOutcome, second: AttackOutcome): AttackOutcome {
  const statuses = new Map(first.statuses)
  for (const [status, count] of second.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count)
  return {
    sent: first.sent + second.sent,
    statuses,
    complaints: [...first.complaints, ...second.complaints],
  }
}

async function openTarget(office: Office, seed: number): Promise<Target> {
  const options = [
    { id: 'ada', title: 'Ada' },
    { id: 'bob', title: 'Bob' },
  ]
  const contests = [{ id: 'chair', title: 'Chair', method: 'plurality' as const, options }]
  const closes = formatTime(new Date(Date.now() + 10 * HOUR_MS))
  const election = `attacked-${seed}-${Date.now().toString(36)}`
  const { manifestHash } = await openElection(
    office,
    { election, title: 'Under attack', closes, contests },
    1,
  )
  return { election, manifestHash, secret: office.secret }
}

async function startEngine(): Promise<{
  address: Address & { isAlive(): boolean }
  stop(): Promise<void>
}> {
  const directory = await mkdtemp(join(tmpdir(), 'urna-hostile-'))
  const child = spawnEngine({ directory, port: 0, password: ENGINE_ACCOUNT.password })
  process.once('exit', () => child.kill('SIGKILL'))
  const [url] = await untilSaid(child, /http:\/\/\S+/)
  const authorization = `Basic ${btoa(`${ENGINE_ACCOUNT.username}:${ENGINE_ACCOUNT.password}`)}`
  await fetch(`${url}/${ENGINE_DATABASE}`, { method: 'PUT', headers: { authorization } })
  const stop = async (): Promise<void> => {
    await end(child, 'SIGTERM')
    await rm(directory, { recursive: true, force: true })
  }
  return { address: { ...addressOf(url), isAlive: () => isRunning(child) }, stop }
}

function addressOf(origin: string): Address {
  const { hostname, port } = new URL(origin)
  return { host: hostname === 'localhost' ? '127.0.0.1' : hostname, port: Number(port || 80) }
}
