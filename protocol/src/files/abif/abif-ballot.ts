import type { ProfileBuilder } from '../../counting/profile-builder.ts'
import { MOST_SCORE } from '../../counting/profile.ts'
import type { ReadSettings } from '../ballot-file.ts'
import { refuseFile } from '../ballot-file.ts'
import { endBallot } from '../end-ballot.ts'
import type { NameTable } from '../name-table.ts'
import { COLON, COMMA, EQUALS, GREATER, OPEN_CURLY, SLASH, STAR } from '../text.ts'
import type { AbifLine } from './abif-line.ts'

const NO_SCORE = -1

/** Ballots of ABIF: `12: A/5 > B/3 = C/3`. */
export class AbifBallot {
  readonly #builder: ProfileBuilder
  readonly #table: NameTable
  readonly #marks: ReadSettings['marks']
  readonly #candidates: number[] = []
  readonly #scores: number[] = []
  /** Whether the candidate at an index is in the same place as the one before. */
  readonly #isEqual: boolean[] = []
  /** Some candidate is ranked by `>` or `=`, and not by score alone. */
  #isRanked = false

  constructor(builder: ProfileBuilder, table: NameTable, marks: ReadSettings['marks']) {
    this.#builder = builder
    this.#table = table
    this.#marks = marks
  }

  read(line: AbifLine): void {
    const weight = line.integer('how many cast this ballot')
    if (!line.take(COLON) && !line.take(STAR))
      line.refuse(`":" must come between the number of ballots and the ballot, and not ${line.rest()}.`)
    this.#readMarks(line)
    if (this.#marks === 'scores') this.#giveScores(line)
    else this.#giveRanks()
    endBallot(this.#builder, weight, line.number)
  }

  #readMarks(line: AbifLine): void {
    for (const list of [this.#candidates, this.#scores, this.#isEqual]) list.length = 0
    this.#isRanked = false
    if (line.peek() === undefined) return
    for (
      let separator: number | undefined = GREATER;
      separator !== undefined;
      separator = this.#separator(line)
    ) {
      if (separator === GREATER ? this.#candidates.length > 0 : separator === EQUALS) this.#isRanked = true
      this.#isEqual.push(separator !== GREATER)
      this.#candidates.push(line.candidate(this.#table))
      this.#scores.push(line.take(SLASH) ? readScore(line) : NO_SCORE)
    }
  }

  /** What comes between two candidates; undefined at the end of the ballot. */
  #separator(line: AbifLine): number | undefined {
    const byte = line.peek()
    if (byte === undefined) return undefined
    if (byte === COLON) {
      skipExtension(line)
      return undefined
    }
    if (byte !== GREATER && byte !== EQUALS && byte !== COMMA)
      line.refuse(`">", "=" or "," is expected, and not ${line.rest()}. A name with spaces stands in [ ].`)
    line.at++
    return byte
  }

  #giveScores(line: AbifLine): void {
    const seen = new Set<number>()
    this.#candidates.forEach((candidate, index) => {
      const score = this.#scores[index] ?? NO_SCORE
      const name = this.#table.names[candidate] ?? ''
      if (score === NO_SCORE) refuseFile('unsuitable', line.number, `"${name}" has no score.`)
      if (seen.has(candidate)) refuseFile('candidate', line.number, `"${name}" has two scores.`)
      seen.add(candidate)
      this.#builder.score(candidate, score)
    })
  }

  #giveRanks(): void {
    if (!this.#isRanked && this.#candidates.length > 1 && !this.#scores.includes(NO_SCORE))
      this.#rankByScore()
    const approves = this.#marks === 'approvals'
    let isFirst = true
    this.#candidates.forEach((candidate, index) => {
      if (approves && this.#scores[index] === 0) return
      if ((approves || this.#isEqual[index]) && !isFirst) this.#builder.equal(candidate)
      else this.#builder.rank(candidate)
      isFirst = false
    })
  }

  /** `A/5, B/3` says by its scores alone who comes first. */
  #rankByScore(): void {
    const scored = this.#candidates.map((candidate, index) => ({
      candidate,
      score: this.#scores[index] ?? 0,
    }))
    scored.sort((a, b) => b.score - a.score)
    scored.forEach(({ candidate, score }, index) => {
      this.#candidates[index] = candidate
      this.#isEqual[index] = index > 0 && scored[index - 1]?.score === score
    })
  }
}

function readScore(line: AbifLine): number {
  const score = line.integer('a whole number as score')
  if (score > MOST_SCORE) line.refuse(`a score is at most ${MOST_SCORE}.`)
  return score
}

/** A draft of ABIF lets data in JSON follow a ballot; nothing of it is counted. */
function skipExtension(line: AbifLine): void {
  line.at++
  if (line.peek() !== OPEN_CURLY) line.refuse(`only {data} may follow a ballot, and not ${line.rest()}.`)
  line.at = line.end
}
