import { describe, expect, it } from 'vitest'
import { judgesHere } from '../client/src/observer/recount/judges.ts'
import type { Recount } from '../client/src/observer/recount/recount.ts'
import { recount } from '../client/src/observer/recount/recount.ts'
import { recordOf } from '../client/src/observer/testing/record-of.ts'
import { fromBase64url, toBase64url } from '#protocol/bytes'
import type { Batch } from '#protocol/log/batch'
import { MerkleTree } from '#protocol/log/tree'
import type { ResultDocument } from '#protocol/formats/result'
import { signResult } from '#protocol/formats/result'
import { board, boardHash, seedOf } from '../protocol/vectors/material/election.ts'
import type { Doc } from './testing/finished-election.ts'
import { countOf, grow, head, honest, honestBatches, publish, vote } from './testing/finished-election.ts'
import { BY_SPELLING, BY_STRANGERS, BY_THE_OFFICE } from './testing/tamperings.ts'

/** A database has one document at an address and no order: that is no tampering there, and changes nothing. */
const WITHOUT_EFFECT = [
  'swaps two ballots',
  'swaps two batches',
  'repeats a ballot',
  'adds a checkpoint after the log',
  'adds a second result',
]
/** What a database has read is no text any more. The last member of two is there alone, and its content decides. */
const SPELLED_AWAY = [
  'spells a member twice',
  'spells a number with a point',
  'spells a number with an exponent',
]
/** The copy names the document that is not there, and a bundle its line or the place where it should be. */
const REFUTED_AS: Readonly<Record<string, string>> = {
  'drops a ballot': 'ballot: missing',
  'puts another ballot in its place': 'ballot: missing',
  'takes a batch away': 'batch: bad-chain',
  'takes the end of the log away': 'head: bad-chain',
  'shows an old checkpoint': 'ballot: bad-chain',
  'adds a second content at its address': 'ballot: rewritten',
}

const documents = publish(honest)

function observe(docs: readonly Doc[], keptNote?: string): Promise<Recount> {
  return recount(recordOf(docs), {
    election: board.body.election,
    manifestHash: boardHash,
    keptNote,
    openJudges: judgesHere,
    onProgress: () => undefined,
  })
}

async function refutations(docs: readonly Doc[]): Promise<string[]> {
  const outcome = await observe(docs)
  const faults = outcome.kind === 'judged' ? outcome.report.faults : []
  return faults.map(({ document, code }) => `${document.split(/[:-]/)[0] ?? ''}: ${code}`)
}

function parse(text: string): Doc[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Doc)
}

describe('an observer’s copy of an election as it was', () => {
  it('is verified, with the figures of the bundle', async () => {
    const outcome = await observe(documents)
    expect(outcome).toMatchObject({ kind: 'judged', continuity: 'first', repeated: [] })
    if (outcome.kind !== 'judged') return
    expect(outcome.report.faults).toEqual([])
    expect(outcome.report.checked).toMatchObject({ batches: 3, ballots: 14, amendments: 1 })
    expect(outcome.report.count.contests[0]).toMatchObject({ votes: { ada: 3, bob: 5 }, elected: ['bob'] })
    expect(outcome.latest?.checkpoint.size).toBe(14)
  })

  it('is verified where a gateway wrote a ballot twice, which is told by its name', async () => {
    const [ballot] = documents.filter(({ _id }) => _id.startsWith('ballot:'))
    const outcome = await recount(recordOf(documents, { [String(ballot?._id)]: '2-b' }), options())
    expect(outcome).toMatchObject({ repeated: [ballot?._id], report: { faults: [] } })
  })

  it('is verified where two talliers split the log differently and the batches overlap', async () => {
    const batches = documents.filter(({ _id }) => _id.startsWith('batch:'))
    const [first, second, third] = batches as unknown as readonly Batch[]
    if (!first || !second || !third) throw new RangeError('there are three batches')
    const joined = [...first.hashes, ...second.hashes]
    const tree = new MerkleTree()
    for (const hash of joined.slice(0, 3)) tree.append(fromBase64url(hash, 32))
    const previous = { size: 3, root: toBase64url(tree.root()) }
    const overlapping = { _id: second._id, previous, hashes: joined.slice(3) }
    const mirrored = documents.map((document) => (document._id === second._id ? overlapping : document))
    expect(await observe(mirrored)).toMatchObject({ report: { faults: [], checked: { ballots: 14 } } })
  })

  it('is verified where a node kept a result that was overtaken', async () => {
    const result = documents.find(({ _id }) => _id.startsWith('result:')) as unknown as ResultDocument
    const before = honestBatches.slice(0, 2)
    const body = countOf(before, grow(before), result.body.amendments)
    const overtaken = { ...signResult(body, seedOf('board log')) }
    expect(await observe([overtaken, ...documents])).toMatchObject({ report: { faults: [] } })
    expect(await observe([...documents, overtaken])).toMatchObject({ report: { faults: [] } })
  })

  it('counts a ballot by its own content where another one hides it, and is refuted by that', async () => {
    const [ballot] = documents.filter(({ _id }) => _id.startsWith('ballot:'))
    const outcome = await observe([...documents, { ...ballot, _id: String(ballot?._id), signature: 'x' }])
    const faults = [{ document: ballot?._id, code: 'rewritten' }]
    expect(outcome).toMatchObject({ report: { faults, count: { turnout: 12 } } })
  })

  it('is refuted where something was deleted and is there again beside the deletion', async () => {
    const [ballot] = documents.filter(({ _id }) => _id.startsWith('ballot:'))
    const id = String(ballot?._id)
    const record = recordOf(documents, {}, { [id]: '3-gone' })
    const outcome = await recount(record, options())
    expect(outcome).toMatchObject({ report: { faults: [{ document: id, code: 'rewritten' }] } })
  })
})

function options(): Parameters<typeof recount>[1] {
  const election = board.body.election
  return {
    ...{ election, manifestHash: boardHash, keptNote: undefined },
    ...{ openJudges: judgesHere, onProgress: () => undefined },
  }
}

describe.each([
  ['without a key of the office', BY_STRANGERS],
  ['with every key of the office, but not the voters’', BY_THE_OFFICE],
  ['by spelling alone', BY_SPELLING.filter(({ what }) => !what.startsWith('breaks a line'))],
])('%s', (_by, tamperings) => {
  it.each(tamperings)('whoever $what is refuted by an observer', async ({ what, text, refuted }) => {
    const found = await refutations(parse(text()))
    if (WITHOUT_EFFECT.includes(what) || SPELLED_AWAY.includes(what)) expect(found).toEqual([])
    else if (refuted === 'line: malformed') expect(found).not.toEqual([])
    else expect(found).toContain(REFUTED_AS[what] ?? refuted)
  })
})

describe('an observer who kept a checkpoint', () => {
  const noteOf = (batches: typeof honestBatches): string => String(head(grow(batches))['note'])
  const others = [8, 9, 10, 11, 12, 13].map((voter) => vote(voter, {}))

  it.each([
    ['same', honestBatches],
    ['grown', honestBatches.slice(0, 2)],
    ['forked', [...honestBatches.slice(0, 2), others]],
    ['rewritten', [...honestBatches.slice(0, 1), others.slice(0, 2)]],
    ['shrunk', [...honestBatches, others.slice(5)]],
  ])('finds the log %s', async (continuity, kept) => {
    expect(await observe(documents, noteOf(kept))).toMatchObject({ continuity })
  })
})
