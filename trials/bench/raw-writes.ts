import { randomBytes } from 'node:crypto'
import type { Ballot } from '#protocol/formats/ballot'
import { Client } from 'undici'

const BATCH = 500

/**
 * What the database takes by itself: documents of a ballot's size, {@link BATCH} to a `_bulk_docs`, one after another over
 * one connection, in a database of its own that is then deleted.
 *
 * @returns documents a second.
 */
export async function rawWritesPerSecond(
  databaseUrl: string,
  sample: Ballot,
  documents: number,
): Promise<number> {
  const { origin, username, password } = new URL(databaseUrl)
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString(
    'base64',
  )
  const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/json' }
  const client = new Client(origin)
  const database = `/bench-raw-${randomBytes(5).toString('hex')}`
  const send = async (method: 'PUT' | 'POST' | 'DELETE', path: string, body?: string): Promise<void> => {
    const answer = await client.request({ method, path, headers, ...(body === undefined ? {} : { body }) })
    await answer.body.dump()
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode}`)
  }
  await send('PUT', database)
  const batches = Array.from({ length: Math.ceil(documents / BATCH) }, () => {
    const docs = Array.from({ length: BATCH }, () => ({
      ...sample,
      _id: `ballot:${randomBytes(32).toString('base64url')}`,
    }))
    return JSON.stringify({ docs })
  })
  const started = performance.now()
  for (const batch of batches) await send('POST', `${database}/_bulk_docs`, batch)
  const seconds = (performance.now() - started) / 1000
  await send('DELETE', database)
  await client.close()
  return (batches.length * BATCH) / seconds
}
