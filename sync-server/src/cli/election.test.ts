import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ForgetfulProxy } from '../testing/forgetful-proxy.ts'
import { UrnaProcess } from '../testing/urna-process.ts'

const CODE = /^all,([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/

let directory: string
let server: UrnaProcess
let origin: string
let environment: Record<string, string>

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-election-'))
  server = UrnaProcess.serve(join(directory, 'data'))
  origin = await server.origin()
  const secret = await server.printed(/Console secret\s+(\S+)/)
  environment = { URNA_SECRET: secret, PORT: new URL(origin).port }
})
afterAll(async () => {
  await server.stop()
  await rm(directory, { recursive: true, force: true })
})

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

async function urna(...args: string[]): Promise<Ended> {
  const command = new UrnaProcess(args, environment)
  const code = await command.ended
  return { code, stdout: command.stdout, stderr: command.stderr }
}

function path(name: string): string {
  return join(directory, name)
}

async function definition(election: string, closes = '2099-01-01T18:00:00Z'): Promise<string> {
  const options = ['ada', 'bob'].map((id) => ({ id, title: id }))
  const contests = [{ id: 'chair', title: 'Chair', method: 'plurality', options }]
  const acceptUntil = closes.replace('T18', 'T20')
  await writeFile(
    path(`${election}.json`),
    JSON.stringify({ election, title: 'Board', closes, acceptUntil, contests }),
  )
  return path(`${election}.json`)
}

async function savedCodes(name: string): Promise<string[]> {
  const [head, ...lines] = (await readFile(path(name), 'utf8')).trimEnd().split('\n')
  expect(head).toBe('group,code')
  for (const line of lines) expect(line).toMatch(CODE)
  return lines
}

describe('"urna create" against a running server', () => {
  it('finds it by PORT, opens the election, and writes codes that only the officer can read', async () => {
    const { code, stdout } = await urna(
      ...['create', await definition('board'), '--codes', '5', '--out', path('codes.csv')],
    )
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('is open') as string })
    expect(stdout).toMatch(/Join link +http:\/\/localhost:\d+\/#\/join\/board\//)
    expect(new Set(await savedCodes('codes.csv')).size).toBe(5)
    expect((await stat(path('codes.csv'))).mode & 0o077).toBe(0)
    const list = (await (await fetch(`${origin}/api/elections`)).json()) as { elections: object[] }
    expect(list.elections).toMatchObject([{ election: 'board', phase: 'open' }])
  })

  it('hands codes out once, and writes over no file', async () => {
    const again = await urna('create', path('board.json'), '--codes', '5')
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('It was open before') as string })
    const over = await urna('create', path('board.json'), '--codes', '5', '--out', path('codes.csv'))
    expect(over).toMatchObject({ code: 1, stderr: expect.stringContaining('is there already') as string })
  })

  it('whose answer was lost asks again and loses no code', async () => {
    const proxy = new ForgetfulProxy(origin, '/open', 1)
    const url = await proxy.listen()
    const created = await urna(
      ...['create', await definition('lossy'), '--codes', '4', '--out', path('lossy.csv'), '--url', url],
    )
    proxy.close()
    expect(created).toMatchObject({ code: 0, stderr: expect.stringContaining('broke off') as string })
    expect(proxy.left).toBe(0)
    expect(await savedCodes('lossy.csv')).toHaveLength(4)
  })

  it('that could not write its file loses no code either', async () => {
    const file = await definition('folder')
    const failed = await urna('create', file, '--codes', '3', '--out', path('missing/codes.csv'))
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('No code is lost') as string })
    expect((await urna('create', file, '--codes', '3', '--out', path('folder.csv'))).code).toBe(0)
    expect(await savedCodes('folder.csv')).toHaveLength(3)
  })

  it('says that a closing is in the past', async () => {
    const past = await urna('create', await definition('past', '2020-01-01T18:00:00Z'), '--codes', '3')
    expect(past).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('closes is in the past') as string,
    })
  })

  it('says that no server answers, and where it looked', async () => {
    const gone = new ForgetfulProxy(origin, '', 0)
    const url = await gone.listen()
    gone.close()
    const nobody = await urna('create', path('board.json'), '--codes', '5', '--url', url)
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining(`answers at ${url}.`) as string })
  })
})

describe('"urna close"', () => {
  it('closes nothing in a script that does not say --yes', async () => {
    const refused = await urna('close', 'board')
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') as string })
    expect(refused.stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('closes an election for good', async () => {
    const closed = await urna('close', 'board', '--yes')
    expect(closed).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Election board closed at') as string,
    })
    const list = (await (await fetch(`${origin}/api/elections`)).json()) as {
      elections: { election: string }[]
    }
    expect(list.elections.find(({ election }) => election === 'board')).toMatchObject({ phase: 'closed' })
  })
})
