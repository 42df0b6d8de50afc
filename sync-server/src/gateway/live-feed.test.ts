import { expect, test } from 'vitest'
import { signAmendment } from '#protocol/formats/amendment'
import { signResult } from '#protocol/formats/result'
import { toBase64url } from '#protocol/bytes'
import { checkConsistencyProof } from '#protocol/log/proof'
import { EMPTY_ROOT } from '#protocol/log/merkle'
import { hashBody } from '#protocol/signed'
import { LiveElection } from '../elections/live-election.ts'
import { makeElection } from '../testing/election-fixture.ts'
import { growLog } from '../testing/grow-log.ts'
import { feedSequence, feedSince } from './live-feed.ts'

const fixture = makeElection()
const { manifest, manifestHash, keys } = fixture

function liveElection(): LiveElection {
  return new LiveElection({ ...manifest, _rev: '1-m' })
}

function publish(live: LiveElection, size: number): void {
  growLog(live, size, fixture)
  const header = { v: 1, election: live.id, manifest: manifestHash, amendments: manifestHash } as const
  const body = { ...header, size, root: toBase64url(EMPTY_ROOT), turnout: size, contests: [] }
  live.setResult({ ...signResult(body, keys.log), _rev: `${size}-r` })
}

const idsSince = (live: LiveElection, since: string): string[] =>
  feedSince(live, since).rows.map((row) => row.id)

test.each(['0', 'now', '', '17-g1AAAA', 'm1.h-1.r-1'])('since %j gives everything at once', (since) => {
  const live = liveElection()
  publish(live, 3)
  expect(idsSince(live, since)).toEqual(['manifest:board-2026', 'head:board-2026', 'result:board-2026'])
})

test('a phone that has the state gets nothing, and after a change only what changed', () => {
  const live = liveElection()
  publish(live, 3)
  const { lastSeq } = feedSince(live, '0')
  expect(lastSeq).toBe(feedSequence(live))
  expect(feedSince(live, lastSeq)).toEqual({ rows: [], lastSeq })
  publish(live, 4)
  expect(idsSince(live, lastSeq)).toEqual(['head:board-2026', 'result:board-2026'])
})

test('a later head comes with the proof that its log begins with the one before', () => {
  const live = liveElection()
  publish(live, 3)
  const { lastSeq } = feedSince(live, '0')
  const earlier = growLog(live, 3, fixture)
  publish(live, 7)
  const head = feedSince(live, lastSeq).rows.find(({ id }) => id.startsWith('head:'))
  checkConsistencyProof(head?.consistency, earlier, growLog(live, 7, fixture))
})

test('every row carries the sequence that it leads to, so a cut connection goes on from there', () => {
  const live = liveElection()
  publish(live, 3)
  for (const [index, row] of feedSince(live, '0').rows.entries()) {
    expect(idsSince(live, row.seq)).toEqual(idsSince(live, '0').slice(index + 1))
  }
})

test('a phone that is ahead of this gateway is never taken back', () => {
  const live = liveElection()
  publish(live, 3)
  expect(feedSince(live, 'm1.h9.r9.p0')).toEqual({ rows: [], lastSeq: 'm1.h9.r9.p0' })
})

test('an older head or result, whoever wrote it, is passed over', () => {
  const live = liveElection()
  publish(live, 5)
  publish(live, 4)
  expect(live.head?.checkpoint.size).toBe(5)
  expect(live.result?.body.size).toBe(5)
})

test('a result that is counted again under an amendment reaches the phones, though the log did not grow', () => {
  const live = liveElection()
  publish(live, 3)
  const had = feedSequence(live)
  const header = { v: 1, election: live.id, manifest: manifestHash } as const
  const { opens, acceptUntil } = manifest.body
  const times = { at: opens, closes: acceptUntil, acceptUntil, cancelled: false }
  const amendment = signAmendment({ ...header, n: 1, prev: manifestHash, ...times }, keys.authority)
  live.amend({ ...amendment, _rev: '1-a' })
  expect(idsSince(live, had)).toEqual([amendment._id])
  const before = feedSequence(live)
  const body = { ...header, amendments: hashBody(amendment.body), size: 3, root: toBase64url(EMPTY_ROOT) }
  const result = signResult({ ...body, turnout: 3, contests: [] }, keys.log)
  live.setResult({ ...result, _rev: '2-r' })
  expect(idsSince(live, before)).toEqual(['result:board-2026'])
  publish(live, 3)
  expect(live.result?.body.amendments).toBe(body.amendments)
})
