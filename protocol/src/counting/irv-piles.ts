import type { CountOptions } from './contest.ts'
import type { Holdings } from './irv.ts'
import { Piles } from './piles.ts'
import type { Profile } from './profile.ts'

/** Whole ballots, each on one pile. */
export function holdPiles(profile: Profile, options: CountOptions): Holdings {
  const rule = {
    equalRanks: options.equalRanks === 'exhaust' ? 'exhaust' : 'exhaust-if-several',
    skippedRanks: options.skippedRanks ?? 'skip',
  } as const
  const piles = new Piles(profile, rule, 1)
  const dealt = piles.deal()
  const votes = profile.candidates.map((_, candidate) => dealt.to(candidate))
  const holdings = { decimals: 0, votes, exhausted: 0, lost: 0, turnout: piles.turnout }
  const eliminate: Holdings['eliminate'] = (from) => {
    piles.close(from)
    const sums = piles.move(from)
    const transfer = sums.record('elimination', from, votes[from] ?? 0, 0)
    votes.forEach((held, candidate) => (votes[candidate] = held + sums.to(candidate)))
    votes[from] = 0
    holdings.exhausted += sums.exhausted
    return transfer
  }
  return Object.assign(holdings, { eliminate })
}
