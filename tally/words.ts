import type { CountResult, Decision, Method, Tie, Transfer } from '#protocol/counting/transcript'
import { plain } from './table.ts'

export const TITLES: Readonly<Record<Method, string>> = {
  plurality: 'Plurality',
  approval: 'Approval voting',
  score: 'Score voting',
  star: 'STAR voting (score, then automatic runoff)',
  borda: 'Borda count',
  schulze: 'Condorcet, Schulze method',
  'ranked-pairs': 'Condorcet, ranked pairs',
  irv: 'Instant-runoff voting',
  'stv-scottish': 'Single transferable vote, Scottish rules',
  'stv-meek': 'Single transferable vote, Meek’s method',
}

/** `Ada, Bob and Cem`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? 'nobody') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}

/** The sentences of one result, with its candidates by name. */
export class Words {
  readonly #result: CountResult

  constructor(result: CountResult) {
    this.#result = result
  }

  name(candidate: number): string {
    return plain(this.#result.candidates[candidate] ?? '')
  }

  names(candidates: readonly number[]): string[] {
    return candidates.map((candidate) => this.name(candidate))
  }

  decision({ candidate, reason }: Decision): string {
    const name = this.name(candidate)
    switch (reason.code) {
      case 'most-votes':
        return `${name} is elected: nobody left out has more than ${reason.votes}.`
      case 'majority':
        return `${name} is elected with ${reason.votes} of the ${reason.of} votes still in the count, more than half.`
      case 'quota':
        return `${name} is elected: ${reason.votes} reaches the quota of ${reason.quota}.`
      case 'remaining':
        return `${name} is elected with ${reason.votes}: there are only as many candidates left as seats.`
      case 'runoff':
        return `${name} is elected: preferred to ${this.name(reason.other)} on ${reason.votes} ballots, against ${reason.otherVotes}.`
      case 'beats-all':
        return `${name} is elected: preferred by more ballots to each of the others.`
      case 'strongest-paths':
        return `${name} is elected: nobody has a stronger path of victories to ${name} than back.`
      case 'unbeaten':
        return `${name} is elected: no victory that is locked is over ${name}.`
      case 'fewest-votes':
        return `${name} is eliminated: nobody has fewer than ${reason.votes}.`
      case 'not-finalist':
        return `${name} is out: not one of the two with the highest scores.`
    }
  }

  transfer({ kind, from, votes, exhausted, lost }: Transfer): string {
    const moved =
      kind === 'surplus'
        ? `The surplus of ${this.name(from)}, ${votes}, is transferred`
        : `The ${votes} votes of ${this.name(from)}, who is eliminated, are transferred`
    const left = isZero(exhausted) ? '' : `; of these ${exhausted} have no further choice`
    return `${moved}${left}${isZero(lost) ? '' : `, and ${lost} is lost by rounding`}.`
  }

  tie({ over, tied, chosen, rule, decidedIn }: Tie): string {
    return `A tie: ${listed(this.names(tied))} were equal, and ${ABOUT[over]} ${listed(this.names(chosen))}, ${RULES[rule]}${
      decidedIn === undefined ? '' : ` (round ${decidedIn + 1})`
    }.`
  }
}

const ABOUT: Readonly<Record<Tie['over'], string>> = {
  seat: 'the seat goes to',
  elimination: 'eliminated is',
  surplus: 'the surplus that moves first is that of',
  finalist: 'finalist is',
  victory: 'looked at first is the victory of',
}

const RULES: Readonly<Record<Tie['rule'], string>> = {
  'previous-round': 'by the latest earlier round in which they differed',
  'head-to-head': 'by the ballots that prefer one to the other',
  score: 'by the higher score',
  order: 'by the public order of candidates',
  lot: 'by the lot that was drawn in public',
}

export function isZero(votes: string): boolean {
  return /^[0.]*$/.test(votes)
}
