import type { CountResult, Decision, Pairwise, Round, Tie, Transfer } from '#protocol/counting/transcript'

/** Votes are written with as many decimals by every method, so that one program reads them all. */
const DECIMALS = 5

/**
 * A count as one line of JSON, candidates by name: `{"method", "ballots", "winners", "rounds", "ties"}` and more. Rounds
 * count from 1. Votes are strings of exact decimals.
 */
export function resultJson(result: CountResult): string {
  const { method, seats, ballots, valid, blank, invalid } = result
  const names = new Names(result)
  return JSON.stringify({
    method,
    ballots,
    winners: names.all(result.winners),
    rounds: result.rounds.map((round) => roundJson(round, names)),
    ties: result.ties.map((tie) => tieJson(tie, names)),
    seats,
    candidates: result.candidates,
    withdrawn: names.all(result.withdrawn),
    valid,
    blank,
    invalid,
    ...(result.pairwise ? { pairwise: pairwiseJson(result.pairwise, names) } : {}),
  })
}

/** With at least five decimals: `4313` is `4313.00000`. */
export function decimals(votes: string): string {
  const [whole = '', fraction = ''] = votes.split('.')
  return `${whole}.${fraction.padEnd(DECIMALS, '0')}`
}

class Names {
  readonly #result: CountResult

  constructor(result: CountResult) {
    this.#result = result
  }

  one(candidate: number): string {
    return this.#result.candidates[candidate] ?? ''
  }

  all(candidates: readonly number[]): string[] {
    return candidates.map((candidate) => this.one(candidate))
  }

  /** Of everybody who stands. `fromEntries` also makes a member `__proto__`. */
  votes(votes: readonly string[]): Record<string, string> {
    const stands = votes
      .map((_, candidate) => candidate)
      .filter((each) => !this.#result.withdrawn.includes(each))
    return Object.fromEntries(stands.map((each) => [this.one(each), decimals(votes[each] ?? '0')]))
  }
}

function roundJson(round: Round, names: Names): object {
  const { quota, surplus, keepFactors } = round
  return {
    votes: names.votes(round.votes),
    elected: names.all(candidatesOf(round.elected)),
    eliminated: names.all(candidatesOf(round.eliminated)),
    exhausted: decimals(round.exhausted),
    lost: decimals(round.lost),
    ...(quota === undefined ? {} : { quota: decimals(quota) }),
    ...(surplus === undefined ? {} : { surplus: decimals(surplus) }),
    ...(keepFactors === undefined ? {} : { keepFactors: names.votes(keepFactors) }),
    transfers: round.transfers.map((transfer) => transferJson(transfer, names)),
    reasons: [...round.elected, ...round.eliminated].map((decision) => reasonJson(decision, names)),
  }
}

function transferJson({ kind, from, votes, to, exhausted, lost }: Transfer, names: Names): object {
  return {
    kind,
    from: names.one(from),
    votes: decimals(votes),
    to: Object.fromEntries(to.map((each) => [names.one(each.candidate), decimals(each.votes)])),
    exhausted: decimals(exhausted),
    lost: decimals(lost),
  }
}

function reasonJson({ candidate, reason }: Decision, names: Names): object {
  const other = reason.code === 'runoff' ? { other: names.one(reason.other) } : {}
  return { candidate: names.one(candidate), ...reason, ...other }
}

function tieJson({ round, over, tied, chosen, rule, decidedIn }: Tie, names: Names): object {
  return {
    round: round + 1,
    over,
    tied: names.all(tied),
    chosen: names.all(chosen),
    rule,
    ...(decidedIn === undefined ? {} : { decidedIn: decidedIn + 1 }),
  }
}

function pairwiseJson({ preferred, paths, victories }: Pairwise, names: Names): object {
  const matrix = (rows: readonly (readonly number[])[]): object =>
    Object.fromEntries(
      rows.map((row, a) => [
        names.one(a),
        Object.fromEntries(row.flatMap((votes, b) => (a === b ? [] : [[names.one(b), votes]]))),
      ]),
    )
  return {
    preferred: matrix(preferred),
    ...(paths ? { paths: matrix(paths) } : {}),
    ...(victories
      ? {
          victories: victories.map((each) => ({
            ...each,
            winner: names.one(each.winner),
            loser: names.one(each.loser),
          })),
        }
      : {}),
  }
}

function candidatesOf(decisions: readonly Decision[]): number[] {
  return decisions.map(({ candidate }) => candidate)
}
