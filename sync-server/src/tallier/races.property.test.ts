import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ballot } from '#protocol/formats/ballot'
import { makeBallot, makeElection, voterSeed } from '../testing/election-fixture.ts'
import type { Interceptor } from '../testing/fake-database.ts'
import { expectClosed, expectOneLog } from '../testing/tally-claims.ts'
import type { RunningTallier } from '../testing/tally-world.ts'
import { TallyWorld } from '../testing/tally-world.ts'
import { settle } from '../testing/virtual-time.ts'

const election = makeElection()
/** Two voters who say two things at once, one who votes twice, two more. */
const BALLOTS: readonly Ballot[] = [
  ballot(1, 0, 'ada'),
  ballot(1, 0, 'bob'),
  ballot(2, 0, 'ada'),
  ballot(2, 0, 'bob'),
  ballot(3, 0, 'ada'),
  ballot(3, 1, 'bob'),
  ballot(4, 0, 'ada'),
  ballot(5, 0, 'bob'),
]

function ballot(voter: number, sequence: number, chair: string): Ballot {
  return makeBallot(election, { seed: voterSeed(voter), sequence, votes: { chair: [chair] } })
}

/** Each call of either tallier waits for its turn, in whatever order the scheduler draws. */
function takingTurns(scheduler: fc.Scheduler): Interceptor {
  return async (call, run) => {
    await scheduler.schedule(Promise.resolve(), `${call.method} ${call.ids.join()}`)
    return run()
  }
}

async function race(scheduler: fc.Scheduler, pauses: readonly number[]): Promise<TallyWorld> {
  const world = new TallyWorld()
  await world.time.advanceTo('2026-05-01T09:00:00Z')
  const talliers = [world.start(takingTurns(scheduler)), world.start(takingTurns(scheduler))]
  for (const [index, cast] of BALLOTS.entries()) {
    world.put(cast)
    for (let turn = 0; turn < (pauses[index] ?? 0); turn++) await takeTurn(scheduler)
    await world.time.advanceBy(700)
    expectOneLog(world)
  }
  await world.time.advanceTo('2026-05-02T10:00:00Z')
  while (!talliers.every(hasEnded)) {
    for (let turn = 0; turn < 20 && scheduler.count() > 0; turn++) await takeTurn(scheduler)
    await world.time.advanceBy(1000)
  }
  expect(talliers.map((tallier) => tallier.ended)).toEqual(['closed', 'closed'])
  return world
}

async function takeTurn(scheduler: fc.Scheduler): Promise<void> {
  await settle()
  if (scheduler.count() > 0) await scheduler.waitNext(1)
}

function hasEnded(tallier: RunningTallier): boolean {
  return tallier.ended !== undefined
}

describe('two talliers on one seal', () => {
  it('make one log, in whatever order their calls are answered', { timeout: 120_000 }, async () => {
    const pauses = fc.array(fc.nat({ max: 25 }), { minLength: BALLOTS.length, maxLength: BALLOTS.length })
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), pauses, async (scheduler, turns) => {
        const world = await race(scheduler, turns)
        expectClosed(world)
        expect(world.close?.body).toMatchObject({ size: 6, refused: [] })
      }),
      { numRuns: 40 },
    )
  })

  it('one that was paused between storing its batch and the swap, and wakes up, appends nothing', async () => {
    const world = new TallyWorld()
    await world.time.advanceTo('2026-05-01T09:00:00Z')
    let wake = (): void => undefined
    const paused = new Promise<void>((resolve) => (wake = resolve))
    const sleepy = world.start(async (call, run) => {
      if (call.method === 'compareAndSwap' && world.seal === undefined) await paused
      return run()
    })
    world.cast({ votes: { chair: ['ada'] } })
    await world.time.advanceBy(2000)
    const awake = world.start()
    world.cast({ votes: { chair: ['bob'] } })
    await world.time.advanceBy(2000)
    expect(world.head?.size).toBe(2)
    wake()
    world.cast()
    await world.time.advanceBy(5000)
    expect(world.head?.size).toBe(3)
    await world.time.advanceTo('2026-05-02T10:00:00Z')
    expect([sleepy.ended, awake.ended]).toEqual(['closed', 'closed'])
    expectClosed(world)
  })

  it('one that slept through the close appends nothing to a log that is final', async () => {
    const world = new TallyWorld()
    await world.time.advanceTo('2026-05-01T09:00:00Z')
    let wake = (): void => undefined
    const paused = new Promise<void>((resolve) => (wake = resolve))
    let asleep = false
    const sleepy = world.start(async (call, run) => {
      if (call.method === 'compareAndSwap' && world.seal?.size === 1) {
        asleep = true
        await paused
      }
      return run()
    })
    world.cast()
    await world.time.advanceBy(2000)
    world.cast()
    await world.time.advanceBy(2000)
    expect(asleep).toBe(true)
    const awake = world.start()
    await world.time.advanceTo('2026-05-02T10:00:00Z')
    expect(awake.ended).toBe('closed')
    const feed = world.store.lastSequence
    wake()
    await world.time.advanceBy(60_000)
    expect(sleepy.ended).toBe('closed')
    expect(world.store.winner('close:board-2026')?._rev).toMatch(/^[12]-/)
    expect(world.close?.body.size).toBe(2)
    expect(Number(world.store.lastSequence)).toBeLessThanOrEqual(Number(feed) + 3)
    expectClosed(world)
  })
})
