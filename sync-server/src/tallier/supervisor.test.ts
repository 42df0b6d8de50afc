import { describe, expect, it } from 'vitest'
import type { Couch, Database } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import type { ElectionState } from '../elections/elections.ts'
import { stateOf } from '../testing/election-fixture.ts'
import { direct, FakeDatabase } from '../testing/fake-database.ts'
import { expectAllShown } from '../testing/tally-claims.ts'
import { TallyWorld } from '../testing/tally-world.ts'
import { settle } from '../testing/virtual-time.ts'
import { superviseTalliers } from './supervisor.ts'

/** Several worlds on the clock of the first, under one supervisor. */
class Supervised {
  readonly stop = new AbortController()
  readonly #worlds: readonly TallyWorld[]
  readonly #listeners: ((election: ElectionState) => void)[] = []
  sealsAway = false
  done = false

  constructor(...worlds: readonly TallyWorld[]) {
    this.#worlds = worlds
  }

  start(): void {
    const [first] = this.#worlds
    if (!first) throw new RangeError('no world')
    const running = superviseTalliers(
      {
        ...first.ports(direct),
        couch: this.#couch(),
        keystore: { load: (id) => Promise.resolve(this.#find(id)?.election.keys) },
        elections: { onPublished: (listener) => this.#subscribe(listener) },
      },
      this.stop.signal,
    )
    void running.then(() => (this.done = true))
  }

  publish(election: ElectionState): void {
    for (const listener of this.#listeners) listener(election)
  }

  #subscribe(listener: (election: ElectionState) => void): () => void {
    this.#listeners.push(listener)
    return () => void this.#listeners.splice(this.#listeners.indexOf(listener), 1)
  }

  #couch(): Pick<Couch, 'ensureDatabase' | 'database'> {
    return {
      ensureDatabase: () =>
        this.sealsAway
          ? Promise.reject(new CouchError('unavailable', 'away'))
          : Promise.resolve(new FakeDatabase(this.#worlds[0]?.seals ?? expect.fail())),
      database: (name): Database =>
        new FakeDatabase(this.#worlds.find((world) => world.store.name === name)?.store ?? expect.fail(name)),
    }
  }

  #find(id: string): TallyWorld | undefined {
    return this.#worlds.find((world) => world.manifest.election === id)
  }
}

describe('the supervisor of talliers', () => {
  it('counts every election that is published, and ends when it is told to', async () => {
    const worlds = [new TallyWorld(), new TallyWorld({ election: 'budget-2026' })]
    const [board = expect.fail(), budget = expect.fail()] = worlds
    const supervised = new Supervised(board, budget)
    supervised.start()
    await board.time.advanceTo('2026-05-01T09:00:00Z')
    for (const world of worlds) {
      supervised.publish(stateOf(world.election))
      supervised.publish(stateOf(world.election))
      world.cast()
    }
    await board.time.advanceBy(3000)
    expect(board.result?.size).toBe(1)
    expect(budget.result?.size).toBe(1)
    supervised.stop.abort()
    await settle()
    expect(supervised.done).toBe(true)
    const feed = board.store.lastSequence
    board.cast()
    await board.time.advanceBy(60_000)
    expect(Number(board.store.lastSequence)).toBe(Number(feed) + 1)
  })

  it('goes on with the others when one log cannot be read, and takes it up once it can', async () => {
    const [board, budget] = [new TallyWorld(), new TallyWorld({ election: 'budget-2026' })]
    await board.time.advanceTo('2026-05-01T09:00:00Z')
    const before = board.start()
    const ballot = board.cast()
    await board.time.advanceBy(2000)
    await board.stop(before)
    board.store.purge(ballot._id)
    const supervised = new Supervised(board, budget)
    supervised.start()
    for (const world of [board, budget]) supervised.publish(stateOf(world.election))
    budget.cast()
    board.cast()
    await board.time.advanceBy(3000)
    expect(budget.result?.size).toBe(1)
    expect(board.result?.size).toBe(1)
    board.put(ballot)
    await board.time.advanceBy(120_000)
    expect(board.result?.size).toBe(2)
    expectAllShown(board)
  })

  it('begins although the seals are away when it starts', async () => {
    const world = new TallyWorld()
    await world.time.advanceTo('2026-05-01T09:00:00Z')
    const supervised = new Supervised(world)
    supervised.sealsAway = true
    supervised.start()
    supervised.publish(stateOf(world.election))
    world.cast()
    await world.time.advanceBy(5000)
    supervised.sealsAway = false
    await world.time.advanceBy(120_000)
    expect(world.result?.size).toBe(1)
  })
})
