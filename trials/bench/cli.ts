import { parseCount, readArguments } from '../../simulate/options.ts'
import { openProgress } from '../../simulate/progress.ts'
import { runCommand } from '../../simulate/run-command.ts'
import { onCouch, onEmbedded } from './servers.ts'
import type { Figures, PushFigures } from './trial.ts'
import { measure } from './trial.ts'

const OPTIONS = {
  voters: { type: 'string', default: '300' },
  'ballots-each': { type: 'string', default: '10' },
  connections: { type: 'string', default: '64' },
  'couchdb-url': { type: 'string' },
  secret: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** `urna bench`. @returns the exit code: 2 when the command was typed wrong. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const typed = readArguments(argv, OPTIONS)
    const options = {
      voters: parseCount('--voters', typed.voters, 100_000),
      ballotsEach: parseCount('--ballots-each', typed['ballots-each'], 100),
      connections: parseCount('--connections', typed.connections, 1000),
      progress: openProgress(process.stderr),
    }
    const couch = typed['couchdb-url'] ?? (process.env['COUCHDB_URL'] || undefined)
    const secret = typed.secret ?? process.env['URNA_SECRET']
    const figures = [await onEmbedded((bench) => measure(bench, options))]
    if (couch !== undefined) figures.push(await onCouch(couch, secret, (bench) => measure(bench, options)))
    console.log(typed.json ? JSON.stringify(figures) : figures.map(report).join('\n'))
    return 0
  })
}

function report({ engine, ballots, rawWrites, push, rxdbPush }: Figures): string {
  const row = (what: string, of: (figures: PushFigures) => string): string =>
    `  ${what.padEnd(46)}${of(push).padStart(10)}${of(rxdbPush).padStart(16)}`
  return [
    `\n${engine}: ${ballots} ballots each, one to a request\n`,
    `  the database by itself, 500 documents to a write: ${rawWrites.toFixed(0)} a second\n`,
    `  ${''.padEnd(46)}${'one push'.padStart(10)}${'as RxDB pushes'.padStart(16)}`,
    row('accepted a second', ({ accepted }) => accepted.toFixed(0)),
    row('counted a second', ({ counted }) => counted.toFixed(0)),
    row('counted, of what the database takes', ({ ofRawWrites }) => ofRawWrites.toFixed(2)),
    row('server’s CPU, of its two signature checks', ({ ofChecks }) => ofChecks.toFixed(1)),
    row('shown to another phone after, p50, ms', ({ shownP50 }) => shownP50.toFixed(0)),
    row('shown to another phone after, p95, ms', ({ shownP95 }) => shownP95.toFixed(0)),
  ].join('\n')
}
