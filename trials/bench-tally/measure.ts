import { createReadStream } from 'node:fs'
import { countVotes } from '#protocol/counting/count'
import type { Profile } from '#protocol/counting/profile'
import type { Method } from '#protocol/counting/transcript'
import { BallotReading } from '#protocol/files/read-ballots'

export const MEASURED = ['irv', 'stv-scottish'] as const satisfies readonly Method[]

/** Times are seconds of processor time, each the shortest of its repetitions: what else runs on the machine only adds. */
export interface Figures {
  readonly ballots: number
  readonly distinct: number
  /** Reading the file, to a profile. */
  readonly parse: number
  readonly count: Readonly<Record<(typeof MEASURED)[number], number>>
}

export async function measure(path: string, repetitions: number): Promise<Figures> {
  const runs: Figures[] = []
  for (let run = 0; run < repetitions; run++) runs.push(await runOnce(path))
  const least = (secondsOf: (run: Figures) => number): number => Math.min(...runs.map(secondsOf))
  const [{ ballots, distinct } = { ballots: 0, distinct: 0 }] = runs
  return {
    ballots,
    distinct,
    parse: least(({ parse }) => parse),
    count: {
      irv: least(({ count }) => count.irv),
      'stv-scottish': least(({ count }) => count['stv-scottish']),
    },
  }
}

async function runOnce(path: string): Promise<Figures> {
  const began = processorSeconds()
  const reading = new BallotReading(() => ({ marks: 'ranks', contest: undefined }))
  for await (const chunk of createReadStream(path)) reading.push(chunk as Buffer)
  const { profile } = reading.finish()
  const parse = processorSeconds() - began
  const irv = secondsOf('irv', { ...profile, seats: 1 })
  const scottish = secondsOf('stv-scottish', profile)
  const ballots = profile.ballots.weights.reduce((sum, weight) => sum + weight, 0)
  return { ballots, distinct: profile.ballots.count, parse, count: { irv, 'stv-scottish': scottish } }
}

function secondsOf(method: (typeof MEASURED)[number], profile: Profile): number {
  const began = processorSeconds()
  const { winners } = countVotes(method, profile)
  if (winners.length !== profile.seats) throw new Error(`${method} elected ${winners.length}`)
  return processorSeconds() - began
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
