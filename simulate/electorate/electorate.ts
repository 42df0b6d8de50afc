import type { Method } from '#protocol/counting/transcript'
import type { Votes } from '#protocol/formats/ballot'

/** Who votes what, and in which election. */
export interface Electorate {
  /** The definition that the admin API takes. */
  readonly definition: ElectionDefinition
  readonly voters: readonly Voter[]
}

export interface ElectionDefinition {
  readonly election: string
  readonly title: string
  readonly closes: string
  readonly contests: readonly ContestDefinition[]
}

export interface ContestDefinition {
  readonly id: string
  readonly title: string
  readonly method: Method
  readonly seats?: number
  readonly options: readonly { readonly id: string; readonly title: string }[]
}

export interface Voter {
  /** One for each time this voter casts; the last counts. */
  readonly ballots: readonly Votes[]
  /** Sends each ballot twice, as a phone does that lost the answer. */
  readonly losesAnswers: boolean
}
