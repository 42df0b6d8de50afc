import { standing } from '../contest.ts'
import type { Profile } from '../profile.ts'
import { rankingOf } from '../profile.ts'

/** One voter's paper. Everything here is done paper by paper and from the statute's words, with no regard to cost. */
interface Paper {
  readonly places: readonly (readonly number[])[]
  value: bigint
  holder: number | undefined
  spent: boolean
}

export interface NaiveRound {
  readonly votes: readonly bigint[]
  readonly elected: readonly number[]
  readonly out: number | undefined
}

export function papersOf({ ballots, withdrawn }: Profile, unit: bigint, dropGaps: boolean): Paper[] {
  const papers: Paper[] = []
  for (let ballot = 0; ballot < ballots.count; ballot++) {
    const written = rankingOf(ballots, ballot)
    const kept = written.filter((place) =>
      dropGaps ? true : place.length === 0 || !isGone(place, withdrawn),
    )
    const places = kept
      .map((place) => place.filter((candidate) => !withdrawn.includes(candidate)))
      .filter((place) => !dropGaps || place.length > 0)
    for (let copy = 0; copy < (ballots.weights[ballot] ?? 0); copy++)
      papers.push({ places, value: unit, holder: undefined, spent: false })
  }
  return papers
}

function isGone(place: readonly number[], withdrawn: readonly number[]): boolean {
  return place.every((candidate) => withdrawn.includes(candidate))
}

/** Where a paper goes next; `strict` ends it at the first place that is empty or has several names. */
function nextHolder(paper: Paper, continuing: ReadonlySet<number>, strict: boolean): number | undefined {
  const seen = new Set<number>()
  for (const place of paper.places) {
    const left = place.filter((candidate) => continuing.has(candidate))
    if (strict && place.length !== 1) return undefined
    if (left.length > 1) return undefined
    const [only] = left
    if (only !== undefined && !seen.has(only)) return only
    for (const candidate of place) seen.add(candidate)
  }
  return undefined
}

function votesOf(papers: readonly Paper[], candidates: number): bigint[] {
  const votes = Array.from({ length: candidates }, () => 0n)
  for (const { holder, value } of papers)
    if (holder !== undefined) votes[holder] = (votes[holder] ?? 0n) + value
  return votes
}

function assign(paper: Paper, continuing: ReadonlySet<number>, strict: boolean): void {
  paper.holder = paper.spent ? undefined : nextHolder(paper, continuing, strict)
  paper.spent ||= paper.holder === undefined
}

/** The extreme one of the tied: by the rounds before, the latest first, and then by number. */
function settle(tied: readonly number[], history: readonly (readonly bigint[])[], lowest: boolean): number {
  let left = [...tied]
  for (const votes of history.slice(0, -1).reverse()) {
    const sorted = left
      .map((candidate) => votes[candidate] ?? 0n)
      .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    const wanted = lowest ? sorted[0] : sorted.at(-1)
    left = left.filter((candidate) => votes[candidate] === wanted)
  }
  return lowest ? Math.max(...left) : Math.min(...left)
}

export function naiveIrv(profile: Profile): NaiveRound[] {
  const papers = papersOf(profile, 1n, true)
  const continuing = new Set(standing(profile))
  const [rounds, history]: [NaiveRound[], bigint[][]] = [[], []]
  for (;;) {
    for (const paper of papers) if (!continuing.has(paper.holder ?? -1)) assign(paper, continuing, false)
    const votes = votesOf(papers, profile.candidates.length)
    history.push(votes)
    const total = votes.reduce((sum, each) => sum + each, 0n)
    const winner = [...continuing].find((each) => 2n * (votes[each] ?? 0n) > total)
    const elected = winner !== undefined && continuing.size <= 2 ? [winner] : []
    const out = elected.length > 0 || total === 0n ? undefined : lowest(continuing, history)
    rounds.push({ votes, elected, out })
    if (out === undefined) return rounds
    continuing.delete(out)
  }
}

function lowest(hopeful: ReadonlySet<number>, history: readonly (readonly bigint[])[]): number {
  const votes = history.at(-1) ?? []
  const least = [...hopeful].map((each) => votes[each] ?? 0n).reduce((a, b) => (a < b ? a : b))
  return settle(
    [...hopeful].filter((each) => votes[each] === least),
    history,
    true,
  )
}

const UNIT = 100_000n

export function naiveScottish(profile: Profile): NaiveRound[] {
  const hopeful = new Set(standing(profile))
  const papers = papersOf(profile, UNIT, false)
  for (const paper of papers) assign(paper, hopeful, true)
  const valid = papers.filter(({ holder }) => holder !== undefined)
  const quota = (BigInt(valid.length) / BigInt(profile.seats + 1) + 1n) * UNIT
  const kept = new Map<number, bigint>()
  const [rounds, history, pending]: [NaiveRound[], bigint[][], number[]] = [[], [], []]
  let vacancies = profile.seats
  for (;;) {
    const votes = votesOf(valid, profile.candidates.length).map(
      (each, candidate) => kept.get(candidate) ?? each,
    )
    history.push(votes)
    const over = [...hopeful].filter((each) => (votes[each] ?? 0n) >= quota)
    const rest = [...hopeful].filter((each) => !over.includes(each))
    const elected =
      valid.length === 0 ? [] : rest.length <= vacancies - over.length ? [...over, ...rest] : over
    for (const each of elected) hopeful.delete(each)
    pending.push(...over.filter((each) => (votes[each] ?? 0n) > quota))
    vacancies -= elected.length
    const done = valid.length === 0 || vacancies === 0 || hopeful.size === 0
    const out = done || pending.length > 0 ? undefined : lowest(hopeful, history)
    rounds.push({ votes, elected, out })
    if (done) return rounds
    if (out === undefined) moveSurplus()
    else {
      hopeful.delete(out)
      for (const paper of valid) if (paper.holder === out) assign(paper, hopeful, true)
    }
  }

  function moveSurplus(): void {
    const votes = history.at(-1) ?? []
    const most = pending.map((each) => votes[each] ?? 0n).reduce((a, b) => (a > b ? a : b))
    const from = settle(
      pending.filter((each) => votes[each] === most),
      history,
      false,
    )
    pending.splice(pending.indexOf(from), 1)
    kept.set(from, quota)
    for (const paper of valid)
      if (paper.holder === from) {
        paper.value = (paper.value * (most - quota)) / most
        assign(paper, hopeful, true)
      }
  }
}
