import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Progress } from '../../simulate/progress.ts'
import type { Office } from '../../simulate/server/office.ts'
import { Dice } from '../dice.ts'
import type { Casting, PlayedElection } from './election/play.ts'
import { playElection } from './election/play.ts'
import { startWatchedServer } from './election/watched-server.ts'
import { openCase } from './evidence/case.ts'
import type { Evidence } from './evidence/evidence.ts'
import { readEvidence } from './evidence/evidence.ts'
import type { Finding, Verdict } from './judge.ts'
import { judge } from './judge.ts'
import { LEAKS } from './plant.ts'

export interface TrialOptions {
  /** At least a handful: of three voters chance gives one their ballot, whatever the rule. */
  readonly voters: number
  /** Of the election in which everybody casts at once; such voters join one after another, which takes long. */
  readonly votersAtOnce: number
  readonly seed: number
  /** Random matchings from which it is known what chance does. */
  readonly draws: number
  readonly progress: Progress
}

export interface TrialOutcome {
  readonly independent: Verdict
  /** Rules that exceed chance, in a second election too: one in a hundred exceeds it once by accident. */
  readonly links: readonly Finding[]
  readonly atOnce: Verdict
  /** By leak that was planted, what was found of it. */
  readonly planted: ReadonlyMap<string, Verdict>
}

/** Planted leaks give nearly everybody away; no fine bound is needed for that. */
const DRAWS_FOR_PLANTED = 200

/** Plays elections on a server, takes all that it holds, and tries to link voters to ballots. */
export async function runTrial(options: TrialOptions): Promise<TrialOutcome> {
  const { evidence, elections } = await playAll(options, ['independent', 'at-once'], options.seed)
  const [played, playedAtOnce] = elections
  if (!played || !playedAtOnce) throw new Error('an election was not played')
  const { progress, draws, seed } = options
  progress.begin('Linking', 2 + LEAKS.size)
  const judged = (of: Evidence, election: PlayedElection, stream: number, most = draws): Verdict => {
    const { opened, truth } = openCase(of, election)
    const verdict = judge(opened, truth, new Dice(seed, stream), most)
    progress.advance()
    return verdict
  }
  const independent = judged(evidence, played, 10)
  const atOnce = judged(evidence, playedAtOnce, 11)
  const planted = [...LEAKS].map(([name, plant], index): [string, Verdict] => {
    const leaky = plant(evidence, played)
    return [name, judged(leaky.evidence, leaky.played, 12 + index, DRAWS_FOR_PLANTED)]
  })
  progress.end()
  const links = independent.links.length === 0 ? [] : await linksAgain(options, independent.links)
  return { independent, links, atOnce, planted: new Map(planted) }
}

async function linksAgain(options: TrialOptions, links: readonly Finding[]): Promise<readonly Finding[]> {
  const { evidence, elections } = await playAll(options, ['independent'], options.seed + 1)
  return elections.flatMap((played) => {
    const { opened, truth } = openCase(evidence, played)
    const again = judge(opened, truth, new Dice(options.seed + 1, 10), options.draws)
    return again.links.filter(({ kind }) => links.some((link) => link.kind === kind))
  })
}

interface Played {
  readonly evidence: Evidence
  readonly elections: readonly PlayedElection[]
}

async function playAll(options: TrialOptions, castings: readonly Casting[], seed: number): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), 'urna-unlinkability-'))
  try {
    const server = await startWatchedServer(folder)
    try {
      const elections = await playEach(server.office, options, castings, seed)
      const output = await server.stop()
      return { evidence: await readEvidence(server.data, folder, output, elections), elections }
    } finally {
      await server.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function playEach(
  office: Office,
  { voters, votersAtOnce, progress }: TrialOptions,
  castings: readonly Casting[],
  seed: number,
): Promise<readonly PlayedElection[]> {
  const elections: PlayedElection[] = []
  for (const [stream, casting] of castings.entries()) {
    const size = casting === 'independent' ? voters : votersAtOnce
    const dice = new Dice(seed, stream)
    elections.push(await playElection(office, { voters: size, casting, dice, progress }))
  }
  return elections
}
