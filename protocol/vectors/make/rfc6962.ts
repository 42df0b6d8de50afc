import { toBase64url } from '#protocol/bytes'
import { fromHex } from '../material/hex.ts'
import type { Vector, VectorFile } from '../material/vector.ts'

/** The entries of Certificate Transparency's test tree, and what RFC 6962 makes of them: public facts, in hexadecimal. */
const ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const LEAVES = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  '0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7',
  '07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7',
  'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  '4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658',
  'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
  '46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1',
]
/** By size, from 0. */
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
/** Of the complete subtrees, by their first and last leaf. */
const NODES = {
  '0-1': 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  '2-3': '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  '4-5': '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  '6-7': 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  '0-3': 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4-7': '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
}
/** Index and size; then the path, leaf or subtree by subtree. */
const INCLUSIONS: readonly (readonly [number, number, readonly Place[]])[] = [
  [0, 1, []],
  [0, 8, [1, '2-3', '4-7']],
  [5, 8, [4, '6-7', '0-3']],
  [2, 3, ['0-1']],
  [1, 5, [0, '2-3', 4]],
]
const CONSISTENCIES: readonly (readonly [number, number, readonly Place[]])[] = [
  [1, 1, []],
  [1, 8, [1, '2-3', '4-7']],
  [2, 5, ['2-3', 4]],
  [6, 8, ['4-5', '6-7', '0-3']],
]

type Place = number | keyof typeof NODES

export function makeRfc6962(): VectorFile {
  return {
    kind: 'rfc6962',
    about:
      'The test tree of Certificate Transparency as it is published, restated and not computed by us. `step` is `root`, ' +
      '`inclusion` or `consistency`, as in log.json.',
    manifests: {},
    vectors: [...ROOTS.keys()]
      .map(root)
      .concat(INCLUSIONS.flatMap(inclusions), CONSISTENCIES.flatMap(consistencies)),
  }
}

function root(size: number): Vector {
  const expected = { leaves: LEAVES.slice(0, size).map(spell), root: rootOf(size) }
  return { name: `the root of ${size}`, step: 'root', entries: ENTRIES.slice(0, size), valid: true, expected }
}

function inclusions([index, size, path]: (typeof INCLUSIONS)[number]): Vector[] {
  const input = { step: 'inclusion', index, size, leaf: spell(LEAVES[index]), hashes: path.map(hashAt) }
  const name = `leaf ${index} of ${size}`
  return [
    { name, ...input, root: rootOf(size), valid: true },
    { name: `${name} under the root before`, ...input, root: rootOf(size - 1), error: 'bad-proof' },
  ]
}

function consistencies([from, to, path]: (typeof CONSISTENCIES)[number]): Vector[] {
  const state = (size: number, root = size) => ({ size, root: rootOf(root) })
  const input = { step: 'consistency', to: state(to), hashes: path.map(hashAt) }
  const name = `${from} begins ${to}`
  return [
    { name, ...input, from: state(from), valid: true },
    { name: `${name} with the root before`, ...input, from: state(from, from - 1), error: 'bad-proof' },
  ]
}

function hashAt(place: Place): string {
  return spell(typeof place === 'number' ? LEAVES[place] : NODES[place])
}

function rootOf(size: number): string {
  return spell(ROOTS[size])
}

function spell(hex = ''): string {
  return toBase64url(fromHex(hex))
}
