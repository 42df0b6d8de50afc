import { describe, expect, it } from 'vitest'
import { fromBase64url, toBase64url } from '#protocol/bytes'
import type { Ballot } from '#protocol/formats/ballot'
import type { Receipt } from '#protocol/formats/receipt'
import { signReceipt } from '#protocol/formats/receipt'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { proveInclusion } from '#protocol/log/proof'
import { encodeTlogProof } from '#protocol/log/tlog-proof'
import { MerkleTree } from '#protocol/log/tree'
import { board, boardHash, coop, headerOf, seedOf } from '../protocol/vectors/material/election.ts'
import type { Office } from './testing/finished-election.ts'
import { grow, head, honest, honestBatches, leavesOf, publish, vote } from './testing/finished-election.ts'
import { toText, verifyText } from './testing/verify-documents.ts'
import { NotEvidence } from './verify.ts'

const closed = publish(honest)
const open = closed.filter(({ _id }) => !/^(close|result):/.test(_id))
const forked = [...honestBatches.slice(0, 2), [8, 9, 10, 11, 12, 13].map((voter) => vote(voter, {}))]
const absent = vote(13, {})

/** What of `content` is refuted by, or refutes, the election of these documents. */
async function refuted(documents: typeof closed, content: string): Promise<string[]> {
  const evidence = [{ name: 'kept.txt', content }]
  const { faults } = await verifyText(toText(documents), boardHash, evidence)
  return faults.map(({ document, code }) => `${document}: ${code}`)
}

function note(batches: Office['batches']): string {
  return head(grow(batches)).note as string
}

function receipt({ _id }: Ballot, appendBy: string): Receipt {
  const leafHash = _id.slice('ballot:'.length)
  return signReceipt({ ...headerOf(board), leafHash, gateway: 'gw', appendBy }, seedOf('board gw'))
}

function evidence(members: object): string {
  return JSON.stringify({ urna: 'evidence', v: 1, manifest: board, receipts: [], ...members }, null, 2)
}

function proofOf(batches: Office['batches'], index: number): string {
  const tree = new MerkleTree()
  const leaves = batches.flatMap(leavesOf)
  for (const leaf of leaves) tree.append(fromBase64url(leaf, 32))
  return encodeTlogProof(proveInclusion(tree, index, tree.size, note(batches)), leaves[index] ?? '')
}

describe('a checkpoint that somebody kept', () => {
  it('is the beginning of an honest log, wherever the log has come since', async () => {
    for (const batches of [0, 1, 2, 3])
      expect(await refuted(closed, note(honestBatches.slice(0, batches)))).toEqual([])
    const kept = { name: 'a', content: note(honestBatches.slice(0, 1)) }
    const { checked } = await verifyText(toText(closed), boardHash, [kept, kept])
    expect(checked.checkpoints).toBe(3)
  })

  it('refutes a log that was forked or rewritten', async () => {
    expect(await refuted(closed, note(forked))).toEqual(['kept.txt: bad-chain'])
    expect(await refuted(closed, note(forked.slice(1)))).toEqual(['kept.txt: bad-chain'])
  })

  it('refutes a log that shrunk', async () => {
    const shrunk = publish({ ...honest, batches: honestBatches.slice(0, 2) })
    expect(await refuted(shrunk, note(honestBatches))).toEqual(['kept.txt: bad-chain'])
  })
})

describe('a receipt that somebody kept', () => {
  const due = '2026-05-08T12:00:00Z'
  const later = '2026-06-01T12:00:00Z'

  it('is kept by a log that has its ballot', async () => {
    const receipts = [receipt(vote(1, { chair: ['ada'] }), due)]
    expect(await refuted(closed, evidence({ receipts }))).toEqual([])
    const kept = [{ name: 'a', content: evidence({ receipts }) }]
    expect((await verifyText(toText(closed), boardHash, kept)).checked.receipts).toBe(1)
  })

  it('refutes a log without its ballot once it is due, or the election is closed', async () => {
    const of = (appendBy: string): string => evidence({ receipts: [receipt(absent, appendBy)] })
    expect(await refuted(open, of(due))).toEqual(['kept.txt: missing'])
    expect(await refuted(open, of(later))).toEqual([])
    expect(await refuted(closed, of(later))).toEqual(['kept.txt: missing'])
  })
})

describe('the file that a phone saves', () => {
  it('refutes by its last checkpoint and by each of the two that it found', async () => {
    const found = {
      election: 'board-2026',
      kind: 'forked',
      earlier: note(forked),
      later: note(honestBatches),
    }
    expect(await refuted(closed, evidence({ finding: found }))).toEqual(['kept.txt: bad-chain'])
    expect(await refuted(closed, evidence({ checkpoint: note(forked) }))).toEqual(['kept.txt: bad-chain'])
    expect(await refuted(closed, evidence({ checkpoint: note(honestBatches) }))).toEqual([])
  })
})

describe('a tlog-proof', () => {
  it('holds of the log that it is a proof of, and refutes every other', async () => {
    expect(await refuted(closed, proofOf(honestBatches, 9))).toEqual([])
    expect(await refuted(closed, proofOf(honestBatches.slice(0, 2), 3))).toEqual([])
    expect(await refuted(closed, proofOf(forked, 9))).toEqual(['kept.txt: bad-chain'])
  })
})

describe('what the office did not sign', () => {
  const origin = logOrigin('board-2026', boardHash)
  const forged = signCheckpoint({ size: 14, root: new Uint8Array(32) }, origin, seedOf('mallory'))
  const unsigned = { ...receipt(absent, '2026-05-08T12:00:00Z'), signature: toBase64url(new Uint8Array(64)) }
  it.each([
    ['a forged checkpoint', forged],
    ['a forged receipt', evidence({ receipts: [unsigned] })],
    ['evidence of another election', evidence({ manifest: coop })],
    ['a proof that leads elsewhere', proofOf(honestBatches, 9).replace('index 9', 'index 8')],
    ['a letter', 'Dear madam or sir\n'],
    ['some other file', '{"name":"urna"}'],
  ])('says nothing of an election: %s', async (_what, content) => {
    await expect(refuted(closed, content)).rejects.toThrow(NotEvidence)
    await expect(refuted(closed, content)).rejects.toThrow('kept.txt is no evidence of this election: ')
  })
})
