import leveldown from 'leveldown'
import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Client, rowsIn } from './contract/client.ts'
import { CREDENTIALS, withCredentials } from './contract/temporary-engine.ts'
import { startEngine, type Engine } from './engine.ts'
import { DirectoryInUse, DirectoryUnusable } from './store/ownership.ts'

let directory = ''
const engines: Engine[] = []

async function start(
  options: { directory?: string; port?: number } = {},
): Promise<{ engine: Engine; client: Client }> {
  const engine = await startEngine({ directory, credentials: CREDENTIALS, ...options })
  engines.push(engine)
  return { engine, client: new Client(withCredentials(engine.url)) }
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-durability-'))
})

afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(engines.splice(0).map((engine) => engine.close()))
  await rm(directory, { recursive: true, force: true })
})

describe('what the engine has acknowledged', () => {
  it('was synced to the disk: every batch, and nothing past it', async () => {
    const spies = (['_batch', '_put', '_del'] as const).map((method) => vi.spyOn(leveldown.prototype, method))
    const { client } = await start()
    await client.request('PUT', '/db')
    const before = spies[0]?.mock.calls.length ?? 0
    const rev = await client.write('db', { _id: 'a', n: 1 })
    await client.write('db', { _id: 'a', n: 2, _rev: rev })
    await client.post('/db/_bulk_docs', { docs: [{ _id: 'b' }, { _id: 'c' }] })
    await client.plant('db', [{ _id: 'd', _rev: `1-${'d'.repeat(32)}` }])
    await client.put('/db/_local/l', { n: 1 })
    await client.put('/db/_security', {})
    await client.request('DELETE', '/db/_local/l')
    expect(spies[0]?.mock.calls.length).toBe(before + 7)
    const options = spies.flatMap((spy) => spy.mock.calls.map((call) => call.at(-2)))
    expect(options.length).toBeGreaterThan(before + 7)
    for (const option of options) expect(option).toMatchObject({ sync: true })
  })

  it('is in a copy of the directory that is taken right after it', async () => {
    const { client } = await start()
    await client.request('PUT', '/db')
    await client.write('db', { _id: 'a', n: 1 })
    const copy = await mkdtemp(join(tmpdir(), 'urna-copy-'))
    await cp(directory, copy, { recursive: true })
    const { engine, client: reader } = await start({ directory: copy })
    expect((await reader.get('/db/a')).body).toMatchObject({ n: 1 })
    expect(engines).toContain(engine)
    await rm(copy, { recursive: true })
  })

  it('is there after the process was killed in the middle of its work', async () => {
    const acknowledged = await writeUntilKilled()
    expect(acknowledged.length).toBeGreaterThanOrEqual(40)
    const { client } = await start()
    const stored = new Set(rowsIn(await client.get('/db/_all_docs')).rows.map(({ id }) => id))
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
    const feed = (await client.get('/db/_changes')).body as { results: { id: string }[] }
    expect(new Set(feed.results.map(({ id }) => id))).toEqual(stored)
    expect((await client.get('/db')).body).toMatchObject({ doc_count: stored.size })
    expect((await client.put('/db/after', {})).status).toBe(201)
  })
})

/** Runs an engine in a process of its own, kills it with requests under way, and returns what was answered with ok. */
async function writeUntilKilled(): Promise<string[]> {
  const program = `
    import { startEngine } from ${JSON.stringify(new URL('./engine.ts', import.meta.url).href)}
    const engine = await startEngine(${JSON.stringify({ directory, credentials: CREDENTIALS })})
    console.log(engine.url)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  const { value: url } = (await createInterface(child.stdout)[Symbol.asyncIterator]().next()) as {
    value: string
  }
  const client = new Client(withCredentials(url))
  await client.request('PUT', '/db')
  const acknowledged: string[] = []
  const writer = async (name: string): Promise<void> => {
    for (let n = 0; ; n += 1) {
      const docs = [0, 1, 2].map((part) => ({ _id: `${name}-${n}-${part}`, pad: 'x'.repeat(500) }))
      const answer = await client.post('/db/_bulk_docs', { docs }).catch(() => undefined)
      if (answer?.status !== 201) return
      acknowledged.push(...docs.map(({ _id }) => _id))
      if (acknowledged.length >= 40) child.kill('SIGKILL')
    }
  }
  await Promise.all(['a', 'b', 'c', 'd'].map(writer))
  await exited
  return acknowledged
}

describe('an engine', () => {
  it('goes on where it stopped, on the same port and with the same identity', async () => {
    const { engine, client } = await start()
    await client.request('PUT', '/db')
    await client.write('db', { _id: 'a', n: 1 })
    await client.put('/db/_security', { admins: { names: ['ada'] } })
    const [root, info] = [await client.get('/'), await client.get('/db')]
    await engine.close()
    await start({ port: Number(new URL(engine.url).port) })
    expect((await client.get('/')).body).toEqual(root.body)
    // Sizes differ: LevelDB begins a new log file at each start.
    const withoutSizes = { sizes: undefined, data_size: undefined, disk_size: undefined }
    const again = { ...Object((await client.get('/db')).body), ...withoutSizes } as object
    expect(again).toEqual({ ...Object(info.body), ...withoutSizes })
    expect((await client.get('/db/_security')).body).toEqual({ admins: { names: ['ada'] } })
    expect((await client.get('/db/a')).body).toMatchObject({ n: 1 })
  })

  it('answers the writes and ends the feeds that run while it closes', async () => {
    const { engine, client } = await start()
    await client.request('PUT', '/db')
    const feed = await client.fetch('GET', '/db/_changes?feed=longpoll&since=now&timeout=60000')
    const begun = new Promise((resolve) =>
      vi.spyOn(leveldown.prototype, '_batch').mockImplementationOnce(function (
        this: InstanceType<typeof leveldown>,
        ...[operations, options, callback]
      ) {
        resolve(undefined)
        this._batch(operations, options, callback)
      }),
    )
    const write = client.put('/db/a', { n: 1 })
    await begun
    const closed = engine.close()
    const late = client.get('/db/a').catch(() => undefined)
    expect((await write).status).toBe(201)
    expect(await feed.json()).toMatchObject({ last_seq: expect.any(String) as string })
    await closed
    await engine.close()
    // Refused, or told to come back; never told that the database is not there.
    expect([undefined, 503]).toContain((await late)?.status)
    const { client: again } = await start()
    expect((await again.get('/db/a')).body).toMatchObject({ n: 1 })
  })

  it('has its directory alone', async () => {
    await start()
    await expect(startEngine({ directory, credentials: CREDENTIALS })).rejects.toThrow(DirectoryInUse)
  })

  it('tells a damaged directory from one that is in use', async () => {
    await mkdir(join(directory, 'engine'), { recursive: true })
    await writeFile(join(directory, 'engine', 'CURRENT'), 'garbage')
    await expect(startEngine({ directory, credentials: CREDENTIALS })).rejects.toThrow(DirectoryUnusable)
  })

  it('lets go of the directory when the port is taken', async () => {
    const { engine } = await start()
    const other = await mkdtemp(join(tmpdir(), 'urna-port-'))
    const port = Number(new URL(engine.url).port)
    await expect(startEngine({ directory: other, port, credentials: CREDENTIALS })).rejects.toThrow(
      'EADDRINUSE',
    )
    await start({ directory: other })
    await rm(other, { recursive: true })
  })

  it('finishes a deletion that was cut short, and lists nothing of it', async () => {
    const { engine, client } = await start()
    for (const name of ['a', 'b']) await client.request('PUT', `/${name}`)
    await engine.close()
    await rename(join(directory, 'a.db'), join(directory, 'deleted-1'))
    const { client: again } = await start()
    expect((await again.get('/_all_dbs')).body).toEqual(['b'])
    expect((await readdir(directory)).sort()).toEqual(['b.db', 'engine'])
  })

  it('keeps a document small that is rewritten all the time, and still tells an old revision', async () => {
    const { client } = await start()
    await client.request('PUT', '/db')
    const revs: string[] = []
    for (let n = 0; n < 250; n += 1) {
      const last = revs.at(-1)
      revs.push(await client.write('db', { _id: 'seal', n, ...(last && { _rev: last }) }))
    }
    for (const rev of [revs[0], revs[100], revs[248]]) {
      expect((await client.put('/db/seal', { _rev: rev, late: true })).status).toBe(409)
    }
    const { body } = await client.get('/db/seal?revs=true&conflicts=true')
    expect(body).toMatchObject({ n: 249, _revisions: { start: 250 } })
    expect((body as { _revisions: { ids: string[] } })._revisions.ids).toHaveLength(100)
    expect((await client.get('/db/seal?open_revs=all')).body).toHaveLength(1)
    const statusOf = async (rev = '') => (await client.get(`/db/seal?rev=${rev}`)).status
    expect(await Promise.all([revs[100], revs[160], revs[249]].map(statusOf))).toEqual([404, 200, 200])
    expect((await client.post('/db/_compact', {})).status).toBe(202)
    expect(await Promise.all([revs[100], revs[160], revs[249]].map(statusOf))).toEqual([404, 404, 200])
  })
})
