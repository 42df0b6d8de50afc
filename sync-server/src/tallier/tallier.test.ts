import { describe, expect, it } from 'vitest'
import { voterSeed } from '../testing/election-fixture.ts'
import { expectAllShown, expectClosed } from '../testing/tally-claims.ts'
import { TallyWorld } from '../testing/tally-world.ts'

const OPEN = '2026-05-01T09:00:00Z'
const CLOSES = Date.parse('2026-05-02T08:00:00Z')
const ACCEPT_UNTIL = Date.parse('2026-05-02T09:00:00Z')

async function openWorld(overrides = {}): Promise<TallyWorld> {
  const world = new TallyWorld(overrides)
  await world.time.advanceTo(OPEN)
  return world
}

describe('a tallier', () => {
  it('shows a ballot within a second', async () => {
    const world = await openWorld()
    world.start()
    await world.time.advanceBy(5000)
    world.cast({ votes: { chair: ['ada'] } })
    await world.time.advanceBy(1000)
    expect(world.result).toMatchObject({ size: 1, turnout: 1 })
    expect(world.result?.contests[0]?.votes).toEqual({ ada: 1, bob: 0 })
    expectAllShown(world)
  })

  it('counts the last ballot of a voter who changed their mind', async () => {
    const world = await openWorld()
    world.start()
    world.cast({ votes: { chair: ['ada'] }, seed: voterSeed(1) })
    await world.time.advanceBy(2000)
    world.cast({ votes: { chair: ['bob'] }, seed: voterSeed(1), sequence: 1 })
    await world.time.advanceBy(2000)
    expect(world.result).toMatchObject({ size: 2, turnout: 1 })
    expect(world.result?.contests[0]?.votes).toEqual({ ada: 0, bob: 1 })
  })

  it('closes by itself when late phones had their time, with every ballot in it', async () => {
    const world = await openWorld()
    const tallier = world.start()
    world.cast()
    await world.time.advanceTo(new Date(ACCEPT_UNTIL - 1000))
    world.cast()
    await world.time.advanceTo(new Date(ACCEPT_UNTIL + 120_000))
    expect(tallier.ended).toBe('closed')
    expect(world.close?.body.size).toBe(2)
    expectClosed(world)
  })

  it('closes an election in which nobody voted', async () => {
    const world = await openWorld()
    const tallier = world.start()
    await world.time.advanceTo(new Date(ACCEPT_UNTIL + 120_000))
    expect(tallier.ended).toBe('closed')
    expect(world.result).toMatchObject({ size: 0, turnout: 0 })
    expect(world.head?.size).toBe(0)
    expectClosed(world)
  })

  it('shows nothing new between closes and acceptUntil', async () => {
    const world = await openWorld()
    world.start()
    world.cast()
    await world.time.advanceTo(new Date(CLOSES))
    const feed = world.store.lastSequence
    world.cast()
    world.cast()
    await world.time.advanceTo(new Date(ACCEPT_UNTIL))
    expect(Number(world.store.lastSequence)).toBe(Number(feed) + 2)
    expect(world.seal?.size).toBe(1)
  })
})
