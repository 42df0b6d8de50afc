import { beforeEach, expect, test } from 'vitest'
import { toBase64url } from '#protocol/bytes'
import { signClose } from '#protocol/formats/close'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { EMPTY_ROOT } from '#protocol/log/merkle'
import { LiveElection } from './elections/live-election.ts'
import type { Acceptance } from './gateway/ballot-box.ts'
import { Metrics } from './metrics.ts'
import { makeElection } from './testing/election-fixture.ts'

const fixture = makeElection()
const id = fixture.manifest.body.election
const accepted = { kind: 'accepted', id: 'ballot:a', rev: '1-a' } as Acceptance
const refused: Acceptance = { kind: 'refused', id: 'ballot:b', code: 'overvote', reason: 'overvote: …' }
const unavailable: Acceptance = { kind: 'unavailable', id: 'ballot:c' }

let live: LiveElection
let metrics: Metrics
beforeEach(() => {
  live = new LiveElection({ ...fixture.manifest, _rev: '1-m' })
  metrics = new Metrics({
    get: (election) => (election === id ? live : undefined),
    list: () => [live],
    onPublished: (listener) => (listener(live), () => undefined),
  })
})

function publish(size: number): void {
  const note = signCheckpoint(
    { size, root: EMPTY_ROOT },
    logOrigin(id, fixture.manifestHash),
    fixture.keys.log,
  )
  live.setHead({ _id: `head:${id}`, _rev: '1-h', note }, { size, root: EMPTY_ROOT })
}

function close(): void {
  const header = {
    v: 1,
    election: id,
    manifest: fixture.manifestHash,
    amendments: fixture.manifestHash,
  } as const
  const body = { ...header, size: 1, root: toBase64url(EMPTY_ROOT), refusedCount: 0, refused: [] }
  live.setClose({ ...signClose(body, fixture.keys), _rev: '1-c' })
}

async function shown(): Promise<string[]> {
  const text = await metrics.registry.metrics()
  return text.split('\n').filter((line) => line.startsWith('urna_ballots_total{'))
}

test('what is decided of ballots shows with the next head and not before', async () => {
  for (const acceptance of [accepted, accepted, refused]) metrics.countBallot(id, acceptance)
  expect(await shown()).toEqual([])
  publish(2)
  const first = [
    'urna_ballots_total{outcome="accepted",code=""} 2',
    'urna_ballots_total{outcome="refused",code="overvote"} 1',
  ]
  expect(await shown()).toEqual(first)
  metrics.countBallot(id, accepted)
  metrics.countBallot('other', accepted)
  expect(await shown()).toEqual(first)
  publish(3)
  expect((await shown())[0]).toBe('urna_ballots_total{outcome="accepted",code=""} 3')
})

test('what comes after the last head shows with the close, and from then on at once', async () => {
  publish(1)
  metrics.countBallot(id, accepted)
  expect(await shown()).toEqual([])
  close()
  metrics.countBallot(id, refused)
  expect(await shown()).toEqual([
    'urna_ballots_total{outcome="accepted",code=""} 1',
    'urna_ballots_total{outcome="refused",code="overvote"} 1',
  ])
})

test('a ballot that could not be stored shows at once', async () => {
  metrics.countBallot(id, unavailable)
  expect(await shown()).toEqual(['urna_ballots_total{outcome="unavailable",code=""} 1'])
})
