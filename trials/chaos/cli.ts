import { openProgress } from '../../simulate/progress.ts'
import { runCommand } from '../../simulate/run-command.ts'
import { parseCount, readArguments } from '../../simulate/options.ts'
import type { TrialOptions, TrialOutcome } from './trial.ts'
import { runTrial } from './trial.ts'

const OPTIONS = {
  kills: { type: 'string', default: '30' },
  seed: { type: 'string', default: '1' },
  voters: { type: 'string', default: '150' },
  concurrency: { type: 'string', default: '32' },
  'couchdb-url': { type: 'string' },
  secret: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** Or as long as they need to start: on a slow machine nothing would ever get through otherwise. */
const LONGEST_LIFE_MS = 1500

/** `urna chaos`. @returns the exit code: 1 when something was lost or does not fit, 2 when the command was typed wrong. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const { json, ...options } = parse(argv)
    const started = performance.now()
    const outcome = await runTrial(options)
    const seconds = Math.round((performance.now() - started) / 1000)
    console.log(json ? jsonLine(outcome, seconds) : report(outcome, seconds))
    for (const line of outcome.disagreements) console.error(line)
    return outcome.disagreements.length === 0 ? 0 : 1
  })
}

function parse(argv: readonly string[]): TrialOptions & { json: boolean } {
  const typed = readArguments(argv, OPTIONS)
  return {
    kills: parseCount('--kills', typed.kills, 100_000),
    seed: parseCount('--seed', typed.seed, 5_000_000),
    voters: parseCount('--voters', typed.voters, 100_000),
    concurrency: parseCount('--concurrency', typed.concurrency, 1000),
    longestLife: (startedInMs) => Math.max(LONGEST_LIFE_MS, startedInMs),
    couchdbUrl: typed['couchdb-url'] ?? (process.env['COUCHDB_URL'] || undefined),
    secret: typed.secret ?? process.env['URNA_SECRET'],
    progress: openProgress(process.stderr),
    json: typed.json,
  }
}

function jsonLine({ kills, disagreements, ...counts }: TrialOutcome, seconds: number): string {
  return JSON.stringify({
    kills: Object.fromEntries(kills),
    ...counts,
    seconds,
    problems: disagreements.length,
  })
}

function report(outcome: TrialOutcome, seconds: number): string {
  const { elections, issued, accepted, acceptedBallots, counted, logged, checkpoints, retries, restarts } =
    outcome
  const kills = [...outcome.kills].map(([name, count]) => `${name} ${count}`).join(', ')
  return [
    `\nKilled in ${seconds} s: ${kills} (started again ${restarts} times)\n`,
    `  elections    ${elections}`,
    `  issued       ${issued}   voters with a credential`,
    `  accepted     ${accepted}   voters with a receipt for their last ballot (${acceptedBallots} ballots in all)`,
    `  counted      ${counted}   voters whose last ballot is proven to be in the log`,
    `  logged       ${logged}   ballots in the batches of the database, each once`,
    `  checkpoints  ${checkpoints}   were seen, and each is a beginning of the last`,
    `  retries      ${retries}   requests that phones made again`,
    '',
    outcome.disagreements.length === 0
      ? 'Nothing was lost, and nothing is there twice.'
      : 'Something does not fit:',
  ].join('\n')
}
