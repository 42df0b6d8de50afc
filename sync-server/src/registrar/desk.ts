import { randomBytes } from 'node:crypto'
import type { Database } from '../couch/couch.ts'
import type { Couch } from '../couch/couch.ts'
import type { Elections, ElectionState } from '../elections/elections.ts'
import { CONTROL_DATABASE, registryDatabase } from '../elections/elections.ts'
import { Problem } from '../http/problem.ts'
import type { ElectionKeys, Keystore } from '../keys/keystore.ts'
import { CodeLookup } from './code-lookup.ts'
import { readPublished } from './published-roll.ts'
import { WrongCodeThrottle } from './throttle.ts'

export interface DeskPorts {
  readonly couch: Couch
  readonly keystore: Keystore
  readonly elections: Elections
  readonly clock: () => Date
}

/** Where the codes of one election are taken. */
export interface Desk {
  readonly registrar: ElectionKeys['registrar']
  readonly registry: Database
  readonly lookup: CodeLookup
  readonly throttle: WrongCodeThrottle
}

/** The desks of this process, each opened when its election is first asked for. */
export class Desks {
  readonly #ports: DeskPorts
  readonly #open = new Map<string, Promise<Desk>>()

  constructor(ports: DeskPorts) {
    this.#ports = ports
  }

  /** @throws {Problem} 404 unknown-election */
  async find(electionId: string, registrarId: string): Promise<{ election: ElectionState; desk: Desk }> {
    const election = this.#ports.elections.get(electionId)
    if (!election) throw unknownElection()
    const desk = await this.#deskOf(electionId)
    if (desk.registrar.id !== registrarId) throw unknownElection()
    return { election, desk }
  }

  #deskOf(electionId: string): Promise<Desk> {
    const known = this.#open.get(electionId)
    if (known) return known
    const opening = this.#openDesk(electionId).catch((error: unknown) => {
      this.#open.delete(electionId)
      throw error
    })
    this.#open.set(electionId, opening)
    return opening
  }

  async #openDesk(electionId: string): Promise<Desk> {
    const { couch, keystore, clock } = this.#ports
    const published = await readPublished(couch.database(CONTROL_DATABASE), electionId)
    const keys = await keystore.load(electionId)
    if (!published || !keys) throw unknownElection()
    const registry = couch.database(registryDatabase(electionId))
    const lookup = new CodeLookup(registry, published.roll.id)
    return {
      registrar: keys.registrar,
      registry,
      lookup,
      throttle: new WrongCodeThrottle(clock, randomBytes),
    }
  }
}

function unknownElection(): Problem {
  return new Problem(404, 'unknown-election', 'There is no such election or registrar here.')
}
