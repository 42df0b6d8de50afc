import type { Decoded } from '../decode.ts'
import { base64url, id, object, time } from '../decode.ts'
import { refuse } from '../errors.ts'
import { bodyHeader, checkSignature, signBody } from '../signed.ts'
import type { Manifest } from './manifest.ts'
import { manifestHash } from './manifest.ts'

const receiptBody = object({ ...bodyHeader, leafHash: base64url(32), gateway: id, appendBy: time })
const receiptDocument = object({ body: receiptBody, signature: base64url(64) })

export type ReceiptBody = Decoded<typeof receiptBody>
/** A promise that this ballot, or another of the same key and sequence, is in the log by `appendBy`. */
export type Receipt = Decoded<typeof receiptDocument>

export function signReceipt(body: ReceiptBody, gatewaySeed: Uint8Array): Receipt {
  return { body, signature: signBody('receipt', body, gatewaySeed) }
}

/**
 * Reads a receipt and checks that it promises the ballot `leafHash` by a gateway that the manifest names.
 *
 * @throws {ProtocolError} malformed | unknown-election | wrong-manifest | bad-address | bad-signature
 */
export function checkReceipt(value: unknown, manifest: Manifest, leafHash: string): Receipt {
  const { body, signature } = parseReceipt(value)
  if (body.election !== manifest.election) refuse('unknown-election', 'the receipt is of another election')
  if (body.manifest !== manifestHash(manifest)) refuse('wrong-manifest', 'the receipt is of another manifest')
  if (body.leafHash !== leafHash) refuse('bad-address', 'the receipt is for another ballot')
  const gateway = manifest.keys.receipts.find((candidate) => candidate.id === body.gateway)
  if (!gateway) return refuse('bad-signature', 'the manifest has no such gateway')
  checkSignature('receipt', body, signature, gateway.key)
  return { body, signature }
}

/** @throws {ProtocolError} malformed */
export function parseReceipt(value: unknown): Receipt {
  return receiptDocument(value, 'receipt')
}
