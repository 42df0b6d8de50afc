import type { Couch } from '../couch/couch.ts'
import type { Elections, ElectionState } from '../elections/elections.ts'
import { electionDatabase } from '../elections/elections.ts'
import type { Keystore } from '../keys/keystore.ts'
import type { Surroundings } from './ports.ts'
import { LogFault } from './log-fault.ts'
import { backoff, isAborted, isTransient, reasonOf } from './retry.ts'
import { runTallier } from './tallier.ts'

export const SEALS_DATABASE = 'seals'

export interface SupervisorPorts extends Surroundings {
  readonly elections: Pick<Elections, 'onPublished'>
  readonly couch: Pick<Couch, 'ensureDatabase' | 'database'>
  readonly keystore: Pick<Keystore, 'load'>
}

/** Long enough not to fill the log, short enough that an operator who repairs something sees it taken up. */
const RESTART_MS = 30_000

/**
 * Runs one tallier for every published election, each for itself: what stops one does not touch the others. Resolves
 * after `signal` aborts, when each has finished its current commit.
 */
export async function superviseTalliers(ports: SupervisorPorts, signal: AbortSignal): Promise<void> {
  const running = new Map<string, Promise<void>>()
  const unsubscribe = ports.elections.onPublished((election) => {
    if (!signal.aborted && !running.has(election.id))
      running.set(election.id, keepCounting(election, ports, signal))
  })
  await aborted(signal)
  unsubscribe()
  await Promise.all(running.values())
}

/** Counts until the election is over, starting anew from the seal whenever counting breaks off. It never rejects. */
async function keepCounting(
  election: ElectionState,
  ports: SupervisorPorts,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; !isAborted(signal); attempt++) {
    let delay = RESTART_MS * (1 + ports.random())
    try {
      await countOnce(election, ports, signal)
      return
    } catch (error) {
      ports.log.error({ election: election.id, reason: reasonOf(error) }, messageOf(error))
      // A database that was away for a second is no reason to stop counting for half a minute.
      if (isTransient(error)) delay = backoff(attempt, ports.random)
    }
    await ports.wait(delay, signal)
  }
}

async function countOnce(
  election: ElectionState,
  ports: SupervisorPorts,
  signal: AbortSignal,
): Promise<void> {
  const keys = await ports.keystore.load(election.id)
  if (!keys) throw new Error('this server has no keys for the election')
  const seals = await ports.couch.ensureDatabase(SEALS_DATABASE, { q: 1, n: 1 })
  const database = ports.couch.database(electionDatabase(election.id))
  const outcome = await runTallier({ ...ports, election, database, seals, keys }, signal)
  ports.log.info({ election: election.id, outcome }, 'the tallier ended')
}

function messageOf(error: unknown): string {
  return error instanceof LogFault
    ? 'the sealed log cannot be read back: counting stopped, voting goes on'
    : 'counting broke off and is taken up again'
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
