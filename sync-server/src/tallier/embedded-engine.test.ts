import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '#couchdb/engine'
import { startEngine } from '#couchdb/engine'
import { toBase64url } from '#protocol/bytes'
import type { Ballot } from '#protocol/formats/ballot'
import { checkBallot, parseBallot } from '#protocol/formats/ballot'
import { checkClose, closeId } from '#protocol/formats/close'
import { checkResult, resultId } from '#protocol/formats/result'
import { appendBatch } from '#protocol/log/batch'
import { checkCheckpoint } from '#protocol/log/checkpoint'
import { fullTiles } from '#protocol/log/tile'
import { MerkleTree } from '#protocol/log/tree'
import { Tally } from '#protocol/tally/tally'
import type { Couch, Database } from '../couch/couch.ts'
import { openCouch } from '../couch/couch.ts'
import { electionDatabase } from '../elections/elections.ts'
import { makeBallot, makeElection, stateOf, voterSeed } from '../testing/election-fixture.ts'
import { silent } from '../testing/tally-world.ts'
import type { SupervisorPorts } from './supervisor.ts'
import { superviseTalliers } from './supervisor.ts'

const election = makeElection()
const manifest = election.manifest.body
const VOTERS = 300

describe('the tallier on the embedded engine', () => {
  let directory: string
  let engine: Engine
  let couch: Couch
  let database: Database

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'urna-tallier-'))
    engine = await startEngine({ directory, credentials: { username: 'urna', password: 'tests' } })
    couch = openCouch({ url: engine.url.replace('//', '//urna:tests@') })
    database = await couch.ensureDatabase(electionDatabase(manifest.election))
    await database.write({ ...election.manifest })
  })

  afterAll(async () => {
    await couch.close()
    await engine.close()
    await rm(directory, { recursive: true, force: true })
  })

  /** Talliers of one process, on a clock that begins at `now` and is ten times faster; timers fire too often. */
  function supervise(now: string): { stop: () => Promise<void> } {
    const stop = new AbortController()
    const began = performance.now()
    const ports: SupervisorPorts = {
      couch,
      elections: {
        onPublished: (listener) => {
          listener(stateOf(election))
          return () => undefined
        },
      },
      keystore: { load: () => Promise.resolve(election.keys) },
      clock: () => new Date(Date.parse(now) + 10 * (performance.now() - began)),
      wait: (milliseconds, signal) =>
        delay(Math.min(milliseconds, 20), undefined, { signal }).catch(() => undefined),
      random: () => 0.5,
      wasChecked: () => false,
      shareLog: () => undefined,
      log: silent,
      longestWriteMs: 1000,
    }
    const done = superviseTalliers(ports, stop.signal)
    return { stop: () => (stop.abort(), done) }
  }

  /** Asks `isThere` again at every change. */
  async function until(isThere: () => Promise<boolean>): Promise<void> {
    const found = new AbortController()
    const feed = database.follow({ since: '0', includeDocs: false, signal: found.signal })
    const pages = feed[Symbol.asyncIterator]()
    while (!(await isThere())) await pages.next()
    found.abort()
  }

  async function resultSize(): Promise<number> {
    const stored = await database.read(resultId(manifest.election))
    return stored ? checkResult(stored, manifest).body.size : 0
  }

  it('counts, is restarted, closes, and can be recounted by anyone', async () => {
    const ballots = Array.from({ length: VOTERS }, (_, voter) => ballotOf(voter, 0))
    const first = supervise('2026-05-01T09:00:00Z')
    await database.writeAll(ballots.slice(0, 100).map((ballot) => ({ ...ballot })))
    await until(async () => (await resultSize()) === 100)
    await first.stop()
    await database.writeAll(ballots.slice(100).map((ballot) => ({ ...ballot })))
    await database.writeAll([{ ...ballotOf(0, 1) }, { ...ballotOf(0, 1, 'ada') }])
    await database.plant([{ _id: ballots[7]?._id ?? '', _rev: '9-abcdef', body: 'garbage' }])
    const last = supervise('2026-05-02T10:00:00Z')
    await until(async () => (await database.read(closeId(manifest.election))) !== undefined)
    await last.stop()
    expect(await resultSize()).toBe(VOTERS + 1)
    await expectRecountable(database)
  })
})

function ballotOf(voter: number, sequence: number, chair = 'bob'): Ballot {
  return makeBallot(election, { seed: voterSeed(voter), sequence, votes: { chair: [chair] } })
}

/** Recomputes everything that is published from the documents alone. */
async function expectRecountable(database: Database): Promise<void> {
  const head = await database.read(`head:${manifest.election}`)
  const checkpoint = checkCheckpoint(head?.note, manifest)
  const { body: result } = checkResult(await database.read(resultId(manifest.election)), manifest)
  const { body: close } = checkClose(await database.read(closeId(manifest.election)), manifest)
  const { tree, hashes } = await readLog(database, toBase64url(checkpoint.root))
  const tally = new Tally(manifest)
  for (const hash of hashes) {
    const leaves = await database.leaves(`ballot:${hash}`)
    const ballot = parseBallot(leaves.find((leaf) => leaf.body !== 'garbage'))
    await checkBallot(ballot, manifest, election.manifestHash)
    tally.add(ballot.body)
  }
  expect(result).toMatchObject({ ...tally.count(), size: tree.size, root: toBase64url(tree.root()) })
  expect(close).toMatchObject({ size: tree.size, root: toBase64url(tree.root()), refused: [] })
  expect(result.turnout).toBe(VOTERS)
  for (const tile of fullTiles(tree, manifest.election, 0, tree.size))
    expect((await database.read(tile._id))?.hashes).toBe(tile.hashes)
}

async function readLog(database: Database, root: string): Promise<{ tree: MerkleTree; hashes: string[] }> {
  const batches: { previous: { size: number; root: string }; hashes: string[] }[] = []
  for (let next: string | undefined = root; next !== undefined;) {
    const batch = (await database.read(`batch:${next}`)) as unknown as (typeof batches)[number]
    batches.unshift(batch)
    next = batch.previous.size === 0 ? undefined : batch.previous.root
  }
  const tree = new MerkleTree()
  for (const batch of batches) appendBatch(tree, batch)
  return { tree, hashes: batches.flatMap((batch) => batch.hashes) }
}
