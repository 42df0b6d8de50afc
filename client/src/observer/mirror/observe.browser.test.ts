import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ObservationState } from '../observer.ts'
import { judgesHere } from '../recount/judges.ts'
import { FakeMirror } from '../testing/fake-mirror.ts'
import type { ObserveOptions } from './observe.ts'
import { forget, observe } from './observe.ts'

const mirror = new FakeMirror()
let told: ObservationState[] = []
const options: ObserveOptions = {
  election: 'board',
  manifestHash: undefined,
  url: mirror.url,
  openJudges: judgesHere,
  tell: (state) => told.push(state),
}

beforeEach(() => vi.stubGlobal('fetch', mirror.fetch))
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
  expect(await visit()).toMatchObject({ kind: 'finished', finding: { isCurrent: true } })
  mirror.isAway = true
  expect(await visit()).toMatchObject({ kind: 'finished', finding: { isCurrent: false } })

  mirror.add('ballot:', 250)
  Object.assign(mirror, { isAway: false, blocksLeft: 1 })
  expect(await visit()).toMatchObject({ kind: 'stopped', reason: 'unreachable' })
  expect(await visit()).toMatchObject({ kind: 'stopped', reason: 'unreachable' })

  Object.assign(mirror, { isAway: false, blocksLeft: Infinity })
  expect(await visit()).toMatchObject({ kind: 'finished', finding: { isCurrent: true } })
})
