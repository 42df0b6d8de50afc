import type { Method } from '#protocol/counting/transcript'
import type { Contest, Manifest } from '#protocol/formats/manifest'
import type { ContestResult } from '#protocol/formats/result'
import type { Transcript } from '#protocol/formats/transcript'
import { formatList, formatSequence } from '../../language/format.ts'
import { plainText } from '../../language/local-text.ts'
import { isolated } from '../../language/text-in.ts'

type Option = Contest['options'][number]

/** What a screen has of one contest that was counted step by step. */
export interface CountShown {
  readonly manifest: Manifest
  readonly contest: Contest
  readonly result: ContestResult
  readonly transcript: Transcript
  readonly final: boolean
}

/** A count as it is read: the transcript's candidates are the contest's options, in the order that breaks ties. */
export class CountReading {
  readonly contest: Contest
  readonly method: Method
  readonly result: ContestResult
  readonly transcript: Transcript
  readonly final: boolean
  /** Whether every ballot counts once. Only then are there as many votes as ballots. */
  readonly evenly: boolean
  readonly #options: ReadonlyMap<string, Option>

  constructor({ manifest, contest, result, transcript, final }: CountShown) {
    this.contest = contest
    this.method = contest.method
    this.result = result
    this.transcript = transcript
    this.final = final
    this.evenly = manifest.groups.every((group) => group.weight === 1 || !group.contests.includes(contest.id))
    this.#options = new Map(contest.options.map((option) => [option.id, option]))
  }

  /** Every candidate, in the order of the ballot paper. */
  get candidates(): readonly number[] {
    return this.contest.options.map(({ id }) => this.contest.ties.indexOf(id))
  }

  /** Ballots with a choice here. */
  get voters(): number {
    return this.result.ballots - this.result.blank
  }

  title(candidate: number): Option['title'] {
    return this.#options.get(this.contest.ties[candidate] ?? '')?.title ?? {}
  }

  /** For a sentence. */
  name(candidate: number): string {
    return isolated(plainText(this.title(candidate)))
  }

  /** "Ada, Bob and Carol" */
  names(candidates: readonly number[]): string {
    return formatList(candidates.map((candidate) => this.name(candidate)))
  }

  /** In the order published before the election: that of the transcript. */
  inOrder(candidates: readonly number[]): string {
    return formatSequence([...candidates].sort((a, b) => a - b).map((candidate) => this.name(candidate)))
  }

  /** Index of the round in which `candidate` was elected or eliminated; undefined when neither happened. */
  decidedIn(candidate: number, how: 'elected' | 'eliminated'): number | undefined {
    const round = this.transcript.rounds.findIndex((each) =>
      each[how].some((decision) => decision.candidate === candidate),
    )
    return round < 0 ? undefined : round
  }

  /** What `candidate` has in a round; "0" where the method gives no votes. */
  votes(round: number, candidate: number): string {
    return this.transcript.rounds[round]?.votes[candidate] ?? '0'
  }
}
