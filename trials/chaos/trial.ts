import { formatTime } from '#protocol/decode'
import { clubElectorate } from '../../simulate/electorate/club-electorate.ts'
import type { Progress } from '../../simulate/progress.ts'
import { reconcile } from '../../simulate/reconcile.ts'
import { SimulationError } from '../../simulate/server/office.ts'
import type { Outcome } from '../../simulate/simulation.ts'
import { simulate } from '../../simulate/simulation.ts'
import { Dice } from '../dice.ts'
import { auditElection } from './audit.ts'
import type { Fleet, FleetOptions } from './fleet.ts'
import { startFleet } from './fleet.ts'
import type { LongestLife } from './killer.ts'
import { Killer } from './killer.ts'
import { Witness } from './witness.ts'

export interface TrialOptions extends FleetOptions {
  readonly kills: number
  readonly seed: number
  /** Voters of one election; as many elections follow one another as the kills need. */
  readonly voters: number
  readonly concurrency: number
  readonly longestLife: LongestLife
  readonly progress: Progress
}

export interface TrialOutcome {
  /** By name of the process. */
  readonly kills: ReadonlyMap<string, number>
  readonly elections: number
  readonly issued: number
  /** Voters with a receipt for their last ballot, and ballots with one. */
  readonly accepted: number
  readonly acceptedBallots: number
  readonly counted: number
  /** Ballots in the logs, as the database has them. */
  readonly logged: number
  readonly checkpoints: number
  readonly retries: number
  readonly restarts: number
  readonly disagreements: readonly string[]
}

interface Round {
  readonly outcome: Outcome
  readonly logged: number
  readonly checkpoints: number
  readonly disagreements: readonly string[]
}

const DAY_MS = 24 * 3600_000

/** Elections one after another, during whose voting processes are killed at random; each must come out whole. */
export async function runTrial(options: TrialOptions): Promise<TrialOutcome> {
  const fleet = await startFleet(options)
  const killAll = (): void => void Promise.all(fleet.members.map((member) => member.kill()))
  process.once('exit', killAll)
  try {
    const dice = new Dice(options.seed)
    const killer = new Killer(fleet.members, dice, options.longestLife, () => options.progress.advance())
    const rounds: Round[] = []
    options.progress.begin('Kills', options.kills)
    while (killer.done < options.kills) rounds.push(await playRound(fleet, killer, dice, options))
    options.progress.end()
    return sumUp(rounds, killer, fleet)
  } catch (error) {
    if (error instanceof SimulationError) throw new SimulationError(`${error.message}\n${lastWordsOf(fleet)}`)
    throw error
  } finally {
    process.removeListener('exit', killAll)
    await fleet.stop()
  }
}

function lastWordsOf({ members }: Fleet): string {
  return members.map(({ name, lastWords }) => `${name}: ${lastWords || 'nothing'}`).join('\n')
}

async function playRound(fleet: Fleet, killer: Killer, dice: Dice, options: TrialOptions): Promise<Round> {
  await Promise.all(fleet.members.map((member) => member.whenReady()))
  const { office, couchdb } = fleet
  const election = `chaos-${options.seed}-${Date.now().toString(36)}`
  const place = { election, closes: formatTime(new Date(Date.now() + DAY_MS)) }
  const electorate = clubElectorate(options.voters, place, () => dice.next())
  const witness = new Witness(office.origin, election)
  const [watching, killing] = [new AbortController(), new AbortController()]
  const watched = witness.watch(watching.signal)
  let killed: Promise<void> | undefined
  const progress = phases({
    begin: () => {
      killed = killer.run(options.kills, killing.signal)
    },
    end: () => killing.abort(),
  })
  try {
    const outcome = await simulate({ office, electorate, concurrency: options.concurrency, progress })
    await Promise.all(fleet.members.map((member) => member.whenReady()))
    const audit = await auditElection(couchdb, outcome.manifest)
    await witness.prove(audit.final)
    const disagreements = [
      ...reconcile(outcome),
      ...audit.faults,
      ...witness.faults,
      ...differ(outcome, audit.ballots),
    ]
    return { outcome, logged: audit.ballots, checkpoints: witness.checkpoints, disagreements }
  } finally {
    watching.abort()
    killing.abort()
    await Promise.all([watched, killed])
  }
}

/** The log is what the database holds, and not only what the server says of it. */
function differ({ acceptedBallots }: Outcome, logged: number): string[] {
  return acceptedBallots === logged
    ? []
    : [`${acceptedBallots} ballots were accepted, ${logged} are in the batches.`]
}

/** Nobody is killed before the first phone votes, nor once the counting is looked at. */
function phases(voting: { begin(): void; end(): void }): Progress {
  let isVoting = true
  return {
    begin: () => {
      if (isVoting) voting.begin()
    },
    advance: () => undefined,
    end: () => {
      if (isVoting) voting.end()
      isVoting = false
    },
  }
}

function sumUp(rounds: readonly Round[], killer: Killer, { members }: Fleet): TrialOutcome {
  const sum = (count: (outcome: Outcome) => number): number =>
    rounds.reduce((total, { outcome }) => total + count(outcome), 0)
  return {
    kills: killer.kills,
    elections: rounds.length,
    issued: sum(({ issued }) => issued),
    accepted: sum(({ accepted }) => accepted),
    acceptedBallots: sum(({ acceptedBallots }) => acceptedBallots),
    counted: sum(({ counted }) => counted),
    retries: sum(({ retries }) => retries),
    logged: rounds.reduce((total, { logged }) => total + logged, 0),
    checkpoints: rounds.reduce((total, { checkpoints }) => total + checkpoints, 0),
    restarts: members.reduce((total, { restarts }) => total + restarts, 0),
    disagreements: [
      ...rounds.flatMap(({ disagreements }) => disagreements),
      ...members.flatMap(({ faults }) => faults),
    ],
  }
}
