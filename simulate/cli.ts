import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { formatTime } from '#protocol/decode'
import { approvalElectorate } from './electorate/approval-electorate.ts'
import { BallotsFileError, parseBallotsFile } from './electorate/ballots-file.ts'
import { clubElectorate } from './electorate/club-electorate.ts'
import type { Electorate } from './electorate/electorate.ts'
import type { Options } from './options.ts'
import { parseOptions } from './options.ts'
import { openProgress } from './progress.ts'
import { runCommand } from './run-command.ts'
import { reconcile } from './reconcile.ts'
import { jsonLine, textReport } from './report.ts'
import type { Office } from './server/office.ts'
import { startOwnServer } from './server/own-server.ts'
import { simulate } from './simulation.ts'

const OPEN_MS = 24 * 3600 * 1000

/** `urna simulate`. @returns the exit code: 1 when the numbers disagree, 2 when the command was typed wrong. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const options = parseOptions(argv, process.env)
    const electorate = await readElectorate(options)
    const { office } = options
    return office ? await play(office, electorate, options) : await playOnOwnServer(electorate, options)
  })
}

async function playOnOwnServer(electorate: Electorate, options: Options): Promise<number> {
  console.error('Starting a server of its own …')
  const server = await startOwnServer()
  try {
    return await play(server.office, electorate, options)
  } finally {
    await server.stop()
  }
}

async function play(office: Office, electorate: Electorate, { concurrency, json }: Options): Promise<number> {
  const progress = openProgress(process.stderr)
  const outcome = await simulate({ office, electorate, concurrency, progress })
  const disagreements = reconcile(outcome)
  if (json) console.log(jsonLine(outcome))
  if (json && disagreements.length > 0) console.error(disagreements.join('\n'))
  if (!json) console.log(textReport(outcome, disagreements))
  return disagreements.length === 0 ? 0 : 1
}

async function readElectorate({ electorate }: Options): Promise<Electorate> {
  const election = `simulation-${randomBytes(5).toString('hex')}`
  const place = { election, closes: formatTime(new Date(Date.now() + OPEN_MS)) }
  if (electorate.kind === 'club') return clubElectorate(electorate.voters, place, Math.random)
  return approvalElectorate(parseBallotsFile(await readText(electorate.path)), place)
}

async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (error) {
    if (error instanceof TypeError) throw new BallotsFileError(`${path} is not a text file in UTF-8.`)
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new BallotsFileError(
      code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`,
    )
  }
}
