import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Office } from './office.ts'
import { SimulationError } from './office.ts'

const URNA = fileURLToPath(new URL('../../bin/urna.mjs', import.meta.url))
/** What would lead the server elsewhere than to a free port and a directory of its own. */
const OURS = [
  'PORT',
  'HOST',
  'CONSOLE_PORT',
  'CONSOLE_HOST',
  'ROLES',
  'COUCHDB_URL',
  'URNA_DATA',
  'URNA_ORIGIN',
  'URNA_SECRET_FILE',
]

export interface OwnServer {
  readonly office: Office
  readonly process: ChildProcess
  /** Where its data is, until it is stopped. */
  readonly directory: string
  /** What it has said on stderr so far. */
  said(): string
  /** Ends it and removes what it stored. */
  stop(): Promise<void>
}

/**
 * Starts a server for one simulation, on a free port and with data that nobody keeps.
 *
 * @param launch the words that run node, with options of its own or under another program.
 * @throws {SimulationError}
 */
export async function startOwnServer(
  launch: readonly [string, ...string[]] = [process.execPath],
): Promise<OwnServer> {
  const directory = mkdtempSync(join(tmpdir(), 'urna-simulate-'))
  const env = ownEnvironment()
  const [command, ...args] = [...launch, URNA, 'serve', '--no-build', '--port', '0', '--data', directory]
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const remove = (): void => {
    child.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  }
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const said = (): string => errors
  // However this process ends, no server and no data stay behind.
  process.once('exit', remove)
  try {
    const office = await readGreeting(child, said)
    return { office, process: child, directory, said, stop: () => stop(child, remove) }
  } catch (error) {
    remove()
    throw error
  }
}

/** This process's environment without what would lead a server to the data of another. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.includes(name)))
}

async function stop(child: ChildProcess, remove: () => void): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM')
    await ended
  }
  process.removeListener('exit', remove)
  remove()
}

function readGreeting(child: ChildProcess, said: () => string): Promise<Office> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const origin = /Address\s+(\S+)\n/.exec(output)?.[1]
      const secret = /secret\s+(\S+) /.exec(output)?.[1]
      if (origin !== undefined && secret !== undefined) resolve({ origin, secret })
    })
    child.once('exit', (code) => {
      const [reason = `it ended with ${String(code)}`] = said().trim().split('\n').slice(-1)
      reject(new SimulationError(`The server for the simulation did not start: ${reason}`))
    })
  })
}
