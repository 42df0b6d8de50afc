import { describe, expect, it } from 'vitest'
import { signResult } from '#protocol/formats/result'
import { CouchError } from '../couch/couch.ts'
import { makeBallot, makeElection, voterSeed } from '../testing/election-fixture.ts'
import type { Call, Interceptor } from '../testing/fake-database.ts'
import { direct } from '../testing/fake-database.ts'
import { expectAllShown, expectClosed, expectOneLog } from '../testing/tally-claims.ts'
import { TallyWorld } from '../testing/tally-world.ts'
import { ElectionLog } from './core/election-log.ts'
import { LogFault } from './log-fault.ts'

async function openWorld(overrides = {}): Promise<TallyWorld> {
  const world = new TallyWorld(overrides)
  await world.time.advanceTo('2026-05-01T09:00:00Z')
  return world
}

/** Calls that `matches` while `faulty.on` fail: before the database does them, or after it did. */
function failing(matches: (call: Call) => boolean, moment: 'before' | 'after') {
  const faulty = { on: true, failures: 0, intercept: direct }
  const intercept: Interceptor = async (call, run) => {
    if (!faulty.on || !matches(call)) return direct(call, run)
    faulty.failures++
    if (moment === 'after') await direct(call, run)
    throw new CouchError('unavailable', 'GET /somewhere: 503')
  }
  return Object.assign(faulty, { intercept })
}

const writesOf = (kind: string) => (call: Call) => call.docs.some((doc) => doc._id.startsWith(kind))

describe('a tallier whose databases fail', () => {
  it('commits nothing before its batch is durable', async () => {
    const world = await openWorld()
    const faulty = failing(writesOf('batch:'), 'after')
    world.start(faulty.intercept)
    world.cast()
    await world.time.advanceBy(20_000)
    expect(faulty.failures).toBeGreaterThan(2)
    expect(world.seal).toBeUndefined()
    faulty.on = false
    await world.time.advanceBy(40_000)
    expect(world.head?.size).toBe(1)
    expectAllShown(world)
  })

  it('pauses while the seals are away, and then counts everything', async () => {
    const world = await openWorld()
    const faulty = failing((call) => call.database === 'seals', 'before')
    faulty.on = false
    world.start(faulty.intercept)
    world.cast()
    await world.time.advanceBy(2000)
    faulty.on = true
    for (let voter = 0; voter < 5; voter++) {
      world.cast()
      await world.time.advanceBy(10_000)
    }
    expect(world.head?.size).toBe(1)
    expect(faulty.failures).toBeLessThan(15)
    faulty.on = false
    await world.time.advanceBy(40_000)
    expect(world.head?.size).toBe(6)
    expectAllShown(world)
  })

  it.each(['before', 'after'] as const)(
    'does not ask a seal that cannot be swapped in a tight loop (%s)',
    async (moment) => {
      const world = await openWorld()
      const faulty = failing((call) => call.method === 'compareAndSwap', moment)
      world.start(faulty.intercept)
      for (let voter = 0; voter < 6; voter++) {
        world.cast()
        await world.time.advanceBy(20_000)
      }
      expect(faulty.failures).toBeLessThan(20)
      faulty.on = false
      await world.time.advanceBy(60_000)
      expect(world.head?.size).toBe(6)
      expectAllShown(world)
    },
  )

  it.each(['tile:', 'head:', 'result:', 'close:'])(
    'shows all in the end when %s cannot be written',
    async (kind) => {
      for (const moment of ['before', 'after'] as const) {
        const world = await openWorld()
        const faulty = failing(writesOf(kind), moment)
        const tallier = world.start(faulty.intercept)
        world.cast()
        await world.time.advanceBy(60_000)
        faulty.on = false
        await world.time.advanceTo('2026-05-02T09:00:30Z')
        faulty.on = true
        await world.time.advanceBy(60_000)
        faulty.on = false
        await world.time.advanceBy(60_000)
        expect(tallier.ended).toBe('closed')
        expectClosed(world)
      }
    },
  )

  it('never lets its position in the feed pass a page that it could not judge', async () => {
    const world = await openWorld()
    const faulty = failing(
      (call) => call.method === 'revisions' && call.ids[0]?.startsWith('ballot:') === true,
      'before',
    )
    const tallier = world.start(faulty.intercept)
    const hidden = world.cast()
    world.store.plant({ _id: hidden._id, _rev: '5-garbage', body: 'garbage' })
    await world.time.advanceBy(2000)
    world.cast()
    await world.time.advanceBy(5000)
    expect(faulty.failures).toBeGreaterThan(1)
    await world.stop(tallier)
    world.start()
    await world.time.advanceBy(2000)
    expect(world.head?.size).toBe(2)
    expectAllShown(world)
  })

  it('finishes its commit when it is told to stop, and begins no other', async () => {
    const world = await openWorld()
    const { intercept, reached, go } = holdAt(writesOf('batch:'))
    const tallier = world.start(intercept)
    world.cast()
    await world.time.advanceBy(1500)
    await reached
    tallier.stop.abort()
    world.cast()
    go()
    await world.time.advanceBy(5000)
    expect(tallier.ended).toBe('stopped')
    expect(world.head?.size).toBe(1)
    expectAllShown(world)
  })

  it('stops although the database is away', async () => {
    const world = await openWorld()
    const tallier = world.start(failing(() => true, 'before').intercept)
    await world.time.advanceBy(5000)
    expect(await world.stop(tallier)).toBe('stopped')
  })
})

/** Lets the first call that `matches` wait for `go`. */
function holdAt(matches: (call: Call) => boolean) {
  let go = (): void => undefined
  let arrive = (): void => undefined
  const gate = new Promise<void>((resolve) => (go = resolve))
  const reached = new Promise<void>((resolve) => (arrive = resolve))
  const intercept: Interceptor = async (call, run) => {
    if (matches(call)) {
      arrive()
      await gate
    }
    return direct(call, run)
  }
  return { intercept, reached, go: () => go() }
}

describe('a tallier whose log was tampered with', () => {
  async function sealedWorld(): Promise<TallyWorld> {
    const world = await openWorld()
    const tallier = world.start()
    for (let voter = 0; voter < 3; voter++) {
      world.cast()
      await world.time.advanceBy(2000)
    }
    await world.stop(tallier)
    expect(world.seal?.size).toBe(3)
    return world
  }

  async function restart(world: TallyWorld): Promise<unknown> {
    const signed = world.signed.length
    const tallier = world.start()
    world.cast()
    await world.time.advanceBy(60_000)
    expect(world.signed.length).toBe(signed)
    return tallier.ended
  }

  it('signs nothing when a sealed batch is lost for good', async () => {
    const world = await sealedWorld()
    world.store.purge(String(world.seal?.batch))
    expect(await restart(world)).toBeInstanceOf(LogFault)
  })

  it('signs nothing when a sealed ballot is lost for good', async () => {
    const world = await sealedWorld()
    world.store.purge(`ballot:${world.sealedLog()[1] ?? ''}`)
    expect(await restart(world)).toBeInstanceOf(LogFault)
  })

  it('signs nothing when the seal is an old copy', async () => {
    const world = await openWorld()
    const tallier = world.start()
    world.cast()
    await world.time.advanceBy(2000)
    const old = world.seal
    world.cast()
    await world.time.advanceBy(2000)
    await world.stop(tallier)
    world.seals.purge('seal:board-2026')
    if (old) world.seals.plant(old)
    expect(await restart(world)).toBeInstanceOf(LogFault)
  })

  it('signs nothing when an administrator sealed a ballot that is not valid', async () => {
    const world = await sealedWorld()
    const forged = makeBallot(makeElection({ title: { en: 'Another' } }))
    world.store.write({ ...forged })
    const log = new ElectionLog(world.manifest)
    for (const hash of world.sealedLog()) {
      const checked = { leafHash: hash, body: world.ballot(hash).body }
      log.append(log.propose([checked]), [checked])
    }
    const batch = log.propose([{ leafHash: forged._id.slice('ballot:'.length), body: forged.body }])
    world.store.write({ ...batch })
    const root = batch._id.slice('batch:'.length)
    if (world.seal) world.seals.write({ ...world.seal, size: 4, root, batch: batch._id })
    expect(await restart(world)).toBeInstanceOf(LogFault)
  })

  it('reads the true ballot from beneath garbage, when it rebuilds the log', async () => {
    const world = await sealedWorld()
    world.store.plant({ _id: `ballot:${world.sealedLog()[1] ?? ''}`, _rev: '9-garbage', body: 'garbage' })
    world.start()
    world.cast()
    await world.time.advanceBy(2000)
    expect(world.head?.size).toBe(4)
    expectAllShown(world)
  })

  it('puts its own head and result over forged ones', async () => {
    const world = await sealedWorld()
    const body = { ...(world.result ?? expect.fail('no result')), turnout: 0, size: 0 }
    world.store.plant({ _id: 'head:board-2026', _rev: '99-forged', note: 'urna' })
    world.store.plant({ ...signResult(body, voterSeed(1)), _rev: '99-forged' })
    world.start()
    await world.time.advanceBy(2000)
    expectAllShown(world)
  })

  it('does not close while a ballot of the log is lost', async () => {
    const world = await openWorld()
    const tallier = world.start()
    const lost = world.cast()
    await world.time.advanceBy(2000)
    world.store.purge(lost._id)
    await world.time.advanceTo('2026-05-02T10:00:00Z')
    expect(world.close).toBeUndefined()
    expect(tallier.ended).toBeUndefined()
    world.put(lost)
    await world.time.advanceBy(60_000)
    expect(tallier.ended).toBe('closed')
    expectClosed(world)
    expectOneLog(world)
  })
})
