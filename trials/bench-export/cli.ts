import { parseCount, readArguments } from '../../simulate/options.ts'
import { openProgress } from '../../simulate/progress.ts'
import { runCommand } from '../../simulate/run-command.ts'
import { megabytes } from '../hostile/memory.ts'
import type { ExportFigures } from './read-export.ts'
import type { Figures } from './trial.ts'
import { runTrial } from './trial.ts'

const OPTIONS = {
  ballots: { type: 'string', default: '10000' },
  json: { type: 'boolean', default: false },
} as const

/** `urna bench-export`. @returns the exit code: 2 when the command was typed wrong. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const typed = readArguments(argv, OPTIONS)
    const figures = await runTrial(
      parseCount('--ballots', typed.ballots, 1_000_000),
      openProgress(process.stderr),
    )
    console.log(typed.json ? JSON.stringify(figures) : report(figures))
    return 0
  })
}

function report({ ballots, voters, json, csv }: Figures): string {
  return [
    `\n${ballots} ballots of ${voters} voters`,
    ...describe('format=json', json, ballots),
    ...describe('format=csv', csv, ballots),
  ].join('\n')
}

function describe(
  name: string,
  { bytes, lines, seconds, liveBefore, liveMost }: ExportFigures,
  ballots: number,
): string[] {
  const growth = Math.max(0, liveMost - liveBefore)
  return [
    `\n  ${name}: ${lines} lines, ${megabytes(bytes)}, in ${seconds.toFixed(1)} s`,
    `    ballots a second                                   ${(ballots / seconds).toFixed(0)}`,
    `    what the server holds, before and at most          ${megabytes(liveBefore)}  ${megabytes(liveMost)}`,
    `    more while it sends, for each ballot               ${(growth / ballots).toFixed(0)} bytes`,
  ]
}
