import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { UrnaProcess } from '../testing/urna-process.ts'

let directory: string
let server: UrnaProcess
let origin: string
let secret: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-serve-'))
  server = UrnaProcess.serve(join(directory, 'data'))
  origin = await server.origin()
  secret = await server.printed(/Console secret\s+(\S+)/)
})
afterAll(async () => {
  await server.stop()
  await rm(directory, { recursive: true, force: true })
})

/** What a start that cannot work prints: one line, no stack, and exit code 1. */
async function failedStart(...args: string[]): Promise<string> {
  const failed = new UrnaProcess(['serve', '--no-build', ...args])
  expect(await failed.ended).toBe(1)
  expect(failed.stdout).toBe('')
  expect(failed.stderr.trimEnd().split('\n')).toHaveLength(1)
  return failed.stderr
}

it('a port that is taken is one line, which suggests no port that may be taken too', async () => {
  const { port } = new URL(origin)
  const line = await failedStart('--port', port, '--data', join(directory, 'other'))
  expect(line).toContain(`Port ${port} is taken`)
  expect(line).toContain('--port 0')
})

it('a data folder that another server uses is one line', async () => {
  const line = await failedStart('--port', '0', '--data', join(directory, 'data'))
  expect(line).toContain('Another server is using')
})

it('a damaged data folder is one line that does not speak of another server', async () => {
  const damaged = join(directory, 'damaged')
  await mkdir(join(damaged, 'couchdb', 'engine'), { recursive: true })
  await writeFile(join(damaged, 'couchdb', 'engine', 'CURRENT'), 'garbage')
  const line = await failedStart('--port', '0', '--data', damaged)
  expect(line).toContain(`The data in ${damaged} cannot be opened`)
  expect(line).toContain('Corruption')
  expect(line).not.toContain('Another server')
})

it('a data folder that is a file is one line', async () => {
  const file = join(directory, 'file')
  await writeFile(file, '')
  expect(await failedStart('--port', '0', '--data', file)).toContain('is not a folder')
})

// Root may write everywhere.
it.skipIf(process.getuid?.() === 0)('a data folder that cannot be written is one line', async () => {
  const locked = join(directory, 'locked')
  await mkdir(locked, { mode: 0o500 })
  expect(await failedStart('--port', '0', '--data', join(locked, 'data'))).toContain('cannot be written')
})

it('the secret is not drawn anew while a server uses the folder', async () => {
  const reset = new UrnaProcess(['reset-secret', '--data', join(directory, 'data')])
  expect(await reset.ended).toBe(1)
  expect(reset.stderr).toContain('stop it first')
  const mistyped = new UrnaProcess(['reset-secret', '--data', join(directory, 'dta')])
  expect(await mistyped.ended).toBe(1)
  expect(mistyped.stderr).toContain('There is no data folder')
})

it('a lost secret is replaced by "reset-secret", which the next start heeds', async () => {
  await server.stop()
  await cp(join(directory, 'data'), join(directory, 'copy'), { recursive: true })
  const reset = new UrnaProcess(['reset-secret', '--data', join(directory, 'copy')])
  expect(await reset.ended).toBe(0)
  const fresh = /([0-9A-Z]{4}-){7}[0-9A-Z]{4}/.exec(reset.stdout)?.[0] ?? ''
  expect(fresh).not.toBe(secret)
  const again = UrnaProcess.serve(join(directory, 'copy'))
  const url = `${await again.origin()}/admin/api/elections`
  const ask = async (bearer: string): Promise<number> =>
    (await fetch(url, { headers: { authorization: `Bearer ${bearer}` } })).status
  expect([await ask(secret), await ask(fresh)]).toEqual([401, 200])
  expect(again.stdout).not.toContain('Console secret')
  await again.stop()
})
