import { describe, expect, it } from 'vitest'
import type { ChangesPage, StoredDoc } from '../couch/couch.ts'
import type { Interceptor } from '../testing/fake-database.ts'
import { direct } from '../testing/fake-database.ts'
import { expectAllShown, expectClosed, expectOneLog } from '../testing/tally-claims.ts'
import type { RunningTallier } from '../testing/tally-world.ts'
import { TallyWorld } from '../testing/tally-world.ts'
import { LogFault } from './log-fault.ts'

/** More than one full tile, in three batches. */
const BALLOTS = [200, 60, 1]

interface Counted {
  readonly world: TallyWorld
  readonly tallier: RunningTallier
  /** A document of each kind. */
  readonly ids: Record<Kind, string>
}

type Kind = 'ballot' | 'batch' | 'tile' | 'head' | 'result'
const KINDS: readonly Kind[] = ['ballot', 'batch', 'tile', 'head', 'result']

async function countedWorld(): Promise<Counted> {
  const world = new TallyWorld()
  await world.time.advanceTo('2026-05-01T09:00:00Z')
  const tallier = world.start()
  for (const ballots of BALLOTS) {
    for (let voter = 0; voter < ballots; voter++) world.cast()
    await world.time.advanceBy(3000)
  }
  expect(world.result?.turnout).toBe(261)
  const { election } = world.manifest
  const [first = ''] = world.sealedLog()
  const batches = world.store.ids().filter((id) => id.startsWith('batch:') && id !== world.seal?.batch)
  const ids = {
    ballot: `ballot:${first}`,
    batch: batches[0] ?? '',
    tile: `tile:${election}:0:0`,
    head: `head:${election}`,
    result: `result:${election}`,
  }
  return { world, tallier, ids }
}

/** What somebody can do to a document with the database's own tools. */
const DEEDS: readonly [string, (world: TallyWorld, id: string) => void][] = [
  ['deleted', (world, id) => world.store.remove(id)],
  ['edited', (world, id) => void world.store.write(edited(world.store.winner(id) ?? expect.fail(id)))],
  ['replaced by garbage', (world, id) => void world.store.write({ _id: id, _rev: revOf(world, id), x: 1 })],
]

/** As a hand would do it: well-formed where it can be, and saying something else. */
function edited(document: StoredDoc): StoredDoc {
  const { hashes, note, body, signature } = document
  if (Array.isArray(hashes))
    return { ...document, hashes: hashes.toSpliced(0, 1, respelled(String(hashes[0]))) }
  if (typeof hashes === 'string') return { ...document, hashes: respelled(hashes) }
  if (typeof note === 'string') return { ...document, note: note.replace('261', '262') }
  return { ...document, body: { ...Object(body), turnout: 262, sequence: 1 }, signature }
}

function respelled(base64url: string): string {
  return base64url.slice(0, 20) + (base64url[20] === 'A' ? 'B' : 'A') + base64url.slice(21)
}

function revOf(world: TallyWorld, id: string): string {
  return world.store.winner(id)?._rev ?? expect.fail(`no ${id}`)
}

const CASES = KINDS.flatMap((kind) => DEEDS.map(([deed, perform]) => [kind, deed, perform] as const))

describe('in the database, under a tallier that runs', () => {
  it.each(CASES)('a %s that is %s changes no count and is put back', async (kind, _deed, perform) => {
    const { world, tallier, ids } = await countedWorld()
    const before = JSON.stringify(content(world, ids[kind]))
    perform(world, ids[kind])
    expect(JSON.stringify(content(world, ids[kind]))).not.toBe(before)
    await world.time.advanceBy(3000)
    expect(JSON.stringify(content(world, ids[kind]))).toBe(before)
    expectAllShown(world)
    world.cast()
    await world.time.advanceBy(3000)
    expect(world.result?.turnout).toBe(262)
    await world.time.advanceTo('2026-05-02T09:10:00Z')
    expect(tallier.ended).toBe('closed')
    expectClosed(world)
  })
})

describe('in the database, while no tallier runs', () => {
  it.each(CASES)('a %s that is %s is put back by the next', async (kind, _deed, perform) => {
    const { world, tallier, ids } = await countedWorld()
    await world.stop(tallier)
    const before = JSON.stringify(content(world, ids[kind]))
    perform(world, ids[kind])
    world.start()
    world.cast()
    await world.time.advanceBy(3000)
    expect(world.result?.turnout).toBe(262)
    if (kind !== 'head' && kind !== 'result') expect(JSON.stringify(content(world, ids[kind]))).toBe(before)
    expectAllShown(world)
  })
})

describe('in the database, unseen by the feed', () => {
  it('a ballot that is deleted is put back by the sweep before closing', async () => {
    const { world, tallier, ids } = await countedWorld()
    await world.stop(tallier)
    const withoutDeletions: Interceptor = async (call, run) => {
      const answer = await direct(call, run)
      if (call.method !== 'changes') return answer
      const page = answer as ChangesPage
      return { ...page, rows: page.rows.filter((row) => !row.deleted) } as typeof answer
    }
    const next = world.start(withoutDeletions)
    await world.time.advanceBy(3000)
    world.store.remove(ids.ballot)
    await world.time.advanceBy(3000)
    expect(world.store.winner(ids.ballot)).toBeUndefined()
    await world.time.advanceTo('2026-05-02T09:10:00Z')
    expect(next.ended).toBe('closed')
    expectClosed(world)
  })
})

describe('between closing and the last ballots', () => {
  it('a head that is deleted is shown again as it was, and no later one', async () => {
    const { world, ids } = await countedWorld()
    await world.time.advanceTo('2026-05-02T08:10:00Z')
    const head = world.head
    world.cast()
    world.store.remove(ids.head)
    await world.time.advanceBy(3000)
    expect(world.head).toEqual(head)
    expectOneLog(world)
  })
})

describe('when the election is final', () => {
  it.each(['head', 'result', 'close'] as const)(
    'a %s that is deleted is shown again by the next start',
    async (kind) => {
      const { world, tallier } = await countedWorld()
      await world.time.advanceTo('2026-05-02T09:10:00Z')
      expect(tallier.ended).toBe('closed')
      const id = `${kind}:${world.manifest.election}`
      const before = content(world, id)
      world.store.remove(id)
      const next = world.start()
      await world.time.advanceBy(3000)
      expect(next.ended).toBe('closed')
      expect(content(world, id)).toEqual(before)
      expectClosed(world)
    },
  )
})

describe('a seal that was touched', () => {
  const SEAL = 'seal:board-2026'

  /** Nothing is signed for as long as it is wrong, and the voters notice nothing but that no more is counted. */
  async function expectStopped({ world }: Counted): Promise<void> {
    const { result } = world
    const signed = world.signed.length
    for (let attempt = 0; attempt < 2; attempt++) {
      const tallier = world.start()
      world.cast()
      await world.time.advanceBy(60_000)
      expect(tallier.ended).toBeInstanceOf(LogFault)
    }
    expect(world.signed.length).toBe(signed)
    expect(world.result).toEqual(result)
  }

  it.each<[string, (world: TallyWorld) => void]>([
    ['deleted', (world) => world.seals.remove(SEAL)],
    ['edited', (world) => edit(world, { size: 7 })],
    ['emptied', (world) => void world.seals.write({ _id: SEAL, _rev: sealOf(world)._rev })],
    ['set back', (world) => edit(world, setBack(world))],
  ])('by being %s stops counting, and begins no second log', async (_deed, perform) => {
    const counted = await countedWorld()
    const { world, tallier } = counted
    perform(world)
    world.cast()
    await world.time.advanceBy(60_000)
    expect(tallier.ended).toBeInstanceOf(LogFault)
    await expectStopped(counted)
  })

  it.each([
    ['seal is lost and the head deleted', 'purge', 'remove'],
    ['seal is deleted and the head lost', 'remove', 'purge'],
  ] as const)('does so when the %s', async (_deed, toSeal, toHead) => {
    const { world, tallier, ids } = await countedWorld()
    await world.stop(tallier)
    world.seals[toSeal](SEAL)
    world.store[toHead](ids.head)
    world.store[toHead](ids.result)
    const next = world.start()
    await world.time.advanceBy(60_000)
    expect(next.ended).toBeInstanceOf(LogFault)
  })

  it('and is brought back lets everything be counted', async () => {
    const { world, tallier } = await countedWorld()
    const { _rev: _old, ...seal } = sealOf(world)
    world.seals.remove(SEAL)
    world.cast()
    await world.time.advanceBy(60_000)
    expect(tallier.ended).toBeInstanceOf(LogFault)
    world.seals.write({ ...seal })
    world.start()
    await world.time.advanceBy(3000)
    expect(world.result?.turnout).toBe(262)
    expectAllShown(world)
  })

  function sealOf(world: TallyWorld) {
    return world.seal ?? expect.fail('no seal')
  }

  function edit(world: TallyWorld, change: object): void {
    world.seals.write({ ...sealOf(world), ...change })
  }

  /** To what it was one batch earlier. */
  function setBack(world: TallyWorld): object {
    const [, before] = world.seals.revisions(SEAL)
    const { _rev: _old, ...seal } = before ?? expect.fail('no earlier seal')
    return seal
  }
})

function content(world: TallyWorld, id: string): unknown {
  const { _rev: _revision, ...rest } = world.store.winner(id) ?? { _rev: '' }
  return rest
}
