import type { RefusalCode } from '#protocol/errors'
import type { Issuance } from '#protocol/formats/issuance'
import { signIssuance } from '#protocol/formats/issuance'
import { board, boardHash, coop, headerOf, publicKey, seedOf } from '../material/election.ts'
import { misspell } from '../material/misspelled.ts'
import type { Vector, VectorFile } from '../material/vector.ts'
import { respell, set, signedDocument, without } from '../material/vector.ts'

const ALPHA = seedOf('coop alpha')

/** Before opening: nothing is issued yet. `rollRoot` is any 32 bytes to a reader. */
const committed: Issuance = {
  ...headerOf(coop),
  registrar: 'alpha',
  rollSize: { constructor: 12, members: 480 },
  rollRoot: publicKey('roll'),
  issued: { constructor: 0, members: 0 },
  final: false,
}
const final: Issuance = { ...committed, issued: { constructor: 12, members: 311 }, final: true }

export function makeIssuances(): VectorFile {
  return {
    kind: 'issuance',
    about: 'What a registrar states before opening and at close.',
    manifests: { board, coop },
    vectors: [
      ...valid(),
      ...bodies(),
      ...followed(),
      ...documents(),
      ...misspell(signIssuance(final, ALPHA)).map((item) => ({ ...item, manifest: 'coop' })),
    ],
  }
}

function valid(): Vector[] {
  const document = signIssuance(final, ALPHA)
  return [
    accepted('before opening', signIssuance(committed, ALPHA)),
    accepted('at close', document),
    accepted('by another registrar', signIssuance({ ...final, registrar: 'beta' }, seedOf('coop beta'))),
    accepted('the revision of the database', { ...document, _rev: '2-abc' }),
  ]
}

function bodies(): Vector[] {
  const body = (name: string, path: string[], value: unknown, error: RefusalCode = 'malformed') =>
    refused(name, error, signed(set(final, path, value)))
  return [
    body('more issued than the roll has', ['issued', 'constructor'], 13),
    body('a negative count', ['issued', 'members'], -1),
    body('a count with a fraction', ['issued', 'members'], 0.5),
    body('a count as a string', ['issued', 'members'], '311'),
    body('a count above a thousand million', ['rollSize', 'members'], 1_000_000_001),
    body('a group that the manifest has not', ['issued', 'staff'], 0),
    refused('a group that is left out', 'malformed', signed(without(final, ['issued', 'constructor']))),
    body('an unknown member', ['roll'], []),
    body('a registrar that the manifest has not', ['registrar'], 'delta'),
    body('final as a number', ['final'], 1),
    body('a root with stray bits', ['rollRoot'], respell(final.rollRoot).stray),
    body('a root of 31 bytes', ['rollRoot'], final.rollRoot.slice(0, 42)),
    body('of another manifest', ['manifest'], boardHash, 'wrong-manifest'),
    body('another format version', ['v'], 0),
  ]
}

/** `earlier` is what the registrar stated before. */
function followed(): Vector[] {
  const after = (name: string, earlier: Issuance, next: Issuance, error?: RefusalCode): Vector => {
    const input = {
      name,
      manifest: 'coop',
      earlier: signIssuance(earlier, ALPHA),
      document: signIssuance(next, ALPHA),
    }
    return error ? { ...input, error } : { ...input, valid: true }
  }
  const some = { ...committed, issued: { constructor: 3, members: 10 } }
  const larger = { ...final, rollSize: { ...final.rollSize, members: 481 } }
  return [
    after('after the commitment', committed, some),
    after('the last after the commitment', committed, final),
    after('the last with the same count', { ...final, final: false }, final),
    after('the same again', some, some),
    after('the last again', final, final),
    after('fewer than before', some, { ...some, issued: { constructor: 2, members: 11 } }, 'bad-chain'),
    after('another roll', committed, { ...final, rollRoot: publicKey('another roll') }, 'bad-chain'),
    after('a larger roll', committed, larger, 'bad-chain'),
    after('a smaller roll', larger, final, 'bad-chain'),
    after('more after the last', { ...some, final: true }, final, 'bad-chain'),
    after('not the last after the last', final, { ...final, final: false }, 'bad-chain'),
  ]
}

function documents(): Vector[] {
  const good = signIssuance(final, ALPHA)
  const elsewhere = signIssuance({ ...final, ...headerOf(board), registrar: 'alpha' }, ALPHA)
  const asProto = JSON.stringify(good).replace('"constructor":0', '"__proto__":0')
  return [
    refused('another _id', 'bad-address', { ...good, _id: 'issuance:coop-2026:beta' }),
    refused('of another election', 'unknown-election', elsewhere),
    refused('signed by another registrar', 'bad-signature', signIssuance(final, seedOf('coop beta'))),
    refused('signed as another kind', 'bad-signature', signedDocument('result', good._id, final, ALPHA)),
    refused('a changed count', 'bad-signature', set(good, ['body', 'issued', 'members'], 310)),
    refused('an unknown member beside the body', 'malformed', { ...good, at: '2026-05-01T08:00:00Z' }),
    refused('no signature', 'malformed', without(good, ['signature'])),
    refused('null', 'malformed', null),
    {
      name: 'a group __proto__',
      manifest: 'coop',
      text: asProto.replace('"constructor":12', '"__proto__":12'),
      error: 'malformed',
    },
  ]
}

function signed(body: { registrar?: unknown }): unknown {
  return signedDocument('issuance', `issuance:coop-2026:${String(body.registrar)}`, body, ALPHA)
}

function accepted(name: string, document: unknown): Vector {
  return { name, manifest: 'coop', document, valid: true }
}

function refused(name: string, error: RefusalCode, document: unknown): Vector {
  return { name, manifest: 'coop', document, error }
}
