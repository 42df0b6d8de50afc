import { fromBase64url, toBase64url, utf8 } from '#protocol/bytes'
import type { RefusalCode } from '#protocol/errors'
import { batchId, sortLeaves } from '#protocol/log/batch'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { proveInclusion } from '#protocol/log/proof'
import { fullTiles } from '#protocol/log/tile'
import { MerkleTree } from '#protocol/log/tree'
import { digest } from '../material/digest.ts'
import { board, boardHash, coop, publicKey, seedOf } from '../material/election.ts'
import { misspell } from '../material/misspelled.ts'
import type { Repeat } from '../material/repeat.ts'
import { expand, REPEAT } from '../material/repeat.ts'
import type { Vector, VectorFile } from '../material/vector.ts'
import { respell, set } from '../material/vector.ts'

/** The eight entries of Certificate Transparency's test tree (RFC 6962), in hexadecimal; here an entry is a ballot. */
const RFC6962_ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const leaves = RFC6962_ENTRIES.map(leafOf)
const tree = treeOf(leaves)
const LOG = seedOf('board log')

export function makeLogs(): VectorFile {
  return {
    kind: 'log',
    about:
      '`step` is `root` (leaf hashes of entries in hexadecimal, and the root), `inclusion`, `consistency`, `proof` (the ' +
      'document, with its checkpoint), `batch` (appended to a log of `leaves`), `head` or `tiles` (full tiles of a log that grows from `from` to `to` ' +
      'leaves; leaf i is SHA-256 of the text "leaf i", and `sha256` that of the text `hashes`). ' +
      REPEAT,
    manifests: { board, coop },
    vectors: [
      ...roots(),
      ...inclusions(),
      ...consistencies(),
      ...proofs(),
      ...batches(),
      ...heads(),
      ...tiles(),
    ],
  }
}

function roots(): Vector[] {
  return Array.from({ length: leaves.length + 1 }, (_, size) => ({
    name: `the root of ${size}`,
    step: 'root',
    entries: RFC6962_ENTRIES.slice(0, size),
    valid: true,
    expected: { leaves: leaves.slice(0, size).map(toBase64url), root: rootOf(size) },
  }))
}

function inclusions(): Vector[] {
  const one = (index: number, size: number) => ({
    step: 'inclusion',
    index,
    size,
    leaf: text(leaves[index]),
    root: rootOf(size),
    hashes: tree.inclusionProof(index, size).map(toBase64url),
  })
  const good = one(4, 7)
  const wrong = (name: string, change: object): Vector => ({ name, ...good, ...change, error: 'bad-proof' })
  const valid: Vector[] = [...[0, 3, 6].map((index) => one(index, 7)), one(0, 1), one(7, 8)].map((path) => ({
    name: `leaf ${path.index} of ${path.size}`,
    ...path,
    valid: true,
  }))
  return [
    ...valid,
    wrong('at another index', { index: 5 }),
    wrong('in a log of another shape', { size: 5 }),
    wrong('past the end', { index: 7 }),
    wrong('a negative index', { index: -1 }),
    wrong('in an empty log', { index: 0, size: 0 }),
    wrong('a size with a fraction', { size: 7.5 }),
    wrong('a size beyond 2^53', { size: 2 ** 53 }),
    wrong('a leaf of 31 bytes', { leaf: text(leaves[4]?.subarray(1)) }),
    wrong('for another leaf', { leaf: text(leaves[0]) }),
    wrong('to another root', { root: rootOf(8) }),
    wrong('a hash too few', { hashes: good.hashes.slice(1) }),
    wrong('a hash too many', { hashes: [...good.hashes, rootOf(1)] }),
    wrong('hashes in another order', { hashes: [...good.hashes].reverse() }),
    wrong('an inner node as a leaf', { leaf: text(tree.node(1, 2)), hashes: good.hashes.slice(1) }),
    wrong('the root as the only leaf of a longer log', { index: 0, leaf: rootOf(7), hashes: [] }),
  ]
}

function consistencies(): Vector[] {
  const one = (from: number, to: number) => ({
    step: 'consistency',
    from: { size: from, root: rootOf(from) },
    to: { size: to, root: rootOf(to) },
    hashes: tree.consistencyProof(from, to).map(toBase64url),
  })
  const good = one(3, 7)
  const wrong = (name: string, change: object): Vector => ({ name, ...good, ...change, error: 'bad-proof' })
  const sizes: [number, number][] = [[0, 0], [0, 5], [1, 8], [2, 5], [3, 7], [4, 7], [6, 8], [7, 8], [8, 8]] // prettier-ignore
  const other = text(leaves[0])
  const short = toBase64url(tree.root(7).subarray(1))
  return [
    ...sizes.map(([from, to]): Vector => ({ name: `${from} begins ${to}`, ...one(from, to), valid: true })),
    wrong('another old root', { from: { size: 3, root: rootOf(4) } }),
    wrong('another new root', { to: { size: 7, root: rootOf(6) } }),
    wrong('another old size', { from: { size: 2, root: rootOf(3) } }),
    wrong('a negative size', { from: { size: -1, root: rootOf(3) } }),
    wrong('a size with a fraction', { from: { size: 2.5, root: rootOf(3) } }),
    wrong('two sizes beyond 2^53', {
      ...one(7, 7),
      from: { size: 2 ** 53, root: rootOf(7) },
      to: { size: 2 ** 53, root: rootOf(7) },
    }),
    wrong('a size as a string', { from: { size: '3', root: rootOf(3) } }),
    wrong('roots of 31 bytes', {
      ...one(7, 7),
      from: { size: 7, root: short },
      to: { size: 7, root: short },
    }),
    wrong('a hash of 33 bytes', { hashes: [`${other}A`, ...good.hashes.slice(1)] }),
    wrong('backwards', { from: good.to, to: good.from }),
    wrong('a hash too few', { hashes: good.hashes.slice(0, -1) }),
    wrong('a hash too many', { hashes: [...good.hashes, other] }),
    wrong('no hashes', { hashes: [] }),
    wrong('one size, two roots', { from: { size: 7, root: rootOf(6) }, hashes: [] }),
    wrong('one size, and a hash', { ...one(7, 7), hashes: [other] }),
    wrong('an empty log with another root', { from: { size: 0, root: rootOf(1) }, hashes: [] }),
  ]
}

function proofs(): Vector[] {
  const origin = logOrigin('board-2026', boardHash)
  const note = signCheckpoint({ size: 7, root: tree.root(7) }, origin, LOG)
  const document = proveInclusion(tree, 4, 7, note)
  const leafHash = text(leaves[4])
  const one = (name: string, change: object, error?: RefusalCode): Vector => {
    const input = { name, step: 'proof', manifest: 'board', leafHash, document, ...change }
    return error ? { ...input, error } : { ...input, valid: true }
  }
  const forged = signCheckpoint({ size: 7, root: tree.root(7) }, origin, seedOf('mallory'))
  return [
    one('a proof', {}),
    one('of another ballot', { leafHash: text(leaves[3]) }, 'bad-proof'),
    one('at another index', { document: set(document, ['index'], 3) }, 'bad-proof'),
    one('with a forged checkpoint', { document: set(document, ['checkpoint'], forged) }, 'bad-signature'),
    one('from another election', { manifest: 'coop' }, 'wrong-manifest'),
    one('without a checkpoint', { document: set(document, ['checkpoint'], null) }, 'malformed'),
    one('an index with a fraction', { document: set(document, ['index'], 4.5) }, 'malformed'),
    one(
      'a hash with stray bits',
      { document: set(document, ['hashes', 0], respell(rootOf(1)).stray) },
      'malformed',
    ),
    one(
      'limit: 53 hashes',
      { document: set(document, ['hashes'], [rootOf(1)]), repeat: times(53) },
      'bad-proof',
    ),
    one(
      'limit: 54 hashes',
      { document: set(document, ['hashes'], [rootOf(1)]), repeat: times(54) },
      'malformed',
    ),
    ...misspell(document).map((item) => ({ ...item, step: 'proof', manifest: 'board', leafHash })),
    one('an unknown member', { document: { ...document, size: 7 } }, 'malformed'),
  ]
}

function batches(): Vector[] {
  const before = leaves.slice(0, 3)
  const added = sortLeaves(leaves.slice(3, 7).map(toBase64url))
  const grown = treeOf(before)
  const previous = { size: 3, root: rootOf(3) }
  for (const hash of added) grown.append(fromBase64url(hash))
  const document = { _id: batchId(grown.root()), previous, hashes: added }
  const one = (name: string, change: unknown, error?: RefusalCode): Vector => {
    const input = { name, step: 'batch', leaves: before.map(toBase64url), document: change }
    return error
      ? { ...input, error }
      : { ...input, valid: true, expected: { size: 7, root: text(grown.root()) } }
  }
  return [
    one('a batch', document),
    one('the revision of the database', { ...document, _rev: '1-abc' }),
    one('after another size', set(document, ['previous', 'size'], 2), 'bad-chain'),
    one('after another root', set(document, ['previous', 'root'], rootOf(2)), 'bad-chain'),
    one('to another root', set(document, ['_id'], batchId(tree.root(7))), 'bad-address'),
    one('a hash left out', set(document, ['hashes'], added.slice(1)), 'bad-address'),
    one('hashes out of order', set(document, ['hashes'], [...added].reverse()), 'malformed'),
    limited(1000),
    limited(1001, 'malformed'),
    ...misspell(document).map((item) => ({ ...item, step: 'batch', leaves: before.map(toBase64url) })),
    one('a hash twice', set(document, ['hashes'], [added[0], added[0]]), 'malformed'),
    one('no hashes', set(document, ['hashes'], []), 'malformed'),
    one('a hash of 31 bytes', set(document, ['hashes', 0], (added[0] ?? '').slice(1)), 'malformed'),
    one('an unknown member', { ...document, at: '2026-05-02T10:00:00Z' }, 'malformed'),
    one('a negative size', set(document, ['previous', 'size'], -1), 'malformed'),
    one('null', null, 'malformed'),
  ]
}

function times(count: number): Repeat[] {
  return [{ path: ['hashes'], count }]
}

/** A batch from the empty log. */
function limited(count: number, error?: RefusalCode): Vector {
  const hashes = [`${'A'.repeat(37)}$A`]
  const whole = expand({ hashes }, times(count)) as { hashes: string[] }
  const grown = treeOf(sortLeaves(whole.hashes).map((hash) => fromBase64url(hash)))
  const document = { _id: batchId(grown.root()), previous: { size: 0, root: rootOf(0) }, hashes }
  const input = { name: `limit: ${count} hashes`, step: 'batch', leaves: [], document, repeat: times(count) }
  return error ? { ...input, error } : { ...input, valid: true }
}

function heads(): Vector[] {
  const origin = logOrigin('board-2026', boardHash)
  const note = signCheckpoint({ size: 7, root: tree.root(7) }, origin, LOG)
  const document = { _id: 'head:board-2026', note }
  const one = (name: string, change: unknown, error?: RefusalCode): Vector => {
    const input = { name, step: 'head', manifest: 'board', document: change }
    return error ? { ...input, error } : { ...input, valid: true, expected: { size: 7, root: rootOf(7) } }
  }
  return [
    one('a head', document),
    one('the revision of the database', { ...document, _rev: '9-abc' }),
    one('another _id', { ...document, _id: 'head:coop-2026' }, 'bad-address'),
    one('no note', { _id: document._id }, 'malformed'),
    one('an unknown member', { ...document, size: 7 }, 'malformed'),
    one(
      'signed by another key',
      { ...document, note: signCheckpoint({ size: 7, root: tree.root(7) }, origin, seedOf('x')) },
      'bad-signature',
    ),
    ...misspell(document).map((item) => ({ ...item, step: 'head', manifest: 'board' })),
  ]
}

/** Leaf i of the long log is SHA-256("leaf i"): the vector names the tiles by their hashes, to stay short. */
function tiles(): Vector[] {
  const long = new MerkleTree()
  for (let index = 0; index < 66_000; index++) long.append(digest('sha256', utf8(`leaf ${index}`)))
  const one = (name: string, from: number, to: number): Vector => {
    const expected = fullTiles(long, 'board-2026', from, to).map(({ _id, hashes }) => ({
      _id,
      sha256: toBase64url(digest('sha256', utf8(hashes))),
    }))
    return { name, step: 'tiles', election: 'board-2026', from, to, valid: true, expected }
  }
  return [
    one('none before 256 leaves', 0, 255),
    one('the first', 0, 256),
    one('two that fill together', 255, 800),
    one('none that is known', 512, 767),
    one('the first of the second level', 65_400, 65_536),
  ]
}

function leafOf(entry: string): Uint8Array {
  return digest('sha256', Uint8Array.from(Buffer.from(`00${entry}`, 'hex')))
}

function treeOf(hashes: readonly Uint8Array[]): MerkleTree {
  const grown = new MerkleTree()
  for (const hash of hashes) grown.append(hash)
  return grown
}

function rootOf(size: number): string {
  return toBase64url(tree.root(size))
}

function text(hash: Uint8Array | undefined): string {
  return hash ? toBase64url(hash) : publicKey('no leaf')
}
