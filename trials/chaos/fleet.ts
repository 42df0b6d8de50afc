import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Office } from '../../simulate/server/office.ts'
import { SimulationError } from '../../simulate/server/office.ts'
import { ownEnvironment } from '../../simulate/server/own-server.ts'
import { freePort, spawnEngine } from '../processes/child.ts'
import { Member } from './member.ts'

export interface Fleet {
  readonly office: Office
  /** With credentials. */
  readonly couchdb: string
  /** What can be killed. */
  readonly members: readonly Member[]
  stop(): Promise<void>
}

export interface FleetOptions {
  /** A real CouchDB, which is not ours to kill; without one an engine in a process of its own. */
  readonly couchdbUrl: string | undefined
  /** The console secret, where that CouchDB has served before. */
  readonly secret: string | undefined
}

const URNA = fileURLToPath(new URL('../../bin/urna.mjs', import.meta.url))
const PASSWORD = 'for-trials-only'

/** Database, server and tallier, each a process that can die without the others. @throws {SimulationError} */
export async function startFleet({ couchdbUrl, secret }: FleetOptions): Promise<Fleet> {
  const directory = await mkdtemp(join(tmpdir(), 'urna-chaos-'))
  const engine = couchdbUrl === undefined ? await engineMember(join(directory, 'engine')) : undefined
  const couchdb = couchdbUrl ?? engine?.couchdb ?? ''
  const roles = { couchdb, data: join(directory, 'data') }
  const server = await roleMember('server', 'gateway,registrar', roles)
  const tallier = await roleMember('tallier', 'tallier', roles)
  const members = [server.member, tallier.member, ...(engine ? [engine.member] : [])]
  const stop = async (): Promise<void> => {
    await server.member.stop()
    await tallier.member.stop()
    await engine?.member.stop()
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    // One after another: the first role to meet an empty database draws the console secret.
    for (const { member } of [...(engine ? [engine] : []), server, tallier]) {
      member.start()
      await member.whenReady()
    }
    const drawn = secret ?? /secret\s+(\S+) /.exec(server.member.output)?.[1]
    if (drawn === undefined)
      throw new SimulationError('That CouchDB has served before: give its console secret with --secret.')
    return { office: { origin: server.origin, secret: drawn }, couchdb, members, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function engineMember(directory: string): Promise<{ member: Member; couchdb: string }> {
  const port = await freePort()
  const couchdb = `http://urna:${PASSWORD}@127.0.0.1:${port}`
  const member = new Member({
    name: 'engine',
    spawn: () => spawnEngine({ directory, port, password: PASSWORD }),
    ready: `http://127.0.0.1:${port}`,
  })
  return { member, couchdb }
}

async function roleMember(
  name: string,
  roles: string,
  { couchdb, data }: { couchdb: string; data: string },
): Promise<{ member: Member; origin: string }> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const where = ['--port', String(port), '--data', data, '--couchdb-url', couchdb, '--origin', origin]
  const args = [URNA, 'serve', '--no-build', '--roles', roles, '--log-level', 'fatal', ...where]
  const secretFile = process.env['URNA_SECRET_FILE']
  const env = { ...ownEnvironment(), ...(secretFile === undefined ? {} : { URNA_SECRET_FILE: secretFile }) }
  const member = new Member({
    name,
    spawn: () => spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] }),
    ready: `${origin}/readyz`,
  })
  return { member, origin }
}
