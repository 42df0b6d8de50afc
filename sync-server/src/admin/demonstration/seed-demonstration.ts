import { formatTime, id, integer, object, oneOf, text } from '#protocol/decode'
import type { Decoded } from '#protocol/decode'
import type { Database } from '../../couch/couch.ts'
import { CouchError } from '../../couch/couch.ts'
import { registryDatabase, openControl } from '../../elections/elections.ts'
import { readPublished } from '../../registrar/published-roll.ts'
import { countIssued } from '../../registrar/roll.ts'
import { swapDocument } from '../documents.ts'
import { readUnreceivedCodes } from '../lifecycle/codes-received.ts'
import { createElection } from '../lifecycle/create-election.ts'
import { joinLinkOf, openElection } from '../lifecycle/open-election.ts'
import { readPublishedElection } from '../lifecycle/published-election.ts'
import { readRecord } from '../lifecycle/record.ts'
import type { AdminPorts } from '../ports.ts'
import { gardenMeeting } from './garden-meeting.ts'

export interface Demonstration {
  readonly election: string
  readonly joinLink: string
  /** Until somebody notes that they were received. */
  readonly codes: readonly string[] | undefined
  /** Codes that nobody has used yet. */
  readonly remaining: number
}

const DEMONSTRATION_ID = 'server:demonstration'
const VOTERS = 10
const MAX_ATTEMPTS = 3

/** `handedOut` turns true once the election is open. */
const demonstrationDocument = object({
  _id: text(50),
  _rev: text(200),
  n: integer(1, 1_000_000),
  election: id,
  handedOut: oneOf(true, false),
})
type DemonstrationDocument = Decoded<typeof demonstrationDocument>

/**
 * Sees to it that there is a demonstration election to vote in. One that is over, or at another address than the server
 * has now, or whose codes were lost with the process that drew them, is followed by the next: `demo`, `demo-2`, …
 */
export async function seedDemonstration(ports: AdminPorts): Promise<Demonstration> {
  const control = await openControl(ports.couch)
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const current = await readCurrent(control)
    const running = current?.handedOut === true && (await describeRunning(ports, current.election))
    if (running) return running
    const seeded = await seedNext(ports, control, current)
    if (seeded) return seeded
  }
  throw new CouchError('unavailable', 'the demonstration is being made by somebody else')
}

async function describeRunning(ports: AdminPorts, election: string): Promise<Demonstration | undefined> {
  const { couch, clock, origin } = ports
  const published = await readPublishedElection(ports, election)
  if (!published || published.schedule.cancelled || published.schedule.closes <= formatTime(clock()))
    return undefined
  // Phones ask the registrar where the manifest says it is; a server with a new address is not there.
  if (!published.manifest.origins.includes(origin)) return undefined
  const issued = await countIssued(couch.database(registryDatabase(election)), published.roll.id, ['all'])
  const remaining = VOTERS - (issued['all'] ?? 0)
  const control = await openControl(couch)
  const codes = await readUnreceivedCodes(ports, control, election, published.roll)
  return {
    election,
    joinLink: joinLinkOf(origin, election, published.manifestHash),
    codes: codes['all']?.length ? codes['all'] : undefined,
    remaining,
  }
}

/** @returns undefined when another process was at it. */
async function seedNext(
  ports: AdminPorts,
  control: Database,
  current: DemonstrationDocument | undefined,
): Promise<Demonstration | undefined> {
  const { n, election, isBegun } = await chooseNext(ports, control, current)
  const begun = { ...(current ?? { _id: DEMONSTRATION_ID }), n, election, handedOut: false }
  if (!(await swapDocument(control, begun))) return undefined
  if (!isBegun) await createElection(ports, gardenMeeting(election, ports.clock()))
  const { joinLink, codes } = await openElection(ports, election, { all: VOTERS })
  const latest = await readCurrent(control)
  if (!codes['all'] || latest?.election !== election) return undefined
  if (!(await swapDocument(control, { ...latest, handedOut: true }))) return undefined
  return { election, joinLink, codes: codes['all'], remaining: VOTERS }
}

interface Next {
  readonly n: number
  readonly election: string
  /** A process died while it was making this one. */
  readonly isBegun: boolean
}

async function chooseNext(
  { clock }: AdminPorts,
  control: Database,
  current: DemonstrationDocument | undefined,
): Promise<Next> {
  if (current && !current.handedOut && !(await readPublished(control, current.election))) {
    const record = await readRecord(control, current.election)
    if (!record) return { ...current, isBegun: false }
    if (formatTime(clock()) < record.definition.closes) return { ...current, isBegun: true }
  }
  for (let n = (current?.n ?? 0) + 1; ; n++) {
    const election = n === 1 ? 'demo' : `demo-${n}`
    if (!(await readRecord(control, election))) return { n, election, isBegun: false }
  }
}

async function readCurrent(control: Database): Promise<DemonstrationDocument | undefined> {
  const stored = await control.read(DEMONSTRATION_ID)
  return stored && demonstrationDocument(stored, 'demonstration')
}
