import { beforeEach, describe, expect, it } from 'vitest'
import { makeBallot, makeElection } from '../../testing/election-fixture.ts'
import { GatewayFixture } from '../../testing/gateway-fixture.ts'
import { publishLog } from '../../testing/publish-log.ts'

const fixture = makeElection()
const id = fixture.manifest.body.election
const ballots = Array.from({ length: 12 }, () => makeBallot(fixture))
const unknown = `ballot:${'A'.repeat(43)}`

interface Answer {
  readonly status: number
  readonly text: string
}
interface Row {
  readonly id: string
  readonly seq: string
  readonly changes: readonly { readonly rev: string }[]
}

let server: GatewayFixture
beforeEach(async () => {
  server = await GatewayFixture.start(fixture, new Date('2026-05-01T12:00:00Z'))
  await publishLog(server, fixture, [ballots.slice(0, 4)])
  return () => server.close()
})

async function ask(
  path: string,
  body?: unknown,
  method = body === undefined ? 'GET' : 'POST',
): Promise<Answer> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await fetch(`${server.origin}/mirror/${id}${path}`, { method, ...sent })
  return { status: answer.status, text: await answer.text() }
}

async function changes(query = ''): Promise<{ results: Row[]; last_seq: string; pending: number }> {
  return JSON.parse((await ask(`/_changes?style=all_docs${query}`)).text) as Awaited<
    ReturnType<typeof changes>
  >
}

const idsIn = (rows: readonly Row[]): string[] => rows.map((row) => row.id)
const kindOf = (name: string): string => name.slice(0, name.indexOf(':'))

describe('the feed', () => {
  it('is the manifest, the log in its order, and then what speaks of the whole', async () => {
    await publishLog(server, fixture, [ballots.slice(0, 4), ballots.slice(4, 6)])
    const { results } = await changes()
    expect(idsIn(results).map(kindOf)).toEqual([
      'manifest',
      ...['ballot', 'ballot', 'ballot', 'ballot', 'batch', 'ballot', 'ballot', 'batch'],
      ...['head', 'result'],
    ])
    const logged = idsIn(results).filter((name) => kindOf(name) === 'ballot')
    const order = logged.map((name) =>
      server.gateway.find(id)?.live.log.indexOf(name.slice('ballot:'.length)),
    )
    expect(order).toEqual([0, 1, 2, 3, 4, 5])
    expect(results.map(({ seq }) => parseInt(seq))).toEqual([0, 1, 2, 3, 4, 4, 5, 6, 6, 6, 6])
  })

  it('can be taken up after any of its rows, at any server of the election', async () => {
    const whole = await changes()
    for (const [at, { seq }] of whole.results.entries()) {
      const rest = await changes(`&since=${seq}`)
      expect(idsIn(rest.results)).toEqual(idsIn(whole.results.slice(at + 1)))
      expect((await changes(`&since=${seq}&limit=0`)).pending).toBe(rest.results.length)
      const page = await changes(`&since=${seq}&limit=2`)
      expect(idsIn(page.results)).toEqual(idsIn(whole.results.slice(at + 1, at + 3)))
    }
    expect(await changes('&since=now')).toMatchObject({ results: [], last_seq: whole.last_seq })
  })

  it('is behind for who has read more elsewhere, and whole for who comes with something else', async () => {
    const { last_seq: here, results } = await changes()
    const ahead = here.replace(/^4/, '9000').replace(/\.5\.5$/, '.9001.9001')
    expect(ahead).not.toBe(here)
    expect(await changes(`&since=${ahead}`)).toEqual({ results: [], last_seq: ahead, pending: 0 })
    for (const other of [
      '0',
      '7',
      '4-another1.1.1.0.5.5',
      '17-g1AAAACbeJzLYWBg',
      here.replace('.', '.99999999999999999'),
    ])
      expect((await changes(`&since=${other}`)).results).toHaveLength(results.length)
  })

  it('tells again of nothing but the new leaves, head and result', async () => {
    const { last_seq: before } = await changes()
    await publishLog(server, fixture, [ballots.slice(0, 4), ballots.slice(4, 5)])
    expect(idsIn((await changes(`&since=${before}`)).results).map(kindOf)).toEqual([
      'ballot',
      'batch',
      'head',
      'result',
    ])
  })
})

describe('a stranger who watches', () => {
  /** All that can be asked about ballots, and about one that nobody has made. */
  async function observe(names: readonly string[]): Promise<Answer[]> {
    const keys = names.map((name) => ({ id: name }))
    const diff = Object.fromEntries(names.map((name) => [name, ['1-a']]))
    return Promise.all([
      ask(''),
      ask('/_changes?style=all_docs&include_docs=true'),
      ask('/_changes?since=now&limit=0'),
      ask('/_bulk_get?revs=true&latest=true', { docs: keys }),
      ask('/_all_docs?include_docs=true', { keys: names }),
      ask('/_revs_diff', diff),
      ask('/checkpoint'),
      ask('/tile/0/000.p/5'),
      ask('/tile/entries/000.p/5'),
      ...names.flatMap((name) => [ask(`/${name}`), ask(`/${name}?open_revs=all`), ask(`/${name}?rev=1-a`)]),
    ])
  }

  it('learns nothing while ballots arrive, whatever is asked, and afterwards their order in the log alone', async () => {
    const arriving = [...ballots.slice(4)].reverse()
    const names = [...ballots.slice(4).map(({ _id }) => _id), `batch:${'A'.repeat(43)}`, unknown]
    const before = await observe(names)
    let isTold = false
    const waiting = ask('/_changes?feed=longpoll&since=now').finally(() => (isTold = true))
    for (const ballot of arriving) {
      await server.database.write({ ...ballot })
      expect(await observe(names)).toEqual(before)
    }
    expect(isTold).toBe(false)
    await publishLog(server, fixture, [ballots.slice(0, 4), ballots.slice(4)])
    const told = JSON.parse((await waiting).text) as { results: Row[] }
    const logged = idsIn(told.results).filter((name) => kindOf(name) === 'ballot')
    expect(logged).toEqual(
      ballots
        .slice(4)
        .map(({ _id }) => _id)
        .sort(asBytes),
    )
  })

  it('is answered about a stored ballot as about one that never was, word for word', async () => {
    const [, , , , stored] = ballots
    await server.database.write({ ...stored, _id: stored?._id ?? '' })
    const [about, never] = await Promise.all([observe([stored?._id ?? '']), observe([unknown])])
    const anonymous = (answers: readonly Answer[], name: string): Answer[] =>
      answers.map(({ status, text }) => ({ status, text: text.replaceAll(name, 'x') }))
    expect(anonymous(about, stored?._id ?? '')).toEqual(anonymous(never, unknown))
  })

  it('finds nothing but what is public', async () => {
    await server.database.write({ _id: 'roll:secret', of: 'the office' })
    await server.database.write({ _id: `result:other`, of: 'another election' })
    await server.database.write({ _id: '_design/x', of: 'the office' })
    for (const name of [
      'roll:secret',
      'result:other',
      '_design/x',
      '_local/x',
      '_security',
      '_all_docs/x',
      'head:',
    ])
      expect([name, (await ask(`/${name}`)).status]).toEqual([name, 404])
    expect(idsIn((await changes()).results).map(kindOf)).not.toContain('roll')
    expect((await ask('/_all_docs')).status).toBe(400)
  })
})

const asBytes = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a.slice(7), 'base64url'), Buffer.from(b.slice(7), 'base64url'))
