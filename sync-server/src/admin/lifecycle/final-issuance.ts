import { setTimeout as delay } from 'node:timers/promises'
import { CONTROL_DATABASE, electionDatabase, registryDatabase } from '../../elections/elections.ts'
import type { ElectionState } from '../../elections/elections.ts'
import { commitIssuance } from '../../registrar/commit-issuance.ts'
import { readPublished } from '../../registrar/published-roll.ts'
import { countIssued } from '../../registrar/roll.ts'
import type { AdminPorts } from '../ports.ts'

type FinalPorts = Pick<AdminPorts, 'couch' | 'keystore' | 'elections' | 'clock'>

/** A request that came just before the end may still be being written; no write takes longer. */
const LONGEST_WRITE_MS = 65_000

/**
 * States how many credentials were given out, once and for all. The count is read from the registry, so it holds whatever
 * processes gave them out.
 */
export async function commitFinalIssuance(ports: FinalPorts, election: string): Promise<void> {
  const control = ports.couch.database(CONTROL_DATABASE)
  const published = await readPublished(control, election)
  const keys = await ports.keystore.load(election)
  if (!published || !keys) throw new Error(`election ${election} is not published here`)
  const registry = ports.couch.database(registryDatabase(election))
  const issued = await countIssued(registry, published.roll.id, Object.keys(published.roll.size))
  const database = ports.couch.database(electionDatabase(election))
  const statement = { election, ...published, issued, final: true }
  await commitIssuance({ control, database }, keys.registrar, statement)
}

/**
 * Commits the final issuance of each election when its time has come, until `signal` aborts. Doing it again, or twice at
 * once, changes nothing.
 */
export async function finishIssuances(
  ports: FinalPorts,
  options: {
    readonly everyMs: number
    readonly signal: AbortSignal
    readonly onError: (election: string, error: unknown) => void
  },
): Promise<void> {
  const done = new Set<string>()
  while (!options.signal.aborted) {
    for (const state of ports.elections.list()) {
      if (done.has(state.id) || !isIssuanceOver(state, ports.clock())) continue
      try {
        await commitFinalIssuance(ports, state.id)
        done.add(state.id)
      } catch (error) {
        options.onError(state.id, error)
      }
    }
    await delay(options.everyMs, undefined, { signal: options.signal }).catch(() => undefined)
  }
}

/** Nobody gets a credential after `closes`; the statement waits for `acceptUntil`, with the last ballots. */
export function isIssuanceOver({ schedule }: Pick<ElectionState, 'schedule'>, now: Date): boolean {
  return now.getTime() > Date.parse(schedule.acceptUntil) + LONGEST_WRITE_MS
}
