import { describe, expect, it } from 'vitest'
import { scheduleOf } from '#protocol/formats/amendment'
import { ballotId, leafHashOf } from '#protocol/formats/ballot'
import { promisedTime } from '../gateway/receipts.ts'
import { makeBallot, makeElection, voterSeed } from '../testing/election-fixture.ts'
import { direct } from '../testing/fake-database.ts'
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

  it('counts the ballots of each group with its weight, and each voter once', async () => {
    const groups = [
      { id: 'all', weight: 1, contests: ['chair', 'board'] },
      { id: 'delegates', weight: 25, contests: ['chair'] },
    ]
    const world = await openWorld({ groups })
    world.start()
    for (const voter of [1, 2, 3])
      world.cast({ votes: { chair: ['ada'], board: ['cem'] }, seed: voterSeed(voter) })
    world.cast({ votes: { chair: ['bob'] }, group: 'delegates', seed: voterSeed(4) })
    await world.time.advanceBy(2000)
    world.cast({ votes: { chair: ['ada'] }, group: 'delegates', seed: voterSeed(5) })
    world.cast({ votes: { chair: [] }, group: 'delegates', seed: voterSeed(5), sequence: 1 })
    await world.time.advanceBy(2000)
    const [chair, board] = world.result?.contests ?? []
    expect(world.result).toMatchObject({ size: 6, turnout: 5 })
    expect(chair).toMatchObject({ ballots: 5, blank: 1, votes: { ada: 3, bob: 25 }, elected: ['bob'] })
    expect(board).toMatchObject({ ballots: 3, votes: { cem: 3 } })
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

describe('what is stored as a ballot', () => {
  it('counts although somebody planted garbage over it', async () => {
    const world = await openWorld()
    world.start()
    await world.time.advanceBy(2000)
    const ballot = makeBallot(world.election, { votes: { chair: ['bob'] } })
    world.store.plant({ _id: ballot._id, _rev: '5-garbage', body: 'garbage' })
    await world.time.advanceBy(2000)
    expect(world.head).toBeUndefined()
    world.store.plant({ ...ballot, _rev: '1-true' })
    await world.time.advanceBy(2000)
    expect(world.result?.contests[0]?.votes).toEqual({ ada: 0, bob: 1 })
  })

  it('is refused with its reason at the close', async () => {
    const world = await openWorld()
    world.start()
    const [first, second] = [makeBallot(world.election), makeBallot(world.election)]
    world.store.write({ ...first, _id: second._id })
    const invalid = makeBallot(world.election, { votes: { chair: ['eve'] } })
    world.store.write({ ...invalid })
    const foreign = makeBallot(makeElection({ election: 'other' }))
    world.store.write({ ...foreign })
    world.store.write({ _id: 'ballot:no-address', body: {} })
    await world.time.advanceTo(new Date(ACCEPT_UNTIL + 120_000))
    const refused = [
      { leafHash: second._id.slice(7), reason: 'bad-address' },
      { leafHash: invalid._id.slice(7), reason: 'unknown-option' },
      { leafHash: foreign._id.slice(7), reason: 'unknown-election' },
    ]
    expect(world.close?.body.refused).toEqual(refused.sort((a, b) => (a.leafHash < b.leafHash ? -1 : 1)))
    expect(world.close?.body.size).toBe(0)
  })

  it('is one of two of a key and sequence: the first is counted, and the close need not name the other', async () => {
    const world = await openWorld()
    world.start()
    world.cast({ seed: voterSeed(1), votes: { chair: ['ada'] } })
    await world.time.advanceBy(2000)
    world.cast({ seed: voterSeed(1), votes: { chair: ['bob'] } })
    await world.time.advanceTo(new Date(ACCEPT_UNTIL + 120_000))
    expect(world.result?.contests[0]?.votes).toEqual({ ada: 1, bob: 0 })
    expect(world.close?.body).toMatchObject({ size: 1, refusedCount: 0, refused: [] })
    expectClosed(world)
  })
})

describe('what the gateway of this process has checked', () => {
  it('is not verified again', async () => {
    const world = await openWorld()
    const { body, _id } = makeBallot(world.election)
    // Its signature is no longer right, which only a verification would tell.
    const signature = makeBallot(world.election).signature
    const spoilt = { body, signature }
    const id = ballotId(leafHashOf(spoilt))
    expect(id).not.toBe(_id)
    world.store.write({ _id: id, ...spoilt })
    world.start(direct, { wasChecked: (leafHash) => `ballot:${leafHash}` === id })
    await world.time.advanceBy(2000)
    expect(world.head?.size).toBe(1)
  })

  it('is valid in its own election only', async () => {
    const world = await openWorld()
    world.store.write({ ...makeBallot(makeElection({ title: { en: 'Another' } })) })
    world.store.write({ ...makeBallot(makeElection({ election: 'other' })) })
    world.start(direct, { wasChecked: () => true })
    await world.time.advanceBy(2000)
    expect(world.head).toBeUndefined()
  })
})

it('shares its log while it counts, so that the gateway of this process knows the slots that are taken', async () => {
  const world = await openWorld()
  const shared: (string | undefined)[] = []
  const { body, _id } = world.cast()
  let holder: string | undefined
  const tallier = world.start(direct, {
    shareLog: (election, log) => {
      shared.push(log && election)
      holder = log?.holderOf(body)
      if (log)
        void world.time.wait(1500, new AbortController().signal).then(() => (holder = log.holderOf(body)))
    },
  })
  await world.time.advanceBy(2000)
  expect(`ballot:${holder ?? ''}`).toBe(_id)
  await world.stop(tallier)
  expect(shared).toEqual([world.election.manifest.body.election, undefined])
})

describe('an amendment', () => {
  it('that extends the election opens the result again', async () => {
    const world = await openWorld()
    world.start()
    world.cast()
    await world.time.advanceTo(new Date(CLOSES + 60_000))
    world.cast()
    await world.time.advanceBy(60_000)
    expect(world.head?.size).toBe(1)
    world.amend({ closes: '2026-05-02T20:00:00Z', acceptUntil: '2026-05-02T20:00:00Z' })
    await world.time.advanceBy(2000)
    expect(world.head?.size).toBe(2)
    await world.time.advanceTo('2026-05-02T20:02:00Z')
    expectClosed(world)
    expect(world.close?.body.amendments).not.toBe(world.election.manifestHash)
  })

  it('that ends it now makes the result final', async () => {
    const world = await openWorld()
    const tallier = world.start()
    world.cast()
    world.amend({ closes: '2026-05-01T09:00:00Z', acceptUntil: '2026-05-01T09:00:00Z' })
    await world.time.advanceBy(72_000)
    expect(tallier.ended).toBe('closed')
    expectClosed(world)
  })

  it('that cancels it stops the count', async () => {
    const world = await openWorld()
    const tallier = world.start()
    world.cast()
    await world.time.advanceBy(2000)
    world.cast()
    world.amend({ cancelled: true })
    await world.time.advanceBy(2000)
    expect(tallier.ended).toBe('cancelled')
    expect(world.head?.size).toBe(1)
    expect(world.close).toBeUndefined()
  })
})

describe('an election that is ended early, with time for late ballots', () => {
  const publish = { everySeconds: 60, atLeast: 1 }
  const acceptUntil = '2026-05-02T09:00:00Z'

  async function endEarly(overrides = {}): Promise<TallyWorld> {
    const world = await openWorld({ publish, ...overrides })
    world.start()
    await world.time.advanceBy(1000)
    world.cast()
    await world.time.advanceBy(2000)
    world.amend({ closes: '2026-05-01T09:00:03Z', acceptUntil })
    return world
  }

  it('keeps the promise of every receipt that was given before its gateway heard of it', async () => {
    const world = await endEarly()
    const before = scheduleOf(world.manifest)
    const first = promisedTime(world.manifest, before, new Date('2026-05-01T09:00:01Z'))
    await world.time.advanceBy(5000)
    world.cast()
    await world.time.advanceTo(first)
    expect(world.head?.size).toBe(2)
    expect(world.result).toMatchObject({ size: 2, turnout: 2 })
    expectAllShown(world)
  })

  it('is shown once more and then not again before acceptUntil, by no tallier', async () => {
    const world = await endEarly()
    await world.time.advanceBy(100_000)
    const shown = world.signed.length
    world.cast()
    await world.time.advanceBy(100_000)
    world.start()
    world.cast()
    await world.time.advanceTo(acceptUntil)
    expect(world.head?.size).toBe(1)
    expect(world.signed).toHaveLength(shown)
    await world.time.advanceBy(120_000)
    expect(world.close?.body.size).toBe(3)
    expectClosed(world)
  })

  it('is shown once more by the next tallier, when the one of that moment was killed', async () => {
    const world = await openWorld({ publish })
    const tallier = world.start()
    world.cast()
    world.amend({ closes: '2026-05-01T09:00:00Z', acceptUntil })
    await world.time.advanceBy(1000)
    await world.stop(tallier)
    await world.time.advanceBy(3_600_000)
    world.start()
    await world.time.advanceBy(100_000)
    expect(world.head?.size).toBe(1)
  })

  it('shows nothing where ballots wait for company, because every promise is for the closing there', async () => {
    const world = await endEarly({ publish: { everySeconds: 1, atLeast: 5 } })
    await world.time.advanceTo(acceptUntil)
    expect(world.head).toBeUndefined()
  })

  it('is over for a tallier whose clock is behind, too', async () => {
    const world = await openWorld()
    world.start(direct, { clock: () => new Date(world.time.clock().getTime() - 30_000) })
    world.amend({ at: '2026-05-01T09:00:00Z', closes: '2026-05-01T09:00:00Z', acceptUntil })
    world.cast()
    await world.time.advanceBy(20_000)
    expect(world.head).toBeUndefined()
  })
})

describe('a log of many ballots', () => {
  it('has its full tiles before a head names them, and is read back batch by batch', async () => {
    const world = await openWorld()
    const tallier = world.start()
    for (let voter = 0; voter < 200; voter++) world.cast({ seed: voterSeed(voter) })
    await world.time.advanceBy(2000)
    for (let voter = 200; voter < 260; voter++) world.cast({ seed: voterSeed(voter) })
    await world.time.advanceBy(2000)
    expectAllShown(world)
    expect(world.store.ids().filter((id) => id.startsWith('tile:'))).toEqual(['tile:board-2026:0:0'])
    await world.stop(tallier)
    world.start()
    world.cast()
    await world.time.advanceBy(2000)
    expect(world.head?.size).toBe(261)
    expectAllShown(world)
  })
})
