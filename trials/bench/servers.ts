import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Office } from '../../simulate/server/office.ts'
import { SimulationError } from '../../simulate/server/office.ts'
import { ownEnvironment } from '../../simulate/server/own-server.ts'
import { end, spawnEngine, untilSaid } from '../processes/child.ts'

/** What is measured: a server with every role in one process, and the database behind it. */
export interface Bench {
  readonly engine: 'embedded' | 'CouchDB'
  readonly office: Office
  /** Of the server; the embedded engine is in the same process, a CouchDB is not. */
  readonly pid: number
  /** With credentials; of the embedded engine another one of its kind, because the server keeps its own to itself. */
  readonly databaseUrl: string
}

const URNA = fileURLToPath(new URL('../../bin/urna.mjs', import.meta.url))
const PASSWORD = 'for-trials-only'

/** Runs `work` on a server over the embedded engine, with data that nobody keeps. */
export function onEmbedded<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const engine = spawnEngine({ directory: join(folder, 'raw'), port: 0, password: PASSWORD })
    try {
      const [, url = ''] = await untilSaid(engine, /(http:\S+)\n/)
      const databaseUrl = url.replace('//', `//urna:${PASSWORD}@`)
      return await onServer({ engine: 'embedded', databaseUrl, folder }, {}, undefined, work)
    } finally {
      await end(engine, 'SIGTERM')
    }
  })
}

/**
 * Runs `work` on a server over a CouchDB, where its elections stay.
 *
 * @param secret the console secret, where that CouchDB has served before.
 */
export function onCouch<T>(
  url: string,
  secret: string | undefined,
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  return inFolder((folder) =>
    onServer({ engine: 'CouchDB', databaseUrl: url, folder }, { COUCHDB_URL: url }, secret, work),
  )
}

async function onServer<T>(
  { folder, ...bench }: Pick<Bench, 'engine' | 'databaseUrl'> & { readonly folder: string },
  env: NodeJS.ProcessEnv,
  secret: string | undefined,
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  const args = [
    URNA,
    'serve',
    '--no-build',
    '--port',
    '0',
    '--console-port',
    'off',
    '--data',
    join(folder, 'data'),
  ]
  const child = spawn(process.execPath, args, {
    env: { ...ownEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  try {
    const [greeting, origin = ''] = await untilSaid(child, /Address\s+(\S+)\n[\s\S]*Press Ctrl-C/)
    const drawn = secret ?? /secret\s+(\S+) /.exec(greeting)?.[1]
    if (drawn === undefined)
      throw new SimulationError('That CouchDB has served before: give its console secret with --secret.')
    return await work({ ...bench, office: { origin, secret: drawn }, pid: child.pid ?? 0 })
  } finally {
    await end(child, 'SIGTERM')
  }
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'urna-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
