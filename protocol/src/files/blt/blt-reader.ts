import { ProfileBuilder } from '../../counting/profile-builder.ts'
import { MOST_CANDIDATES } from '../../counting/profile.ts'
import type { BallotFile, BallotReader, ReadSettings } from '../ballot-file.ts'
import { refuseFile, UNSAID } from '../ballot-file.ts'
import { endBallot } from '../end-ballot.ts'
import { CLOSE, EQUALS, LF, MINUS, OPEN, QUOTE, isBlank } from '../text.ts'
import { BltLine } from './blt-line.ts'
import { BltNames } from './blt-names.ts'

type Phase = 'candidates' | 'seats' | 'withdrawn' | 'ballots' | 'names'

/**
 * BLT, as Hill, Wichmann and Woodall describe it (Algorithm 123, 1987), with what others added: `a=b` and `-` of OpenSTV and
 * OpaVote, their ballot ids in parentheses instead of a weight, `#` comments, C comments and remarks after the title of Droop.
 * A ballot ends with 0 on its own line, so that a line which was cut is found there and not later.
 */
export class BltReader implements BallotReader {
  readonly #builder: ProfileBuilder
  readonly #line = new BltLine()
  readonly #withdrawn: number[] = []
  #phase: Phase = 'candidates'
  #candidates = 0
  #seats = 0
  #names: BltNames | undefined

  /** @throws {BallotFileError} unsuitable, when scores are wanted. */
  constructor({ marks }: ReadSettings) {
    if (marks === 'scores') refuseFile('unsuitable', 1, 'a BLT file has rankings and no scores.')
    this.#builder = new ProfileBuilder('ranked')
  }

  read(bytes: Uint8Array, isLast: boolean): number {
    const begin = this.#names ? 0 : this.#readNumbers(bytes, isLast)
    return this.#names?.read(bytes, begin, isLast) ?? begin
  }

  finish(): BallotFile {
    const names = this.#names
    if (!names) return this.#refuseEnd()
    const candidates = names.strings.slice(0, this.#candidates)
    this.#checkNames(candidates, names.line)
    this.#refuseParties(names.strings.map(({ line }) => line))
    const profile = this.#builder.build({
      candidates: candidates.map(({ text }) => text),
      seats: this.#seats,
      withdrawn: this.#withdrawn,
    })
    return { format: 'blt', title: names.strings[this.#candidates]?.text, profile, ...UNSAID }
  }

  /** @returns where the names begin, or the first line that is not whole. */
  #readNumbers(bytes: Uint8Array, isLast: boolean): number {
    let begin = 0
    while (begin < bytes.length) {
      const lineEnd = bytes.indexOf(LF, begin)
      if (lineEnd < 0 && !isLast) return begin
      const end = lineEnd < 0 ? bytes.length : lineEnd
      this.#line.open(bytes, begin, end)
      this.#readLine()
      // They may begin on the line of the last 0.
      if (this.#names) return this.#line.at
      begin = end + 1
    }
    return Math.min(begin, bytes.length)
  }

  #readLine(): void {
    const line = this.#line
    while (!this.#names && line.next()) {
      if (this.#phase === 'ballots') this.#readBallot()
      else if (this.#phase === 'candidates') this.#readCandidates()
      else if (this.#phase === 'seats') this.#readSeats()
      else if (line.peek() === MINUS) this.#readWithdrawn()
      else this.#phase = 'ballots'
    }
  }

  #readCandidates(): void {
    this.#candidates = this.#line.integer('the number of candidates')
    this.#line.endToken()
    if (this.#candidates < 1 || this.#candidates > MOST_CANDIDATES)
      this.#line.refuse(`there must be 1 to ${MOST_CANDIDATES} candidates, and not ${this.#candidates}.`)
    this.#phase = 'seats'
  }

  #readSeats(): void {
    this.#seats = this.#line.integer('the number of seats')
    this.#line.endToken()
    if (this.#seats < 1 || this.#seats > this.#candidates)
      this.#line.refuse(
        `there must be 1 to ${this.#candidates} seats, as there are candidates, and not ${this.#seats}.`,
      )
    this.#phase = 'withdrawn'
  }

  #readWithdrawn(): void {
    this.#line.at++
    const candidate = this.#readCandidate()
    if (this.#withdrawn.includes(candidate))
      this.#line.refuse(`candidate ${candidate + 1} is withdrawn twice.`)
    this.#withdrawn.push(candidate)
    this.#line.endToken()
  }

  #readBallot(): void {
    const line = this.#line
    const weight = line.peek() === OPEN ? this.#readId() : line.integer('a ballot, or the 0 that ends them,')
    line.endToken()
    if (weight === 0) return this.#beginNames()
    while (line.next()) {
      const byte = line.peek()
      if (byte === MINUS) this.#readSkip()
      else if (byte === OPEN) this.#readEquals()
      else if (this.#readPlace()) return endBallot(this.#builder, weight, line.number)
    }
    line.refuse('the ballot does not end with 0.')
  }

  /** @returns whether it was the 0 at the end. */
  #readPlace(): boolean {
    const line = this.#line
    const candidate = line.integer('a candidate’s number')
    if (candidate === 0) {
      line.endToken()
      return true
    }
    this.#builder.rank(this.#check(candidate))
    while (line.peek() === EQUALS) {
      line.at++
      this.#builder.equal(this.#readCandidate())
    }
    line.endToken()
    return false
  }

  /** A place that was left empty. */
  #readSkip(): void {
    const line = this.#line
    line.at++
    if (line.at < line.end && !isBlank(line.peek()))
      line.refuse('withdrawn candidates stand before the first ballot.')
    this.#builder.skip()
  }

  /** Hill's way to write equals: `(2 3)`. */
  #readEquals(): void {
    const line = this.#line
    line.at++
    for (let isFirst = true; line.next() && line.peek() !== CLOSE; isFirst = false) {
      const candidate = this.#readCandidate()
      if (isFirst) this.#builder.rank(candidate)
      else this.#builder.equal(candidate)
    }
    if (line.peek() !== CLOSE) line.refuse('a parenthesis is never closed.')
    line.at++
  }

  /** `(any text)` instead of a weight names one ballot. */
  #readId(): number {
    const line = this.#line
    const close = line.bytes.indexOf(CLOSE, line.at)
    if (close < 0 || close >= line.end) line.refuse('a parenthesis is never closed.')
    line.at = close + 1
    return 1
  }

  #readCandidate(): number {
    return this.#check(this.#line.integer('a candidate’s number'))
  }

  #check(candidate: number): number {
    if (candidate < 1 || candidate > this.#candidates)
      refuseFile(
        'candidate',
        this.#line.number,
        `there is no candidate ${candidate}: the file has ${this.#candidates}.`,
      )
    return candidate - 1
  }

  #beginNames(): void {
    const line = this.#line
    if (line.next() && line.peek() !== QUOTE) line.refuse('a ballot cannot count 0 times.')
    this.#names = new BltNames(line.number, this.#candidates + 1)
  }

  /**
   * Some write a party behind each name. It would be taken for the next candidate.
   *
   * @param lines of each string.
   */
  #refuseParties(lines: readonly number[]): void {
    const most = this.#candidates
    const shared = lines.findIndex((line, index) => index > 0 && index < most && line === lines[index - 1])
    const areOnOneLine = lines[0] === lines[most - 1]
    const isPairBehind = lines[most] === lines[most + 1] && lines[most] !== lines[0]
    if (shared > 0 && lines.length > most + 1 && (!areOnOneLine || isPairBehind))
      refuseFile('mismatch', lines[shared] ?? 1, 'a name and no more may stand on the line of a candidate.')
  }

  #refuseEnd(): never {
    const { number } = this.#line
    if (this.#phase === 'ballots' || this.#phase === 'withdrawn')
      return refuseFile('syntax', number, 'the file ends without the 0 after the last ballot.')
    return refuseFile(
      'syntax',
      Math.max(1, number),
      'the file ends before the number of candidates and seats.',
    )
  }

  #checkNames(names: readonly { readonly text: string; readonly line: number }[], lastLine: number): void {
    const seen = new Set<string>()
    names.forEach(({ text, line }, index) => {
      if (text.trim() === '') refuseFile('candidate', line, `candidate ${index + 1} has no name.`)
      if (seen.has(text)) refuseFile('candidate', line, `two candidates have the name "${text}".`)
      seen.add(text)
    })
    if (names.length < this.#candidates)
      refuseFile(
        'mismatch',
        lastLine,
        `there are names of ${names.length} of ${this.#candidates} candidates.`,
      )
  }
}
