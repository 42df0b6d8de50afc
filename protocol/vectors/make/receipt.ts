import type { RefusalCode } from '#protocol/errors'
import type { ReceiptBody } from '#protocol/formats/receipt'
import { signReceipt } from '#protocol/formats/receipt'
import { board, coopHash, headerOf, publicKey, seedOf } from '../material/election.ts'
import { misspell } from '../material/misspelled.ts'
import type { Vector, VectorFile } from '../material/vector.ts'
import { respell, set, signAny, without } from '../material/vector.ts'

const GATEWAY = seedOf('board gw')
/** Any 32 bytes: a receipt says nothing of the ballot but its hash. */
const LEAF_HASH = publicKey('a leaf hash')

const body: ReceiptBody = {
  ...headerOf(board),
  leafHash: LEAF_HASH,
  gateway: 'gw',
  appendBy: '2026-05-02T10:00:30Z',
}
const good = signReceipt(body, GATEWAY)

export function makeReceipts(): VectorFile {
  return {
    kind: 'receipt',
    about: 'A receipt for the ballot of the leaf hash `leafHash`.',
    manifests: { board },
    vectors: [
      { name: 'a receipt', manifest: 'board', leafHash: LEAF_HASH, document: good, valid: true },
      ...bodies(),
      ...documents(),
      ...misspell(good).map((item) => ({ ...item, manifest: 'board', leafHash: LEAF_HASH })),
    ],
  }
}

function bodies(): Vector[] {
  const change = (name: string, path: string[], value: unknown, error: RefusalCode = 'malformed') =>
    refused(name, error, signed(set(body, path, value)))
  return [
    change('for another ballot', ['leafHash'], publicKey('another'), 'bad-address'),
    change('a leaf hash with stray bits', ['leafHash'], respell(LEAF_HASH).stray),
    change('a leaf hash of 33 bytes', ['leafHash'], `${LEAF_HASH}A`),
    change('of another election', ['election'], 'coop-2026', 'unknown-election'),
    change('of another manifest', ['manifest'], coopHash, 'wrong-manifest'),
    change('by a gateway that the manifest has not', ['gateway'], 'gw2', 'bad-signature'),
    change('by a gateway that every object has', ['gateway'], 'constructor', 'bad-signature'),
    change('a time without a zone', ['appendBy'], '2026-05-02T10:00:30'),
    change('an unknown member', ['sequence'], 0),
    change('another format version', ['v'], 2),
  ]
}

function documents(): Vector[] {
  return [
    refused('signed by another key', 'bad-signature', signReceipt(body, seedOf('board log'))),
    refused('signed as a ballot', 'bad-signature', { body, signature: signAny('ballot', body, GATEWAY) }),
    refused('a later promise', 'bad-signature', set(good, ['body', 'appendBy'], '2026-06-02T10:00:30Z')),
    refused('an _id', 'malformed', { ...good, _id: 'receipt' }),
    refused('no signature', 'malformed', without(good, ['signature'])),
    refused('a signature with padding', 'malformed', { ...good, signature: `${good.signature}==` }),
    refused('null', 'malformed', null),
    refused('a list', 'malformed', [good]),
  ]
}

function signed(value: unknown): unknown {
  return { body: value, signature: signAny('receipt', value, GATEWAY) }
}

function refused(name: string, error: RefusalCode, document: unknown): Vector {
  return { name, manifest: 'board', leafHash: LEAF_HASH, document, error }
}
