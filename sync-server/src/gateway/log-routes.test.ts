import { afterAll, beforeAll, expect, it } from 'vitest'
import { sha256 } from '#crypto'
import { toBase64url } from '#protocol/bytes'
import { checkCheckpoint } from '#protocol/log/checkpoint'
import { hashNode } from '#protocol/log/merkle'
import { makeBallot, makeElection } from '../testing/election-fixture.ts'
import { GatewayFixture } from '../testing/gateway-fixture.ts'
import { publishLog } from '../testing/publish-log.ts'

const fixture = makeElection()
const id = fixture.manifest.body.election
const SIZE = 259
const ballots = Array.from({ length: SIZE }, () => makeBallot(fixture))

let server: GatewayFixture
beforeAll(async () => {
  server = await GatewayFixture.start(fixture, new Date('2026-05-01T12:00:00Z'))
  await publishLog(server, fixture, [ballots.slice(0, 200), ballots.slice(200)])
})
afterAll(() => server.close())

function ask(path: string): Promise<Response> {
  return fetch(`${server.origin}/api/elections/${id}/log/${path}`)
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const response = await ask(path)
  expect([path, response.status]).toEqual([path, 200])
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  return new Uint8Array(await response.arrayBuffer())
}

const hashesIn = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: bytes.length / 32 }, (_, index) => bytes.slice(32 * index, 32 * index + 32))

/** RFC 6962 §2.1, as it is written there. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves
  if (leaves.length <= 1) return only ?? sha256(new Uint8Array(0))
  const half = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1)
  return hashNode(rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)))
}

it('gives a stranger with tlog-tiles the log: from its tiles follows the root that the checkpoint signs', async () => {
  const note = await (await ask('checkpoint')).text()
  const { size, root } = checkCheckpoint(note, fixture.manifest.body)
  expect(size).toBe(SIZE)
  const leaves = [...hashesIn(await bytesOf('tile/0/000')), ...hashesIn(await bytesOf('tile/0/001.p/3'))]
  expect(leaves).toHaveLength(SIZE)
  expect(toBase64url(rootOf(leaves))).toBe(toBase64url(root))
  const [top] = hashesIn(await bytesOf('tile/1/000.p/1'))
  expect(toBase64url(top ?? root)).toBe(toBase64url(rootOf(leaves.slice(0, 256))))
})

it('gives the entries, of which each hashes to its leaf', async () => {
  const leaves = hashesIn(await bytesOf('tile/0/001.p/3'))
  const bytes = await bytesOf('tile/entries/001.p/3')
  let at = 0
  for (const leaf of leaves) {
    const length = ((bytes[at] ?? 0) << 8) + (bytes[at + 1] ?? 0)
    const entry = bytes.slice(at + 2, at + 2 + length)
    expect(toBase64url(sha256(Uint8Array.of(0), entry))).toBe(toBase64url(leaf))
    at += 2 + length
  }
  expect(at).toBe(bytes.length)
})

it.each(['tile/0/001', 'tile/0/001.p/4', 'tile/entries/001', 'tile/2/000.p/1', 'tile/0/1', 'tile/x/000'])(
  'has no %s',
  async (path) => {
    expect((await ask(path)).status).toBe(404)
  },
)
