import { beforeAll, expect, test } from 'vitest'
import type { Ballot } from '#protocol/formats/ballot'
import { signIssuance } from '#protocol/formats/issuance'
import { toBase64url } from '#protocol/bytes'
import { EMPTY_ROOT } from '#protocol/log/merkle'
import type { CredentialDocument, DeliveryDocument } from '../store/documents.ts'
import type { PhoneState } from '../store/phone-store.ts'
import { chooseElections } from '../sync/choose-elections.ts'
import type { TestElection } from '../testing/test-election.ts'
import { CLOSES, DURING, makeTestElection, OPENS } from '../testing/test-election.ts'
import { eligibleVoters, phaseAt, readPapers } from './papers.ts'
import { countWaiting, viewBallots, viewElections } from './views.ts'

const BOARD = 'board-2026'
const NOTHING: PhoneState = {
  ballots: new Map(),
  bulletins: new Map(),
  deliveries: new Map(),
  credentials: new Map(),
}

let election: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

/** A phone with the manifest, ballots of these stages in order of sequence, and a credential of that state. */
function phoneWith(
  stages: readonly (DeliveryDocument['stage'] | 'saved')[],
  state?: CredentialDocument['state'],
): PhoneState {
  const manifest = election.manifestHash
  const ballots = stages.map(
    (_stage, sequence) => ({ _id: `ballot:${sequence}`, body: { sequence, manifest } }) as Ballot,
  )
  const deliveries = stages.flatMap((stage, sequence): DeliveryDocument[] =>
    stage === 'saved' ? [] : [{ ballot: `ballot:${sequence}`, manifest, stage }],
  )
  const credential = {
    manifest,
    state,
    group: 'all',
    key: 'mine',
    recoverySaved: false,
  } as unknown as CredentialDocument
  return {
    bulletins: new Map([[election.manifest._id, election.manifest]]),
    ballots: new Map(ballots.map((ballot) => [ballot._id, ballot])),
    deliveries: new Map(deliveries.map((delivery) => [delivery.ballot, delivery])),
    credentials: new Map(state ? [[manifest, credential]] : []),
  }
}

test('the newest ballot that is not rejected stands; those before it are replaced', () => {
  const views = viewBallots(phoneWith(['counted', 'received', 'rejected']), BOARD, new Date(DURING))
  expect(views.map(({ sequence, replaced }) => [sequence, replaced])).toEqual([
    [2, false],
    [1, false],
    [0, true],
  ])
})

test('a ballot waits until the server has answered, whatever the answer', () => {
  expect(countWaiting(phoneWith(['saved', 'received', 'rejected', 'saved']))).toBe(2)
})

test.each([
  [undefined, 'none'],
  ['refused', 'none'],
  ['pending', 'pending'],
  ['joined', 'joined'],
] as const)('a credential that is %s shows as %s', (state, joined) => {
  expect(viewElections(phoneWith([], state), new Date(DURING))).toMatchObject([{ id: BOARD, joined }])
})

test('the key of the next ballot is known once the phone has joined, and not while it may be drawn again', () => {
  const keyOf = (state: CredentialDocument['state']): string | undefined =>
    viewElections(phoneWith([], state), new Date(DURING))[0]?.ballotKey
  expect(keyOf('joined')).toBe('mine')
  expect(keyOf('pending')).toBeUndefined()
  expect(keyOf('refused')).toBeUndefined()
})

test('the phase changes at the very second', () => {
  const papers = readPapers(phoneWith([]).bulletins, BOARD)
  if (!papers) throw new Error('no papers')
  const before = (time: string): Date => new Date(Date.parse(time) - 1)
  expect(
    [before(OPENS), new Date(OPENS), before(CLOSES), new Date(CLOSES)].map((now) => phaseAt(papers, now)),
  ).toEqual(['draft', 'open', 'open', 'closed'])
})

test('how many may vote is known once every registrar has committed to a roll', () => {
  const body = { v: 1, election: BOARD, manifest: election.manifestHash, registrar: 'main' } as const
  const counts = {
    rollSize: { all: 12 },
    rollRoot: toBase64url(EMPTY_ROOT),
    issued: { all: 0 },
    final: false,
  }
  const issuance = signIssuance(
    { ...body, ...counts },
    election.registrars['main']?.seed ?? new Uint8Array(32),
  )
  const { bulletins } = phoneWith([])
  const eligible = (documents: PhoneState['bulletins']): unknown => {
    const papers = readPapers(documents, BOARD)
    return papers && eligibleVoters(papers)
  }
  expect(eligible(bulletins)).toBeUndefined()
  expect(eligible(new Map([...bulletins, [issuance._id, issuance]]))).toBe(12)
})

test.each([
  ['nobody looks at', phoneWith.bind(undefined, []), [], 0],
  ['somebody looks at', phoneWith.bind(undefined, []), [BOARD], 1],
  ['the phone can vote in', phoneWith.bind(undefined, [], 'joined'), [], 1],
  ['has uncounted ballots of the phone', phoneWith.bind(undefined, ['received'], 'refused'), [], 1],
] as const)('an election that %s', (_name, phone, watched, connections) => {
  expect(chooseElections(phone(), new Set(watched))).toHaveLength(connections)
})

test('no more elections than connections, the one with an uncounted ballot among them', async () => {
  const others = await Promise.all(['a1', 'a2', 'a3'].map((id) => makeTestElection(id)))
  const phone = phoneWith(['saved'])
  const bulletins = new Map([
    ...others.map(({ manifest }) => [manifest._id, manifest] as const),
    ...phone.bulletins,
  ])
  const chosen = chooseElections({ ...phone, bulletins }, new Set(['a1', 'a2', 'a3']))
  expect(chosen.map((papers) => papers.election)).toEqual([BOARD, 'a1', 'a2'])
})

test('an empty phone shows nothing', () => {
  expect(viewElections(NOTHING, new Date())).toEqual([])
  expect(viewBallots(NOTHING, BOARD, new Date(DURING))).toEqual([])
})
