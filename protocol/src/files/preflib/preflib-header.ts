import { MOST_CANDIDATES } from '../../counting/profile.ts'
import { refuseFile } from '../ballot-file.ts'
import { quote } from '../text.ts'

const KEY = /^([A-Z][A-Z ]*?)(?: +(\d{1,9}))?$/
/** Longer than any key, and short enough for what the pattern may cost. */
const MOST_KEY = 100
const NAMED = /^(\d{1,9})\s*,\s*(.+)$/su
const TOTALS = /^(\d{1,15})\s*,\s*\d{1,15}\s*,\s*\d{1,15}$/
const TYPES = new Set(['soc', 'soi', 'toc', 'toi'])

/** What a PrefLib file says before its orders. */
export class PreflibHeader {
  title: string | undefined
  /** How many voted, as the file says, and on which line. */
  voters: { readonly value: number; readonly line: number } | undefined
  type = 'toi'
  /** The layout of before 2022. */
  isOld = false
  /** By number, from 1. */
  readonly #names = new Map<number, string>()
  readonly #taken = new Set<string>()
  #count: number | undefined
  #countLine = 1

  get count(): number {
    return this.#count ?? this.#names.size
  }

  /** Whether lines of the old header are still to come. */
  isOpen(): boolean {
    return this.isOld ? this.voters === undefined : this.#count === undefined && this.#names.size === 0
  }

  /** `# KEY: value`; every other line with `#` is a remark. @throws {BallotFileError} */
  readKey(text: string, line: number): void {
    const colon = text.indexOf(':')
    const [, key, number] = KEY.exec(text.slice(1, Math.min(colon, MOST_KEY)).trim()) ?? []
    const value = text.slice(colon + 1).trim()
    if (key === 'TITLE') this.title = value
    else if (key === 'DATA TYPE') this.#setType(value.toLowerCase(), line)
    else if (key === 'NUMBER ALTERNATIVES') this.#setCount(value, line)
    else if (key === 'NUMBER VOTERS') this.voters = { value: readTotal(value, line), line }
    else if (key === 'ALTERNATIVE NAME') this.#setName(Number(number ?? '0'), value, line)
  }

  /** A line before the orders of the old layout. @throws {BallotFileError} */
  readOldLine(text: string, line: number): void {
    this.isOld = true
    if (this.#count === undefined) return this.#setCount(text, line)
    if (this.#names.size < this.#count) {
      const [, number, name] = NAMED.exec(text) ?? []
      if (number === undefined || name === undefined)
        return refuseFile('syntax', line, `a candidate’s "number,name" is expected, and not ${quote(text)}.`)
      return this.#setName(Number(number), name, line)
    }
    const [, voters] = TOTALS.exec(text) ?? []
    if (voters === undefined)
      return refuseFile(
        'syntax',
        line,
        `"voters,votes,different orders" is expected, and not ${quote(text)}.`,
      )
    this.voters = { value: Number(voters), line }
  }

  /** @returns the candidates. @throws {BallotFileError} mismatch | candidate */
  finish(lastLine: number): string[] {
    const { count } = this
    if (count === 0) refuseFile('syntax', lastLine, 'the file does not say who the candidates are.')
    const candidates = Array.from({ length: count }, (_, index) => this.#names.get(index + 1) ?? '')
    const missing = candidates.indexOf('')
    if (missing >= 0)
      refuseFile('mismatch', this.#countLine, `candidate ${missing + 1} of ${count} has no name.`)
    return candidates
  }

  #setType(type: string, line: number): void {
    if (!TYPES.has(type))
      refuseFile('unsuitable', line, `${quote(type)} are no orders: soc, soi, toc and toi can be counted.`)
    this.type = type
  }

  #setCount(text: string, line: number): void {
    const count = readTotal(text, line)
    if (count < 1 || count > MOST_CANDIDATES)
      refuseFile('syntax', line, `there must be 1 to ${MOST_CANDIDATES} candidates, and not ${count}.`)
    this.#count = count
    this.#countLine = line
  }

  #setName(number: number, name: string, line: number): void {
    const most = this.#count ?? MOST_CANDIDATES
    if (number < 1 || number > most)
      refuseFile('candidate', line, `there is no candidate ${number} of ${most}.`)
    if (name === '') refuseFile('candidate', line, `candidate ${number} has no name.`)
    if (this.#names.has(number)) refuseFile('candidate', line, `candidate ${number} is named twice.`)
    if (this.#taken.has(name)) refuseFile('candidate', line, `two candidates have the name ${quote(name)}.`)
    this.#taken.add(name)
    this.#names.set(number, name)
  }
}

function readTotal(text: string, line: number): number {
  return /^\d{1,15}$/.test(text)
    ? Number(text)
    : refuseFile('syntax', line, `a whole number is expected, and not ${quote(text)}.`)
}
