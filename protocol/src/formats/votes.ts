import type { Decoded } from '../decode.ts'
import { arrayOf, described, id, integer, mapOf, ownMember, schemaOf } from '../decode.ts'
import { refuse } from '../errors.ts'
import { MAX_SCORE, paperOf } from './contest-method.ts'
import type { Contest } from './manifest-body.ts'

const place = described<string | readonly string[]>(
  (value, path) => (Array.isArray(value) ? equals(value, path) : id(value, path)),
  () => ({ oneOf: [schemaOf(id), schemaOf(equals)] }),
)
const equals = arrayOf(id, { min: 2, max: 1000 })
const places = arrayOf(place, { max: 1000 })
const scores = mapOf(id, integer(0, MAX_SCORE))

/**
 * What a voter says in one contest. Plurality and approval: the chosen options, sorted. Ranked: places in order of
 * preference, each an option or a sorted list of equals. Scored: option → score. Nothing in it is blank.
 */
const vote = described<Vote>(
  (value, path) => (Array.isArray(value) ? places(value, path) : scores(value, path)),
  () => ({ oneOf: [schemaOf(places), schemaOf(scores)] }),
)

/** contest id → vote. */
export const votes = mapOf(id, vote)

export type Ranking = Decoded<typeof places>
export type Scores = Decoded<typeof scores>
export type Vote = Ranking | Scores
export type Votes = Readonly<Record<string, Vote>>

export function isScored(given: Vote): given is Scores {
  return !Array.isArray(given)
}

export function isBlank(given: Vote): boolean {
  return isScored(given) ? Object.keys(given).length === 0 : given.length === 0
}

export function blankVote({ method }: Contest): Vote {
  return paperOf(method) === 'scores' ? {} : []
}

/** The one spelling of a vote: a selection sorted, and so are equals. */
export function spellVote({ method }: Contest, given: Vote): Vote {
  if (isScored(given)) return given
  if (paperOf(method) === 'selection') return given.flat().sort()
  return given.map((item) => (typeof item === 'string' ? item : [...item].sort()))
}

/** Every option that the vote says something about, in its order. */
export function markedOptions(given: Vote): readonly string[] {
  return isScored(given) ? Object.keys(given) : given.flat()
}

/**
 * Checks a vote against its contest, shape before options, options before their order and number.
 *
 * @throws {ProtocolError} malformed | unknown-option | overvote
 */
export function checkVote(contest: Contest, given: Vote): void {
  const paper = paperOf(contest.method)
  if (isScored(given) !== (paper === 'scores')) refuse('malformed', `${contest.id} is not voted on like this`)
  const marked = markedOptions(given)
  const options = new Set(contest.options.map((option) => option.id))
  if (!marked.every((option) => options.has(option)))
    refuse('unknown-option', `${contest.id} has no such option`)
  if (new Set(marked).size !== marked.length) refuse('malformed', `${contest.id} names an option twice`)
  if (!isScored(given)) checkOrder(contest, given)
  if (marked.length > contest.maxSelections)
    refuse('overvote', `${contest.id} takes at most ${contest.maxSelections} choices`)
  if (isScored(given)) checkScores(contest, given)
}

function checkOrder({ id: contest, method }: Contest, given: Ranking): void {
  const paper = paperOf(method)
  const lists = given.filter((item) => typeof item !== 'string')
  if (paper === 'selection' && (lists.length > 0 || !isSorted(given.flat())))
    refuse('malformed', `the choices of ${contest} must be sorted and single`)
  if (!lists.every(isSorted)) refuse('malformed', `equal choices of ${contest} must be sorted`)
  if (paper === 'ranking' && lists.length > 0) refuse('overvote', `${contest} takes one choice in each place`)
}

function checkScores({ id: contest, maxScore = 0 }: Contest, given: Scores): void {
  for (const option of Object.keys(given))
    if ((ownMember(given, option) ?? 0) > maxScore)
      refuse('overvote', `${contest} takes scores up to ${maxScore}`)
}

function isSorted(items: readonly string[]): boolean {
  return items.every((item, index) => index === 0 || (items[index - 1] ?? '') < item)
}
