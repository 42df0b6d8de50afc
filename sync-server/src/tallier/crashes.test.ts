import { describe, expect, it } from 'vitest'
import type { Ballot } from '#protocol/formats/ballot'
import type { ElectionFixture } from '../testing/election-fixture.ts'
import { makeBallot, makeElection, voterSeed } from '../testing/election-fixture.ts'
import type { Interceptor } from '../testing/fake-database.ts'
import { direct } from '../testing/fake-database.ts'
import { expectClosed, expectOneLog } from '../testing/tally-claims.ts'
import type { RunningTallier } from '../testing/tally-world.ts'
import { TallyWorld } from '../testing/tally-world.ts'

/** Not an error of the database: nothing may catch it, as nothing catches a SIGKILL. */
class Killed extends Error {}

interface Killer {
  readonly intercept: Interceptor
  calls: number
  killed: boolean
}

/** Kills the process at its call number `at`, before the database does it or after; a killed process calls nothing more. */
function killAt(at: number, moment: 'before' | 'after'): Killer {
  const killer: Killer = {
    calls: 0,
    killed: false,
    intercept: async (call, run) => {
      if (killer.killed) throw new Killed()
      if (killer.calls++ !== at) return direct(call, run)
      killer.killed = true
      if (moment === 'after') await direct(call, run)
      throw new Killed()
    },
  }
  return killer
}

/** Ballots for the script, made once: the same voter twice, two of one key and sequence, and an invalid one. */
function scriptBallots(election: ElectionFixture): readonly (readonly Ballot[])[] {
  const [ada, bob] = [{ chair: ['ada'] }, { chair: ['bob'] }]
  const make = (voter: number, sequence: number, votes: Record<string, string[]>): Ballot =>
    makeBallot(election, { seed: voterSeed(voter), sequence, votes })
  const forged = makeBallot(makeElection({ title: { en: 'Another' } }), { seed: voterSeed(9) })
  return [
    [make(1, 0, ada), make(2, 0, bob), make(3, 0, ada)],
    [make(1, 1, bob), make(4, 0, ada), make(4, 0, bob), forged],
    [make(5, 0, bob)],
    [make(6, 0, ada)],
  ]
}

/** Plays one election, starting the tallier anew whenever it was killed. */
async function play(election: ElectionFixture, ballots: readonly (readonly Ballot[])[], killer: Killer) {
  const world = new TallyWorld()
  await world.time.advanceTo('2026-05-01T09:00:00Z')
  let tallier: RunningTallier = world.start(killer.intercept)
  const advanceTo = async (time: string): Promise<void> => {
    await world.time.advanceTo(time)
    if (tallier.ended instanceof Killed) {
      expectOneLog(world)
      tallier = world.start()
      await world.time.advanceTo(new Date(Date.parse(time) + 2500))
    }
  }
  const times = [
    '2026-05-01T10:00:00Z',
    '2026-05-01T11:00:00Z',
    '2026-05-02T08:30:00Z',
    '2026-05-02T09:30:00Z',
  ]
  for (const [index, group] of ballots.entries()) {
    for (const ballot of group) world.put(ballot)
    if (index === 1) plantGarbage(world)
    if (index === 2) world.amend({ closes: '2026-05-02T08:59:00Z', acceptUntil: '2026-05-02T10:00:00Z' })
    await advanceTo(times[index] ?? '')
  }
  await advanceTo('2026-05-02T11:00:00Z')
  await advanceTo('2026-05-02T11:10:00Z')
  return { world, tallier }
}

function plantGarbage(world: TallyWorld): void {
  const victim = world.cast({ seed: voterSeed(7) })
  world.store.plant({ _id: victim._id, _rev: '9-garbage', body: 'garbage' })
  world.store.write({ _id: `ballot:${'A'.repeat(43)}`, body: 'nothing' })
}

describe('a tallier that is killed at any effect', () => {
  const election = makeElection()
  const ballots = scriptBallots(election)

  it('loses nothing, repeats nothing and never shows two logs', async () => {
    const calm = killAt(-1, 'before')
    const { world } = await play(election, ballots, calm)
    expectClosed(world)
    const close = world.close?.body
    expect(close?.size).toBe(8)
    expect(close?.refused.map((row) => row.reason).sort()).toEqual(['malformed', 'wrong-manifest'])
    expect(calm.calls).toBeGreaterThan(40)
    for (let at = 0; at < calm.calls; at++) {
      for (const moment of ['before', 'after'] as const) {
        const killer = killAt(at, moment)
        const { world: survived, tallier } = await play(election, ballots, killer)
        expect(killer.killed, `call ${at}`).toBe(true)
        expect(tallier.ended, `killed ${moment} call ${at}`).toBe('closed')
        expectClosed(survived)
        expect(survived.close?.body.refused.length).toBe(2)
        expect(survived.result?.turnout).toBe(world.result?.turnout)
      }
    }
  })
})
