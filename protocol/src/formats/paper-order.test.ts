import { describe, expect, it } from 'vitest'
import { boardBody, boardHash, publicKey } from '../../vectors/material/election.ts'
import type { Contest } from './manifest-body.ts'
import { paperOrder } from './paper-order.ts'

const [, seats] = boardBody.contests as [Contest, Contest]
const VOTERS = Array.from({ length: 400 }, (_, index) => publicKey(`voter ${index}`))

function orders(order: Contest['order']): string[] {
  return VOTERS.map((key) =>
    paperOrder({ ...seats, order }, { manifestHash: boardHash, key })
      .map(({ id }) => id)
      .join(' '),
  )
}

describe('the options of a paper', () => {
  it('stand as in the manifest when the order is fixed', () => {
    expect(new Set(orders('fixed'))).toEqual(new Set(['cem dia eva finn']))
  })

  it('begin with each of them about as often, and go round', () => {
    const seen = orders('rotated')
    for (const rotation of ['cem dia eva finn', 'dia eva finn cem', 'eva finn cem dia', 'finn cem dia eva'])
      expect(seen.filter((order) => order === rotation).length).toBeGreaterThan(70)
  })

  it('stand in each order about as often', () => {
    const counts = new Map<string, number>()
    for (const order of orders('random')) counts.set(order, (counts.get(order) ?? 0) + 1)
    expect(counts.size).toBe(24)
    expect(Math.max(...counts.values())).toBeLessThan(40)
  })

  it('stand in the order that SPEC §3 says', () => {
    expect(orders('rotated').slice(0, 6)).toMatchInlineSnapshot(`
      [
        "eva finn cem dia",
        "dia eva finn cem",
        "finn cem dia eva",
        "finn cem dia eva",
        "dia eva finn cem",
        "dia eva finn cem",
      ]
    `)
    expect(orders('random').slice(0, 6)).toMatchInlineSnapshot(`
      [
        "eva cem finn dia",
        "finn cem eva dia",
        "dia finn eva cem",
        "dia finn cem eva",
        "finn dia eva cem",
        "eva finn cem dia",
      ]
    `)
  })

  it('do not stand alike in two contests', () => {
    const other = { ...seats, id: 'other', order: 'random' } as const
    const inOther = VOTERS.map((key) =>
      paperOrder(other, { manifestHash: boardHash, key })
        .map(({ id }) => id)
        .join(' '),
    )
    expect(inOther).not.toEqual(orders('random'))
  })
})
