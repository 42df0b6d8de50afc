import { expect, test } from 'vitest'
import { fakeBallot } from '../testing/fake-device.ts'
import { fakeElection } from '../testing/fake-elections.ts'
import { mayVote, nextStep } from './next-step.ts'

const open = fakeElection('board', { en: 'Board' })
const once = fakeElection('board', { en: 'Board' }, {}, { recast: 'none' })
const cast = [fakeBallot('board')]

test('an open election asks for a ballot, then offers to change it', () => {
  expect(nextStep(open, [], false)).toBe('vote')
  expect(nextStep(open, cast, false)).toBe('may-change')
})

test('an election that takes one ballot offers nothing after it', () => {
  expect(nextStep(once, cast, false)).toBe('done')
  expect(mayVote(once, cast)).toBe(false)
  expect(mayVote(once, [])).toBe(true)
})

test('a rejected ballot asks to vote again, where that is allowed', () => {
  const rejected = [fakeBallot('board', { stage: 'rejected', reason: 'late' })]
  expect(nextStep(open, rejected, false)).toBe('vote-again')
  expect(nextStep(once, rejected, false)).toBe('done')
})

test('a ballot that was begun goes on', () => {
  expect(nextStep(open, [], true)).toBe('continue-ballot')
  expect(nextStep(once, cast, true)).toBe('done')
})

test('who has not joined joins first', () => {
  expect(nextStep({ ...open, joined: 'none' }, [], true)).toBe('join')
  expect(nextStep({ ...open, joined: 'pending' }, [], false)).toBe('finish-joining')
  expect(mayVote({ ...open, joined: 'none' }, [])).toBe(false)
})

test.each([
  ['draft', 'wait-for-opening'],
  ['closed', 'wait-for-result'],
  ['final', 'see-result'],
  ['cancelled', 'cancelled'],
] as const)('nobody votes in an election that is %s', (phase, step) => {
  expect(nextStep({ ...open, phase }, [], true)).toBe(step)
  expect(mayVote({ ...open, phase }, [])).toBe(false)
})
