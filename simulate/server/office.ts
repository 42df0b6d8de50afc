import { arrayOf, integer, mapOf, object, text } from '#protocol/decode'
import type { ElectionDefinition } from '../electorate/electorate.ts'

/** The admin API of the server under simulation. */
export interface Office {
  readonly origin: string
  readonly secret: string
}

/** What cannot go on, in one line for whoever started the simulation. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError'
}

export interface OpenedElection {
  readonly manifestHash: string
  readonly codes: readonly string[]
}

const codes = object({ all: arrayOf(text(50), { max: 1_000_000 }) })
const issuedCounts = mapOf(text(63), integer(0, 1_000_000_000))

/** Creates the election and opens it for `voters`. @throws {SimulationError} */
export async function openElection(
  office: Office,
  definition: ElectionDefinition,
  voters: number,
): Promise<OpenedElection> {
  await ask(office, 'POST', '/elections', definition)
  const path = `/elections/${definition.election}`
  let opened: Record<string, unknown>
  // Without a manifest yet, the server is still drawing codes: very many take minutes.
  do opened = await ask(office, 'POST', `${path}/open`, { codes: { all: voters } })
  while ('drawn' in opened)
  await ask(office, 'POST', `${path}/codes/received`, {})
  const { manifestHash } = opened
  if (typeof manifestHash !== 'string')
    throw new SimulationError(`${office.origin} answered without a manifest.`)
  return { manifestHash, codes: codes(opened['codes'], 'codes').all }
}

/** How many credentials the registrar says it gave out. @throws {SimulationError} */
export async function readIssued(office: Office, election: string): Promise<number> {
  const { elections } = await ask(office, 'GET', '/elections')
  const rows = Array.isArray(elections) ? (elections as { election?: unknown; issued?: unknown }[]) : []
  const issued = rows.find((row) => row.election === election)?.issued ?? {}
  return Object.values(issuedCounts(issued, 'issued')).reduce((sum, count) => sum + count, 0)
}

async function ask(
  { origin, secret }: Office,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` }
  const response = await fetch(`${origin}/admin/api${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => undefined)
  if (!response) throw new SimulationError(`No server answers at ${origin}.`)
  const answer: unknown = await response.json().catch(() => undefined)
  const members = typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : {}
  if (response.ok) return members
  const { detail } = members
  throw new SimulationError(typeof detail === 'string' ? detail : `${origin} answered ${response.status}.`)
}
