import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ElectionAudit } from '#protocol/audit/election-audit'
import { judgeBallot } from '#protocol/audit/judge-ballot'
import { parseStrictJson } from '#protocol/json'
import { makeBallot, makeElection, voterSeed } from '../../testing/election-fixture.ts'
import { GatewayFixture } from '../../testing/gateway-fixture.ts'
import { publishLog } from '../../testing/publish-log.ts'

const fixture = makeElection()
const { manifest, manifestHash } = fixture
const id = manifest.body.election
const ballots = [
  makeBallot(fixture, { seed: voterSeed(1), votes: { chair: ['ada'], board: ['cem', 'eva'] } }),
  makeBallot(fixture, { seed: voterSeed(1), votes: { chair: ['bob'] }, sequence: 1 }),
  makeBallot(fixture, { seed: voterSeed(2), votes: { board: ['dia'] } }),
]

let server: GatewayFixture
beforeAll(async () => {
  server = await GatewayFixture.start(fixture, new Date('2026-05-01T12:00:00Z'))
  await publishLog(server, fixture, [ballots.slice(0, 2), ballots.slice(2)])
})
afterAll(() => server.close())

function ask(format: string, method = 'GET'): Promise<Response> {
  return fetch(`${server.origin}/api/elections/${id}/export${format}`, { method })
}

/** Recounts a bundle. @returns what is refuted. */
async function recount(text: string): Promise<unknown[]> {
  const [first, ...rest] = text.trimEnd().split('\n').map(parseStrictJson)
  const audit = new ElectionAudit(first, manifestHash)
  for (const document of rest as { _id: string }[])
    if (document._id.startsWith('batch:')) audit.addBatch(document)
    else if (document._id.startsWith('ballot:'))
      audit.addBallot(await judgeBallot(document, manifest.body, manifestHash))
    else audit.addPaper(document)
  const { faults, log } = audit.finish()
  return log.size === ballots.length ? [...faults] : [log]
}

describe('the bundle', () => {
  it('is what a stranger can recount: each line begins with its name and has no revision', async () => {
    const response = await ask('?format=json')
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
    expect(response.headers.get('content-disposition')).toContain(`filename=${id}.ndjson`)
    const text = await response.text()
    expect(
      text
        .trimEnd()
        .split('\n')
        .every((line) => /^\{"_id":"[a-z]+:/.test(line)),
    ).toBe(true)
    expect(text).not.toContain('_rev')
    // No registrar has stated anything in this fixture, which is the one thing to say.
    expect(await recount(text)).toMatchObject([{ document: `issuance:${id}:main`, code: 'missing' }])
  })

  it('has a ballot as it was logged, whatever somebody put in its place', async () => {
    const [ballot] = ballots
    const stored = await server.database.read(ballot?._id ?? '')
    await server.database.write({ ...stored, _id: ballot?._id ?? '', body: { votes: 'other' } })
    expect(await recount(await (await ask('')).text())).toHaveLength(1)
    const edited = await server.database.read(ballot?._id ?? '')
    await server.database.write({ ...ballot, _id: ballot?._id ?? '', _rev: edited?._rev ?? '' })
  })

  it('breaks off where a ballot cannot be read, so that nobody takes it for whole', async () => {
    const absent = vi.spyOn(server.couch, 'publicReads').mockReturnValue({
      histories: () => Promise.resolve([]),
      leaves: () => Promise.resolve([]),
      readMany: () => Promise.resolve([]),
      revisions: () => Promise.resolve([]),
    })
    const response = await ask('?format=json')
    await expect(response.text()).rejects.toThrow()
    absent.mockRestore()
  })
})

describe('the table', () => {
  it('has a row for each ballot that counts, and nothing that a spreadsheet calculates', async () => {
    const response = await ask('?format=csv')
    expect(response.headers.get('content-type')).toContain('text/csv')
    const [header, ...rows] = (await response.text()).trimEnd().split('\r\n')
    expect(header).toBe('ballot,group,weight,chair,board')
    const [, second, third] = ballots.map(({ _id }) => _id)
    expect(rows.sort()).toEqual([`${second},all,1,bob,(blank)`, `${third},all,1,(blank),dia`].sort())
  })
})

describe('a request', () => {
  it('for another format, election or only the headers is answered at once', async () => {
    expect((await ask('?format=xml')).status).toBe(400)
    expect((await fetch(`${server.origin}/api/elections/none/export`)).status).toBe(404)
    const head = await ask('?format=csv', 'HEAD')
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('beyond a handful at one time is told to come again', async () => {
    let release: (value: never[]) => void = () => undefined
    const held = new Promise<never[]>((resolve) => (release = resolve))
    const reads = vi.spyOn(server.couch, 'publicReads').mockReturnValue({
      histories: () => held,
      leaves: () => held,
      readMany: () => held,
      revisions: () => held,
    })
    const waiting = await Promise.all(Array.from({ length: 4 }, () => ask('')))
    const refused = await ask('')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '15'])
    release([])
    await Promise.allSettled(waiting.map((response) => response.text()))
    reads.mockRestore()
    expect((await ask('')).status).toBe(200)
  })
})
