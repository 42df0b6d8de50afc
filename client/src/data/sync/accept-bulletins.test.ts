import { beforeAll, expect, test } from 'vitest'
import { signAmendment } from '#protocol/formats/amendment'
import type { Close } from '#protocol/formats/close'
import { signClose } from '#protocol/formats/close'
import type { Issuance } from '#protocol/formats/issuance'
import { signIssuance } from '#protocol/formats/issuance'
import type { Result } from '#protocol/formats/result'
import { signResult } from '#protocol/formats/result'
import { hashBody } from '#protocol/signed'
import { toBase64url } from '#protocol/bytes'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { EMPTY_ROOT } from '#protocol/log/merkle'
import { Tally } from '#protocol/tally/tally'
import type { Papers } from '../election/papers.ts'
import { readPapers } from '../election/papers.ts'
import type { BulletinDocument } from '../store/documents.ts'
import type { TestElection } from '../testing/test-election.ts'
import { CLOSES, DURING, makeTestElection } from '../testing/test-election.ts'
import { acceptBulletins } from './accept-bulletins.ts'

const BOARD = 'board-2026'
const ROOT = toBase64url(EMPTY_ROOT)

let election: TestElection
let other: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
  other = await makeTestElection(BOARD)
})

/** The papers of a phone that has the manifest and these documents. */
function papersWith(...documents: readonly BulletinDocument[]): Papers {
  const stored = [election.manifest, ...documents].map((document): [string, BulletinDocument] => [
    document._id,
    document,
  ])
  const papers = readPapers(new Map(stored), BOARD)
  if (!papers) throw new Error('no manifest')
  return papers
}

const header = (of: TestElection): { v: 1; election: string; manifest: string } => ({
  v: 1,
  election: BOARD,
  manifest: of.manifestHash,
})

function head(size: number, of = election): BulletinDocument & { note: string } {
  const note = signCheckpoint({ size, root: EMPTY_ROOT }, logOrigin(BOARD, of.manifestHash), of.seeds.log)
  return { _id: `head:${BOARD}`, note }
}

function result(size: number, of = election, changes: Partial<Result> = {}): BulletinDocument {
  const count = new Tally(of.manifest.body).count()
  const body = { ...header(of), amendments: of.manifestHash, size, root: ROOT, ...count, ...changes }
  return signResult(body, of.seeds.log)
}

function issuance(changes: Partial<Issuance> = {}, of = election): BulletinDocument {
  const body = { registrar: 'main', rollSize: { all: 9 }, rollRoot: ROOT, issued: { all: 1 }, final: false }
  const seed = of.registrars['main']?.seed ?? new Uint8Array(32)
  return signIssuance({ ...header(of), ...body, ...changes }, seed)
}

function close(of = election, changes: Partial<Close> = {}): BulletinDocument {
  const body = {
    ...header(of),
    amendments: of.manifestHash,
    size: 1,
    root: ROOT,
    refusedCount: 0,
    refused: [],
    ...changes,
  }
  return signClose(body, of.seeds)
}

function amendment(n: number, prev: string): BulletinDocument & { body: object } {
  const body = {
    ...header(election),
    n,
    prev,
    at: DURING,
    closes: CLOSES,
    acceptUntil: CLOSES,
    cancelled: false,
  }
  return signAmendment(body, election.seeds.authority)
}

test('what the keys of the manifest signed is taken', () => {
  const documents = [result(1), issuance(), close()]
  expect(acceptBulletins(documents, papersWith())).toEqual(documents)
})

test('what other keys signed, what is malformed, and what nobody asked for is left out', () => {
  const ballot = { _id: 'ballot:x', body: {}, signature: 'x' }
  const design = { _id: '_design/app', views: {} }
  const forged = [head(1), result(1, other), issuance({}, other), close(other)]
  const misplaced = { ...result(1), _id: 'result:else' }
  const broken = [
    null,
    7,
    {},
    { _id: 7 },
    { _id: `head:${BOARD}` },
    { _id: `head:${BOARD}`, note: 'note' },
    undefined,
  ]
  expect(
    acceptBulletins([...forged, ...broken, ballot, design, misplaced, election.manifest], papersWith()),
  ).toEqual([])
})

test('a tombstone takes nothing away', () => {
  expect(acceptBulletins([{ _id: `head:${BOARD}`, _deleted: true }], papersWith(head(1)))).toEqual([])
})

test('a result does not go back', () => {
  const papers = papersWith(head(5), result(5))
  expect(acceptBulletins([result(4)], papers)).toEqual([])
  expect(acceptBulletins([result(6)], papers)).toEqual([result(6)])
})

test('what a registrar has stated is not taken back', () => {
  const papers = papersWith(issuance({ issued: { all: 2 } }))
  for (const change of [
    { rollSize: { all: 10 } },
    { rollRoot: election.manifestHash },
    { issued: { all: 1 } },
  ])
    expect(acceptBulletins([issuance({ issued: { all: 3 }, ...change })], papers)).toEqual([])
  expect(acceptBulletins([issuance({ issued: { all: 3 } })], papers)).toHaveLength(1)
})

test('a result or close is taken only with the amendments that it names', () => {
  const first = amendment(1, election.manifestHash)
  const amended = { amendments: hashBody(first.body) }
  const documents = [result(1, election, amended), close(election, amended)]
  expect(acceptBulletins(documents, papersWith())).toEqual([])
  expect(acceptBulletins([...documents, first], papersWith())).toEqual([...documents, first])
  expect(acceptBulletins(documents, papersWith(first))).toEqual(documents)
  expect(acceptBulletins([result(1)], papersWith(first))).toEqual([result(1)])
})

test('an amendment after the close changes nothing', () => {
  const first = amendment(1, election.manifestHash)
  expect(acceptBulletins([first], papersWith(close()))).toEqual([])
  expect(papersWith(first, close()).schedule.amendments).toBe(0)
})

test('a final issuance is not replaced by an earlier one', () => {
  const papers = papersWith(issuance({ final: true }))
  expect(acceptBulletins([issuance()], papers)).toEqual([])
})

test('amendments are taken as a chain, in any order, or not at all', () => {
  const first = amendment(1, election.manifestHash)
  const second = amendment(2, hashBody(first.body))
  expect(acceptBulletins([second, first], papersWith())).toEqual([second, first])
  expect(acceptBulletins([second], papersWith(first))).toEqual([second])
  expect(acceptBulletins([second], papersWith())).toEqual([])
  expect(acceptBulletins([first], papersWith(first))).toEqual([])
})
