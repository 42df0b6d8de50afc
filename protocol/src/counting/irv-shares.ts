import type { CountOptions } from './contest.ts'
import { standing } from './contest.ts'
import { exact } from './counting-error.ts'
import { formatScaled } from './decimals.ts'
import type { Holdings } from './irv.ts'
import type { Profile, Ranking } from './profile.ts'
import { rankingOf } from './profile.ts'
import type { Transfer } from './transcript.ts'
import { Turnout } from './turnout.ts'

const DECIMALS = 5
const UNIT = 10 ** DECIMALS

interface Shares {
  readonly votes: number[]
  exhausted: number
  lost: number
}

/**
 * Ballots whose vote is split evenly among the equals of a place who are still in the count, to five decimals; what is
 * beyond these is lost, and comes back when the place has fewer left. Every round reads every distinct ballot anew.
 */
export function holdShares(profile: Profile, options: CountOptions): Holdings {
  const ballots = readBallots(profile, options)
  const stands = new Set(standing(profile))
  const turnout = new Turnout()
  for (const { ranking, weight, blank } of ballots)
    turnout.count(blank ? 'blank' : choicesOf(ranking, stands).length > 0 ? 'valid' : 'invalid', weight)
  exact(turnout.ballots * UNIT)
  const counted = ballots.filter(({ ranking }) => choicesOf(ranking, stands).length > 0)
  const holdings = { decimals: DECIMALS, turnout, ...share(profile, counted, stands) }
  const eliminate: Holdings['eliminate'] = (from) => {
    stands.delete(from)
    const after = share(profile, counted, stands)
    const transfer = difference(from, holdings, after)
    Object.assign(holdings, after)
    return transfer
  }
  return Object.assign(holdings, { eliminate })
}

interface ReadBallot {
  readonly ranking: Ranking
  readonly weight: number
  readonly blank: boolean
}

/** Without places after a skipped one, when these exhaust. */
function readBallots(profile: Profile, { skippedRanks }: CountOptions): ReadBallot[] {
  const stands = new Set(standing(profile))
  return Array.from(profile.ballots.weights, (weight, ballot) => {
    const ranking = rankingOf(profile.ballots, ballot)
    const gap = skippedRanks === 'exhaust' ? ranking.findIndex((place) => place.length === 0) : -1
    const blank = !ranking.some((place) => place.some((candidate) => stands.has(candidate)))
    return { weight, blank, ranking: gap < 0 ? ranking : ranking.slice(0, gap) }
  }).filter(({ weight }) => weight > 0)
}

function choicesOf(ranking: Ranking, continuing: ReadonlySet<number>): number[] {
  for (const place of ranking) {
    const left = place.filter((candidate) => continuing.has(candidate))
    if (left.length > 0) return left
  }
  return []
}

function share(profile: Profile, ballots: readonly ReadBallot[], continuing: ReadonlySet<number>): Shares {
  const shares: Shares = { votes: profile.candidates.map(() => 0), exhausted: 0, lost: 0 }
  for (const { ranking, weight } of ballots) {
    const choices = choicesOf(ranking, continuing)
    if (choices.length === 0) {
      shares.exhausted += weight * UNIT
      continue
    }
    const rest = UNIT % choices.length
    const each = (UNIT - rest) / choices.length
    for (const candidate of choices) shares.votes[candidate] = (shares.votes[candidate] ?? 0) + weight * each
    shares.lost += weight * rest
  }
  return shares
}

function difference(from: number, before: Shares, after: Shares): Transfer {
  const gained = after.votes.map((votes, candidate) => votes - (before.votes[candidate] ?? 0))
  return {
    kind: 'elimination',
    from,
    votes: formatScaled(before.votes[from] ?? 0, DECIMALS),
    to: gained
      .map((votes, candidate) => ({ candidate, votes: formatScaled(votes, DECIMALS) }))
      .filter(({ candidate }) => (gained[candidate] ?? 0) > 0),
    exhausted: formatScaled(after.exhausted - before.exhausted, DECIMALS),
    lost: formatScaled(after.lost - before.lost, DECIMALS),
  }
}
