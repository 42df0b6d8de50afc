import { expect, it } from 'vitest'
import { Dice } from '../dice.ts'
import type { Case, Truth } from './evidence/case.ts'
import type { Feature } from './evidence/features.ts'
import { findMentions } from './evidence/mentions.ts'
import { drawTruth, judge } from './judge.ts'
import { ranksOf } from './rules/orders.ts'

const SIZE = 20
const RUNS = 200
const dice = new Dice(7)
const random = (): number[] => Array.from({ length: SIZE }, () => dice.next())
const featuresOf = (side: string, ...values: (readonly number[])[]): readonly Feature[] =>
  values.map((each, index) => ({ name: `${side} ${index}`, values: each }))

function caseOf(issuances: readonly Feature[], ballots: readonly Feature[]): Case {
  const none = Array.from({ length: SIZE }, () => '')
  return {
    size: SIZE,
    issuances,
    ballots,
    mentions: [],
    modulus: 'AQAB',
    blindSignatures: none,
    signatures: none,
  }
}

/** Ballots of which something follows `values` of their voters, to a degree. */
function follow(values: readonly number[], truth: Truth, noise: number): readonly number[] {
  const followed = Array.from({ length: SIZE }, () => 0)
  for (const [voter, key] of truth.entries()) followed[key] = (values[voter] ?? 0) + noise * dice.next()
  return followed
}

it('chance alone exceeds the bound of a kind once in a hundred times', () => {
  const opened = caseOf(featuresOf('voter', random(), random()), featuresOf('key', random(), random()))
  const exceeded = Array.from({ length: RUNS }, () => judge(opened, drawTruth(SIZE, dice), dice, 150).links)
  // Three kinds have rules here. The scores are whole numbers, and so mostly stay below.
  expect(exceeded.filter((links) => links.length > 0).length).toBeLessThanOrEqual(RUNS * 3 * 0.015)
})

it('an order that follows another is found, exact, turned around, shifted or only roughly', () => {
  const truth = drawTruth(SIZE, dice)
  const issued = random()
  const kindsOf = (values: readonly number[]): string[] => {
    const opened = caseOf(featuresOf('voter', issued), featuresOf('key', random(), values))
    const kinds = judge(opened, truth, dice, 300).links.map(({ kind }) => kind)
    return [...new Set(kinds)].filter((kind) => kind !== 'pairs').sort()
  }
  const same = follow(issued, truth, 0)
  expect(kindsOf(same)).toEqual(['correlation', 'place', 'shift'])
  expect(kindsOf(same.map((value) => -value))).toEqual(['correlation', 'place', 'shift'])
  const shifted = [...ranksOf(same)].map((rank) => (rank + 7) % SIZE)
  expect(kindsOf(shifted)).toEqual(['shift'])
  expect(kindsOf(follow(issued, truth, 0.5))).toContain('correlation')
})

it('a clue is found however it is spelled', () => {
  const key = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7))
  const clues = [
    { name: 'key', item: 3, text: key.toString('base64url') },
    { name: 'code', item: 4, text: 'ABCD-EFGH-JKMN-PQRS' },
  ]
  const spelled = (...texts: string[]): string[] =>
    findMentions(clues, [{ name: 'file', bytes: texts.join('\n') }]).map(
      ({ clue, offset }) => `${clue.name} ${clue.item} at ${offset}`,
    )
  for (const encoding of ['base64url', 'base64', 'hex', 'latin1'] as const)
    expect(spelled('.', key.toString(encoding))).toEqual(['key 3 at 2'])
  expect(spelled('abcdefghjkmnpqrs', 'ABCDEFGHJKMNPQRS')).toEqual(['code 4 at 0', 'code 4 at 17'])
  expect(spelled(key.subarray(0, 20).toString('hex'))).toEqual(['key 3 at 0'])
  expect(spelled(key.subarray(0, 8).toString('hex'))).toEqual([])
})
