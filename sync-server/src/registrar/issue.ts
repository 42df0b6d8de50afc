import type { KeyObject } from 'node:crypto'
import { sha256 } from '#crypto'
import { toBase64url } from '#protocol/bytes'
import { formatTime } from '#protocol/decode'
import type { Schedule } from '#protocol/formats/amendment'
import type { Database } from '../couch/couch.ts'
import type { BlindSign } from './blind-sign.ts'
import type { CodeDocument } from './roll.ts'
import { parseCodeDocument } from './roll.ts'

export type Issuing =
  /** base64url, 256 bytes. */
  | { readonly kind: 'issued'; readonly blindSignature: string }
  | { readonly kind: 'refused'; readonly reason: 'already-issued' | 'late' }
  /** Nobody knows whether the code is spent on this request; asking again with the same message is safe. */
  | { readonly kind: 'unavailable' }

export interface IssuePorts {
  /** Created with n=1: one copy is a serial compare-and-swap, and a code must never be spent twice. */
  readonly registry: Database
  readonly blindSign: BlindSign
  readonly clock: () => Date
}

/** Processes that spend one code at once meet this often at most; more is a fault that the next request may not meet. */
const MAX_ATTEMPTS = 5

/**
 * Spends a code on one blinded message and signs it. The code's document is the transaction: the message's hash is stored
 * there by compare-and-swap before anything is signed, so two messages can never both be signed, by however many
 * processes. The signature is a function of the message: killed after the write, the same request gets the same bytes.
 */
export async function issueCredential(
  ports: IssuePorts,
  code: CodeDocument,
  request: { readonly blinded: Uint8Array; readonly key: KeyObject; readonly schedule: Schedule },
): Promise<Issuing> {
  const spending = await spendCode(ports, code, toBase64url(sha256(request.blinded)), request.schedule)
  if (spending.kind !== 'spent') return spending
  const signature = await ports.blindSign(request.key, request.blinded)
  return { kind: 'issued', blindSignature: toBase64url(signature) }
}

type Spending = { readonly kind: 'spent' } | Exclude<Issuing, { kind: 'issued' }>

async function spendCode(
  { registry, clock }: IssuePorts,
  code: CodeDocument,
  request: string,
  schedule: Schedule,
): Promise<Spending> {
  let current = code
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (current.issued) return sameRequest(current.issued.request, request)
    if (isOver(schedule, clock())) return { kind: 'refused', reason: 'late' }
    const issued = { request, day: formatTime(clock()).slice(0, 10) }
    const outcome = await registry.compareAndSwap({ ...current, issued })
    if (outcome.kind === 'written') return { kind: 'spent' }
    if (outcome.kind === 'refused') throw new Error(`a code's document was refused: ${outcome.reason}`)
    if (outcome.kind === 'unacknowledged') return { kind: 'unavailable' }
    const latest = await registry.read(current._id)
    if (!latest) return { kind: 'unavailable' }
    current = parseCodeDocument(latest)
  }
  return { kind: 'unavailable' }
}

function sameRequest(known: string, request: string): Spending {
  return known === request ? { kind: 'spent' } : { kind: 'refused', reason: 'already-issued' }
}

/**
 * After `closes` no honest phone can use a new credential, so none is given. The answer to an earlier request is repeated
 * at any time: it gives nobody anything new.
 */
function isOver({ closes, cancelled }: Schedule, now: Date): boolean {
  return cancelled || formatTime(now) >= closes
}
