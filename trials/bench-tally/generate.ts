import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Progress } from '../../simulate/progress.ts'
import { Dice } from '../dice.ts'

export const CANDIDATES = 35
export const SEATS = 7
const CHUNK = 10_000

/**
 * Ballots of voters who draw one candidate after another, the n-th as likely as 1/n among those who are left, and stop after
 * some number of them, each as likely: hardly two ballots of a million are alike once they are long.
 */
export async function writeBlt(
  path: string,
  ballots: number,
  seed: number,
  progress: Progress,
): Promise<void> {
  const dice = new Dice(seed)
  progress.begin('Filling in ballots', ballots)
  await pipeline(Readable.from(lines(ballots, dice, progress)), createWriteStream(path))
  progress.end()
}

function* lines(ballots: number, dice: Dice, progress: Progress): Generator<string> {
  yield `${CANDIDATES} ${SEATS}\n`
  let chunk: string[] = []
  for (let ballot = 0; ballot < ballots; ballot++) {
    chunk.push(`1 ${rank(dice).join(' ')} 0\n`)
    progress.advance()
    if (chunk.length < CHUNK) continue
    yield chunk.join('')
    chunk = []
  }
  const names = Array.from({ length: CANDIDATES }, (_, candidate) => `"Candidate ${candidate + 1}"\n`)
  yield `${chunk.join('')}0\n${names.join('')}"A million ballots"\n`
}

/** Candidates from 1. Drawing in turn by likelihood is sorting by exponential clocks, each as fast as its likelihood. */
function rank(dice: Dice): number[] {
  const clocks = Array.from({ length: CANDIDATES }, (_, candidate) => ({
    candidate: candidate + 1,
    rings: -Math.log(1 - dice.next()) * (candidate + 1),
  }))
  return clocks
    .sort((a, b) => a.rings - b.rings)
    .slice(0, dice.integer(1, CANDIDATES))
    .map(({ candidate }) => candidate)
}
