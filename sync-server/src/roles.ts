import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'
import type { Express } from 'express'
import type { Logger } from 'pino'
import type { Demonstration } from './admin/demonstration/seed-demonstration.ts'
import { seedDemonstration } from './admin/demonstration/seed-demonstration.ts'
import { drawFirstRunSecret } from './admin/first-run-secret.ts'
import { noteCodesReceived } from './admin/lifecycle/codes-received.ts'
import { finishIssuances } from './admin/lifecycle/final-issuance.ts'
import type { AdminPorts } from './admin/ports.ts'
import { adminRoutes } from './admin/routes.ts'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import type { Couch, Database } from './couch/couch.ts'
import { backoff } from './couch/pacing.ts'
import { openControl } from './elections/elections.ts'
import { PublishedElections } from './elections/published-elections.ts'
import { LONGEST_TAKING_MS } from './gateway/ballot-box.ts'
import { CheckedBallots } from './gateway/checked-ballots.ts'
import type { GatewayPorts } from './gateway/gateway.ts'
import { Gateway } from './gateway/gateway.ts'
import type { Transport } from './http/headers.ts'
import { readSecret } from './keys/secret-file.ts'
import { StoredKeystore } from './keys/stored-keystore.ts'
import { Vault } from './keys/vault.ts'
import { Metrics } from './metrics.ts'
import { registrarRoutes } from './registrar/routes.ts'
import type { ElectionLog } from './tallier/core/election-log.ts'
import type { Surroundings } from './tallier/ports.ts'
import { superviseTalliers } from './tallier/supervisor.ts'

/** No gateway acknowledges a ballot later than this after its deadline; five seconds are for clocks that differ. */
const LONGEST_WRITE_MS = LONGEST_TAKING_MS + 5000
const ISSUANCE_CHECK_MS = 30_000
const SITE = fileURLToPath(new URL('../../dist/client', import.meta.url))

export interface RunningRoles {
  readonly app: Express
  /** Only until it was shown once, and only from processes with the console. */
  readonly firstRunSecret: string | undefined
  readonly demonstration: Demonstration | undefined
  /** To be called when secret and codes were shown. @returns false when the secret is worth nothing: another process drew another. */
  noteShown(): Promise<boolean>
  close(): Promise<void>
}

/** Starts what `config.roles` names; the roles meet in the database alone, so each may run in a process of its own. */
export async function startRoles(
  config: Config & { origin: string },
  couch: Couch,
  log: Logger,
): Promise<RunningRoles> {
  const control = await openControl(couch)
  const stop = new AbortController()
  const ports = await preparePorts(config, { couch, control, log, signal: stop.signal })
  const { elections } = ports
  await elections.start()
  const gateway = config.roles.has('gateway') ? openGateway(ports, config.roles) : undefined
  const background: Promise<void>[] = []
  if (config.roles.has('tallier')) background.push(startTalliers(ports))
  if (config.roles.has('registrar')) background.push(startFinalIssuances(ports))
  const app = createApp({
    ...ports,
    gateway,
    transport: transportOf(config),
    trustProxy: config.trustProxy,
    isFit: () => !stop.signal.aborted && (gateway?.isStoring ?? true),
    registrar: config.roles.has('registrar') ? registrarRoutes(ports) : undefined,
    admin: config.roles.has('registrar') ? adminRoutes(ports) : undefined,
    site: existsSync(SITE) ? SITE : undefined,
  })
  const close = async (): Promise<void> => {
    stop.abort()
    await gateway?.close()
    await Promise.all(background)
    await elections.close()
  }
  try {
    return { app, ...(await prepareGreeting(config, control, ports)), close }
  } catch (error) {
    // What runs already would go on over a database that the caller now closes.
    await close()
    throw error
  }
}

async function preparePorts(
  { secretFile, dataDirectory, origin }: Config & { origin: string },
  { control, ...given }: Pick<Ports, 'couch' | 'log' | 'signal'> & { readonly control: Database },
): Promise<Ports> {
  const secret = await readSecret({ file: secretFile, directory: dataDirectory })
  const elections = new PublishedElections(given.couch, given.log)
  return {
    ...{ ...given, origin, elections, random: randomBytes, clock: () => new Date() },
    keystore: new StoredKeystore(control, secret),
    vault: new Vault(secret),
    checked: new CheckedBallots(),
    metrics: new Metrics(elections),
    logs: new Map(),
  }
}

type Greeted = Pick<RunningRoles, 'firstRunSecret' | 'demonstration' | 'noteShown'>

async function prepareGreeting(config: Config, control: Database, ports: Ports): Promise<Greeted> {
  const drawn = config.roles.has('registrar') ? await drawFirstRunSecret(control, randomBytes) : undefined
  const demonstration = config.demonstration ? await seedDemonstration(ports) : undefined
  const noteShown = async (): Promise<boolean> => {
    if (demonstration?.codes) await noteCodesReceived(ports, demonstration.election)
    return (await drawn?.noteShown()) ?? true
  }
  return { firstRunSecret: drawn?.secret, demonstration, noteShown }
}

function transportOf({ https, origin }: { https: Config['https']; origin: string }): Transport {
  if (https?.kind === 'lan') return 'local'
  return origin.startsWith('https:') ? 'public' : 'plain'
}

interface Ports extends AdminPorts {
  /** Of the elections that are counted in this process. */
  readonly logs: Map<string, Pick<ElectionLog, 'holderOf'>>
  readonly elections: PublishedElections
  readonly log: Logger
  readonly checked: CheckedBallots
  readonly metrics: Metrics
  readonly signal: AbortSignal
}

function openGateway(ports: Ports, roles: Config['roles']): Gateway {
  const loggedHolder: GatewayPorts['loggedHolder'] = (election, body) =>
    ports.logs.get(election)?.holderOf(body)
  return new Gateway({
    ...ports,
    pacing: backoff,
    loggedHolder: roles.has('tallier') ? loggedHolder : undefined,
    count: (election, acceptance) => ports.metrics.countBallot(election, acceptance),
    onError: (election, error) =>
      ports.log.error({ election, error: String(error) }, 'ballots cannot be taken'),
  })
}

function startTalliers({ checked, logs, signal, ...ports }: Ports): Promise<void> {
  const wasChecked = (leafHash: string): boolean => checked.has(leafHash)
  const shareLog: Surroundings['shareLog'] = (election, log) => {
    if (log) logs.set(election, log)
    else logs.delete(election)
  }
  const common = { wait, random: Math.random, wasChecked, shareLog }
  const surroundings = { ...common, longestWriteMs: LONGEST_WRITE_MS }
  return superviseTalliers({ ...ports, ...surroundings }, signal)
}

function startFinalIssuances(ports: Ports): Promise<void> {
  const { signal, log } = ports
  const onError = (election: string, error: unknown): void =>
    log.error({ election, error: String(error) }, 'the final issuance is not committed yet')
  return finishIssuances(ports, { everyMs: ISSUANCE_CHECK_MS, signal, onError })
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return delay(milliseconds, undefined, { signal }).catch(() => undefined)
}
