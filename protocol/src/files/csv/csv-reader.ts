import { ProfileBuilder } from '../../counting/profile-builder.ts'
import type { BallotFile, BallotReader, ReadSettings } from '../ballot-file.ts'
import { refuseFile, UNSAID } from '../ballot-file.ts'
import { endBallot } from '../end-ballot.ts'
import { NameTable } from '../name-table.ts'
import { publicOrder, reorderCandidates } from '../reorder.ts'
import { quote } from '../text.ts'
import { columnsOf, isCaption, scannedAmong } from './csv-layout.ts'
import { CsvRecord } from './csv-record.ts'
import { CsvTable } from './csv-table.ts'

/** A file with more names than this has no ballots in it, but something else. */
const MOST_NAMES = 1000
/** More than a name has, where no other sign of an election is there. */
const MOST_LETTERS = 60
const MOST_WORDS = 6

/**
 * CSV with one ballot a line: a list of names (approved, or the first preference first), or a table with the candidates in
 * its first line and numbers or crosses under them.
 */
export class CsvReader implements BallotReader {
  readonly #builder: ProfileBuilder
  readonly #record: CsvRecord
  readonly #marks: ReadSettings['marks']
  readonly #table = new NameTable(MOST_NAMES)
  /** How many names there are in all lists. */
  #marked = 0
  #first: { readonly fields: readonly string[]; readonly line: number } | undefined
  /** Decided with the second line. */
  #layout: 'unknown' | 'lists' | CsvTable = 'unknown'

  /** @param delimiter the byte between two fields. */
  constructor({ marks }: ReadSettings, delimiter: number) {
    this.#builder = new ProfileBuilder(marks === 'scores' ? 'scored' : 'ranked')
    this.#record = new CsvRecord(delimiter)
    this.#marks = marks
  }

  read(bytes: Uint8Array, isLast: boolean): number {
    let at = 0
    while (at < bytes.length) {
      const next = this.#record.read(bytes, at, isLast)
      if (next < 0) break
      this.#take()
      at = Math.min(next, bytes.length)
    }
    return at
  }

  finish(): BallotFile {
    if (this.#layout === 'unknown') this.#useLists()
    const layout = this.#layout
    const candidates = layout instanceof CsvTable ? layout.candidates : this.#table.names
    if (candidates.length === 0) refuseFile('candidate', this.#record.line, 'no candidate is named.')
    this.#refuseProse()
    this.#refuseScanned()
    const profile = this.#builder.build({ candidates, seats: 1 })
    const ordered =
      layout instanceof CsvTable ? profile : reorderCandidates(profile, publicOrder(candidates, []))
    return { format: 'csv', title: undefined, profile: ordered, ...UNSAID }
  }

  #take(): void {
    const record = this.#record
    if (this.#layout === 'lists') return this.#readList()
    if (this.#layout !== 'unknown') return this.#layout.readRow(record.texts(), record.line)
    if (!this.#first) {
      this.#first = { fields: record.texts(), line: record.line }
      return
    }
    const { fields } = this.#first
    const columns = columnsOf(fields, record.texts())
    if (columns) this.#layout = new CsvTable(fields, columns, this.#builder, this.#marks)
    else this.#useLists()
    this.#take()
  }

  #useLists(): void {
    this.#layout = 'lists'
    const first = this.#first
    if (this.#marks === 'scores')
      refuseFile('unsuitable', first?.line ?? 1, 'these lines are lists of names and have no scores.')
    if (!first || isCaption(first.fields, first.line)) return
    let isFirst = true
    for (const name of first.fields) {
      const isEmpty = name === '' || name === '-'
      this.#mark(isEmpty ? undefined : this.#table.findText(name, first.line), isFirst)
      if (!isEmpty) isFirst = false
    }
    endBallot(this.#builder, 1, first.line)
  }

  #readList(): void {
    const { bytes, begins, ends, count, line } = this.#record
    let isFirst = true
    for (let field = 0; field < count; field++) {
      const isEmpty = this.#record.isEmpty(field)
      const candidate = isEmpty
        ? undefined
        : this.#record.hasQuotes(field)
          ? this.#table.findText(this.#record.text(field), line)
          : this.#table.find(bytes, begins[field] ?? 0, ends[field] ?? 0, line)
      this.#mark(candidate, isFirst)
      if (!isEmpty) isFirst = false
    }
    endBallot(this.#builder, 1, line)
  }

  /** Any text is CSV: a letter whose every line is one ballot for one candidate must not be counted. */
  #refuseProse(): void {
    const { names, lines } = this.#table
    if (this.#marked > names.length) return
    const prose = names.findIndex((name) => name.length > MOST_LETTERS || name.split(' ').length > MOST_WORDS)
    if (prose >= 0)
      refuseFile(
        'unsuitable',
        lines[prose] ?? 1,
        `${quote(names[prose] ?? '')} is no name, and none comes twice: these are no ballots.`,
      )
  }

  #refuseScanned(): void {
    const { names, lines } = this.#table
    const scanned = scannedAmong(names)
    if (scanned >= 0)
      refuseFile(
        'unsuitable',
        lines[scanned] ?? 1,
        `${quote(names[scanned] ?? '')} is no candidate: write nothing or - for a place left empty.`,
      )
  }

  /** @param isFirst no candidate came before on this line. */
  #mark(candidate: number | undefined, isFirst: boolean): void {
    const isRanked = this.#marks === 'ranks'
    if (candidate !== undefined) this.#marked++
    if (candidate === undefined) {
      if (isRanked) this.#builder.skip()
    } else if (!isRanked && !isFirst) this.#builder.equal(candidate)
    else this.#builder.rank(candidate)
  }
}
