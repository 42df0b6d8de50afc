import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'
import type { Express } from 'express'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import type { Couch } from './couch/couch.ts'
import { CONTROL_DATABASE } from './elections/elections.ts'
import { PublishedElections } from './elections/published-elections.ts'
import { CheckedBallots } from './gateway/checked-ballots.ts'
import { Gateway } from './gateway/gateway.ts'
import { readSecret } from './keys/secret-file.ts'
import { StoredKeystore } from './keys/stored-keystore.ts'
import { Metrics } from './metrics.ts'
import { registrarRoutes } from './registrar/routes.ts'
import { superviseTalliers } from './tallier/supervisor.ts'

/** The longest that a gateway's write may take before the database's answer no longer counts. */
const LONGEST_WRITE_MS = 65_000
const SITE = fileURLToPath(new URL('../../dist/client', import.meta.url))

export interface RunningRoles {
  readonly app: Express
  close(): Promise<void>
}

/** Starts what `config.roles` names; every role talks to the others through the database alone. */
export async function startRoles(config: Config & { origin: string }, couch: Couch, log: Logger): Promise<RunningRoles> {
  const control = await couch.ensureDatabase(CONTROL_DATABASE)
  const secret = await readSecret({ file: config.secretFile, directory: config.dataDirectory })
  const keystore = new StoredKeystore(control, secret)
  const elections = new PublishedElections(couch, log)
  await elections.start()

  const clock = (): Date => new Date()
  const checked = new CheckedBallots()
  const metrics = new Metrics(elections)
  const stop = new AbortController()
  const onError = (election: string, error: unknown): void =>
    log.error({ election, error: String(error) }, 'an election cannot be served')
  const count = metrics.countBallot.bind(metrics)
  const ports = { elections, couch, keystore, clock }
  const gateway = config.roles.has('gateway') ? new Gateway({ ...ports, checked, count, onError }) : undefined
  const surroundings = { wait, random: Math.random, wasChecked: checked.has.bind(checked), log, longestWriteMs: LONGEST_WRITE_MS }
  const counting = config.roles.has('tallier') ? superviseTalliers({ ...ports, ...surroundings }, stop.signal) : undefined
  const app = createApp({
    couch,
    metrics,
    log,
    clock,
    gateway,
    isStopping: () => stop.signal.aborted,
    registrar: config.roles.has('registrar') ? registrarRoutes(ports) : undefined,
    admin: undefined,
    site: existsSync(SITE) ? SITE : undefined,
  })
  return {
    app,
    close: async () => {
      stop.abort()
      await gateway?.close()
      await counting
      await elections.close()
    },
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return delay(milliseconds, undefined, { signal }).catch(() => undefined)
}
