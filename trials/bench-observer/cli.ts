import { parseCount, readArguments } from '../../simulate/options.ts'
import { openProgress } from '../../simulate/progress.ts'
import { runCommand } from '../../simulate/run-command.ts'
import type { PreparedElection } from '../bench/prepare.ts'
import { prepareElection } from '../bench/prepare.ts'
import { pushAll } from '../bench/push.ts'
import { onEmbedded } from '../bench/servers.ts'
import { secondsOfChecks } from './bare-checks.ts'
import type { ObservedRun } from './observed-page.ts'
import { observeInChromium } from './observed-page.ts'

const OPTIONS = {
  ballots: { type: 'string', default: '10000' },
  json: { type: 'boolean', default: false },
} as const

/** So often a voter may change their mind: joining costs a phone a hundred times what a ballot does. */
const MOST_EACH = 100

/** `urna bench-observer`. @returns the exit code: 2 when the command was typed wrong. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const typed = readArguments(argv, OPTIONS)
    const figures = await measure(parseCount('--ballots', typed.ballots, 1_000_000))
    console.log(typed.json ? JSON.stringify(figures) : report(figures))
    return 0
  })
}

/** Times are seconds. */
interface Figures extends ObservedRun {
  readonly ballots: number
  readonly documents: number
  /** Both signature checks of every ballot in the same page and workers, and nothing else. */
  readonly bareLoop: number
  readonly ofBareLoop: number
}

function measure(count: number): Promise<Figures> {
  return onEmbedded(async ({ office }) => {
    const size = { voters: Math.ceil(count / MOST_EACH), ballotsEach: Math.min(count, MOST_EACH) }
    const prepared = await prepareElection(office, size, openProgress(process.stderr))
    const { origin } = office
    const { election, manifestHash, ballots } = prepared
    await pushAll(ballots, { origin, election, connections: 32, inTwoRequests: false })
    await untilCounted(origin, prepared)
    const link = `${origin}/#/observe/${election}/${manifestHash}`
    const documents = await documentsOf(origin, election)
    return observeInChromium(link, async (page, run) => {
      const bareLoop = await secondsOfChecks(page, prepared)
      return { ballots: ballots.length, documents, ...run, bareLoop, ofBareLoop: run.recount / bareLoop }
    })
  })
}

/** Resolves when every ballot is in the published result. */
async function untilCounted(origin: string, { election, ballots }: PreparedElection): Promise<void> {
  for (;;) {
    const answer = await fetch(`${origin}/api/elections/${election}/result`)
    const { body } = (await answer.json()) as { body?: { size: number } }
    if (body?.size === ballots.length) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function documentsOf(origin: string, election: string): Promise<number> {
  const info = (await (await fetch(`${origin}/mirror/${election}/`)).json()) as { doc_count: number }
  return info.doc_count
}

function report(figures: Figures): string {
  const { ballots, documents, processors, copy, recount, bareLoop, ofBareLoop } = figures
  const line = (what: string, seconds: number, count: number): string =>
    `  ${what.padEnd(52)} ${seconds.toFixed(2)} s  ${(count / seconds).toFixed(0)} a second`
  const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`
  return [
    `\n${ballots} ballots in ${documents} documents, Chromium with ${processors} processors\n`,
    line('copy of the mirror into IndexedDB, in documents', copy, documents),
    line('recount of the copy, in ballots', recount, ballots),
    line('both signature checks and nothing else, in ballots', bareLoop, ballots),
    `  recount, of the bare loop                            ${ofBareLoop.toFixed(2)}`,
    `  the page's longest task while both went on           ${milliseconds(figures.longestStall)}`,
    `  its longest time between two frames                  ${milliseconds(figures.longestFrame)}`,
  ].join('\n')
}
