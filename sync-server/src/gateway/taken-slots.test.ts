import { expect, test } from 'vitest'
import type { Ballot } from '#protocol/formats/ballot'
import { makeBallot, makeElection, voterSeed } from '../testing/election-fixture.ts'
import type { Storing } from './store-ballots.ts'
import { TakenSlots } from './taken-slots.ts'

const election = makeElection()
const of = (voter: number, chair: string, sequence = 0): Ballot =>
  makeBallot(election, { seed: voterSeed(voter), votes: { chair: [chair] }, sequence })
const [first, second, later, neighbour] = [of(1, 'ada'), of(1, 'bob'), of(1, 'bob', 1), of(2, 'bob')]
const stored: Storing = { kind: 'stored', rev: '1-a' }
const unavailable: Storing = { kind: 'unavailable' }
const nothingLogged = (): undefined => undefined

/** What becomes of each ballot, on slots of which the test says what they hold. */
function outcomes(slots: TakenSlots, write = stored): Promise<string[]> {
  const pushed = [first, second, later, neighbour].map((ballot) =>
    slots.hold(ballot, () => Promise.resolve(write)),
  )
  return Promise.all(pushed).then((all) => all.map(({ kind }) => kind))
}

test('what is stored takes its key’s sequence from every other ballot, and from nothing else', async () => {
  const slots = new TakenSlots(nothingLogged)
  await slots.hold(first, () => Promise.resolve(stored))
  expect(await outcomes(slots)).toEqual(['stored', 'taken', 'stored', 'stored'])
  slots.take(second)
  expect(await outcomes(slots)).toEqual(['stored', 'taken', 'stored', 'stored'])
})

test('what the log has takes it, whoever accepted it', async () => {
  const slots = new TakenSlots(({ sequence, credential }) =>
    sequence === 0 && credential.key === first.body.credential.key ? first._id.slice(7) : undefined,
  )
  slots.take(second)
  expect(await outcomes(slots)).toEqual(['stored', 'taken', 'stored', 'stored'])
})

test('of two that come at once the first is written, and the second waits for what becomes of it', async () => {
  expect(await outcomes(new TakenSlots(nothingLogged))).toEqual(['stored', 'taken', 'stored', 'stored'])
  const slots = new TakenSlots(nothingLogged)
  expect(new Set(await outcomes(slots, unavailable))).toEqual(new Set(['unavailable']))
  expect(await slots.hold(second, () => Promise.resolve(stored))).toBe(stored)
})

test('the same ballot over two connections is written for each, and holds its slot until both are done', async () => {
  const slots = new TakenSlots(nothingLogged)
  const finish: ((storing: Storing) => void)[] = []
  const write = (): Promise<Storing> => new Promise((resolve) => finish.push(resolve))
  const writes = [slots.hold(first, write), slots.hold(first, write)]
  finish[0]?.(unavailable)
  await writes[0]
  const rival = slots.hold(second, () => Promise.resolve(stored))
  finish[1]?.(stored)
  expect((await rival).kind).toBe('taken')
})

test('a write that breaks off holds the slot no longer', async () => {
  const slots = new TakenSlots(nothingLogged)
  await expect(slots.hold(first, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await slots.hold(second, () => Promise.resolve(stored))).toBe(stored)
})
