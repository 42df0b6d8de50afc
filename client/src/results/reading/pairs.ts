import type { Pairwise } from '#protocol/counting/transcript'
import type { CountReading } from './count-reading.ts'

/** Two options compared. Where as many prefer one as the other, nobody wins. */
export interface Pair {
  readonly winner: number
  readonly loser: number
  readonly votes: number
  readonly against: number
  /** Ranked pairs: whether the win was locked. */
  readonly locked?: boolean
}

export function preferring({ preferred }: Pairwise, a: number, b: number): number {
  return preferred[a]?.[b] ?? 0
}

/** How many of the others an option beats. */
export function winsOf(pairwise: Pairwise, candidate: number): number {
  return pairwise.preferred.filter(
    (_, other) => preferring(pairwise, candidate, other) > preferring(pairwise, other, candidate),
  ).length
}

/** The elected in the order of their election, then whoever beats most of the others. */
export function byWins(count: CountReading, pairwise: Pairwise): readonly number[] {
  const elected = count.transcript.rounds.flatMap((round) => round.elected.map(({ candidate }) => candidate))
  const place = (candidate: number): number =>
    elected.includes(candidate) ? elected.indexOf(candidate) : elected.length
  return [...count.candidates].sort(
    (a, b) => place(a) - place(b) || winsOf(pairwise, b) - winsOf(pairwise, a),
  )
}

/** Every pair: by ranked pairs in the order in which the wins were looked at, else by the order of `candidates`. */
export function pairsOf(pairwise: Pairwise, candidates: readonly number[]): readonly Pair[] {
  const all = candidates.flatMap((a, place) =>
    candidates.slice(place + 1).map((b): Pair => {
      const [votes, against] = [preferring(pairwise, a, b), preferring(pairwise, b, a)]
      return votes >= against
        ? { winner: a, loser: b, votes, against }
        : { winner: b, loser: a, votes: against, against: votes }
    }),
  )
  const { victories } = pairwise
  return victories ? [...victories, ...all.filter(isLevel)] : all
}

export function isLevel({ votes, against }: Pair): boolean {
  return votes === against
}
