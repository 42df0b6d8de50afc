import { MOST_SCORE } from '../../counting/profile.ts'
import { refuseFile } from '../ballot-file.ts'
import { MOST_RANK } from '../places.ts'
import { quote } from '../text.ts'

const YES = new Set(['x', 'X', '✓', '✔', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE'])
const NO = new Set(['', '-', '0', 'no', 'No', 'NO', 'false', 'False', 'FALSE'])
const WEIGHT =
  /^(?:weights?|counts?|copies|multiplicity|frequency|(?:(?:number|no\.?) of )?(?:votes|voters|ballots))$/i
const REMARK =
  /^(?:#|no\.?|(?:ballot|voter|vote|response)?[ _-]?(?:id|number|no\.?)|ballot|voter|time(?:stamp)?|date)$/i
const PLACE =
  /^(?:rank|choice|preference|pref\.?|place)[ _#.-]*\d+$|^\d+(?:st|nd|rd|th)(?: (?:choice|preference|place))?$/i
const ONE_WORD = /^(?:ballots?|votes?|choices?|candidates?|options?|approvals?|approved|selections?|names?)$/i

/** What a scanner writes where a paper names nobody, or several. */
const SCANNED = /^(?:skipped|(?:over|under)[ -]?votes?)$/i

/** @returns which of `names` is none. */
export function scannedAmong(names: readonly string[]): number {
  return names.findIndex((name) => SCANNED.test(name))
}

/** What a column of a table is for. */
export type Column = 'candidate' | 'weight' | 'remark'

/**
 * A first line that only says what the lines after it are: `ballots`, or `rank 1,rank 2`.
 *
 * @throws {BallotFileError} unsuitable, when only some of the columns hold names: `ballot id,rank 1`.
 */
export function isCaption(fields: readonly string[], line: number): boolean {
  if (fields.length === 1) return ONE_WORD.test(fields[0] ?? '')
  const others = fields.filter((field) => field !== '' && !PLACE.test(field))
  const other = others.find((field) => fields.some((each) => PLACE.test(each)) || isAside(field, fields))
  if (other !== undefined)
    refuseFile('unsuitable', line, `the column ${quote(other)} holds no names: leave it out.`)
  return others.length === 0
}

/** `id`, beside a column of choices. */
function isAside(field: string, fields: readonly string[]): boolean {
  return (
    (REMARK.test(field) || WEIGHT.test(field)) && fields.some((each) => ONE_WORD.test(each) && each !== field)
  )
}

/**
 * A table has candidates in its first line, and numbers or crosses below them. Decided by its first two lines.
 *
 * @returns undefined, when every line is a list of names.
 */
export function columnsOf(first: readonly string[], second: readonly string[]): Column[] | undefined {
  if (first.length !== second.length || first.length < 2) return undefined
  const columns = first.map((field): Column => {
    if (WEIGHT.test(field)) return 'weight'
    return REMARK.test(field) ? 'remark' : 'candidate'
  })
  const named = columns.flatMap((column, index) => (column === 'candidate' ? [index] : []))
  const isTable =
    named.every((index) => first[index] !== '' && !isMark(first[index] ?? '')) &&
    named.every((index) => isMark(second[index] ?? '')) &&
    named.some((index) => second[index] !== '')
  return isTable ? columns : undefined
}

function isMark(cell: string): boolean {
  return YES.has(cell) || NO.has(cell) || /^\d+$/.test(cell)
}

/** @returns the place, from 1; undefined for none. A cross is the first place. @throws {BallotFileError} syntax */
export function readRank(cell: string, line: number): number | undefined {
  if (NO.has(cell)) return undefined
  if (YES.has(cell)) return 1
  const rank = /^\d{1,9}$/.test(cell) ? Number(cell) : MOST_RANK + 1
  if (rank > MOST_RANK)
    refuseFile('syntax', line, `a rank from 1 to ${MOST_RANK} is expected, and not ${quote(cell)}.`)
  return rank === 0 ? undefined : rank
}

/** @returns 1 or undefined. @throws {BallotFileError} syntax */
export function readApproval(cell: string, line: number): 1 | undefined {
  if (cell === '1' || YES.has(cell)) return 1
  return NO.has(cell)
    ? undefined
    : refuseFile('syntax', line, `1, 0 or x is expected, and not ${quote(cell)}.`)
}

/** @returns undefined where no score was given. @throws {BallotFileError} syntax */
export function readScore(cell: string, line: number): number | undefined {
  if (cell === '' || cell === '-') return undefined
  const score = /^\d{1,9}$/.test(cell) ? Number(cell) : MOST_SCORE + 1
  if (score > MOST_SCORE)
    refuseFile('syntax', line, `a whole score up to ${MOST_SCORE} is expected, and not ${quote(cell)}.`)
  return score
}
