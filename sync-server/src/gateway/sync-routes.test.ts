import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { toBase64url } from '#protocol/bytes'
import type { Ballot } from '#protocol/formats/ballot'
import { ballotId, leafHashOf as leafHash } from '#protocol/formats/ballot'
import { checkReceipt } from '#protocol/formats/receipt'
import { batchId, sortLeaves } from '#protocol/log/batch'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { checkInclusionProof } from '#protocol/log/proof'
import { MerkleTree } from '#protocol/log/tree'
import { fromBase64url } from '#protocol/bytes'
import { CouchError } from '../couch/couch.ts'
import { makeBallot, makeElection, voterSeed } from '../testing/election-fixture.ts'
import { GatewayFixture } from '../testing/gateway-fixture.ts'

const fixture = makeElection()
const id = fixture.manifest.body.election
const during = new Date('2026-05-01T12:00:00Z')
const leafHashOf = (ballot: Ballot): string => ballot._id.slice('ballot:'.length)

let server: GatewayFixture
beforeAll(async () => {
  server = await GatewayFixture.start(fixture, during)
})
afterAll(() => server.close())

interface Row {
  ok?: true
  id: string
  rev?: string
  receipt?: unknown
  error?: string
  reason?: string
}

async function push(
  docs: unknown,
  path = `/sync/${id}/_bulk_docs`,
): Promise<{ status: number; rows: Row[]; headers: Headers }> {
  const response = await fetch(server.origin + path, { method: 'POST', body: JSON.stringify({ docs }) })
  return { status: response.status, rows: (await response.json()) as Row[], headers: response.headers }
}

async function read(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(server.origin + path)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe('a push', () => {
  test('is acknowledged with a receipt that checks, after the ballot is stored', async () => {
    const ballot = makeBallot(fixture)
    const { status, rows } = await push([{ ...ballot, _deleted: false }])
    expect(status).toBe(201)
    expect(rows).toMatchObject([{ ok: true, id: ballot._id }])
    expect(checkReceipt(rows[0]?.receipt, fixture.manifest.body, leafHashOf(ballot))).toBeTruthy()
    expect(await server.database.read(ballot._id)).toMatchObject(ballot)
  })

  test('of a bad row beside good ones refuses that row only, with its code', async () => {
    const [first, last] = [makeBallot(fixture), makeBallot(fixture)]
    const overvote = makeBallot(fixture, { votes: { chair: ['ada', 'bob'] } })
    const { rows } = await push([first, overvote, null, { ...last, votes: 1.5 }, '\ud800', last])
    expect(rows.map((row) => row.ok ?? row.reason?.split(':')[0])).toEqual([
      true,
      'overvote',
      'malformed',
      'malformed',
      'malformed',
      true,
    ])
    expect(rows[1]).toMatchObject({ id: overvote._id, error: 'forbidden' })
    expect(await server.database.read(overvote._id)).toBeUndefined()
  })

  test.each([
    [
      'too-large',
      { votes: { board: Array.from({ length: 1000 }, (_, n) => `${'o'.repeat(50)}${1000 + n}`) } },
    ],
    ['unsupported', { sealed: { scheme: 'hpke', enc: 'AA', ct: 'AA' } }],
    ['bad-sequence', { sequence: 100 }],
  ])(
    'of a row that is refused as %s says so for that row only, and stores it nowhere',
    async (code, change) => {
      const [first, changed, last] = [makeBallot(fixture), makeBallot(fixture), makeBallot(fixture)]
      const body = { ...changed.body, ...change }
      const bad = {
        body,
        signature: changed.signature,
        _id: ballotId(leafHash({ body, signature: changed.signature })),
      }
      const { status, rows } = await push([first, bad, last])
      expect(status).toBe(201)
      expect(rows).toMatchObject([
        { ok: true, id: first._id },
        { id: bad._id, error: 'forbidden', reason: expect.stringMatching(`^${code}: [A-Z]`) as string },
        { ok: true, id: last._id },
      ])
      expect(await server.database.read(bad._id)).toBeUndefined()
    },
  )

  test('of a second ballot with the key and sequence of one that was accepted is refused: the log takes one', async () => {
    const seed = voterSeed(90)
    const first = makeBallot(fixture, { seed, votes: { chair: ['ada'] } })
    const second = makeBallot(fixture, { seed, votes: { chair: ['bob'] } })
    expect((await push([first])).rows).toMatchObject([{ ok: true }])
    expect((await push([second])).rows).toMatchObject([
      { id: second._id, error: 'forbidden', reason: expect.stringMatching(/^bad-sequence: /) as string },
    ])
    expect(await server.database.read(second._id)).toBeUndefined()
    expect((await push([first])).rows).toMatchObject([{ ok: true }])
  })

  test('of many ballots with one key and sequence at once stores and promises one of them', async () => {
    const seed = voterSeed(91)
    const options = [[], ['cem'], ['dia'], ['eva'], ['cem', 'dia'], ['dia', 'eva']]
    const rivals = options.map((board) => makeBallot(fixture, { seed, votes: { board } }))
    const answers = await Promise.all([push(rivals), push([...rivals].reverse())])
    const accepted = answers.flatMap(({ rows }) => rows.filter((row) => row.ok))
    expect(new Set(accepted.map((row) => row.id)).size).toBe(1)
    const refused = answers.flatMap(({ rows }) => rows.filter((row) => !row.ok))
    for (const row of refused) expect(row.reason).toMatch(/^bad-sequence: /)
    const stored = await server.database.readMany(rivals.map((ballot) => ballot._id))
    expect(stored.filter((document) => document !== undefined)).toHaveLength(1)
  })

  test.each([
    ['a member twice', (json: string) => json.replace('"sequence":', '"sequence":0,"sequence":')],
    [
      'thirty levels',
      (json: string) => json.replace('"body":{', `"body":{"x":${'['.repeat(30)}${']'.repeat(30)},`),
    ],
    ['a zero with an exponent', (json: string) => json.replace('"sequence":0', '"sequence":0e7')],
    ['a zero with a fraction', (json: string) => json.replace('"sequence":0', '"sequence":1e-400')],
  ])('of a row with %s refuses that row only, under its id', async (_, respell) => {
    const [good, bad] = [makeBallot(fixture), makeBallot(fixture)]
    const respelled = respell(JSON.stringify(bad))
    expect(respelled).not.toBe(JSON.stringify(bad))
    const body = `{"docs":[${respelled},${JSON.stringify(good)}]}`
    const response = await fetch(`${server.origin}/sync/${id}/_bulk_docs`, { method: 'POST', body })
    expect(response.status).toBe(201)
    const [refused, accepted] = (await response.json()) as Row[]
    expect(refused).toMatchObject({ id: bad._id, error: 'forbidden' })
    expect(refused?.reason).toMatch(/^malformed:/)
    expect(accepted).toMatchObject({ ok: true, id: good._id })
  })

  test('of more than a thousand rows is refused before they are read', async () => {
    const { status } = await push(Array<number>(1001).fill(1))
    expect(status).toBe(413)
    expect((await push(Array<number>(1000).fill(1))).rows).toHaveLength(1000)
  })

  test('twice is ok twice, each time with a receipt, and stored once', async () => {
    const ballot = makeBallot(fixture)
    const answers = [await push([ballot]), await push([ballot]), await push([ballot, ballot])]
    for (const { rows } of answers)
      for (const row of rows) expect(row).toMatchObject({ ok: true, id: ballot._id })
    expect(await server.database.leaves(ballot._id)).toHaveLength(1)
  })

  test('again is not written again: who saw it become durable knows, and the feed would tell when phones come', async () => {
    const ballot = makeBallot(fixture)
    const first = await push([ballot])
    const { updateSeq } = await server.database.info()
    const again = await push([ballot])
    expect(again.rows).toMatchObject([{ ok: true, rev: first.rows[0]?.rev }])
    expect((await server.database.info()).updateSeq).toBe(updateSeq)
  })

  test('of nothing, as after a lost answer, is answered with nothing', async () => {
    expect(await push([])).toMatchObject({ status: 201, rows: [] })
  })

  test('heals garbage that was planted at the ballot’s id', async () => {
    const ballot = makeBallot(fixture)
    await server.database.write({ _id: ballot._id, body: 'garbage' })
    expect((await push([ballot])).rows).toMatchObject([{ ok: true }])
    const leaves = await server.database.leaves(ballot._id)
    expect(leaves.filter((leaf) => leaf.signature === ballot.signature)).toHaveLength(1)
  })

  test('carries no cookie and is not cached', async () => {
    const { headers } = await push([makeBallot(fixture)])
    expect(headers.get('set-cookie')).toBeNull()
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('access-control-allow-origin')).toBe('*')
  })

  test.each([
    [404, 'unknown-election', '/sync/nowhere/_bulk_docs', '{"docs":[]}'],
    [400, 'malformed', `/sync/${id}/_bulk_docs`, '{"docs":[],"docs":[]}'],
    [400, 'malformed', `/sync/${id}/_bulk_docs`, '{"docs":{}}'],
    [400, 'malformed', `/sync/${id}/_bulk_docs`, 'no json'],
    [400, 'malformed', `/sync/${id}/_bulk_docs`, new Blob([Uint8Array.of(0xff, 0xfe)])],
    [400, 'unsupported', `/sync/${id}/_bulk_docs`, '{"docs":[],"new_edits":false}'],
    [413, 'too-large', `/sync/${id}/_bulk_docs`, `{"docs":["${'x'.repeat(4_100_000)}"]}`],
    [405, 'malformed', `/sync/${id}/ballot:x`, '{}'],
    [405, 'malformed', `/sync/${id}/_local/checkpoint`, '{}'],
  ])('that cannot be read is %i %s', async (status, code, path, body) => {
    const response = await fetch(server.origin + path, { method: 'POST', body })
    expect(response.status).toBe(status)
    expect(((await response.json()) as Row).reason).toMatch(new RegExp(`^${code}:`))
  })
})

test('_all_docs shows what is public, and never that a ballot is here', async () => {
  const ballot = makeBallot(fixture)
  await push([ballot])
  const body = JSON.stringify({ keys: [`manifest:${id}`, ballot._id], include_docs: true, deleted: 'ok' })
  const response = await fetch(`${server.origin}/sync/${id}/_all_docs?`, { method: 'POST', body })
  const { rows } = (await response.json()) as { rows: unknown[] }
  expect(rows).toMatchObject([
    { id: `manifest:${id}`, doc: fixture.manifest },
    { key: ballot._id, error: 'not_found' },
  ])
})

describe('the log', () => {
  test('a published head wakes a phone that waits, and the ballot under it can be proved', async () => {
    const ballot = makeBallot(fixture)
    await push([ballot])
    const since = (await read(`/sync/${id}/_changes`)).body.last_seq
    const waiting = read(`/sync/${id}/_changes?feed=longpoll&since=${String(since)}`)
    const note = await publish([ballot, makeBallot(fixture)])
    expect((await waiting).body).toMatchObject({ results: [{ id: `head:${id}`, doc: { note } }] })

    const { body } = await read(`/api/elections/${id}/ballots/${leafHashOf(ballot)}`)
    expect(body.status).toBe('counted')
    expect(checkInclusionProof(body.proof, leafHashOf(ballot), fixture.manifest.body).size).toBe(2)
  })

  test('since=now and an unknown sequence are answered at once with everything', async () => {
    for (const since of ['now', '12-abc', '0']) {
      const { body } = await read(`/sync/${id}/_changes?feed=longpoll&since=${since}`)
      expect((body.results as { id: string }[]).map((row) => row.id)).toContain(`manifest:${id}`)
    }
  })

  test('tells received from unknown, and consistency only up to what is published', async () => {
    const ballot = makeBallot(fixture)
    const path = `/api/elections/${id}/ballots/${leafHashOf(ballot)}`
    expect((await read(path)).body).toEqual({ status: 'unknown' })
    await push([ballot])
    expect((await read(path)).body).toEqual({ status: 'received' })
    expect((await read(`/api/elections/${id}/ballots/short`)).body.code).toBe('malformed')
    expect((await read(`/api/elections/${id}/consistency?from=0&to=99`)).body.code).toBe('malformed')
    expect((await read(`/api/elections/${id}/consistency?from=1&to=2`)).status).toBe(200)
  })
})

test('who asks for a ballot while too many others do is told to come again', async () => {
  const refuse = (): Promise<never> => Promise.reject(new CouchError('unavailable', 'too many requests'))
  const crowded = { histories: refuse, leaves: refuse, readMany: refuse, revisions: refuse }
  const reads = vi.spyOn(server.couch, 'publicReads').mockReturnValue(crowded)
  const path = `/api/elections/${id}/ballots/${leafHashOf(makeBallot(fixture))}`
  const refused = await fetch(server.origin + path)
  reads.mockRestore()
  expect(refused.status).toBe(503)
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(await refused.json()).toMatchObject({ code: 'unavailable' })
})

test('the public list names the election and its phase', async () => {
  expect((await read('/api/elections')).body).toMatchObject({ elections: [{ election: id, phase: 'open' }] })
  expect((await read(`/api/elections/${id}`)).body).toMatchObject({
    manifestHash: fixture.manifestHash,
    phase: 'open',
  })
  expect(await read('/api/elections/none')).toMatchObject({ status: 404, body: { code: 'unknown-election' } })
  expect(await read('/api/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } })
})

/** What the tallier would publish for a first batch of these ballots. */
async function publish(ballots: readonly Ballot[]): Promise<string> {
  const hashes = sortLeaves(ballots.map(leafHashOf))
  const tree = new MerkleTree()
  const previous = { size: 0, root: toBase64url(tree.root()) }
  for (const hash of hashes) tree.append(fromBase64url(hash, 32))
  await server.database.write({ _id: batchId(tree.root()), previous, hashes })
  const note = signCheckpoint(
    { size: tree.size, root: tree.root() },
    logOrigin(id, fixture.manifestHash),
    fixture.keys.log,
  )
  await server.database.write({ _id: `head:${id}`, note })
  return note
}
