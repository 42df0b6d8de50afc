import type { Ballot } from '#protocol/formats/ballot'
import { Pool } from 'undici'

export interface Pushed {
  /** When each ballot was acknowledged, in milliseconds of `performance.now()`, in that order. */
  readonly acceptedAt: readonly number[]
  readonly seconds: number
}

export interface PushOptions {
  readonly origin: string
  readonly election: string
  readonly connections: number
  /** As RxDB pushes: it asks `_all_docs` first. */
  readonly inTwoRequests: boolean
}

/** Sends each ballot in a request of its own. @throws {Error} one of them was not accepted. */
export async function pushAll(ballots: readonly Ballot[], options: PushOptions): Promise<Pushed> {
  const { origin, connections } = options
  const pool = new Pool(origin, { connections, pipelining: 1 })
  const queue = ballots.values()
  const acceptedAt: number[] = []
  const started = performance.now()
  const lane = async (): Promise<void> => {
    for (const ballot of queue) {
      await pushOne(pool, ballot, options)
      acceptedAt.push(performance.now())
    }
  }
  await Promise.all(Array.from({ length: connections }, lane))
  const seconds = (performance.now() - started) / 1000
  await pool.close()
  return { acceptedAt, seconds }
}

async function pushOne(pool: Pool, ballot: Ballot, { election, inTwoRequests }: PushOptions): Promise<void> {
  if (inTwoRequests) {
    const path = `/sync/${election}/_all_docs?include_docs=true&deleted=ok`
    await post(pool, path, { keys: [ballot._id] })
  }
  const rows = await post(pool, `/sync/${election}/_bulk_docs`, { docs: [ballot] })
  const row: unknown = Array.isArray(rows) ? rows[0] : rows
  if (!(typeof row === 'object' && row !== null && 'receipt' in row))
    throw new Error(`a ballot was not accepted: ${JSON.stringify(row)}`)
}

async function post(pool: Pool, path: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const answer = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(body) })
  return answer.body.json()
}
