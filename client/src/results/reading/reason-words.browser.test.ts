import type { Decision, Reason } from '#protocol/counting/transcript'
import { expect, test } from 'vitest'
import type { FakeCount } from '../../testing/fake-counts.ts'
import { CIRCLE_BALLOTS, fakeCount, IRV_BALLOTS, countShown, STV_BALLOTS } from '../../testing/fake-counts.ts'
import { CountReading } from './count-reading.ts'
import { reasonWords } from './reason-words.ts'

const THREE = { options: 3 }
const BOARD = { options: 7, seats: 3 }

/** For every reason there is, a count in which somebody is elected or eliminated for it, and what is said. */
const SAID: Readonly<Record<Reason['code'], readonly [FakeCount, string]>> = {
  'most-votes': [
    fakeCount('borda', { a: 3, b: 2 }, THREE),
    'Ada Nwosu has 7 points, and no option without a place has more.',
  ],
  majority: [
    fakeCount('irv', IRV_BALLOTS),
    'Bruno Salgado Iturralde has 169 votes, which is more than half of all that are still in the count: 302.',
  ],
  quota: [
    fakeCount('stv-scottish', STV_BALLOTS, BOARD),
    'Ada Nwosu has 161 votes and so reaches the quota of 109.',
  ],
  remaining: [
    fakeCount('stv-scottish', STV_BALLOTS, BOARD),
    'Bruno Salgado Iturralde has 107.50912 votes. That is less than the quota, but no more options are left than places, so each of them gets one.',
  ],
  runoff: [
    fakeCount('star', { a5b4: 2, b5a1: 1, c1: 1 }, THREE),
    'In the runoff Ada Nwosu has 2 votes and Bruno Salgado Iturralde has 1 vote.',
  ],
  'beats-all': [
    fakeCount('schulze', { abc: 2, bca: 1 }, THREE),
    'More votes prefer Ada Nwosu to each other option without a place than the other way round.',
  ],
  'strongest-paths': [
    fakeCount('schulze', CIRCLE_BALLOTS),
    'No option beats each of the others. None has a stronger chain of wins over Fatima Zahra El Amrani-Benkirane than Fatima Zahra El Amrani-Benkirane has over it.',
  ],
  unbeaten: [
    fakeCount('ranked-pairs', CIRCLE_BALLOTS),
    'No option beats each of the others. No option without a place has a locked win over Ada Nwosu.',
  ],
  'fewest-votes': [
    fakeCount('irv', IRV_BALLOTS),
    'Dana Whitfield has 30 votes, and no option still in the count has fewer.',
  ],
  'not-finalist': [
    fakeCount('star', { a5b4: 2, b5a1: 1, c1: 1 }, THREE),
    'Chen Wei has 1 point, and two options have at least as many.',
  ],
}

test.each(Object.entries(SAID))('%s is given as the reason in words', (code, [count, words]) => {
  const [round, decision] = findDecision(count, code)
  expect(plain(reasonWords(new CountReading(countShown(count)), round, decision))).toBe(words)
})

test('by Meek’s method nobody is said to have the fewest votes who was only close to them', () => {
  const count = fakeCount('stv-meek', { a: 40, b: 10, c: 7, d: 7 }, { options: 4, seats: 2 })
  expect(count.result.transcript?.ties).toMatchObject([{ over: 'elimination' }])
  const [round, decision] = findDecision(count, 'fewest-votes')
  expect(plain(reasonWords(new CountReading(countShown(count)), round, decision))).toMatch(
    /so close to them that it counts as a tie/,
  )
})

function findDecision({ result }: FakeCount, code: string): readonly [number, Decision] {
  for (const [round, { elected, eliminated }] of (result.transcript?.rounds ?? []).entries())
    for (const decision of [...elected, ...eliminated])
      if (decision.reason.code === code) return [round, decision]
  throw new Error(`nobody is elected or eliminated by ${code}`)
}

/** Without the marks that keep names of another direction apart. */
function plain(words: string): string {
  return words.replace(/[\u2068\u2069]/g, '')
}
