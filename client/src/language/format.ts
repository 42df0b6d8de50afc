import { msg, str } from '@lit/localize'
import { interfaceLanguage } from './language.ts'
import { baseOf } from './text-in.ts'

/** "Friday 27 November, 18:00" in the voter's time zone; with the year when it is not this one. */
export function formatMoment(time: string, now = new Date()): string {
  const moment = new Date(time)
  const sameYear = moment.getFullYear() === now.getFullYear()
  const day = new Intl.DateTimeFormat(locale(), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
  return msg(str`${day.format(moment)}, ${formatClock(moment)}`)
}

/** "18:00" */
export function formatClock(moment: Date): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'short' }).format(moment)
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(locale()).format(value)
}

/** An exact decimal such as "1412.45570", with every digit that it has: a float would not keep them. */
export function formatExact(decimal: string): string {
  const [whole = '0', fraction] = decimal.split('.')
  const formatter = new Intl.NumberFormat(locale())
  const number = formatter.format(BigInt(whole))
  if (fraction === undefined) return number
  const point = formatter.formatToParts(0.5).find(({ type }) => type === 'decimal')
  return `${number}${point?.value ?? '.'}${fraction}`
}

/** A share from 0 to 1 as "41.9 %" in the reader's way of writing. */
export function formatShare(share: number): string {
  return new Intl.NumberFormat(locale(), {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(share)
}

/** An average, to two places. */
export function formatAverage(value: number): string {
  return new Intl.NumberFormat(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value)
}

/** "Ada, Bob and Carol" */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(items)
}

/** "Ada, Bob, Carol", one after the other and not all at once. */
export function formatSequence(items: readonly string[]): string {
  return items.join(msg(', '))
}

/**
 * The browser's region of the interface's language, so that a British reader gets 18:00 and not 6:00 PM. In Arabic always
 * with the digits 0 to 9, which are read everywhere and which voting codes and fingerprints have: two kinds of digits on one
 * screen could not be compared.
 */
function locale(): Intl.Locale {
  const language = interfaceLanguage()
  const tag = navigator.languages.find((each) => baseOf(each) === baseOf(language)) ?? language
  return new Intl.Locale(tag, baseOf(tag) === 'ar' ? { numberingSystem: 'latn', calendar: 'gregory' } : {})
}
