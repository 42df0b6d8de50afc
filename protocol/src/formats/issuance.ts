import type { Decoded } from '../decode.ts'
import { base64url, id, integer, mapOf, object, oneOf, ownMember, text } from '../decode.ts'
import { refuse } from '../errors.ts'
import { bodyHeader, checkAddress, checkSignature, hashBody, signBody } from '../signed.ts'
import type { Manifest } from './manifest.ts'
import { manifestHash } from './manifest.ts'

const count = integer(0, 1_000_000_000)
const issuanceBody = object({
  ...bodyHeader,
  registrar: id,
  rollSize: mapOf(id, count),
  rollRoot: base64url(32),
  issued: mapOf(id, count),
  final: oneOf(true, false),
})
const issuanceDocument = object(
  { _id: text(200), body: issuanceBody, signature: base64url(64) },
  { _rev: text(200) },
)

export type Issuance = Decoded<typeof issuanceBody>
export interface IssuanceDocument {
  readonly _id: string
  readonly body: Issuance
  readonly signature: string
}

export function signIssuance(body: Issuance, registrarSeed: Uint8Array): IssuanceDocument {
  return {
    _id: issuanceId(body.election, body.registrar),
    body,
    signature: signBody('issuance', body, registrarSeed),
  }
}

/**
 * Reads a registrar's statement of how many may vote and how many credentials it gave out, by group.
 *
 * @throws {ProtocolError} malformed | bad-address | unknown-election | wrong-manifest | bad-signature
 */
export function checkIssuance(value: unknown, manifest: Manifest): IssuanceDocument {
  const { _id, body, signature } = issuanceDocument(value, 'issuance')
  checkAddress({ _id }, issuanceId(body.election, body.registrar))
  if (body.election !== manifest.election) refuse('unknown-election', 'the issuance is of another election')
  if (body.manifest !== manifestHash(manifest))
    refuse('wrong-manifest', 'the issuance is of another manifest')
  const registrar = manifest.registrars.find((candidate) => candidate.id === body.registrar)
  if (!registrar) return refuse('malformed', 'the manifest has no such registrar')
  checkGroups(body, manifest)
  checkSignature('issuance', body, signature, registrar.sign)
  return { _id, body, signature }
}

/**
 * Checks that a registrar may state `next` after `earlier`, both checked: the roll was committed to before opening, what
 * is issued does not become less, and nothing follows a final statement. The same statement again says nothing new.
 *
 * @throws {ProtocolError} bad-chain
 */
export function followIssuance(earlier: Issuance, next: Issuance): void {
  if (hashBody(earlier) === hashBody(next)) return
  if (earlier.final) refuse('bad-chain', 'the registrar has spoken for the last time')
  if (earlier.manifest !== next.manifest || earlier.registrar !== next.registrar)
    refuse('bad-chain', 'the issuance is of another registrar')
  const names = Object.keys(earlier.rollSize)
  const sameRoll = names.every((name) => ownMember(earlier.rollSize, name) === ownMember(next.rollSize, name))
  if (!sameRoll || earlier.rollRoot !== next.rollRoot) refuse('bad-chain', 'the roll is another')
  if (!names.every((name) => (ownMember(earlier.issued, name) ?? 0) <= (ownMember(next.issued, name) ?? 0)))
    refuse('bad-chain', 'fewer credentials are issued than before')
}

export function issuanceId(election: string, registrar: string): string {
  return `issuance:${election}:${registrar}`
}

function checkGroups({ rollSize, issued }: Issuance, manifest: Manifest): void {
  const groups = manifest.groups.map((group) => group.id)
  for (const counts of [rollSize, issued]) {
    const names = Object.keys(counts)
    if (names.length !== groups.length || !groups.every((name) => Object.hasOwn(counts, name))) {
      refuse('malformed', 'an issuance counts each group of the manifest')
    }
  }
  for (const name of groups) {
    if ((ownMember(issued, name) ?? 0) > (ownMember(rollSize, name) ?? 0))
      refuse('malformed', `more credentials than voters in group ${name}`)
  }
}
