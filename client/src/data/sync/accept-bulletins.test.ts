import { beforeAll, expect, test } from 'vitest'
import { signAmendment } from '#protocol/formats/amendment'
import { signClose } from '#protocol/formats/close'
import type { Issuance } from '#protocol/formats/issuance'
import { signIssuance } from '#protocol/formats/issuance'
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

function result(size: number, of = election): BulletinDocument {
  const count = new Tally(of.manifest.body).count()
  const body = { ...header(of), amendments: of.manifestHash, size, root: ROOT, ...count }
  return signResult(body, of.seeds.log)
}

function issuance(changes: Partial<Issuance> = {}, of = election): BulletinDocument {
  const body = { registrar: 'main', rollSize: { all: 9 }, rollRoot: ROOT, issued: { all: 1 }, final: false }
  const seed = of.registrars['main']?.seed ?? new Uint8Array(32)
  return signIssuance({ ...header(of), ...body, ...changes }, seed)
}

function close(of = election): BulletinDocument {
  const body = {
    ...header(of),
    amendments: of.manifestHash,
    size: 1,
    root: ROOT,
    refusedCount: 0,
    refused: [],
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
  const documents = [head(1), result(1), issuance(), close()]
  expect(acceptBulletins(documents, papersWith())).toEqual(documents)
})

test('what other keys signed, what is malformed, and what nobody asked for is left out', () => {
  const ballot = { _id: 'ballot:x', body: {}, signature: 'x' }
  const design = { _id: '_design/app', views: {} }
  const forged = [head(1, other), result(1, other), issuance({}, other), close(other)]
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

test('neither checkpoint nor result goes back', () => {
  const papers = papersWith(head(5), result(5))
  expect(acceptBulletins([head(4), head(5), result(4)], papers)).toEqual([])
  expect(acceptBulletins([head(6), result(6)], papers)).toEqual([head(6), result(6)])
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
