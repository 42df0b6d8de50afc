import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngine } from '../engine.ts'
import type { CouchUnderTest } from './client.ts'

export const CREDENTIALS = { username: 'admin', password: 'a secret: with / everything?' }

/** The address of an engine with its credentials in it. */
export function withCredentials(url: string): string {
  const address = new URL(url)
  address.username = CREDENTIALS.username
  address.password = encodeURIComponent(CREDENTIALS.password)
  return address.href
}

/** An engine for tests. A request that it answers with 500 is a defect, and fails the test that closes it. */
export async function startTemporaryEngine(): Promise<CouchUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'urna-engine-'))
  const errors: unknown[] = []
  const engine = await startEngine({
    directory,
    credentials: CREDENTIALS,
    onError: (error) => errors.push(error),
  })
  return {
    url: withCredentials(engine.url),
    async close() {
      await engine.close()
      await rm(directory, { recursive: true })
      if (errors.length > 0) throw new AggregateError(errors, 'the engine answered 500')
    },
  }
}
