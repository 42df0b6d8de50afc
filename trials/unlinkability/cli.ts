import { parseCount, readArguments } from '../../simulate/options.ts'
import { openProgress } from '../../simulate/progress.ts'
import { runCommand } from '../../simulate/run-command.ts'
import { SimulationError } from '../../simulate/server/office.ts'
import type { Finding, Verdict } from './judge.ts'
import type { TrialOutcome } from './trial.ts'
import { runTrial } from './trial.ts'

const OPTIONS = {
  voters: { type: 'string', default: '200' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
} as const

const DRAWS = 2000
const FEWEST = 10

/** `urna unlinkability`. @returns the exit code: 1 when something links, or the controls show that nothing would be seen. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const typed = readArguments(argv, OPTIONS)
    const voters = parseCount('--voters', typed.voters, 5000)
    if (voters < FEWEST)
      throw new SimulationError(`--voters must be ${FEWEST} or more, or chance alone links them.`)
    const seed = parseCount('--seed', typed.seed, 5_000_000)
    const progress = openProgress(process.stderr)
    const outcome = await runTrial({ voters, votersAtOnce: voters, seed, draws: DRAWS, progress })
    console.log(typed.json ? jsonLine(voters, outcome) : report(voters, outcome))
    const problems = problemsOf(outcome)
    for (const problem of problems) console.error(problem)
    return problems.length === 0 ? 0 : 1
  })
}

/** What is wrong, each in a sentence: links and traces, and controls in which nothing was found. */
export function problemsOf({ independent, links, atOnce, planted }: TrialOutcome): readonly string[] {
  return [
    ...links.map((link) => `A rule links more than chance: ${describe(link)}.`),
    ...independent.traces.map((trace) => `A trace of a voter is left: ${trace}.`),
    ...(atOnce.links.length > 0 ? [] : ['Voting at once was not found: this trial proves nothing.']),
    ...[...planted].flatMap(([leak, found]) =>
      found.links.length > 0 ? [] : [`A planted leak was not found, ${leak}: this trial proves nothing.`],
    ),
  ]
}

function describe({ kind, rule, score, bound }: Finding): string {
  return `${kind} ${format(score)}, chance up to ${format(bound)}, by ${rule}`
}

function format(score: number): string {
  return Number.isInteger(score) ? String(score) : score.toFixed(2)
}

function jsonLine(voters: number, { planted, ...outcome }: TrialOutcome): string {
  const found = Object.fromEntries([...planted].map(([leak, { links }]) => [leak, strongest(links)]))
  const atOnce = strongest(outcome.atOnce.links)
  const { rules, best, traces } = outcome.independent
  return JSON.stringify({ voters, rules, best, traces, links: outcome.links, atOnce, planted: found })
}

function report(voters: number, { independent, atOnce, planted }: TrialOutcome): string {
  const line = (what: string, { links }: Verdict): string => {
    const [most] = strongest(links)
    return `  ${what}\n      ${most ? `found: ${describe(most)}` : 'NOT FOUND'}`
  }
  return [
    `\n${voters} voters; ${independent.rules} rules over all that the server held. The best of each kind:\n`,
    ...independent.best.map((finding) => `  ${describe(finding)}`),
    '\nFor comparison, what is there to be found:\n',
    line('everybody casts right after joining', atOnce),
    ...[...planted].map(([leak, verdict]) => line(leak, verdict)),
    '',
  ].join('\n')
}

/** By how far over chance; at most one. */
function strongest(links: readonly Finding[]): readonly Finding[] {
  return links.toSorted((a, b) => b.score / b.bound - a.score / a.bound).slice(0, 1)
}
