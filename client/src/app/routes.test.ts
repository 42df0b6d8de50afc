import { describe, expect, test } from 'vitest'
import { contestHref, electionHref, joinHref, observeHref, parseRoute } from './routes.ts'

const HASH = 'A'.repeat(43)

describe('a route', () => {
  test('is read back from every link that the app makes', () => {
    expect(parseRoute(joinHref('board-2026', HASH, 'ABCD-EFGH-JKMN-PQRS'))).toEqual({
      screen: 'join',
      election: 'board-2026',
      manifestHash: HASH,
      code: 'ABCD-EFGH-JKMN-PQRS',
    })
    expect(parseRoute(electionHref('board-2026', 'review'))).toEqual({
      screen: 'review',
      election: 'board-2026',
    })
    expect(parseRoute(contestHref('board-2026', 'chair', true))).toEqual({
      screen: 'vote',
      election: 'board-2026',
      contest: 'chair',
      change: true,
    })
    expect(parseRoute(observeHref('board-2026', HASH))).toEqual({
      screen: 'observe',
      election: 'board-2026',
      manifestHash: HASH,
    })
    expect(parseRoute('#/observe/board-2026')).toMatchObject({ screen: 'observe', manifestHash: undefined })
  })

  test('without a hash says that no organiser vouched for the manifest', () => {
    expect(parseRoute(joinHref('board-2026', undefined, 'X'))).toMatchObject({
      manifestHash: undefined,
      code: 'X',
    })
    expect(parseRoute('#/join/board-2026')).toMatchObject({ screen: 'join', manifestHash: undefined })
  })

  test('is not found when an id or a hash is not one', () => {
    for (const fragment of [
      '#/e/Board',
      '#/e/a%2Fb',
      '#/join/board/short',
      '#/observe/board/short',
      '#/nowhere',
      '#/e/board/admin',
    ]) {
      expect(parseRoute(fragment)).toEqual({ screen: 'not-found' })
    }
  })

  test('of an empty fragment is home', () => {
    expect(parseRoute('')).toEqual({ screen: 'home' })
    expect(parseRoute('#/')).toEqual({ screen: 'home' })
  })

  test('survives a fragment that is not percent-encoded', () => {
    expect(parseRoute('#/e/%E0%A4%A')).toEqual({ screen: 'not-found' })
  })
})
