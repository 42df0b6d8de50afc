import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Engine } from '#couchdb/engine'
import { startEngine } from '#couchdb/engine'
import { createApp } from '../app.ts'
import type { Couch, Database } from '../couch/couch.ts'
import { openCouch } from '../couch/couch.ts'
import { backoff } from '../couch/pacing.ts'
import { PublishedElections } from '../elections/published-elections.ts'
import { CheckedBallots } from '../gateway/checked-ballots.ts'
import { Gateway } from '../gateway/gateway.ts'
import type { Transport } from '../http/headers.ts'
import { listen, portOf, stopListening } from '../http/listen.ts'
import { Metrics } from '../metrics.ts'
import type { ElectionFixture } from './election-fixture.ts'
import { publishInto } from './publish-election.ts'

interface FixtureOptions {
  readonly site?: string
  readonly transport?: Transport
  /** Told of what a gateway tells its operator; without it that fails the test. */
  readonly onError?: (error: unknown) => void
}

/** A gateway over the embedded engine with one published election, for tests. Its clock stands while the election is open. */
export class GatewayFixture {
  readonly origin: string
  readonly couch: Couch
  readonly database: Database
  readonly elections: PublishedElections
  readonly gateway: Gateway
  readonly engine: Engine
  readonly #end: () => Promise<void>

  private constructor(parts: Omit<GatewayFixture, 'close' | 'publish'> & { end: () => Promise<void> }) {
    this.origin = parts.origin
    this.couch = parts.couch
    this.database = parts.database
    this.elections = parts.elections
    this.gateway = parts.gateway
    this.engine = parts.engine
    this.#end = parts.end
  }

  static async start(
    fixture: ElectionFixture,
    now: Date,
    { site, transport = 'plain', onError = fail }: FixtureOptions = {},
  ): Promise<GatewayFixture> {
    const directory = await mkdtemp(join(tmpdir(), 'urna-gateway-'))
    const credentials = { username: 'urna', password: 'for tests only' }
    const engine = await startEngine({ directory, credentials, onError })
    const couch = openCouch({ url: withCredentials(engine.url, credentials) })
    const database = await publishInto(couch, fixture)
    const log = pino({ level: 'silent' })
    const elections = new PublishedElections(couch, log)
    await elections.start()
    const clock = (): Date => now
    const metrics = new Metrics(elections)
    const gateway = new Gateway({
      elections,
      couch,
      keystore: { load: () => Promise.resolve(fixture.keys), create: () => Promise.resolve(fixture.keys) },
      checked: new CheckedBallots(),
      clock,
      pacing: backoff,
      loggedHolder: undefined,
      count: (election, acceptance) => metrics.countBallot(election, acceptance),
      onError: (_election, error) => onError(error),
    })
    const roles = { trustProxy: undefined, gateway, registrar: undefined, admin: undefined, site, transport }
    const server = await listen(
      createApp({
        couch,
        metrics,
        log,
        clock,
        isFit: () => gateway.isStoring,
        ...roles,
      }),
      { host: '127.0.0.1', port: 0 },
    )
    const end = (): Promise<void> => stopAll(server, gateway, elections, couch, engine, directory)
    const origin = `http://127.0.0.1:${portOf(server)}`
    return new GatewayFixture({ origin, couch, database, elections, gateway, engine, end })
  }

  close(): Promise<void> {
    return this.#end()
  }
}

function fail(error: unknown): never {
  throw error
}

async function stopAll(
  server: Server,
  gateway: Gateway,
  elections: PublishedElections,
  couch: Couch,
  engine: Engine,
  directory: string,
): Promise<void> {
  const stopped = stopListening(server, 0)
  await gateway.close()
  await stopped
  await elections.close()
  await couch.close()
  await engine.close()
  await rm(directory, { recursive: true, force: true })
}

function withCredentials(
  url: string,
  { username, password }: { username: string; password: string },
): string {
  const address = new URL(url)
  address.username = username
  address.password = password
  return address.href
}
