import leveldown, { type LevelDown } from 'leveldown'
import { copyFileSync, mkdirSync, readdirSync, statSync, truncateSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Client, rowsIn } from './contract/client.ts'
import { CREDENTIALS, withCredentials } from './contract/temporary-engine.ts'
import { startEngine } from './engine.ts'

/**
 * What a power cut leaves, as a model that runs on every machine: of LevelDB's write-ahead log, the bytes that a synced
 * write has covered. Its other files LevelDB itself syncs before it uses them; `npm run power-loss` checks the real calls.
 */
class SyncedLogs {
  readonly #lengths = new Map<string, number>()

  /** @param honours false: writes are told that they are synced, and are not. */
  constructor(honours: boolean) {
    for (const method of ['_batch', '_put', '_del'] as const) {
      const original = leveldown.prototype[method] as (this: LevelDown, ...values: unknown[]) => void
      const note = (location: string): void => this.#note(location)
      vi.spyOn(leveldown.prototype, method).mockImplementation(function (
        this: LevelDown,
        ...values: unknown[]
      ) {
        const [options, callback] = values.splice(-2) as [{ sync?: boolean }, (error?: Error | null) => void]
        const done = (error?: Error | null): void => {
          if (!error && honours && options.sync) note(this.location)
          callback(error)
        }
        original.call(this, ...values, { ...options, sync: honours && options.sync === true }, done)
      })
    }
  }

  /** Copies what is left of `directory` into `to`. */
  cut(directory: string, to: string): void {
    for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
      const [path, copy] = [join(directory, name), join(to, name)]
      if (statSync(path).isDirectory()) {
        mkdirSync(copy, { recursive: true })
        continue
      }
      copyFileSync(path, copy)
      if (name.endsWith('.log')) truncateSync(copy, this.#lengths.get(path) ?? 0)
    }
  }

  #note(location: string): void {
    for (const name of readdirSync(location))
      if (name.endsWith('.log')) this.#lengths.set(join(location, name), statSync(join(location, name)).size)
  }
}

const CUTS = 8
let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-power-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(directory, { recursive: true, force: true })
})

it('a power cut loses nothing that the engine has acknowledged', async () => {
  expect(await writeAndCut(true)).toEqual({ cuts: CUTS, lost: 0 })
})

it('and would lose it if writes were not synced, so that the first claim means something', async () => {
  expect((await writeAndCut(false)).lost).toBeGreaterThan(0)
})

/** Four clients write at once; the power is cut after acknowledgements, while others are on their way. */
async function writeAndCut(honours: boolean): Promise<{ cuts: number; lost: number }> {
  const logs = new SyncedLogs(honours)
  const live = join(directory, 'live')
  const engine = await startEngine({ directory: live, credentials: CREDENTIALS })
  const client = new Client(withCredentials(engine.url))
  await client.request('PUT', '/db')
  const acknowledged: string[] = []
  const images: { path: string; promised: readonly string[] }[] = []
  const writer = async (name: string): Promise<void> => {
    for (let n = 0; images.length < CUTS; n++) {
      const docs = [0, 1].map((part) => ({ _id: `${name}-${n}-${part}`, pad: 'x'.repeat(500) }))
      expect((await client.post('/db/_bulk_docs', { docs })).status).toBe(201)
      acknowledged.push(...docs.map(({ _id }) => _id))
      if (acknowledged.length % 10 !== 0 || images.length === CUTS) continue
      const path = join(directory, `cut-${images.length}`)
      images.push({ path, promised: [...acknowledged] })
      logs.cut(live, path)
    }
  }
  await Promise.all(['a', 'b', 'c', 'd'].map(writer))
  await engine.close()
  let lost = 0
  for (const { path, promised } of images) lost += await countLost(path, promised)
  return { cuts: images.length, lost }
}

async function countLost(path: string, promised: readonly string[]): Promise<number> {
  const engine = await startEngine({ directory: path, credentials: CREDENTIALS })
  const answer = await new Client(withCredentials(engine.url)).get('/db/_all_docs')
  const stored = new Set(rowsIn(answer).rows.map(({ id }) => id))
  await engine.close()
  return promised.filter((id) => !stored.has(id)).length
}
