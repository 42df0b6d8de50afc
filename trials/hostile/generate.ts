import { Dice } from '../dice.ts'
import type { Target } from './addresses.ts'
import { couchCall, hostileBatch, hostileKeys, otherDatabase } from './couch-requests.ts'
import { engineRequest } from './engine-requests.ts'
import type { HostileRequest } from './request.ts'
import type { Make } from './server-requests.ts'
import {
  compressedRequest,
  hugeRequest,
  strangeAddress,
  strangeHeaders,
  strangeQuery,
  wrongBody,
  wrongDocument,
  wrongMethod,
} from './server-requests.ts'
import { brokenHttp, brokenOff, hugeChunks, hugeHead, slowRequest } from './wire-requests.ts'

/** How many of a thousand requests are of each kind. The slow and the huge are rare, or nothing else would be seen. */
const KINDS = {
  'wrong-body': { weight: 250, make: wrongBody },
  'wrong-document': { weight: 130, make: wrongDocument },
  'strange-address': { weight: 120, make: strangeAddress },
  'strange-query': { weight: 60, make: strangeQuery },
  'strange-headers': { weight: 50, make: strangeHeaders },
  'wrong-method': { weight: 70, make: wrongMethod },
  'couch-call': { weight: 50, make: couchCall },
  'other-database': { weight: 25, make: otherDatabase },
  'hostile-batch': { weight: 30, make: hostileBatch },
  'hostile-keys': { weight: 10, make: hostileKeys },
  'broken-http': { weight: 60, make: brokenHttp },
  'huge-head': { weight: 20, make: hugeHead },
  compressed: { weight: 12, make: compressedRequest },
  'huge-body': { weight: 4, make: hugeRequest },
  'huge-chunks': { weight: 1, make: hugeChunks },
  'broken-off': { weight: 6, make: brokenOff },
  slow: { weight: 2, make: slowRequest },
  engine: { weight: 100, make: engineRequest },
} satisfies Record<string, { weight: number; make: Make }>

export type Kind = keyof typeof KINDS
const TOTAL = Object.values(KINDS).reduce((sum, { weight }) => sum + weight, 0)

/** The kind of request number `index`, which is cheaper to ask for than the request. */
export function kindOf(seed: number, index: number): Kind {
  return draw(new Dice(seed, index))
}

/** Request number `index` of the attack with this seed: always the same one. */
export function generate(seed: number, index: number, target: Target): HostileRequest {
  const dice = new Dice(seed, index)
  const { make }: { make: Make } = KINDS[draw(dice)]
  return make(dice, target)
}

function draw(dice: Dice): Kind {
  let left = dice.next() * TOTAL
  const entries = Object.entries(KINDS) as [Kind, { weight: number }][]
  const found = entries.find(([, { weight }]) => (left -= weight) < 0)
  return found?.[0] ?? 'wrong-body'
}
