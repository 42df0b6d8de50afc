import type { CountOptions } from './contest.ts'
import type { Holdings } from './irv.ts'
import { Piles } from './piles.ts'
import type { Profile } from './profile.ts'
import { TransferSums } from './transfer-sums.ts'

/** Whole ballots, each on one pile. */
export function holdPiles(profile: Profile, options: CountOptions): Holdings {
  const piles = new Piles(profile, {
    equalRanks: options.equalRanks === 'exhaust' ? 'exhaust' : 'exhaust-if-several',
    skippedRanks: options.skippedRanks ?? 'skip',
  })
  const votes = profile.candidates.map(() => 0)
  piles.deal((candidate, weight) => (votes[candidate] = (votes[candidate] ?? 0) + weight))
  const holdings = { decimals: 0, votes, exhausted: 0, lost: 0, turnout: piles.turnout }
  const eliminate: Holdings['eliminate'] = (from) => {
    const sums = new TransferSums(votes.length)
    piles.close(from)
    piles.move(from, (candidate, _, weight) => sums.add(candidate, weight))
    const transfer = sums.record('elimination', from, votes[from] ?? 0, 0)
    votes.forEach((held, candidate) => (votes[candidate] = held + sums.to(candidate)))
    votes[from] = 0
    holdings.exhausted += sums.exhausted
    return transfer
  }
  return Object.assign(holdings, { eliminate })
}
