import { expect, test } from 'vitest'
import { scheduleOf } from '#protocol/formats/amendment'
import { checkReceipt } from '#protocol/formats/receipt'
import { LiveElection } from '../elections/live-election.ts'
import { makeBallot, makeElection } from '../testing/election-fixture.ts'
import { makeReceipt, promisedTime } from './receipts.ts'

const fixture = makeElection()
const manifest = fixture.manifest.body
const schedule = scheduleOf(manifest)
const at = (time: string): Date => new Date(time)

test('a receipt checks against the manifest and for its own ballot only', () => {
  const live = new LiveElection({ ...fixture.manifest, _rev: '1-a' })
  const leafHash = makeBallot(fixture)._id.slice('ballot:'.length)
  const other = makeBallot(fixture)._id.slice('ballot:'.length)
  const receipt = makeReceipt(live, leafHash, fixture.keys.receipts, at('2026-05-01T09:00:00Z'))
  expect(checkReceipt(receipt, manifest, leafHash)).toEqual(receipt)
  expect(() => checkReceipt(receipt, manifest, other)).toThrow('bad-address')
})

test('the promise is rounded up, so that it does not tell the minute of arrival', () => {
  const times = ['2026-05-01T09:00:01Z', '2026-05-01T09:03:17Z', '2026-05-01T09:07:00Z']
  expect(new Set(times.map((time) => promisedTime(manifest, schedule, at(time))))).toEqual(
    new Set(['2026-05-01T09:10:00Z']),
  )
})

test('near the closing the promise runs to after acceptUntil, because nothing is published in between', () => {
  expect(promisedTime(manifest, schedule, at('2026-05-02T07:59:00Z'))).toBe('2026-05-02T10:00:00Z')
  expect(promisedTime(manifest, schedule, at('2026-05-02T08:30:00Z'))).toBe('2026-05-02T10:00:00Z')
})

test('where ballots wait for company, a lone one is promised for the closing', () => {
  const patient = { ...manifest, publish: { everySeconds: 1, atLeast: 5 } }
  expect(promisedTime(patient, schedule, at('2026-05-01T09:00:00Z'))).toBe('2026-05-02T10:00:00Z')
})
