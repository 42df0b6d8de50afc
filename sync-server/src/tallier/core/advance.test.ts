import { describe, expect, it } from 'vitest'
import { scheduleOf } from '#protocol/formats/amendment'
import type { Manifest } from '#protocol/formats/manifest'
import { makeBallot, makeElection, voterSeed } from '../../testing/election-fixture.ts'
import { advance } from './advance.ts'
import type { CheckedBallot } from './election-log.ts'
import { ElectionLog } from './election-log.ts'
import type { Step, TallierEffect, TallierEvent, TallierState } from './tallier-state.ts'
import { WaitingBallots } from './waiting-ballots.ts'

const START = Date.parse('2026-05-01T09:00:00Z')
const CLOSES = Date.parse('2026-05-02T08:00:00Z')
const DRAINED = Date.parse('2026-05-02T09:01:00Z')
const election = makeElection()

/** A signed ballot once; what is counted by the thousand differs in its leaf hash and key only. */
const { body } = makeBallot(election, { seed: voterSeed(1), votes: { chair: ['ada'] } })

function checked(number: number, slot = number): CheckedBallot {
  const leafHash = Buffer.alloc(32, 0)
  leafHash.writeUInt32BE(number)
  const key = Buffer.alloc(32, 0)
  key.writeUInt32BE(slot)
  const credential = { ...body.credential, key: key.toString('base64url') }
  return { leafHash: leafHash.toString('base64url'), body: { ...body, credential } }
}

/** The core with a shell that succeeds at once at everything; it keeps what was asked of it. */
class Machine {
  state: TallierState
  time = START
  readonly effects: TallierEffect[] = []
  #swaps = 0

  constructor(publish: Manifest['publish'] = { everySeconds: 1, atLeast: 1 }) {
    this.state = {
      rules: {
        election: 'board-2026',
        manifestHash: election.manifestHash,
        publish,
        longestWriteMs: 60_000,
      },
      schedule: scheduleOf(election.manifest.body),
      amendedAt: undefined,
      log: new ElectionLog(election.manifest.body),
      waiting: new WaitingBallots(),
      seal: undefined,
      position: '0',
      published: { tiles: 0, size: 0, amendments: undefined },
      displaced: false,
      lastCut: START,
      cut: [],
      commit: undefined,
      lostSwaps: 0,
      busy: false,
      refused: undefined,
      stopping: false,
      over: false,
    }
  }

  /** One event, and nothing is done about its effects. */
  step(event: TallierEvent): Step {
    const step = advance(this.state, event, new Date(this.time))
    this.state = step.state
    return step
  }

  /** One event, and everything that follows from it. */
  run(event: TallierEvent): void {
    const queue = [...this.step(event).effects]
    for (let effect = queue.shift(); effect; effect = queue.shift()) {
      this.effects.push(effect)
      const answer = this.#perform(effect)
      if (answer) queue.push(...this.step(answer).effects)
    }
  }

  check(ballots: readonly CheckedBallot[], position = '1'): void {
    this.run({ kind: 'checked', ballots, position })
  }

  at(time: number): void {
    this.time = time
    this.run({ kind: 'tick' })
  }

  kinds(): string[] {
    return this.effects.map((effect) => effect.kind)
  }

  #perform(effect: TallierEffect): TallierEvent | undefined {
    switch (effect.kind) {
      case 'store-batch':
        return { kind: 'batch-stored' }
      case 'swap-seal':
        return { kind: 'sealed', seal: { ...effect.seal, rev: `${++this.#swaps}-x` } }
      case 'catch-up':
        return { kind: 'caught-up', seal: this.state.seal }
      case 'publish':
        return { kind: 'published', size: effect.result.size, amendments: effect.result.amendments }
      case 'sweep':
        return { kind: 'swept', schedule: this.state.schedule, found: [], refused: [] }
      case 'close':
        return { kind: 'closed' }
      default:
        return undefined
    }
  }
}

function range(from: number, to: number): CheckedBallot[] {
  return Array.from({ length: to - from }, (_, index) => checked(from + index))
}

describe('when a batch is cut', () => {
  it('stores, seals, publishes, in this order', () => {
    const machine = new Machine()
    machine.time = START + 5000
    machine.check([checked(1)])
    expect(machine.kinds()).toEqual(['store-batch', 'swap-seal', 'publish', 'wait'])
  })

  it('waits until the last cut is everySeconds ago, and publishes once for all that came', () => {
    const machine = new Machine({ everySeconds: 60, atLeast: 1 })
    machine.time = START + 60_000
    machine.check([checked(1)])
    machine.time += 1000
    machine.check([checked(2)])
    machine.time += 1000
    machine.check([checked(3)])
    expect(machine.state.log.size).toBe(1)
    expect(machine.effects.at(-1)).toEqual({ kind: 'wait', milliseconds: 58_000 })
    machine.at(START + 119_999)
    expect(machine.state.log.size).toBe(1)
    machine.at(START + 120_000)
    expect(machine.state.log.size).toBe(3)
    expect(machine.kinds().filter((kind) => kind === 'publish')).toHaveLength(2)
  })

  it('waits for atLeast ballots, and takes the rest when the election closes', () => {
    const machine = new Machine({ everySeconds: 1, atLeast: 10 })
    machine.time = START + 5000
    machine.check(range(0, 9))
    machine.at(START + 3_600_000)
    expect(machine.state.log.size).toBe(0)
    machine.check([checked(9)])
    expect(machine.state.log.size).toBe(10)
    machine.check(range(10, 13))
    machine.at(DRAINED)
    expect(machine.state.log.size).toBe(13)
    expect(machine.kinds().at(-1)).toBe('finish')
  })

  it('makes several batches and one publication of more than a batch holds', () => {
    const machine = new Machine()
    machine.time = START + 5000
    machine.check(range(0, 2500))
    expect(machine.kinds()).toEqual([
      ...['store-batch', 'swap-seal', 'store-batch', 'swap-seal', 'store-batch', 'swap-seal'],
      ...['publish', 'wait'],
    ])
    expect(machine.state.log.size).toBe(2500)
  })

  it('shows nothing of the order in which came what it publishes together', () => {
    const machine = new Machine()
    machine.time = START + 5000
    machine.check(range(0, 2500).reverse())
    const inOrder = range(0, 2500).map(({ leafHash }) => leafHash)
    const batches = machine.effects.flatMap((effect) => (effect.kind === 'store-batch' ? [effect.batch] : []))
    expect(batches.flatMap(({ hashes }) => hashes)).toEqual(inOrder)
  })

  it('does not put off its publication for ballots that come while it commits', () => {
    const machine = new Machine()
    machine.time = START + 5000
    machine.step({ kind: 'checked', ballots: range(0, 1500), position: '1' })
    machine.step({ kind: 'checked', ballots: range(1500, 4000), position: '2' })
    machine.run({ kind: 'batch-stored' })
    expect(machine.kinds()).toEqual(['swap-seal', 'store-batch', 'swap-seal', 'publish', 'wait'])
    expect(machine.state.log.size).toBe(1500)
  })
})

describe('what is sealed', () => {
  const seals = (machine: Machine) =>
    machine.effects.flatMap((effect) => (effect.kind === 'swap-seal' ? [effect.seal] : []))

  it('names the end of the feed only when nothing waits', () => {
    const machine = new Machine()
    machine.check(range(0, 600), 'a')
    machine.check(range(600, 1200), 'b')
    machine.check(range(1200, 2400), 'c')
    machine.at(START + 5000)
    expect(seals(machine).map((seal) => [seal.size, seal.since])).toEqual([
      // 1000 ballots end in the page after 'a', 2000 in the page after 'b': from there on the feed is still needed.
      [1000, 'a'],
      [2000, 'b'],
      [2400, 'c'],
    ])
  })

  it('has the first of two ballots with one key and sequence', () => {
    const machine = new Machine()
    machine.time = START + 5000
    machine.check([checked(2, 7), checked(1, 7)])
    machine.time += 5000
    machine.check([checked(1, 7), checked(3, 7)])
    expect(machine.state.log.size).toBe(1)
    expect(machine.state.log.holds(checked(2, 7))).toBe(true)
  })
})

describe('a swap that did not count', () => {
  it('is followed by reading the seal, and the ballots are proposed again', () => {
    const machine = new Machine()
    machine.time = START + 5000
    machine.step({ kind: 'checked', ballots: range(0, 3), position: '1' })
    machine.step({ kind: 'batch-stored' })
    const { effects } = machine.step({ kind: 'seal-lost' })
    expect(effects).toEqual([{ kind: 'catch-up', attempt: 1 }])
    machine.run({ kind: 'caught-up', seal: undefined })
    expect(machine.state.log.size).toBe(3)
  })

  it('drops the ballots that another tallier committed', () => {
    const machine = new Machine()
    machine.time = START + 5000
    machine.step({ kind: 'checked', ballots: [checked(1), checked(2, 8), checked(3)], position: '1' })
    machine.step({ kind: 'batch-stored' })
    machine.step({ kind: 'seal-lost' })
    const others = [checked(1), checked(9, 8)]
    const { log } = machine.state
    log.append(log.propose(others), others)
    machine.run({ kind: 'caught-up', seal: undefined })
    expect(log.size).toBe(2)
    machine.at(START + 6000)
    expect(log.size).toBe(3)
    expect(log.holds(checked(3))).toBe(true)
  })

  it('leaves what only this tallier knew to a cut of its own: neither too early nor in too small a company', () => {
    const machine = new Machine({ everySeconds: 60, atLeast: 3 })
    machine.time = START + 60_000
    machine.step({ kind: 'checked', ballots: range(0, 4), position: '1' })
    machine.step({ kind: 'batch-stored' })
    machine.step({ kind: 'seal-lost' })
    const { log } = machine.state
    log.append(log.propose(range(0, 3)), range(0, 3))
    machine.time += 5000
    machine.run({ kind: 'caught-up', seal: undefined })
    machine.check(range(4, 6))
    machine.at(START + 124_999)
    expect(log.size).toBe(3)
    machine.at(START + 125_000)
    expect(log.size).toBe(6)
  })

  it('that counted after all is no reason to take what came meanwhile', () => {
    const machine = new Machine({ everySeconds: 60, atLeast: 2 })
    machine.time = START + 60_000
    const { log } = machine.state
    machine.step({ kind: 'checked', ballots: range(0, 2), position: '1' })
    machine.step({ kind: 'checked', ballots: range(2, 4), position: '1' })
    machine.step({ kind: 'batch-stored' })
    machine.step({ kind: 'seal-lost' })
    log.append(log.propose(range(0, 2)), range(0, 2))
    machine.run({ kind: 'caught-up', seal: undefined })
    expect([log.size, machine.kinds()]).toEqual([2, ['publish', 'wait']])
    machine.at(START + 120_000)
    expect(log.size).toBe(4)
  })
})

describe('the deadlines', () => {
  it('nothing is committed or published from closes on, until late ballots are durable', () => {
    const machine = new Machine()
    machine.time = CLOSES
    machine.check(range(0, 5))
    machine.at(DRAINED - 1)
    expect(machine.kinds().every((kind) => kind === 'wait')).toBe(true)
  })

  it('what a killed tallier had sealed before closes is not published after it', () => {
    const machine = new Machine()
    const { log } = machine.state
    log.append(log.propose([checked(1)]), [checked(1)])
    machine.at(CLOSES)
    expect(machine.kinds()).toEqual(['wait'])
    machine.at(DRAINED)
    expect(machine.kinds()).toEqual(['wait', 'sweep', 'swap-seal', 'publish', 'close', 'finish'])
  })

  it('an amendment that comes during the sweep puts the closing off', () => {
    const machine = new Machine()
    machine.time = DRAINED
    expect(machine.step({ kind: 'tick' }).effects[0]?.kind).toBe('sweep')
    const later = {
      ...machine.state.schedule,
      closes: '2026-05-03T08:00:00Z',
      acceptUntil: '2026-05-03T08:00:00Z',
    }
    machine.run({ kind: 'swept', schedule: { ...later, chain: 'amended' }, found: [], refused: [] })
    machine.check([checked(1)])
    expect(machine.kinds()).toEqual(['wait', 'store-batch', 'swap-seal', 'publish', 'wait'])
  })

  it('a cancelled election ends without another signature', () => {
    const machine = new Machine()
    machine.check([checked(1)])
    machine.run({ kind: 'amended', schedule: { ...machine.state.schedule, cancelled: true } })
    expect(machine.effects.at(-1)).toEqual({ kind: 'finish', outcome: 'cancelled' })
    expect(machine.kinds()).not.toContain('publish')
  })

  it('a ballot that only the sweep found is in the log that is closed', () => {
    const machine = new Machine()
    machine.time = DRAINED
    machine.step({ kind: 'tick' })
    machine.run({ kind: 'swept', schedule: machine.state.schedule, found: [checked(1)], refused: [] })
    expect(machine.kinds()).toEqual([
      ...['store-batch', 'swap-seal', 'sweep', 'swap-seal', 'publish', 'close', 'finish'],
    ])
    expect(machine.effects.find((effect) => effect.kind === 'close')).toMatchObject({ close: { size: 1 } })
  })
})
