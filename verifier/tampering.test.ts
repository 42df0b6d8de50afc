import { describe, expect, it } from 'vitest'
import { fromBase64url, toBase64url } from '#protocol/bytes'
import { ProtocolError } from '#protocol/errors'
import type { Ballot } from '#protocol/formats/ballot'
import type { Close } from '#protocol/formats/close'
import type { Result } from '#protocol/formats/result'
import { readdressed, signed } from '../protocol/vectors/material/ballot.ts'
import {
  boardBallot,
  boardCredential,
  boardHash,
  coop,
  coopCredential,
  headerOf,
  publicKey,
  seedOf,
} from '../protocol/vectors/material/election.ts'
import { plusModulus, toBytes, toInteger } from '../protocol/vectors/material/rsa.ts'
import { respell, set, signAny } from '../protocol/vectors/material/vector.ts'
import type { Doc, Office } from './testing/finished-election.ts'
import { countOf, grow, head, honest, honestBatches, publish, vote } from './testing/finished-election.ts'
import { refutations, toText, verifyText } from './testing/verify-documents.ts'

const documents = publish(honest)
const first = vote(1, { chair: ['ada'] })

describe('an election as it was', () => {
  it('is verified, to the last ballot', async () => {
    const report = await verifyText(toText(documents))
    expect(report.faults).toEqual([])
    expect(report.checked).toEqual({ amendments: 1, issuances: 1, checkpoints: 1, batches: 3, ballots: 14 })
    expect(report.count.turnout).toBe(12)
    expect(report.count.contests[0]).toMatchObject({ votes: { ada: 3, bob: 5 }, elected: ['bob'], blank: 4 })
    expect(report.isClosed).toBe(true)
  })

  it('is verified before it is closed, and so are checkpoints that somebody kept', async () => {
    const open = documents.filter(({ _id }) => !/^(close|result|head):/.test(_id))
    const kept = [1, 2, 3].map((batches) => head(grow(honestBatches.slice(0, batches))))
    const [manifest, ...rest] = open
    expect(await refutations([...(manifest ? [manifest] : []), ...kept, ...rest])).toEqual([])
  })

  it('is told from another by the hash of a join link', async () => {
    const asked = verifyText(toText(documents), headerOf(coop).manifest)
    await expect(asked).rejects.toMatchObject({ code: 'wrong-manifest' })
    await expect(asked).rejects.toBeInstanceOf(ProtocolError)
  })
})

describe('without a key of the office', () => {
  const ballots = documents.filter(({ _id }) => _id.startsWith('ballot:'))
  const [one, two] = ballots
  const swapped = (a: Doc | undefined, b: Doc | undefined): Doc[] =>
    documents.map((document) =>
      document === a ? (b ?? document) : document === b ? (a ?? document) : document,
    )
  const batches = documents.filter(({ _id }) => _id.startsWith('batch:'))

  it.each<[what: string, tampered: () => readonly Doc[], refuted: string]>([
    ['drops a ballot', () => documents.filter((document) => document !== one), 'ballot: bad-chain'],
    ['drops the last ballot', () => documents.slice(0, -1), 'ballot: missing'],
    ['swaps two ballots', () => swapped(one, two), 'ballot: bad-chain'],
    ['swaps two batches', () => swapped(batches[0], batches[1]), 'batch: bad-chain'],
    ['repeats a ballot', () => after(one, one), 'ballot: bad-chain'],
    ['puts another ballot in its place', () => exchange(one, vote(13, {})), 'ballot: bad-chain'],
    ['edits a ballot', () => edit('ballot:', ['body', 'votes', 'chair'], ['bob']), 'ballot: bad-address'],
    [
      'adds a second content at its address',
      () => after(one, { ...one, ...second(one) }),
      'ballot: bad-address',
    ],
    ['edits a batch', () => edit('batch:', ['hashes'], [boardHash]), 'batch: bad-address'],
    ['takes the end of the log away', () => cutBefore(batches[2]), 'head: bad-chain'],
    ['takes a batch away', () => documents.filter((document) => document !== batches[1]), 'batch: bad-chain'],
    ['edits the result', () => edit('result:', ['body', 'turnout'], 13), 'result: bad-signature'],
    ['takes the result away', () => lacking('result:'), 'result: missing'],
    ['edits the close', () => edit('close:', ['body', 'size'], 13), 'close: bad-signature'],
    ['edits the issuance', () => edit('issuance:', ['body', 'issued', 'all'], 13), 'issuance: bad-signature'],
    ['takes the issuance away', () => lacking('issuance:'), 'issuance: missing'],
    ['takes an amendment away', () => lacking('amendment:'), 'amendment: bad-chain'],
    ['edits an amendment', () => edit('amendment:', ['body', 'cancelled'], true), 'amendment: bad-signature'],
    [
      'signs a checkpoint',
      () => exchangeKind('head:', head(grow(honestBatches), seedOf('x'))),
      'head: bad-signature',
    ],
    [
      'shows an old checkpoint',
      () => exchangeKind('head:', head(grow(honestBatches.slice(0, 2)))),
      'head: bad-chain',
    ],
    ['takes the checkpoint away', () => lacking('head:'), 'head: bad-chain'],
    [
      'adds what is no document of an election',
      () => after(documents[1], { _id: 'note:1' }),
      'note: malformed',
    ],
  ])('whoever %s is refuted', async (_what, tampered, refuted) => {
    expect(await refutations(tampered())).toContain(refuted)
  })
})

describe('with every key of the office, but not the voters’', () => {
  const key = fromBase64url(first.signature, 64)

  it.each<[what: string, ballot: () => unknown, code: string]>([
    ['a ballot signed by another key', () => resigned(first, seedOf('voter 2')), 'bad-signature'],
    ['a ballot of another election', () => fromCoop(), 'unknown-election'],
    [
      'a ballot of another manifest',
      () => signed(set(first.body, ['manifest'], boardHashOf(2))),
      'wrong-manifest',
    ],
    ['a forged credential', () => withSignature(toBase64url(new Uint8Array(256).fill(7))), 'bad-credential'],
    ['a credential shared by two keys', () => borrowed(), 'bad-credential'],
    ['a credential spelled s + n', () => withSignature(secondSpelling()), 'bad-credential'],
    ['an overvote', () => signed(set(first.body, ['votes', 'chair'], ['ada', 'bob'])), 'overvote'],
    [
      'an option that nobody stands for',
      () => signed(set(first.body, ['votes', 'chair'], ['zoe'])),
      'unknown-option',
    ],
    [
      'a malleated signature',
      () => readdressed({ body: first.body, signature: plusOrder(key) }),
      'bad-signature',
    ],
    [
      'a padded signature',
      () => readdressed({ body: first.body, signature: `${first.signature}==` }),
      'malformed',
    ],
    ['a respelled signature', () => respelled(), 'malformed'],
    ['a hundredth change of mind', () => signed(set(first.body, ['sequence'], 100)), 'bad-sequence'],
    ['a member that nobody knows', () => signed(set(first.body, ['voter'], 'Ada')), 'malformed'],
  ])('%s in the log is refuted', async (_what, ballot, code) => {
    const [start = [], ...rest] = honestBatches
    const forged: Office = {
      ...honest,
      batches: [start.map((each) => (each._id === first._id ? (ballot() as Ballot) : each)), ...rest],
    }
    expect(await refutations(publish(forged))).toContain(`ballot: ${code}`)
  })

  it.each<[what: string, office: Office, refuted: string]>([
    ['stuffs ballots beyond the issuance', { ...honest, batches: stuffed(1) }, 'issuance: over-issued'],
    ['lowers the issuance', { ...honest, issued: 11 }, 'issuance: over-issued'],
    ['logs two ballots of one number', { ...honest, batches: again() }, 'ballot: bad-chain'],
    [
      'logs a ballot after the close',
      { ...honest, batches: stuffed(0), batchesAfterClose: 1 },
      'close: bad-chain',
    ],
    [
      'moves votes',
      { ...honest, count: (result) => chair(result, { ada: 6, bob: 2 }, ['ada']) },
      'result: wrong-count',
    ],
    ['counts a changed mind twice', { ...honest, count: twice }, 'result: wrong-count'],
    ['counts the earlier ballot', { ...honest, count: earlier }, 'result: wrong-count'],
    [
      'invents a voter',
      { ...honest, count: (result) => ({ ...result, turnout: 13 }) },
      'result: wrong-count',
    ],
    ['counts a shorter log', { ...honest, count: shorter }, 'result: wrong-count'],
    [
      'counts another log',
      { ...honest, count: (result) => ({ ...result, root: boardHash }) },
      'result: bad-chain',
    ],
    [
      'closes another log',
      { ...honest, close: (close) => ({ ...close, root: boardHash }) },
      'close: bad-chain',
    ],
    [
      'closes under other amendments',
      { ...honest, close: (close) => ({ ...close, amendments: boardHash }) },
      'result: wrong-count',
    ],
    ['refuses a ballot that it logged', { ...honest, close: refusing }, 'ballot: bad-chain'],
  ])('whoever %s is refuted', async (_what, office, refuted) => {
    expect(await refutations(publish(office))).toContain(refuted)
  })

  it('whoever signs two logs of one size is refuted by the checkpoint that somebody kept', async () => {
    const fork = grow([...honestBatches.slice(0, 2), [8, 9, 10, 11, 12, 13].map((voter) => vote(voter, {}))])
    expect(fork.size).toBe(grow(honestBatches).size)
    expect(await refutations(after(documents[1], head(fork)))).toContain('head: bad-chain')
  })
})

describe('by spelling alone', () => {
  const text = toText(documents)

  it.each<[what: string, from: string | RegExp, to: string]>([
    ['a member twice', '"sequence":0', '"sequence":0,"sequence":0'],
    ['a member twice, once in escapes', '"sequence":0', '"sequence":0,"sequenc\\u0065":1'],
    ['a number with a point', '"sequence":0', '"sequence":0.0'],
    ['a number with an exponent', '"sequence":0', '"sequence":0e0'],
    ['a minus zero', '"sequence":0', '"sequence":-0'],
    ['a null', '"sequence":0', '"sequence":null'],
    ['a lone surrogate', '"votes":{', '"votes":{"\\ud800":[],'],
    ['a line that is no JSON', /\{"_id":"ballot:[^\n]*/, '{"_id":"ballot:'],
  ])('%s is refuted', async (_what, from, to) => {
    const { faults } = await verifyText(text.replace(from, to))
    expect(faults.map(({ code }) => code)).toContain('malformed')
  })
})

function edit(kind: string, path: string[], value: unknown): Doc[] {
  const at = documents.findIndex(({ _id }) => _id.startsWith(kind))
  return documents.map((document, index) =>
    index === at ? (set(document, path, value) as unknown as Doc) : document,
  )
}

function lacking(kind: string): Doc[] {
  return documents.filter(({ _id }) => !_id.startsWith(kind))
}

function exchange(old: Doc | undefined, document: object): Doc[] {
  return documents.map((each) => (each === old ? { ...(document as Doc) } : each))
}

function exchangeKind(kind: string, document: Doc): Doc[] {
  return documents.map((each) => (each._id.startsWith(kind) ? document : each))
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

function resigned({ body }: Ballot, seed: Uint8Array): object {
  return readdressed({ body, signature: signAny('ballot', body, seed) })
}

function fromCoop(): object {
  const votes = { constructor: [], site: [] }
  const credential = coopCredential('voter 1', 'members', ['alpha', 'beta'])
  return signed({ ...headerOf(coop), credential, sequence: 0, votes }) as object
}

function boardHashOf(version: number): string {
  return toBase64url(new Uint8Array(32).fill(version))
}

function withSignature(signature: string): unknown {
  return signed(set(first.body, ['credential', 'signatures', 0, 'signature'], signature))
}

/** Voter 1 casts as another key, with the registrar's signature over their own. */
function borrowed(): object {
  const credential = { ...boardCredential('voter 1'), key: publicKey('voter 99') }
  return resigned({ ...first, body: { ...boardBallot('voter 1'), credential } }, seedOf('voter 99'))
}

function secondSpelling(): string {
  const signature = first.body.credential.signatures[0]?.signature ?? ''
  const other = plusModulus('board/main/all', fromBase64url(signature, 256))
  if (!other) throw new RangeError('take another voter: the sum of this one has more than 256 bytes')
  return toBase64url(other)
}

function plusOrder(signature: Uint8Array): string {
  const order = (1n << 252n) + 27742317777372353535851937790883648493n
  const s = toInteger(Uint8Array.from(signature.subarray(32)).reverse()) + order
  const bytes = toBytes(s).subarray(-32).reverse()
  return toBase64url(Uint8Array.of(...signature.subarray(0, 32), ...bytes))
}

function respelled(): object {
  return readdressed({ body: first.body, signature: respell(first.signature).stray })
}

function stuffed(extra: number): Office['batches'] {
  return [...honestBatches, [extra === 0 ? vote(3, {}, 1) : vote(13, { chair: ['ada'] })]]
}

/** Voter 5 has two ballots of number 0 in the log. */
function again(): Office['batches'] {
  return [...honestBatches, [vote(5, { chair: ['bob'] })]]
}

/** What the office says of the contest for the chair, in which ada has 3 votes and bob 5. */
function chair(result: Result, votes: Readonly<Record<string, number>>, elected: readonly string[]): Result {
  const contests = result.contests.map((contest) =>
    contest.id === 'chair' ? { ...contest, votes, elected } : contest,
  )
  return { ...result, contests }
}

function refusing(close: Close): Close {
  const leafHash = first._id.slice('ballot:'.length)
  return { ...close, refusedCount: 1, refused: [{ leafHash, reason: 'bad-signature' }] }
}

/** Voter 1 voted for ada and then for bob. */
function twice(result: Result): Result {
  const counted = chair(result, { ada: 4, bob: 5 }, ['bob'])
  const contests = counted.contests.map((contest) => ({ ...contest, ballots: 13 }))
  return { ...counted, contests, turnout: 13 }
}

function shorter({ amendments }: Result): Result {
  const batches = honestBatches.slice(0, 2)
  return countOf(batches, grow(batches), amendments)
}

/** Voter 1's first ballot was for ada, that of voter 2 for bob. */
function earlier(result: Result): Result {
  const { contests, ...rest } = chair(result, { ada: 4, bob: 5 }, ['bob'])
  return {
    ...rest,
    contests: contests.map((contest) => (contest.id === 'chair' ? { ...contest, blank: 3 } : contest)),
  }
}
