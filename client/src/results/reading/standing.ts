import type { Tie } from '#protocol/counting/transcript'
import { msg } from '@lit/localize'
import type { IconName } from '../../ui/icon.ts'
import type { CountReading } from './count-reading.ts'
import { isZero, units } from './exact.ts'

/** `open`: elected only because of how a tie would be broken that the voters may still undo. */
export type Standing = 'elected' | 'ahead' | 'tied' | 'open' | undefined

export interface Badge {
  readonly standing: 'elected' | 'tied' | 'out'
  readonly icon: IconName
  readonly word: string
}

/**
 * Where an option stands. Before the count is final nobody is ahead by an order or by a lot: from the first tie that only
 * these could break, what follows is open.
 */
export function standingOf(count: CountReading, candidate: number): Standing {
  const round = count.decidedIn(candidate, 'elected')
  if (count.final) return round === undefined ? undefined : 'elected'
  const tie = openTie(count)
  if (!tie) return round === undefined ? undefined : 'ahead'
  if (round !== undefined && isSafe(count, { candidate, round, tie })) return 'ahead'
  if (tie.tied.includes(candidate)) return 'tied'
  return round === undefined ? undefined : 'open'
}

export function badgeOf(standing: Standing): Badge | undefined {
  switch (standing) {
    case 'elected':
      return { standing: 'elected', icon: 'elected', word: msg('Elected') }
    case 'ahead':
      return { standing: 'elected', icon: 'elected', word: msg('Ahead') }
    case 'tied':
      return { standing: 'tied', icon: 'equal', word: msg('Tied') }
    case 'open':
      return { standing: 'tied', icon: 'info', word: msg('Not decided') }
    case undefined:
      return undefined
  }
}

/** The first tie that the voters have not broken and may still. */
export function openTie(count: CountReading): Tie | undefined {
  if (count.final) return undefined
  return count.transcript.ties.find((tie) => isByOrder(tie) && !isIdle(count, tie))
}

export function isByOrder({ rule }: Tie): boolean {
  return rule === 'order' || rule === 'lot'
}

/** Options without a vote that are eliminated one after the other: nothing moves, so in which order makes no difference. */
function isIdle(count: CountReading, { over, round, tied }: Tie): boolean {
  return (
    over === 'elimination' &&
    tied.every((candidate) => {
      const out = count.decidedIn(candidate, 'eliminated')
      return out !== undefined && isZero(count.votes(round, candidate)) && isZero(count.votes(out, candidate))
    })
  )
}

interface Election {
  readonly candidate: number
  /** In which it is elected. */
  readonly round: number
  readonly tie: Tie
}

/** Whether a candidate is elected however the tie is broken. */
function isSafe(count: CountReading, { candidate, round, tie }: Election): boolean {
  if (tie.over === 'victory') return isBeforeCircle(count, candidate)
  if (round < tie.round) return true
  if (round === tie.round) return !tie.tied.includes(candidate)
  return count.method === 'irv' && hasMajority(count, candidate, tie.round)
}

/** Whoever beats all others is elected without a look at how strong the victories are. */
function isBeforeCircle({ transcript }: CountReading, candidate: number): boolean {
  const elected = transcript.rounds.flatMap((round) => round.elected)
  const place = elected.findIndex((decision) => decision.candidate === candidate)
  return elected.slice(0, place + 1).every(({ reason }) => reason.code === 'beats-all')
}

/** A majority of the votes in the count stays one, whoever is eliminated. */
function hasMajority({ transcript }: CountReading, candidate: number, round: number): boolean {
  const votes = (transcript.rounds[round]?.votes ?? []).map(units)
  return 2n * (votes[candidate] ?? 0n) > votes.reduce((sum, each) => sum + each, 0n)
}
