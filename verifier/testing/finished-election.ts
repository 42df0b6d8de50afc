import { fromBase64url, toBase64url } from '#protocol/bytes'
import type { Amendment } from '#protocol/formats/amendment'
import { signAmendment } from '#protocol/formats/amendment'
import type { Ballot, Votes } from '#protocol/formats/ballot'
import { signBallot } from '#protocol/formats/ballot'
import type { Close } from '#protocol/formats/close'
import { signClose } from '#protocol/formats/close'
import type { Issuance } from '#protocol/formats/issuance'
import { signIssuance } from '#protocol/formats/issuance'
import type { Result } from '#protocol/formats/result'
import { signResult } from '#protocol/formats/result'
import type { Batch } from '#protocol/log/batch'
import { batchId, sortLeaves } from '#protocol/log/batch'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { MerkleTree } from '#protocol/log/tree'
import { hashBody } from '#protocol/signed'
import { Tally } from '#protocol/tally/tally'
import { board, boardBallot, boardHash, headerOf, seedOf } from '../../protocol/vectors/material/election.ts'

/** A document as a bundle has it. */
export type Doc = Readonly<Record<string, unknown>> & { readonly _id: string }

/** An election whose office is honest, or has a hand in the forgery: then it holds every key but the voters'. */
export interface Office {
  /** Ballots in the order of the log, batch by batch. */
  readonly batches: readonly (readonly Ballot[])[]
  readonly issued: number
  /** Voters on the roll; 20 where it is left out. */
  readonly roll?: number
  /** What is left out of the close and the result: the last batches, written after them. */
  readonly batchesAfterClose?: number
  readonly count?: (honest: Result) => Result
  readonly close?: (honest: Close) => Close
}

const LOG = seedOf('board log')
const AUTHORITY = seedOf('board authority')
const header = headerOf(board)

/** Twelve voters, of whom two changed their mind, in three batches. */
export const honestBatches: Office['batches'] = [
  [vote(1, { chair: ['ada'] }), vote(2, { chair: ['bob'] }), vote(3, { chair: ['ada'] }), vote(4, {})],
  [vote(1, { chair: ['bob'] }, 1), vote(5, { chair: ['ada'] }), vote(6, { chair: ['ada'] }), vote(7, {})],
  [8, 9, 10, 11].map((voter) => vote(voter, { chair: ['bob'] })).concat(vote(12, {}), vote(2, {}, 1)),
]
export const honest: Office = { batches: honestBatches, issued: 12 }

export function vote(voter: number, votes: Votes, sequence = 0): Ballot {
  const blank = { chair: [], board: [], rules: [] }
  return signBallot(boardBallot(`voter ${voter}`, { ...blank, ...votes }, sequence), voterSeed(voter))
}

export function voterSeed(voter: number): Uint8Array {
  return seedOf(`voter ${voter}`)
}

/** Everything that the office publishes, in the order of a bundle. */
export function publish(office: Office): Doc[] {
  const { amendment, chain } = amend()
  const counted = office.batches.slice(0, office.batches.length - (office.batchesAfterClose ?? 0))
  const state = grow(counted)
  const result = countOf(counted, state, chain)
  const close: Close = { ...header, amendments: chain, ...state, refusedCount: 0, refused: [] }
  const { size, documents } = writeLog(office.batches)
  return [
    board,
    amendment,
    signIssuance(issuance(office), seedOf('board main')),
    signResult(office.count?.(result) ?? result, LOG),
    signClose(office.close?.(close) ?? close, { authority: AUTHORITY, log: LOG }),
    head(size === state.size ? state : grow(office.batches)),
    ...documents,
  ].map((document) => ({ ...document }))
}

/** A checkpoint by the log's key. @param state root: base64url. */
export function head({ size, root }: { size: number; root: string }, seed = LOG): Doc {
  const origin = logOrigin(board.body.election, boardHash)
  const note = signCheckpoint({ size, root: fromBase64url(root, 32) }, origin, seed)
  return { _id: 'head:board-2026', note }
}

export function grow(batches: Office['batches']): { size: number; root: string } {
  const tree = new MerkleTree()
  for (const leaf of batches.flatMap(leavesOf)) tree.append(fromBase64url(leaf, 32))
  return { size: tree.size, root: toBase64url(tree.root()) }
}

export function leavesOf(ballots: readonly Ballot[]): string[] {
  return sortLeaves(ballots.map(({ _id }) => _id.slice('ballot:'.length)))
}

function amend(): { amendment: Doc; chain: string } {
  const body: Amendment = {
    ...header,
    ...{ n: 1, prev: boardHash, at: '2026-05-08T12:00:00Z', cancelled: false },
    ...{ closes: '2026-05-08T19:00:00Z', acceptUntil: '2026-05-08T21:00:00Z' },
  }
  return { amendment: { ...signAmendment(body, AUTHORITY) }, chain: hashBody(body) }
}

function issuance({ issued, roll = 20 }: Office): Issuance {
  const counts = { rollSize: { all: roll }, issued: { all: issued } }
  return { ...header, registrar: 'main', ...counts, rollRoot: boardHash, final: true }
}

/** The result of these ballots; of two with one number, the first. */
export function countOf(
  batches: Office['batches'],
  state: { size: number; root: string },
  amendments: string,
): Result {
  const tally = new Tally(board.body)
  for (const { body } of batches.flat()) if (tally.indexOf(body) === undefined) tally.add(body)
  const { turnout, contests } = tally.count()
  return { ...header, amendments, ...state, turnout, contests: [...contests] }
}

function writeLog(batches: Office['batches']): { size: number; documents: Doc[] } {
  const tree = new MerkleTree()
  const documents = batches.flatMap((ballots): Doc[] => {
    const previous = { size: tree.size, root: toBase64url(tree.root()) }
    const hashes = leavesOf(ballots)
    for (const leaf of hashes) tree.append(fromBase64url(leaf, 32))
    const batch: Batch = { _id: batchId(tree.root()), previous, hashes }
    const inOrder = hashes.map((leaf) => ballots.find(({ _id }) => _id === `ballot:${leaf}`))
    return [
      { ...batch },
      ...inOrder.filter((ballot) => ballot !== undefined).map((ballot) => ({ ...ballot })),
    ]
  })
  return { size: tree.size, documents }
}
