import { expect, test } from 'vitest'
import { fakeFinding } from '../testing/fake-observer.ts'
import type { Finding } from './observer.ts'
import { verdictOf } from './verdict.ts'

const good = fakeFinding({})
const fault = { document: 'result:board', code: 'wrong-count', detail: '' } as const
const contradiction = { kind: 'forked', earlier: 'a', later: 'b' } as const

function withContinuity(continuity: 'unknown' | 'grown'): Finding {
  return good.recount.kind === 'judged' ? { ...good, recount: { ...good.recount, continuity } } : good
}

test('verified is what has no fault and contradicts nothing, written again or not', () => {
  expect(verdictOf(good)).toBe('verified')
  expect(verdictOf(fakeFinding({ repeated: ['ballot:x'] }))).toBe('verified')
})

test('one fault, a refused manifest, or a checkpoint that cannot be true beside another refutes', () => {
  expect(verdictOf(fakeFinding({ report: { faults: [fault], faultCount: 1 } }))).toBe('refuted')
  expect(verdictOf({ ...good, recount: { kind: 'refused', fault } })).toBe('refuted')
  expect(verdictOf({ ...good, contradiction })).toBe('refuted')
})

test('nothing is said of a copy without a manifest, or one that breaks off before what was seen', () => {
  expect(verdictOf({ ...good, recount: { kind: 'empty' } })).toBe('unfinished')
  expect(verdictOf(withContinuity('unknown'))).toBe('unfinished')
})

test('a link that names another election, which anybody can make, refutes none', () => {
  const other = { document: 'manifest:board', code: 'wrong-manifest', detail: '' } as const
  expect(verdictOf({ ...good, recount: { kind: 'refused', fault: other } })).toBe('unfinished')
  expect(verdictOf({ ...good, recount: { kind: 'refused', fault: other }, contradiction })).toBe('refuted')
})
