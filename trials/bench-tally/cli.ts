import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCount, readArguments } from '../../simulate/options.ts'
import { openProgress } from '../../simulate/progress.ts'
import { runCommand } from '../../simulate/run-command.ts'
import { CANDIDATES, writeBlt } from './generate.ts'
import type { Figures } from './measure.ts'
import { measure, MEASURED } from './measure.ts'

const OPTIONS = {
  ballots: { type: 'string', default: '1000000' },
  seed: { type: 'string', default: '1' },
  repetitions: { type: 'string', default: '3' },
  json: { type: 'boolean', default: false },
} as const

/** `urna bench-tally`. @returns the exit code: 2 when the command was typed wrong. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const typed = readArguments(argv, OPTIONS)
    const ballots = parseCount('--ballots', typed.ballots, 9_999_999)
    const seed = parseCount('--seed', typed.seed, 9_999_999)
    const repetitions = parseCount('--repetitions', typed.repetitions, 100)
    const folder = await mkdtemp(join(tmpdir(), 'urna-bench-tally-'))
    try {
      const path = join(folder, 'ballots.blt')
      await writeBlt(path, ballots, seed, openProgress(process.stderr))
      const { size } = await stat(path)
      const figures = await measure(path, repetitions)
      console.log(typed.json ? JSON.stringify({ bytes: size, ...figures }) : report(figures, size))
      return 0
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}

function report({ ballots, distinct, parse, count }: Figures, bytes: number): string {
  const line = (what: string, seconds: number): string =>
    `  ${what.padEnd(28)} ${seconds.toFixed(2)} s  ${(ballots / seconds).toFixed(0).padStart(9)} ballots/s`
  return [
    `\n${ballots} ballots of ${CANDIDATES} candidates, ${distinct} of them different, in ${(bytes / 1e6).toFixed(0)} MB; processor time\n`,
    line('reading the BLT file', parse),
    ...MEASURED.map(
      (method) =>
        `${line(`counting by ${method}`, count[method])}  ${(count[method] / parse).toFixed(2)} of reading`,
    ),
  ].join('\n')
}
