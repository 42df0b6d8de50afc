import type { Decoded } from '../decode.ts'
import { base64url, integer, object, oneOf, text, time } from '../decode.ts'
import { refuse } from '../errors.ts'
import { bodyHeader, checkAddress, checkSignature, hashBody, signBody } from '../signed.ts'
import type { Manifest } from './manifest.ts'
import { manifestHash } from './manifest.ts'

const amendmentBody = object({
  ...bodyHeader,
  n: integer(1, 1000),
  prev: base64url(32),
  at: time,
  closes: time,
  acceptUntil: time,
  cancelled: oneOf(true, false),
})
const amendmentDocument = object(
  { _id: text(200), body: amendmentBody, signature: base64url(64) },
  { _rev: text(200) },
)

export type Amendment = Decoded<typeof amendmentBody>
export interface AmendmentDocument {
  readonly _id: string
  readonly body: Amendment
  readonly signature: string
}

/** When an election is open, after `amendments` of the manifest; `chain` is the hash of the last of them (or the manifest's). */
export interface Schedule {
  readonly opens: string
  readonly closes: string
  readonly acceptUntil: string
  readonly cancelled: boolean
  readonly amendments: number
  /** `at` of the last amendment. */
  readonly amendedAt: string | undefined
  readonly chain: string
  /** What a result or a close may name by `amendments`: the hash of the manifest and of each amendment, the last is `chain`. */
  readonly history: readonly string[]
}

export function scheduleOf(manifest: Manifest): Schedule {
  const { opens, closes, acceptUntil } = manifest
  const none = { cancelled: false, amendments: 0, amendedAt: undefined } as const
  const chain = manifestHash(manifest)
  return { opens, closes, acceptUntil, ...none, chain, history: [chain] }
}

/** @throws {ProtocolError} malformed | bad-address */
export function parseAmendment(value: unknown): AmendmentDocument {
  const document = amendmentDocument(value, 'amendment')
  checkAddress(document, amendmentId(document.body.election, document.body.n))
  return { _id: document._id, body: document.body, signature: document.signature }
}

export function signAmendment(body: Amendment, authoritySeed: Uint8Array): AmendmentDocument {
  return {
    _id: amendmentId(body.election, body.n),
    body,
    signature: signBody('amendment', body, authoritySeed),
  }
}

/**
 * The schedule after one more amendment. Deadlines move either way, but never before the amendment's own `at`, and `at`
 * never before the last amendment's: an election can be extended or ended now, not ended in the past. Once it has closed,
 * the time that is left for ballots cast offline is not shortened any more.
 *
 * @throws {ProtocolError} wrong-manifest | bad-chain | late | bad-signature
 */
export function amendSchedule(schedule: Schedule, manifest: Manifest, value: unknown): Schedule {
  const { body, signature } = parseAmendment(value)
  if (body.election !== manifest.election) refuse('unknown-election', 'the amendment is of another election')
  if (body.manifest !== manifestHash(manifest))
    refuse('wrong-manifest', 'the amendment is of another manifest')
  if (body.n !== schedule.amendments + 1 || body.prev !== schedule.chain)
    refuse('bad-chain', 'the amendment does not follow the last one')
  if (schedule.amendedAt !== undefined && body.at < schedule.amendedAt)
    refuse('bad-chain', 'the amendment is dated before the last one')
  if (schedule.cancelled || body.at > schedule.acceptUntil)
    refuse('late', 'the election was over when it was amended')
  checkOrder(body, schedule)
  checkSignature('amendment', body, signature, manifest.keys.authority)
  const { at, closes, acceptUntil, cancelled, n } = body
  const chain = hashBody(body)
  const history = [...schedule.history, chain]
  return {
    opens: schedule.opens,
    closes,
    acceptUntil,
    cancelled,
    amendments: n,
    amendedAt: at,
    chain,
    history,
  }
}

/** Applies a whole chain in any order of `documents`. @throws {ProtocolError} as {@link amendSchedule} */
export function amendedSchedule(manifest: Manifest, documents: readonly unknown[]): Schedule {
  const ordered = documents.map(parseAmendment).sort((a, b) => a.body.n - b.body.n)
  return ordered.reduce(
    (schedule, document) => amendSchedule(schedule, manifest, document),
    scheduleOf(manifest),
  )
}

/**
 * The schedule that a close ended: that of the amendments up to the one that it names. Amendments after it change nothing,
 * whenever they say that they were made.
 *
 * @throws {ProtocolError} as {@link amendSchedule} | bad-chain, when the chain does not lead to what the close names.
 */
export function closedSchedule(
  manifest: Manifest,
  documents: readonly unknown[],
  { amendments }: { readonly amendments: string },
): Schedule {
  const ordered = documents.map(parseAmendment).sort((a, b) => a.body.n - b.body.n)
  let schedule = scheduleOf(manifest)
  for (const document of ordered) {
    if (schedule.chain === amendments) return schedule
    schedule = amendSchedule(schedule, manifest, document)
  }
  checkChain(schedule, { amendments })
  return schedule
}

/**
 * Checks that a result or a close was made under this schedule or under an earlier one of the same chain: a result may be
 * older than an amendment.
 *
 * @throws {ProtocolError} bad-chain
 */
export function checkChain({ history }: Schedule, { amendments }: { readonly amendments: string }): void {
  if (!history.includes(amendments))
    refuse('bad-chain', 'the amendments that it names are not those of the election')
}

export function amendmentId(election: string, n: number): string {
  return `amendment:${election}:${n}`
}

function checkOrder({ at, closes, acceptUntil }: Amendment, schedule: Schedule): void {
  const unchanged = closes === schedule.closes
  if (!unchanged && closes < at) refuse('malformed', 'an amendment cannot close the election in the past')
  if (closes > acceptUntil || closes <= schedule.opens)
    refuse('malformed', 'opens, closes and acceptUntil are out of order')
  if (at >= schedule.closes && acceptUntil < schedule.acceptUntil)
    refuse('malformed', 'after the end, the time for ballots cast offline cannot be shortened')
}
