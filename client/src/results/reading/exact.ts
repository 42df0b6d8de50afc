import { str } from '@lit/localize'
import { counted } from '../../language/counted.ts'
import { formatExact } from '../../language/format.ts'

/** Exact decimals of a transcript, such as "1412.45570". All of one round have equally many digits behind the point. */

const NOTHING_BEHIND = /\.0+$/

export function isZero(decimal: string): boolean {
  return /^0(\.0+)?$/.test(decimal)
}

/** In sentences: "3933.00000" is 3,933; whatever has a part is shown to its last digit. */
export function brief(decimal: string): string {
  return formatExact(decimal.replace(NOTHING_BEHIND, ''))
}

/** How a column is written: to the last digit all through, unless nothing but whole votes is in it. */
export function columnFormat(decimals: readonly string[]): (decimal: string) => string {
  const whole = decimals.every((decimal) => !decimal.includes('.') || NOTHING_BEHIND.test(decimal))
  return whole ? brief : formatExact
}

/** To compare decimals of one round, and to add them up, exactly. */
export function units(decimal: string): bigint {
  return BigInt(decimal.replace('.', ''))
}

/** For the length of a bar, and for percentages; never for a number of votes that is shown. */
export function roughly(decimal: string): number {
  return Number.parseFloat(decimal)
}

/** "1 vote", "104.50000 votes": stands inside other sentences, after a word such as “has” or “with”. */
export function votesWords(votes: string): string {
  return counted(roughly(votes), '1 vote', str`${brief(votes)} votes`)
}

export function pointsWords(points: string): string {
  return counted(roughly(points), '1 point', str`${brief(points)} points`)
}

/** What moved to an option: "+12.34000". */
export function received(decimal: string): string {
  return `+${decimal}`
}
