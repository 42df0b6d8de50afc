import { ProfileBuilder } from '../../counting/profile-builder.ts'
import { MOST_SCORE } from '../../counting/profile.ts'
import type { ReadSettings } from '../ballot-file.ts'
import { refuseFile } from '../ballot-file.ts'
import { endBallot } from '../end-ballot.ts'
import { addPlaces, MOST_RANK } from '../places.ts'
import type { JsonObject } from './json-access.ts'
import { objectsOf, textOf, wholeOf } from './json-access.ts'
import { memberPath } from './report-stream.ts'

/** Stands for every write-in that nobody has assigned to a candidate. */
export const WRITE_IN = ''

interface Mark {
  readonly candidate: number
  readonly rank: number | undefined
  readonly votes: number
}

/** The ballots of one contest of a report, by the ids of its selections in the order in which they were first chosen. */
export class CvrContest {
  readonly builder: ProfileBuilder
  /** ContestSelectionId → candidate. */
  readonly selections = new Map<string, { readonly candidate: number; readonly path: string }>()
  readonly #marks: ReadSettings['marks']

  constructor(marks: ReadSettings['marks']) {
    this.builder = new ProfileBuilder(marks === 'scores' ? 'scored' : 'ranked')
    this.#marks = marks
  }

  /** Reads one `CVRContest`. @throws {BallotFileError} */
  read(contest: JsonObject, path: string): void {
    const marks: Mark[] = []
    let unmarked = 1
    for (const selection of objectsOf(contest, 'CVRContestSelection', path))
      for (const position of objectsOf(selection.value, 'SelectionPosition', selection.path, true)) {
        const mark = this.#readPosition(selection, position)
        if (typeof mark === 'number') unmarked = Math.max(unmarked, mark)
        else marks.push(mark)
      }
    if (this.#marks === 'scores') return this.#giveScores(marks, path)
    this.#giveRanks(marks, path)
    endBallot(this.builder, marks[0]?.votes ?? unmarked, path)
  }

  /** @returns for a position without a valid mark, how many votes it would have been. */
  #readPosition(
    selection: { value: JsonObject; path: string },
    position: { value: JsonObject; path: string },
  ): Mark | number {
    const { value, path } = position
    const votes = wholeOf(value, 'NumberVotes', path, Number.MAX_SAFE_INTEGER) ?? 1
    const indication = textOf(value, 'HasIndication', path)
    if (indication !== 'yes' && indication !== 'no' && indication !== 'unknown')
      refuseFile('syntax', memberPath(path, 'HasIndication'), 'yes, no or unknown is expected.')
    if (indication !== 'yes' || textOf(value, 'IsAllocable', path) === 'no') return votes
    if (votes === 0 && this.#marks !== 'scores') return 0
    const rank =
      wholeOf(value, 'Rank', path, MOST_RANK) ?? wholeOf(selection.value, 'Rank', selection.path, MOST_RANK)
    if (rank === 0) refuseFile('syntax', memberPath(path, 'Rank'), 'ranks begin at 1.')
    return { candidate: this.#readSelection(selection), rank, votes }
  }

  #readSelection({ value, path }: { value: JsonObject; path: string }): number {
    const id = textOf(value, 'ContestSelectionId', path) ?? WRITE_IN
    const known = this.selections.get(id)
    if (known) return known.candidate
    const candidate = this.selections.size
    this.selections.set(id, { candidate, path: memberPath(path, 'ContestSelectionId') })
    return candidate
  }

  #giveRanks(marks: readonly Mark[], path: string): void {
    const places: number[][] = []
    const ranked = marks.filter(({ rank }) => rank !== undefined).length
    if (ranked > 0 && ranked < marks.length)
      refuseFile('mismatch', path, 'some marks have a rank, and others have none.')
    for (const { candidate, rank = 1, votes } of marks) {
      if (votes !== marks[0]?.votes)
        refuseFile('unsuitable', path, 'marks of different NumberVotes are scores, or votes to accumulate.')
      ;(places[rank - 1] ??= []).push(candidate)
    }
    addPlaces(this.builder, places)
  }

  #giveScores(marks: readonly Mark[], path: string): void {
    const seen = new Set<number>()
    for (const { candidate, votes } of marks) {
      if (votes > MOST_SCORE) refuseFile('syntax', path, `a score is at most ${MOST_SCORE}.`)
      if (seen.has(candidate)) refuseFile('candidate', path, 'one candidate has two scores.')
      seen.add(candidate)
      this.builder.score(candidate, votes)
    }
    endBallot(this.builder, 1, path)
  }
}
