import { beforeEach, describe, expect, it } from 'vitest'
import { toBase64url } from '#protocol/bytes'
import { signClose } from '#protocol/formats/close'
import { signIssuance } from '#protocol/formats/issuance'
import { signResult } from '#protocol/formats/result'
import { EMPTY_ROOT } from '#protocol/log/merkle'
import { LiveElection } from '../../elections/live-election.ts'
import { makeElection } from '../../testing/election-fixture.ts'
import { FakeDatabase, FakeStore } from '../../testing/fake-database.ts'
import { growLog } from '../../testing/grow-log.ts'
import { ElectionMirror } from './election-mirror.ts'
import type { MirrorPage } from './feed-page.ts'
import { readPage } from './feed-page.ts'
import { MIRROR_START } from './position.ts'

const fixture = makeElection()
const { body: manifest } = fixture.manifest
const header = { v: 1, election: manifest.election, manifest: fixture.manifestHash } as const

let live: LiveElection
let store: FakeStore
let asked: string[]
let mirror: ElectionMirror
beforeEach(() => {
  live = new LiveElection({ ...fixture.manifest, _rev: '1-m' })
  store = new FakeStore('election')
  store.plant({ ...fixture.manifest, _rev: '1-m' })
  asked = []
  const database = new FakeDatabase(store, async ({ ids }, run) => {
    asked.push(...ids)
    return Promise.resolve(run())
  })
  mirror = new ElectionMirror(live, { publicReads: () => database })
})

/** The log grows, with all that the database has of it. */
function grow(size: number): void {
  growLog(live, size, fixture)
  for (let leaf = 0; leaf < size; leaf++) plant(`ballot:${toBase64url(live.log.tree.leaf(leaf))}`)
  for (const end of live.log.batchEnds()) plant(`batch:${toBase64url(live.log.tree.root(end))}`)
  store.plant({ ...live.head?.document, _id: `head:${live.id}`, _rev: live.head?.document._rev ?? '' })
}

function plant(id: string): void {
  if (!store.winner(id)) store.plant({ _id: id, _rev: '1-a' })
}

function result(size: number, rev: string): void {
  const plain = { turnout: 0, contests: [], amendments: fixture.manifestHash }
  // Of a log that is not known yet there is no root.
  const root = size > live.log.tree.size ? fixture.manifestHash : toBase64url(live.log.tree.root(size))
  const document = signResult({ ...header, ...plain, size, root }, fixture.keys.log)
  store.plant({ ...document, _rev: rev })
  live.setResult({ ...document, _rev: rev })
}

function close(size: number): void {
  const plain = { amendments: fixture.manifestHash, refusedCount: 0, refused: [] }
  const document = signClose(
    { ...header, ...plain, size, root: toBase64url(live.log.tree.root(size)) },
    fixture.keys,
  )
  store.plant({ ...document, _rev: '1-c' })
  live.setClose({ ...document, _rev: '1-c' })
}

const kinds = ({ rows }: MirrorPage): string[] => rows.map(({ id }) => id.slice(0, id.indexOf(':')))

it('never asks the database about what is not public, so that no clock tells that it is there', async () => {
  grow(2)
  const hidden = [
    'ballot:stored-and-not-logged',
    'batch:not-sealed',
    'tile:board-2026:0:0',
    'roll:secret',
    'head:other',
  ]
  for (const id of hidden) plant(id)
  expect(await mirror.read(hidden.map((id) => ({ id })))).toEqual(hidden.map(() => []))
  expect(asked).toEqual([])
})

describe('what speaks of the log', () => {
  it('waits for the head that covers it', async () => {
    grow(2)
    result(2, '1-r')
    const first = await readPage(mirror, MIRROR_START, 100)
    expect(kinds(first)).toEqual(['manifest', 'ballot', 'ballot', 'batch', 'head', 'result'])
    growLog(live, 2, fixture)
    result(4, '2-r')
    expect(kinds(await readPage(mirror, first.position, 100))).toEqual([])
    grow(4)
    expect(kinds(await readPage(mirror, first.position, 100))).toEqual([
      'ballot',
      'ballot',
      'batch',
      'head',
      'result',
    ])
  })

  it('is the close last of all, with its result', async () => {
    grow(2)
    close(2)
    expect(kinds(await readPage(mirror, MIRROR_START, 100))).toEqual([
      'manifest',
      'ballot',
      'ballot',
      'batch',
      'head',
    ])
    result(2, '1-r')
    expect(kinds(await readPage(mirror, MIRROR_START, 100)).slice(-3)).toEqual(['head', 'result', 'close'])
  })

  it('is given as it was told, whatever the database has put in its place', async () => {
    grow(1)
    const head = `head:${live.id}`
    const told = live.head?.document._rev ?? ''
    store.plant({
      _id: head,
      _rev: '5-ahead',
      note: 'of ballots that are not shown',
      _revisions: { start: 5, ids: ['ahead'] },
    })
    const [leaves] = await mirror.read([{ id: head }])
    expect(leaves?.map(({ _rev }) => _rev)).toEqual([told])
    grow(2)
    const [earlier] = await mirror.read([{ id: head, rev: told }])
    expect(earlier?.[0]).toMatchObject({ _rev: told })
  })
})

it('gives every statement of a registrar that takes the place of another, and no other', async () => {
  const told: string[][] = []
  let { position } = await readPage(mirror, MIRROR_START, 100)
  const steps = [
    { issued: 0, final: false },
    { issued: 3, final: false },
    { issued: 3, final: false },
    { issued: 3, final: true },
  ]
  for (const [at, { issued, final }] of steps.entries()) {
    const plain = { registrar: 'main', rollSize: { all: 9 }, rollRoot: toBase64url(EMPTY_ROOT) }
    const document = signIssuance(
      { ...header, ...plain, issued: { all: issued }, final },
      fixture.keys.registrar.seed,
    )
    store.plant({ ...document, _rev: `${at + 1}-i` })
    live.setIssuance({ ...document, _rev: `${at + 1}-i` })
    const page = await readPage(mirror, position, 1)
    told.push(kinds(page))
    position = page.position
  }
  expect(told).toEqual([['issuance'], ['issuance'], [], ['issuance']])
})

it('stops before a ballot that cannot be read now: whoever passed over it would never get it', async () => {
  grow(3)
  store.purge(`ballot:${toBase64url(live.log.tree.leaf(1))}`)
  await expect(readPage(mirror, MIRROR_START, 100)).rejects.toThrow('cannot be read')
  expect(kinds(await readPage(mirror, MIRROR_START, 2))).toEqual(['manifest', 'ballot'])
})

it('has a tile as soon as it is full, after the ballot that fills it', async () => {
  grow(256)
  plant('tile:board-2026:0:0')
  const page = await readPage(mirror, { leaves: 255, rows: 1, versions: [1] }, 100)
  expect(page.rows.map(({ id }) => id).slice(1)).toEqual([
    'tile:board-2026:0:0',
    expect.stringMatching(/^batch:/),
    'head:board-2026',
  ])
})

it('reads a page once for all who are woken together', async () => {
  grow(3)
  const pages = await Promise.all([1, 2, 3].map(() => mirror.page(MIRROR_START, 100)))
  expect(new Set(pages).size).toBe(1)
  expect(asked).toHaveLength(6)
  expect(await mirror.page(MIRROR_START, 100)).not.toBe(pages[0])
})
