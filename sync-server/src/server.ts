import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { pino } from 'pino'
import type { Engine } from '#couchdb/engine'
import { startEngine } from '#couchdb/engine'
import type { Config } from './config.ts'
import type { Couch } from './couch/couch.ts'
import { openCouch } from './couch/couch.ts'
import type { RunningFauxton } from './fauxton/serve.ts'
import { serveFauxton } from './fauxton/serve.ts'
import { answerBare } from './http/wire.ts'
import type { RunningRoles } from './roles.ts'
import { startRoles } from './roles.ts'
import type { Edge } from './tls/edge.ts'
import { openEdge } from './tls/edge.ts'

/** How long a stopping server lets running requests end; a ballot in flight needs milliseconds. */
const STOP_GRACE_MS = 5000

export interface RunningServer {
  readonly origin: string
  readonly trust: Edge['trust']
  /** Until it was shown once; it is stored as a hash. */
  readonly firstRunSecret: string | undefined
  readonly demonstration: RunningRoles['demonstration']
  /** Where the database is shown; undefined where it is not. */
  readonly fauxton: string | undefined
  readonly noteShown: RunningRoles['noteShown']
  /** Finishes what is in flight, then stops; nothing acknowledged is lost. */
  close(): Promise<void>
}

/**
 * Starts the roles of `config` in this process, over CouchDB or, without a `COUCHDB_URL`, the embedded engine. The port is
 * taken first: a second server on it fails before it touches any data.
 */
export async function startServer(config: Config): Promise<RunningServer> {
  const log = pino({ level: config.logLevel, base: null })
  let handler: RequestListener = answerStarting
  const edge = await openEdge(config, (request, response) => handler(request, response), {
    clock: () => new Date(),
    random: randomBytes,
    onRenewError: (error) => log.error({ error: String(error) }, 'the certificate could not be renewed'),
  })
  const closing: (() => Promise<void>)[] = []
  let closed: Promise<void> | undefined
  const closeAll = async (): Promise<void> => {
    const stopped = edge.close(STOP_GRACE_MS)
    for (const end of closing.reverse()) await end()
    await stopped
  }
  const close = (): Promise<void> => (closed ??= closeAll())
  try {
    await mkdir(config.dataDirectory, { recursive: true, mode: 0o700 })
    const { couch, databaseUrl, engine } = await openDatabase(config, (error) =>
      log.error({ error: String(error) }, 'the database failed'),
    )
    closing.push(async () => {
      await couch.close()
      await engine?.close()
    })
    const roles = await startRoles({ ...config, origin: edge.origin }, couch, log)
    closing.push(() => roles.close())
    const fauxton = await openFauxton(config, edge.port, { couch, databaseUrl, log })
    if (fauxton) closing.push(() => fauxton.close())
    handler = roles.app
    const { firstRunSecret, demonstration, noteShown } = roles
    const shown = { firstRunSecret, demonstration, noteShown }
    return { origin: edge.origin, trust: edge.trust, ...shown, fauxton: fauxton?.origin, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** For the officer, hence where the officer's role is. */
async function openFauxton(
  { console: { host, port }, roles }: Config,
  serverPort: number,
  database: { couch: Couch; databaseUrl: string; log: Logger },
): Promise<RunningFauxton | undefined> {
  if (port === 'off' || !roles.has('registrar')) return undefined
  const ports = { ...database, host, clock: () => new Date(), random: randomBytes }
  return serveFauxton(ports, port === undefined ? { next: serverPort + 1 } : { only: port }, STOP_GRACE_MS)
}

interface OpenedDatabase {
  readonly couch: Couch
  /** With the server's user and password in it. */
  readonly databaseUrl: string
  readonly engine: Engine | undefined
}

/**
 * The database of `config`: CouchDB, or the embedded engine, of which there is one at a time.
 *
 * @param onError told of what the embedded engine answered with 500.
 */
export async function openDatabase(
  config: Config,
  onError: (error: unknown) => void = () => undefined,
): Promise<OpenedDatabase> {
  if (config.couchdbUrl !== undefined)
    return { couch: openCouch({ url: config.couchdbUrl }), databaseUrl: config.couchdbUrl, engine: undefined }
  const credentials = { username: 'urna', password: randomBytes(24).toString('base64url') }
  const directory = join(config.dataDirectory, 'couchdb')
  const engine = await startEngine({ directory, credentials, onError })
  const url = new URL(engine.url)
  url.username = credentials.username
  url.password = credentials.password
  return { couch: openCouch({ url: url.href }), databaseUrl: url.href, engine }
}

const answerStarting: RequestListener = (_request, response) => {
  answerBare(response, { status: 503, code: 'starting', detail: 'The server is starting.' }, 1)
}
