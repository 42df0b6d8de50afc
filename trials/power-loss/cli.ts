import { openProgress } from '../../simulate/progress.ts'
import { runCommand } from '../../simulate/run-command.ts'
import { parseCount, readArguments } from '../../simulate/options.ts'
import { SimulationError } from '../../simulate/server/office.ts'
import { canTrace } from './system-calls.ts'
import type { TrialOptions, TrialOutcome } from './trial.ts'
import { runTrial } from './trial.ts'

const OPTIONS = {
  voters: { type: 'string', default: '100' },
  cuts: { type: 'string', default: '60' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
} as const

/** `urna power-loss`. @returns the exit code: 1 when something was lost, 2 when the command was typed wrong. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const { json, ...options } = parse(argv)
    if (!canTrace()) throw new SimulationError('This needs strace, and leave to trace processes (Linux).')
    const real = await runTrial({ ...options, syncs: true })
    const control = await runTrial({ ...options, syncs: false })
    console.log(json ? jsonLine(real, control) : report(real, control))
    for (const loss of real.losses) console.error(loss)
    return real.losses.length === 0 && control.losses.length > 0 ? 0 : 1
  })
}

function parse(argv: readonly string[]): Omit<TrialOptions, 'syncs'> & { json: boolean } {
  const { voters, cuts, seed, json } = readArguments(argv, OPTIONS)
  return {
    voters: parseCount('--voters', voters, 10_000),
    cuts: parseCount('--cuts', cuts, 10_000),
    seed: parseCount('--seed', seed, 5_000_000),
    progress: openProgress(process.stderr),
    json,
  }
}

function jsonLine({ losses, ...real }: TrialOutcome, control: TrialOutcome): string {
  return JSON.stringify({ ...real, lost: losses.length, lostWithoutSync: control.losses.length })
}

function report(
  { calls, syncs, cuts, ballots, credentials, losses }: TrialOutcome,
  control: TrialOutcome,
): string {
  return [
    `\n${calls} system calls, ${syncs} of them syncs; the power was cut ${cuts} times.\n`,
    `  promised at the last   ${ballots} ballots, ${credentials} credentials`,
    `  cuts with a loss       ${losses.length}`,
    `  without the syncs      ${control.losses.length} of ${control.cuts} cuts lose something`,
    '',
    losses.length === 0 ? 'Nothing that was promised is lost.' : 'Something is lost:',
    ...(control.losses.length > 0
      ? []
      : ['Without syncs nothing was lost either: this trial proves nothing.']),
  ].join('\n')
}
