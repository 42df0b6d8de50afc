import { pino } from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { toBase64url } from '#protocol/bytes'
import type { Amendment } from '#protocol/formats/amendment'
import { signAmendment } from '#protocol/formats/amendment'
import { closeId, signClose } from '#protocol/formats/close'
import type { Issuance } from '#protocol/formats/issuance'
import { signIssuance } from '#protocol/formats/issuance'
import { EMPTY_ROOT } from '#protocol/log/merkle'
import { hashBody } from '#protocol/signed'
import type { ChangesPage } from '../couch/couch.ts'
import { makeElection } from '../testing/election-fixture.ts'
import { FakeDatabase, FakeStore } from '../testing/fake-database.ts'
import { followElection, loadElection } from './election-feed.ts'
import type { LiveElection } from './live-election.ts'

const election = makeElection()
const { body: manifest } = election.manifest
const header = { v: 1, election: manifest.election, manifest: election.manifestHash } as const
const ROOT = toBase64url(EMPTY_ROOT)
const log = pino({ level: 'silent' })

const extended: Amendment = {
  ...header,
  n: 1,
  prev: election.manifestHash,
  at: '2026-05-01T09:00:00Z',
  closes: manifest.closes,
  acceptUntil: '2026-05-02T10:00:00Z',
  cancelled: false,
}
const cancelled: Amendment = { ...extended, n: 2, prev: hashBody(extended), cancelled: true }
const AFTER = new Date('2026-05-02T12:00:00Z')

let store: FakeStore
beforeEach(() => {
  store = new FakeStore('election')
  store.write({ ...election.manifest })
})

describe('the close', () => {
  it('is shown with the amendment that it names, although the feed of a cluster shows it first', async () => {
    const live = await load()
    amend(extended)
    close(hashBody(extended))
    await follow(live, [closeId(manifest.election)])
    expect(live.close?.body.amendments).toBe(hashBody(extended))
    expect(live.schedule).toMatchObject({ amendments: 1, acceptUntil: extended.acceptUntil })
  })

  it('ends the chain: an amendment after it cancels nothing, now or after a restart', async () => {
    amend(extended)
    close(hashBody(extended))
    const live = await load()
    amend(cancelled)
    await follow(live, ['amendment:board-2026:2'])
    for (const now of [live, await load()]) {
      expect(now.phase(AFTER)).toBe('final')
      expect(now.schedule).toMatchObject({ amendments: 1, cancelled: false })
      expect(now.amendments.map(({ body }) => body.n)).toEqual([1])
    }
  })

  it('that names amendments which are not there is not shown', async () => {
    const live = await load()
    close(hashBody(extended))
    await follow(live, [closeId(manifest.election)])
    expect(live.close).toBeUndefined()
    expect(live.phase(AFTER)).toBe('closed')
  })
})

describe('a registrar’s statement', () => {
  it('is not replaced by one that takes it back', async () => {
    state({ issued: { all: 3 } })
    const live = await load()
    for (const issuance of [
      { issued: { all: 2 } },
      { rollSize: { all: 500 } },
      { rollRoot: hashBody(extended) },
    ]) {
      state({ issued: { all: 3 }, final: true, ...issuance })
      await follow(live, ['issuance:board-2026:main'])
      expect(live.issuance[0]?.body).toMatchObject({ issued: { all: 3 }, final: false })
    }
    state({ issued: { all: 4 }, final: true })
    await follow(live, ['issuance:board-2026:main'])
    expect(live.issuance[0]?.body).toMatchObject({ issued: { all: 4 }, final: true })
  })
})

function load(): Promise<LiveElection> {
  return loadElection(new FakeDatabase(store), manifest.election, election.manifestHash, log)
}

/** As long as one page of the feed, with the documents of these ids. */
function follow(live: LiveElection, ids: readonly string[]): Promise<void> {
  return followElection(live, new OnePage(store, ids), new AbortController().signal, log)
}

class OnePage extends FakeDatabase {
  readonly #ids: readonly string[]

  constructor(stored: FakeStore, ids: readonly string[]) {
    super(stored)
    this.#ids = ids
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a feed comes over a network
  override async *follow(): AsyncIterable<ChangesPage> {
    const rows = this.#ids.map((id) => ({ id, seq: '1', deleted: false, revs: [] }))
    yield { rows, lastSeq: '1', pending: 0 }
  }
}

function amend(body: Amendment): void {
  store.write({ ...signAmendment(body, election.keys.authority) })
}

function close(amendments: string): void {
  const body = { ...header, amendments, size: 0, root: ROOT, refusedCount: 0, refused: [] }
  store.write({ ...signClose(body, election.keys) })
}

function state(change: Partial<Issuance>): void {
  const plain = {
    registrar: 'main',
    rollSize: { all: 480 },
    rollRoot: ROOT,
    issued: { all: 0 },
    final: false,
  }
  const document = signIssuance({ ...header, ...plain, ...change }, election.keys.registrar.seed)
  const stored = store.winner(document._id)
  store.write({ ...document, ...(stored && { _rev: stored._rev }) })
}
