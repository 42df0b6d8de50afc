import { openProgress } from '../../simulate/progress.ts'
import { runCommand } from '../../simulate/run-command.ts'
import { parseCount, parsePlace, readArguments } from '../../simulate/options.ts'
import { megabytes } from './memory.ts'
import type { TrialOptions, TrialOutcome } from './trial.ts'
import { runTrial } from './trial.ts'

const OPTIONS = {
  requests: { type: 'string', default: '10000' },
  seed: { type: 'string', default: '1' },
  lanes: { type: 'string', default: '16' },
  url: { type: 'string' },
  secret: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const
const SHOWN = 30

/** `urna hostile`. @returns the exit code: 1 when something was answered wrongly, 2 when the command was typed wrong. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const { json, ...options } = parse(argv)
    const started = performance.now()
    const outcome = await runTrial(options)
    const seconds = (performance.now() - started) / 1000
    console.log(json ? jsonLine(outcome, seconds) : report(outcome, seconds))
    for (const line of outcome.disagreements.slice(0, SHOWN)) console.error(line)
    return outcome.disagreements.length === 0 ? 0 : 1
  })
}

function parse(argv: readonly string[]): TrialOptions & { json: boolean } {
  const { requests, seed, lanes, url, secret, json } = readArguments(argv, OPTIONS)
  return {
    requests: parseCount('--requests', requests, 5_000_000),
    seed: parseCount('--seed', seed, 5_000_000),
    lanes: parseCount('--lanes', lanes, 1000),
    slow: true,
    office: parsePlace(url ?? (process.env['URNA_URL'] || undefined), secret ?? process.env['URNA_SECRET']),
    progress: openProgress(process.stderr),
    json,
  }
}

function jsonLine({ attack, beside, memory, disagreements }: TrialOutcome, seconds: number): string {
  const statuses = Object.fromEntries([...attack.statuses].sort(([a], [b]) => a - b))
  const { voters, issued, accepted, counted } = beside
  const problems = disagreements.length
  return JSON.stringify({
    ...{ requests: attack.sent, seconds: Math.round(seconds), statuses, memory },
    ...{ voters, issued, accepted, counted, problems },
  })
}

function report({ attack, beside, memory, disagreements }: TrialOutcome, seconds: number): string {
  const statuses = [...attack.statuses].sort(([a], [b]) => a - b)
  const held = memory && [
    `  memory after garbage collection: ${megabytes(memory.warm.live)} after the warm-up, ${megabytes(memory.end.live)} at the end`,
    `  resident: ${megabytes(memory.warm.resident)} after the warm-up, ${megabytes(memory.end.resident)} at the end`,
  ]
  return [
    `\n${attack.sent.toLocaleString('en')} hostile requests in ${seconds.toFixed(0)} s\n`,
    ...statuses.map(([status, count]) => `  ${status}  ${count.toLocaleString('en').padStart(9)}`),
    '',
    `  beside them ${beside.voters} voters: ${beside.accepted} accepted, ${beside.counted} counted`,
    ...(held ?? []),
    '',
    disagreements.length === 0
      ? 'Every answer was a refusal with a code, and every ballot beside them is counted.'
      : `${disagreements.length} things are wrong:`,
  ].join('\n')
}
