import { describe, expect, test } from 'vitest'
import type { Ballot } from '#protocol/formats/ballot'
import { ballotId, leafHashOf, signBallot } from '#protocol/formats/ballot'
import { LiveElection } from '../elections/live-election.ts'
import { makeBallot, makeElection, voterSeed } from '../testing/election-fixture.ts'
import { CheckedBallots } from './checked-ballots.ts'
import { validateBallot } from './validate-ballot.ts'

const fixture = makeElection()
const live = new LiveElection({ ...fixture.manifest, _rev: '1-a' })
const during = new Date('2026-05-01T12:00:00Z')

async function codeOf(row: unknown, now = during, election = live): Promise<string> {
  const validation = await validateBallot({ kind: 'read', value: row }, election, new CheckedBallots(), now)
  return validation.kind === 'valid' ? 'valid' : validation.code
}

describe('a pushed row', () => {
  test('is valid as RxDB sends it, with _deleted: false', async () => {
    expect(await codeOf({ ...makeBallot(fixture), _deleted: false })).toBe('valid')
  })

  test('cannot delete', async () => {
    expect(await codeOf({ ...makeBallot(fixture), _deleted: true })).toBe('malformed')
  })

  test.each<[string, unknown]>([
    ['malformed', null],
    ['malformed', 'ballot'],
    ['malformed', []],
    ['malformed', {}],
    ['malformed', { ...makeBallot(fixture), extra: 1 }],
    ['bad-address', { ...makeBallot(fixture), _id: makeBallot(fixture)._id }],
    ['unknown-election', makeBallot(makeElection({ election: 'other' }))],
    ['wrong-manifest', makeBallot(makeElection({ title: { en: 'Another title' } }))],
    ['overvote', makeBallot(fixture, { votes: { chair: ['ada', 'bob'] } })],
    ['unknown-option', makeBallot(fixture, { votes: { chair: ['eve'] } })],
    ['malformed', makeBallot(fixture, { votes: { board: ['dia', 'cem'] } })],
    ['bad-sequence', makeBallot(fixture, { sequence: 100 })],
  ])('is refused as %s', async (code, row) => {
    expect(await codeOf(row)).toBe(code)
  })

  test('is refused by the clock, and taken between closes and acceptUntil', async () => {
    const ballot = makeBallot(fixture)
    expect(await codeOf(ballot, new Date('2026-05-01T07:59:59Z'))).toBe('not-open')
    expect(await codeOf(ballot, new Date('2026-05-02T08:30:00Z'))).toBe('valid')
    expect(await codeOf(ballot, new Date('2026-05-02T09:00:01Z'))).toBe('late')
  })

  test('with another’s signature or credential is refused even at its right address', async () => {
    const [ada, bob] = [
      makeBallot(fixture, { seed: voterSeed(1) }),
      makeBallot(fixture, { seed: voterSeed(2) }),
    ]
    expect(await codeOf({ ...ada, signature: bob.signature })).toBe('bad-address')
    expect(await codeOf(readdress({ ...ada, signature: bob.signature }))).toBe('bad-signature')
    const { signatures } = bob.body.credential
    const stolen = { ...ada.body, credential: { ...ada.body.credential, signatures } }
    expect(await codeOf(signBallot(stolen, voterSeed(1)))).toBe('bad-credential')
  })
})

function readdress(ballot: Ballot): Ballot {
  return { ...ballot, _id: ballotId(leafHashOf(ballot)) }
}

test('a repeat costs no second signature check, but is still read and held against the clock', async () => {
  const checked = new CheckedBallots()
  const ballot = makeBallot(fixture)
  const row = { kind: 'read', value: ballot } as const
  await validateBallot(row, live, checked, during)
  expect(checked.has(ballot._id.slice('ballot:'.length))).toBe(true)
  const late = await validateBallot(row, live, checked, new Date('2026-05-03T00:00:00Z'))
  expect(late).toMatchObject({ kind: 'refused', code: 'late' })
})
