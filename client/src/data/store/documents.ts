import type { RxJsonSchema } from 'rxdb/plugins/core'
import type { Ballot } from '#protocol/formats/ballot'
import type { RegistrarSignature } from '#protocol/formats/credential'
import type { Finding } from '#protocol/formats/evidence'
import type { Receipt } from '#protocol/formats/receipt'
import type { InclusionProof } from '#protocol/log/proof'

/** A public document of an election as the server hands it out, checked before it was stored. */
export interface BulletinDocument {
  readonly _id: string
  readonly body?: object
  readonly signature?: string
  readonly signatures?: object
  readonly note?: string
}

/** What the server answered about one of this phone's ballots. No document: saved here, not yet received. */
export interface DeliveryDocument {
  /** The ballot's `_id`. */
  readonly ballot: string
  readonly manifest: string
  readonly stage: 'received' | 'rejected' | 'counted'
  readonly receipt?: Receipt
  /** Of a rejection: the stable code, and the server's sentence. */
  readonly reason?: string
  readonly detail?: string
  readonly proof?: InclusionProof
}

/**
 * What cannot be: two checkpoints of one election that its log signed, of which neither log begins with the other. It stands
 * among the bulletins, because RxDB allows no more collections to the phones of one test.
 */
export interface FindingDocument extends BulletinDocument {
  readonly body: Finding
}

export function findingId(manifestHash: string): string {
  return `finding:${manifestHash}`
}

/** A blinded message as it was, or will be, sent; `inverse` is wrapped. */
export interface StoredRequest {
  readonly registrar: string
  readonly blindedMessage: string
  readonly inverse: string
}

/** This phone's right to vote under one manifest. `seed`, `code` and the inverses are wrapped by the {@link KeyVault}. */
export interface CredentialDocument {
  readonly manifest: string
  readonly election: string
  /** `refused`: a registrar said no for good; kept, because a registrar may be wrong and the secrets cannot be redrawn. */
  readonly state: 'pending' | 'refused' | 'joined'
  readonly group: string
  /** The ballot key, public. */
  readonly key: string
  readonly seed: string
  /** The voter's code, until every registrar has answered. */
  readonly code?: string
  readonly requests: readonly StoredRequest[]
  readonly signatures: readonly RegistrarSignature[]
  /** No ballot may take a lower sequence: a restored phone cannot know what the lost one cast last. */
  readonly leastSequence: number
  readonly recoverySaved: boolean
}

const text = { type: 'string' } as const
const object = { type: 'object' } as const
const id = { type: 'string', maxLength: 100 } as const

export const ballotSchema: RxJsonSchema<Ballot> = {
  version: 0,
  type: 'object',
  primaryKey: '_id',
  properties: { _id: id, body: object, signature: text },
  required: ['_id', 'body', 'signature'],
}

export const bulletinSchema: RxJsonSchema<BulletinDocument> = {
  version: 0,
  type: 'object',
  primaryKey: '_id',
  properties: {
    _id: { type: 'string', maxLength: 200 },
    body: object,
    signature: text,
    signatures: object,
    note: text,
  },
  required: ['_id'],
}

export const deliverySchema: RxJsonSchema<DeliveryDocument> = {
  version: 0,
  type: 'object',
  primaryKey: 'ballot',
  properties: {
    ballot: id,
    manifest: text,
    stage: text,
    receipt: object,
    reason: text,
    detail: text,
    proof: object,
  },
  required: ['ballot', 'manifest', 'stage'],
}

export const credentialSchema: RxJsonSchema<CredentialDocument> = {
  version: 0,
  type: 'object',
  primaryKey: 'manifest',
  properties: {
    manifest: id,
    election: text,
    state: text,
    group: text,
    key: text,
    seed: text,
    code: text,
    requests: { type: 'array', items: object as never },
    signatures: { type: 'array', items: object as never },
    leastSequence: { type: 'number' },
    recoverySaved: { type: 'boolean' },
  },
  required: ['manifest', 'election', 'state', 'group', 'key', 'seed', 'requests', 'signatures'],
}
