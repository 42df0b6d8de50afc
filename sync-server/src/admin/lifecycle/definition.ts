import type { Decoded, Decoder } from '#protocol/decode'
import {
  arrayOf,
  described,
  id,
  integer,
  localizedText,
  object,
  oneOf,
  schemaOf,
  text,
  time,
  uniqueIds,
} from '#protocol/decode'
import { refuse } from '#protocol/errors'
import { MAX_SCORE } from '#protocol/formats/contest-method'
const localized = localizedText(500)
/** `"Chair"` is `{"en": "Chair"}`. */
const title = described(
  (value, path) => localized(typeof value === 'string' ? { en: value } : value, path),
  () => ({ oneOf: [{ type: 'string' }, schemaOf(localized)] }),
)

/** Methods, orders and the like are texts here: the manifest's rules name those of a later version. */
const name = text(50)
const option = closed({ id, title }, {})
const contest = closed(
  { id, title, method: name, options: uniqueIds(arrayOf(option, { min: 1, max: 1000 })) },
  {
    seats: integer(1, 1000),
    maxSelections: integer(1, 1000),
    maxScore: integer(1, MAX_SCORE),
    order: name,
    ties: arrayOf(id, { min: 1, max: 1000 }),
  },
)
const contests = uniqueIds(arrayOf(contest, { min: 1, max: 100 }))
const group = closed({ id }, { weight: integer(1, 1_000_000), contests: arrayOf(id, { min: 1, max: 100 }) })
const definition = closed(
  { election: id, title, closes: time, contests },
  {
    opens: time,
    acceptUntil: time,
    results: name,
    publish: closed({}, { everySeconds: integer(1, 86_400), atLeast: integer(1, 1_000_000) }),
    recast: oneOf('last', 'none'),
    eligibility: name,
    groups: uniqueIds(arrayOf(group, { min: 1, max: 100 })),
  },
)
/** Five stars are what STAR is known by. */
const USUAL_SCORES: ReadonlyMap<string, number> = new Map([
  ['score', 10],
  ['star', 5],
])

type GivenContest = Decoded<typeof contest>

/**
 * What an officer writes about an election, complete: the manifest without keys and places. `opens` left out is "when it
 * is opened". Whether the manifest's own rules allow it (more seats than options, a method of a later version) shows when
 * a manifest is made of it.
 */
export type Definition = ReturnType<typeof parseDefinition>

/**
 * Reads a definition and fills in what it leaves out; a complete one stays as it is.
 *
 * @throws {ProtocolError} malformed, naming the member.
 */
export function parseDefinition(value: unknown) {
  const given = definition(value, 'definition')
  const ids = given.contests.map((item) => item.id)
  const { groups = [{ id: 'all' }] } = given
  return {
    election: given.election,
    title: given.title,
    ...(given.opens !== undefined && { opens: given.opens }),
    closes: given.closes,
    acceptUntil: given.acceptUntil ?? given.closes,
    results: given.results ?? 'live',
    publish: { everySeconds: 1, atLeast: 1, ...given.publish },
    recast: given.recast ?? 'last',
    eligibility: given.eligibility ?? 'codes',
    groups: groups.map((item) => ({ weight: 1, contests: ids, ...item })),
    contests: given.contests.map(completeContest),
  }
}

function completeContest(given: GivenContest) {
  const { id: contestId, title: contestTitle, method, options, seats = 1 } = given
  const ids = options.map((item) => item.id)
  const maxSelections = given.maxSelections ?? (method === 'plurality' ? seats : ids.length)
  const { order = 'fixed', ties = ids, maxScore = USUAL_SCORES.get(method) } = given
  const complete = { id: contestId, title: contestTitle, method, seats, maxSelections, options, order, ties }
  return maxScore === undefined ? complete : { ...complete, maxScore }
}

type Shape = Record<string, Decoder<unknown>>

/** An object that, unlike the protocol's, names the member that it does not know: an officer mistyped it. */
function closed<S extends Shape, O extends Shape>(shape: S, optional: O) {
  const read = object(shape, optional)
  const readClosed = (value: unknown, path: string): ReturnType<typeof read> => {
    const members =
      typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
    const unknown = members.find(
      (member) => !Object.hasOwn(shape, member) && !Object.hasOwn(optional, member),
    )
    if (unknown !== undefined) refuse('malformed', `${path} has an unknown member "${unknown.slice(0, 50)}"`)
    return read(value, path)
  }
  return described(readClosed, () => schemaOf(read))
}
