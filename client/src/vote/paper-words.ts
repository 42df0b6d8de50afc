import type { PaperKind } from '#protocol/formats/contest-method'
import { paperOf } from '#protocol/formats/contest-method'
import type { Contest } from '#protocol/formats/manifest'
import { msg, str } from '@lit/localize'
import { counted } from '../language/counted.ts'
import { isLimited } from './choices.ts'

/** The limit as a voter reads it: "Choose up to 2". */
export function limitWords(contest: Contest): string {
  const { method, maxSelections, options, maxScore = 0 } = contest
  const all = maxSelections === options.length
  if (paperOf(method) === 'scores')
    return all
      ? msg(str`Score from 0 to ${maxScore}`)
      : msg(str`Score up to ${maxSelections}, from 0 to ${maxScore}`)
  if (maxSelections === 1) return msg('Choose 1')
  if (paperOf(method) !== 'selection')
    return all ? msg('Rank as many as you like') : msg(str`Rank up to ${maxSelections}`)
  if (method === 'approval' && all) return msg('Choose as many as you like')
  return msg(str`Choose up to ${maxSelections}`)
}

/** How the paper is filled in, where the limit does not say it. */
export function howWords({ method }: Contest): string | undefined {
  switch (paperOf(method)) {
    case 'selection':
      return undefined
    case 'ranking':
      return msg('Tap your favourite first, then the next best, and so on. You can change the order below.')
    case 'weak-ranking':
      return msg(
        'Tap your favourite first, then the next best, and so on. Below you can change the order, and let some share a place.',
      )
    case 'scores':
      return msg('A higher score is better. An option that you do not score counts as 0.')
  }
}

/** How far the voter has come: "1 of 2 chosen"; the limit is left out where there is none to reach. */
export function countWords(contest: Contest, marked: number): string {
  const words = COUNTS[paperOf(contest.method)]
  if (marked === 0) return words.none()
  return isLimited(contest) ? words.limited(marked, contest.maxSelections) : words.free(marked)
}

interface CountWords {
  none(): string
  limited(marked: number, limit: number): string
  free(marked: number): string
}

const RANKED: CountWords = {
  none: () => msg('Nothing ranked yet'),
  limited: (marked, limit) => msg(str`${marked} of ${limit} ranked`),
  free: (marked) => msg(str`${marked} ranked`),
}

const COUNTS: Readonly<Record<PaperKind, CountWords>> = {
  selection: {
    none: () => msg('Nothing chosen yet'),
    limited: (marked, limit) => msg(str`${marked} of ${limit} chosen`),
    free: (marked) => msg(str`${marked} chosen`),
  },
  ranking: RANKED,
  'weak-ranking': RANKED,
  scores: {
    none: () => msg('Nothing scored yet'),
    limited: (marked, limit) => msg(str`${marked} of ${limit} scored`),
    free: (marked) => msg(str`${marked} scored`),
  },
}

/** Why the other options are off, and how to change that. */
export function offWords({ method, maxSelections: limit }: Contest): string {
  switch (paperOf(method)) {
    case 'selection':
      return msg(str`${limit} are chosen, so the others are off. To choose another, first remove one.`)
    case 'ranking':
    case 'weak-ranking':
      return counted(
        limit,
        '1 is ranked, so the others are off. To rank another, first remove it.',
        str`${limit} are ranked, so the others are off. To rank another, first remove one.`,
      )
    case 'scores':
      return counted(
        limit,
        '1 is scored, so the others are off. To score another, first remove its score.',
        str`${limit} are scored, so the others are off. To score another, first remove a score.`,
      )
  }
}

/** In which order the options stand, where it is not the same for everybody. */
export function orderWords({ order }: Contest): string | undefined {
  if (order === 'random') return msg('Each voter sees the options in an order drawn by lot.')
  if (order === 'rotated') return msg('Which option stands first is drawn by lot for each voter.')
  return undefined
}

export function seatWords(seats: number): string {
  return counted(seats, '1 will be elected.', str`${seats} will be elected.`)
}
