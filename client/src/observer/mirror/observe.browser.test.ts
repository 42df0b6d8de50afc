import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ObservationState } from '../observer.ts'
import { judgesHere } from '../recount/judges.ts'
import { FakeMirror } from '../testing/fake-mirror.ts'
import type { ObserveOptions } from './observe.ts'
import { forget, observe } from './observe.ts'

let mirror: FakeMirror
let told: ObservationState[] = []
const options: ObserveOptions = {
  election: 'board',
  manifestHash: undefined,
  url: `${location.origin}/mirror/board`,
  openJudges: judgesHere,
  tell: (state) => told.push(state),
}

beforeEach(() => {
  mirror = new FakeMirror()
  vi.stubGlobal('fetch', mirror.fetch)
})
afterEach(async () => {
  await forget(options)
  vi.unstubAllGlobals()
})

/** What a visit ends with. */
async function visit(): Promise<ObservationState | undefined> {
  told = []
  await observe(options)
  return told.at(-1)
}

test('a whole copy is judged without a network, and one that has a part of what came since is not', async () => {
  mirror.add('ballot:', 3)
  expect(await visit()).toMatchObject({ kind: 'finished', finding: { outdated: undefined } })
  mirror.isAway = true
  expect(await visit()).toMatchObject({ kind: 'finished', finding: { outdated: 'unreachable' } })

  mirror.add('ballot:', 250)
  Object.assign(mirror, { isAway: false, blocksLeft: 1 })
  expect(await visit()).toMatchObject({ kind: 'stopped', reason: 'unreachable' })
  expect(await visit()).toMatchObject({ kind: 'stopped', reason: 'unreachable' })

  Object.assign(mirror, { isAway: false, blocksLeft: Infinity })
  expect(await visit()).toMatchObject({ kind: 'finished', finding: { outdated: undefined } })
})

test('an office that takes its record away does not take the copies with it', async () => {
  mirror.add('ballot:', 3)
  await visit()
  Object.assign(mirror, { isAway: true, status: 404 })
  expect(await visit()).toMatchObject({ kind: 'finished', finding: { outdated: 'missing' } })
  await forget(options)
  expect(await visit()).toMatchObject({ kind: 'stopped', reason: 'missing' })
})
