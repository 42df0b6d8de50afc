import type { ProfileBuilder } from '../../counting/profile-builder.ts'
import type { ReadSettings } from '../ballot-file.ts'
import { refuseFile } from '../ballot-file.ts'
import { endBallot } from '../end-ballot.ts'
import { addPlaces } from '../places.ts'
import { quote } from '../text.ts'
import type { Column } from './csv-layout.ts'
import { readApproval, readRank, readScore } from './csv-layout.ts'

/** Ballots as rows under the names of the candidates. */
export class CsvTable {
  readonly candidates: readonly string[]
  readonly #columns: readonly Column[]
  readonly #builder: ProfileBuilder
  readonly #marks: ReadSettings['marks']

  /** @throws {BallotFileError} candidate */
  constructor(
    header: readonly string[],
    columns: readonly Column[],
    builder: ProfileBuilder,
    marks: ReadSettings['marks'],
  ) {
    this.candidates = header
      .filter((_, index) => columns[index] === 'candidate')
      .map((name) => name.normalize('NFC'))
    const twice = this.candidates.find((name, index) => this.candidates.indexOf(name) < index)
    if (twice !== undefined) refuseFile('candidate', 1, `two candidates have the name ${quote(twice)}.`)
    this.#columns = columns
    this.#builder = builder
    this.#marks = marks
  }

  /** @throws {BallotFileError} */
  readRow(cells: readonly string[], line: number): void {
    if (cells.length !== this.#columns.length) {
      if (cells.length === 1 && cells[0] === '') return
      refuseFile(
        'mismatch',
        line,
        `there are ${cells.length} fields under a header of ${this.#columns.length}.`,
      )
    }
    let weight = 1
    const marks: string[] = []
    cells.forEach((cell, index) => {
      if (this.#columns[index] === 'candidate') marks.push(cell)
      else if (this.#columns[index] === 'weight') weight = /^\d+$/.test(cell) ? Number(cell) : 0
    })
    this.#give(marks, line)
    endBallot(this.#builder, weight, line)
  }

  #give(cells: readonly string[], line: number): void {
    if (this.#marks === 'scores') return this.#giveScores(cells, line)
    const places: number[][] = []
    cells.forEach((cell, candidate) => {
      const rank = this.#marks === 'approvals' ? readApproval(cell, line) : readRank(cell, line)
      if (rank !== undefined) (places[rank - 1] ??= []).push(candidate)
    })
    addPlaces(this.#builder, places)
  }

  #giveScores(cells: readonly string[], line: number): void {
    cells.forEach((cell, candidate) => {
      const score = readScore(cell, line)
      if (score !== undefined) this.#builder.score(candidate, score)
    })
  }
}
