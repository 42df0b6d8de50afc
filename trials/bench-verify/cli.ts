import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCount, readArguments } from '../../simulate/options.ts'
import { openProgress } from '../../simulate/progress.ts'
import { runCommand } from '../../simulate/run-command.ts'
import { secondsOfChecks } from './bare-checks.ts'
import { writeBundle } from './large-bundle.ts'
import { runVerifier } from './verifier-process.ts'

const OPTIONS = {
  ballots: { type: 'string', default: '10000' },
  json: { type: 'boolean', default: false },
} as const

/** `urna bench-verify`. @returns the exit code: 2 when the command was typed wrong. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const typed = readArguments(argv, OPTIONS)
    const count = parseCount('--ballots', typed.ballots, 1_000_000)
    const folder = await mkdtemp(join(tmpdir(), 'urna-bench-verify-'))
    try {
      const figures = await measure(join(folder, 'bundle.ndjson'), count)
      console.log(typed.json ? JSON.stringify(figures) : report(figures))
      return 0
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}

/** Times are seconds, memory is bytes. */
interface Figures {
  readonly ballots: number
  readonly processors: number
  readonly bundleBytes: number
  /** Both signature checks of every ballot in one thread, and nothing else. */
  readonly bareLoop: number
  /** The command as a user runs it, from its start to its exit. */
  readonly verify: number
  readonly verifyCpu: number
  readonly ofBareLoop: number
  /** At its highest, with half of the ballots and with all of them. */
  readonly memoryOfHalf: number
  readonly memory: number
  /** By so much it grew for each ballot of the other half. */
  readonly growth: number
}

async function measure(path: string, count: number): Promise<Figures> {
  const progress = openProgress(process.stderr)
  const half = Math.ceil(count / 2)
  const { manifestHash } = await writeBundle(path, half, progress)
  const { memory: memoryOfHalf } = await runVerifier(path, manifestHash)
  const bundle = await writeBundle(path, count, progress)
  const bareLoop = await secondsOfChecks(path)
  const { seconds: verify, cpuSeconds: verifyCpu, memory } = await runVerifier(path, bundle.manifestHash)
  const ofBareLoop = verify / bareLoop
  const growth = (memory - memoryOfHalf) / Math.max(1, count - half)
  const machine = { processors: availableParallelism(), bundleBytes: bundle.bytes }
  return { ballots: count, ...machine, bareLoop, verify, verifyCpu, ofBareLoop, memoryOfHalf, memory, growth }
}

function report(figures: Figures): string {
  const { ballots, processors, bundleBytes, bareLoop, verify, verifyCpu, ofBareLoop } = figures
  const perSecond = (seconds: number): string => (ballots / seconds).toFixed(0)
  const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`
  return [
    `\n${ballots} ballots in a bundle of ${megabytes(bundleBytes)}, ${processors} processors\n`,
    `  both signature checks and nothing else, one thread   ${bareLoop.toFixed(2)} s  ${perSecond(bareLoop)} a second`,
    `  urna verify, from start to exit                      ${verify.toFixed(2)} s  ${perSecond(verify)} a second`,
    `  urna verify, of the bare loop                        ${ofBareLoop.toFixed(2)}`,
    `  its processor time, of the bare loop                 ${(verifyCpu / bareLoop).toFixed(2)}`,
    `  its memory, with half of the ballots                 ${megabytes(figures.memoryOfHalf)}`,
    `  its memory, with all of them                         ${megabytes(figures.memory)}`,
    `  by so much it grew for each further ballot           ${figures.growth.toFixed(0)} bytes`,
  ].join('\n')
}
