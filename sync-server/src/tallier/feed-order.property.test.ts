import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ballot } from '#protocol/formats/ballot'
import type { ChangesPage } from '../couch/couch.ts'
import { makeBallot, makeElection, voterSeed } from '../testing/election-fixture.ts'
import type { Interceptor } from '../testing/fake-database.ts'
import { expectAllShown, expectClosed } from '../testing/tally-claims.ts'
import { TallyWorld } from '../testing/tally-world.ts'

const election = makeElection()
const BALLOTS: readonly Ballot[] = [0, 1, 2, 3, 4, 5].map((voter) =>
  makeBallot(election, {
    seed: voterSeed(voter % 4),
    sequence: voter < 4 ? 0 : 1,
    votes: { chair: [voter % 2 === 0 ? 'ada' : 'bob'] },
  }),
)

/** A feed that first shows these pages of ballots, whatever is asked, and rewinds to the start after each. */
function scripted(world: TallyWorld, script: readonly (readonly number[])[]): Interceptor {
  const pages = [...script]
  return async (call, run) => {
    const numbers = call.method === 'changes' ? pages.shift() : undefined
    const answer = await run()
    if (!numbers) return answer
    const ids = numbers.map((number) => BALLOTS[number]?._id ?? '')
    const page: ChangesPage = { rows: ids.map((id) => world.store.row(id, '0')), lastSeq: '0', pending: 1 }
    return page as typeof answer
  }
}

const script = fc.array(fc.array(fc.nat({ max: BALLOTS.length - 1 }), { maxLength: 8 }), { maxLength: 6 })

describe('the feed in any order, with repeats and rewinds', () => {
  it('leads to the same set of ballots, each once, and the same result', async () => {
    await fc.assert(
      fc.asyncProperty(script, script, async (first, second) => {
        const world = new TallyWorld()
        await world.time.advanceTo('2026-05-01T09:00:00Z')
        for (const ballot of BALLOTS) world.put(ballot)
        const tallier = world.start(scripted(world, first))
        await world.time.advanceBy(3000)
        await world.stop(tallier)
        world.start(scripted(world, second))
        await world.time.advanceBy(3000)
        expectAllShown(world)
        expect(world.result).toMatchObject({ size: 6, turnout: 4 })
        expect(world.result?.contests[0]?.votes).toEqual({ ada: 2, bob: 2 })
        await world.time.advanceTo('2026-05-02T10:00:00Z')
        expectClosed(world)
      }),
      { numRuns: 40 },
    )
  })

  it('is the same log however often the whole feed is fed again', async () => {
    const world = new TallyWorld()
    await world.time.advanceTo('2026-05-01T09:00:00Z')
    for (const ballot of BALLOTS) world.put(ballot)
    const all = BALLOTS.map((_, index) => index)
    const tallier = world.start(scripted(world, [all, all, all]))
    await world.time.advanceBy(3000)
    const log = world.sealedLog()
    await world.stop(tallier)
    world.start(scripted(world, [all, all]))
    await world.time.advanceBy(3000)
    expect(world.sealedLog()).toEqual(log)
    expect(log.length).toBe(6)
  })
})
