import type { Decoded, Decoder } from '../decode.ts'
import { described, schemaOf } from '../decode.ts'
import {
  arrayOf,
  base64url,
  id,
  integer,
  localizedText,
  mapOf,
  matching,
  object,
  oneOf,
  time,
  uniqueIds,
} from '../decode.ts'
import { refuse } from '../errors.ts'
import { MAX_SCORE, METHODS } from './contest-method.ts'

/** Longest origin or URL, in characters. */
const MAX_ADDRESS = 500
const ORIGIN = 'https?://([a-z0-9.-]+|\\[[0-9a-f:]+\\])(:[1-9][0-9]{0,4})?'

/**
 * Web addresses by one regular expression and not by a URL parser: Node's and browsers' disagree on what they take
 * (`a|b`, `xn--a`) and forgive tabs, spaces and capitals, and then one reader refuses an election that another opens.
 */
const origin = address(`^${ORIGIN}$`)
const url = address(`^${ORIGIN}(/[A-Za-z0-9._~/-]*)?$`)

const option = object({ id, title: localizedText(500) })

const contest = object(
  {
    id,
    title: localizedText(500),
    method: oneOf(...METHODS),
    seats: integer(1, 1000),
    maxSelections: integer(1, 1000),
    options: uniqueIds(arrayOf(option, { min: 1, max: 1000 })),
    order: oneOf('fixed', 'rotated', 'random'),
    ties: arrayOf(id, { min: 1, max: 1000 }),
  },
  { maxScore: integer(1, MAX_SCORE) },
)

const group = object({ id, weight: integer(1, 1_000_000), contests: arrayOf(id, { min: 1, max: 100 }) })

const registrar = object({ id, url, sign: base64url(32), keys: mapOf(id, base64url(256)) })

export const manifestBody = object({
  v: oneOf(1),
  election: id,
  title: localizedText(500),
  opens: time,
  closes: time,
  acceptUntil: time,
  results: oneOf('live'),
  publish: object({ everySeconds: integer(1, 86_400), atLeast: integer(1, 1_000_000) }),
  recast: oneOf('last', 'none'),
  eligibility: oneOf('codes'),
  groups: uniqueIds(arrayOf(group, { min: 1, max: 100 })),
  contests: uniqueIds(arrayOf(contest, { min: 1, max: 100 })),
  registrars: uniqueIds(arrayOf(registrar, { min: 1, max: 15 })),
  quorum: integer(1, 15),
  keys: object({
    authority: base64url(32),
    log: base64url(32),
    receipts: uniqueIds(arrayOf(object({ id, key: base64url(32) }), { min: 1, max: 100 })),
  }),
  origins: arrayOf(origin, { min: 1, max: 20 }),
})

export type Manifest = Decoded<typeof manifestBody>
export type Contest = Decoded<typeof contest>
export type Group = Decoded<typeof group>
export type Registrar = Decoded<typeof registrar>

function address(pattern: string): Decoder<string> {
  const read = matching(new RegExp(pattern), 'a web address in its normal spelling')
  return described(
    (value, path) => {
      const text = read(value, path)
      if (text.length > MAX_ADDRESS) refuse('malformed', `${path} has more than ${MAX_ADDRESS} characters`)
      return text
    },
    () => ({ ...schemaOf(read), maxLength: MAX_ADDRESS }),
  )
}
