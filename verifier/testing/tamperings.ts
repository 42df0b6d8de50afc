import { boardHash, seedOf } from '../../protocol/vectors/material/election.ts'
import { set } from '../../protocol/vectors/material/vector.ts'
import { LIES } from './dishonest-office.ts'
import type { Doc } from './finished-election.ts'
import { grow, head, honest, honestBatches, publish, vote } from './finished-election.ts'
import { FORGED_BALLOTS, withForged } from './forged-ballots.ts'
import { tiledElection, withEditedTile } from './tiled-election.ts'
import { toText } from './verify-documents.ts'

/** A bundle that no verifier may pass. */
export interface Tampering {
  /** After "whoever". */
  readonly what: string
  readonly text: () => string
  /** One of its faults, as `kind of document: code`. */
  readonly refuted: string
}

type Row = readonly [what: string, tampered: () => readonly Doc[], refuted: string]

const documents = publish(honest)
const batches = documents.filter(({ _id }) => _id.startsWith('batch:'))
const [one, two] = documents.filter(({ _id }) => _id.startsWith('ballot:'))

/** Without a key of the office. */
export const BY_STRANGERS = tamperings([
  ['drops a ballot', () => lacking(one), 'ballot: bad-chain'],
  ['drops the last ballot', () => documents.slice(0, -1), 'ballot: missing'],
  ['swaps two ballots', () => swapped(one, two), 'ballot: bad-chain'],
  ['swaps two batches', () => swapped(batches[0], batches[1]), 'batch: bad-chain'],
  ['repeats a ballot', () => after(one, one), 'ballot: bad-chain'],
  ['puts another ballot in its place', () => exchange(one, vote(13, {})), 'ballot: bad-chain'],
  ['edits a ballot', () => edit('ballot:', ['body', 'votes', 'chair'], ['bob']), 'ballot: bad-address'],
  ['adds a second content at its address', () => after(one, second(one)), 'ballot: bad-address'],
  ['edits a batch', () => edit('batch:', ['hashes'], [boardHash]), 'batch: bad-address'],
  ['takes the end of the log away', () => cutBefore(batches[2]), 'head: bad-chain'],
  ['takes a batch away', () => lacking(batches[1]), 'batch: bad-chain'],
  ['edits the result', () => edit('result:', ['body', 'turnout'], 13), 'result: bad-signature'],
  ['takes the result away', () => lackingKind('result:'), 'result: missing'],
  ['edits the close', () => edit('close:', ['body', 'size'], 13), 'close: bad-signature'],
  ['edits the issuance', () => edit('issuance:', ['body', 'issued', 'all'], 13), 'issuance: bad-signature'],
  ['takes the issuance away', () => lackingKind('issuance:'), 'issuance: missing'],
  ['takes an amendment away', () => lackingKind('amendment:'), 'amendment: bad-chain'],
  ['edits an amendment', () => edit('amendment:', ['body', 'cancelled'], true), 'amendment: bad-signature'],
  ['signs a checkpoint', () => withHead(honestBatches, seedOf('x')), 'head: bad-signature'],
  ['shows an old checkpoint', () => withHead(honestBatches.slice(0, 2)), 'head: bad-chain'],
  ['takes the checkpoint away', () => lackingKind('head:'), 'head: bad-chain'],
  [
    'adds what is no document of an election',
    () => after(documents[1], { _id: 'note:1' }),
    'note: malformed',
  ],
  ['adds a checkpoint after the log', () => after(documents.at(-1), headOf()), 'head: malformed'],
  ['edits a tile', withEditedTile, 'tile: bad-chain'],
  ['adds a tile that the log does not fill', () => after(documents[0], tile()), 'tile: bad-chain'],
  [
    'shows a tile of another election',
    () => after(documents[0], { ...tile(), _id: 'tile:coop-2026:0:0' }),
    'tile: bad-address',
  ],
  ['adds a second result', () => after(documents.at(1), kindOf('result:')), 'result: malformed'],
])

/** With every key of the office, but not the voters’. */
export const BY_THE_OFFICE = tamperings([
  ...FORGED_BALLOTS.map(([what, ballot, code]): Row => [
    `logs ${what}`,
    () => publish(withForged(ballot())),
    `ballot: ${code}`,
  ]),
  ...LIES.map(([what, office, refuted]): Row => [what, () => publish(office), refuted]),
  ['signs two logs of one size, where somebody kept the other checkpoint', forked, 'head: bad-chain'],
])

/** By spelling alone: a lenient reader takes each for the honest election. */
export const BY_SPELLING = (
  [
    ['spells a member twice', '"sequence":0', '"sequence":0,"sequence":0'],
    ['spells a member twice, once in escapes', '"sequence":0', '"sequence":0,"sequenc\\u0065":1'],
    ['spells a number with a point', '"sequence":0', '"sequence":0.0'],
    ['spells a number with an exponent', '"sequence":0', '"sequence":0e0'],
    ['spells a minus zero', '"sequence":0', '"sequence":-0'],
    ['spells a null', '"sequence":0', '"sequence":null'],
    ['spells a lone surrogate', '"votes":{', '"votes":{"\\ud800":[],'],
    ['breaks a line off', /\{"_id":"ballot:[^\n]*/, '{"_id":"ballot:'],
  ] as const
).map(([what, from, to]): Tampering => {
  return { what, text: () => toText(documents).replace(from, to), refuted: 'line: malformed' }
})

function tamperings(rows: readonly Row[]): Tampering[] {
  return rows.map(([what, tampered, refuted]) => ({ what, text: () => toText(tampered()), refuted }))
}

function tile(): Doc {
  return tiledElection().find(({ _id }) => _id.startsWith('tile:')) ?? { _id: 'none' }
}

function swapped(a: Doc | undefined, b: Doc | undefined): Doc[] {
  return documents.map((document) =>
    document === a ? (b ?? document) : document === b ? (a ?? document) : document,
  )
}

function edit(kind: string, path: string[], value: unknown): Doc[] {
  return exchange(kindOf(kind), set(kindOf(kind), path, value))
}

function kindOf(kind: string): Doc | undefined {
  return documents.find(({ _id }) => _id.startsWith(kind))
}

function lacking(document: Doc | undefined): Doc[] {
  return documents.filter((each) => each !== document)
}

function lackingKind(kind: string): Doc[] {
  return documents.filter(({ _id }) => !_id.startsWith(kind))
}

function exchange(old: Doc | undefined, document: object): Doc[] {
  return documents.map((each) => (each === old ? { ...(document as Doc) } : each))
}

function after(place: Doc | undefined, document: object | undefined): Doc[] {
  return documents.flatMap((each) => (each === place ? [each, document as Doc] : [each]))
}

function cutBefore(place: Doc | undefined): Doc[] {
  return documents.slice(
    0,
    documents.findIndex((each) => each === place),
  )
}

function second(ballot: Doc | undefined): object {
  return set(ballot, ['body', 'votes', 'chair'], ['bob'])
}

function headOf(batches = honestBatches, seed?: Uint8Array): Doc {
  return head(grow(batches), seed)
}

function withHead(batches: typeof honestBatches, seed?: Uint8Array): Doc[] {
  return exchange(kindOf('head:'), headOf(batches, seed))
}

function forked(): Doc[] {
  const fork = [...honestBatches.slice(0, 2), [8, 9, 10, 11, 12, 13].map((voter) => vote(voter, {}))]
  if (grow(fork).size !== grow(honestBatches).size) throw new RangeError('the logs must be of one size')
  return after(documents[1], headOf(fork))
}
