import { sha256 } from '#crypto'
import { toBase64, toBase64url, utf8 } from '#protocol/bytes'
import type { RefusalCode } from '#protocol/errors'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { proveInclusion } from '#protocol/log/proof'
import { encodeTlogProof } from '#protocol/log/tlog-proof'
import { MerkleTree } from '#protocol/log/tree'
import { board, boardHash, coop, seedOf } from '../material/election.ts'
import type { Vector, VectorFile } from '../material/vector.ts'

const SIZE = 7
const INDEX = 4
const leaves = Array.from({ length: SIZE }, (_, index) => sha256(utf8(`leaf ${index}`)))
const leafHash = spell(leaves[INDEX])

/** C2SP tlog-proof: what a reader takes, and what it refuses. */
export function makeTlogProofs(): VectorFile {
  const text = proofText(INDEX)
  const extra = /extra .*\n/
  return {
    kind: 'tlogproof',
    about:
      'A C2SP tlog-proof, `content`, that `leafHash` is in the log of an election. `names` is the leaf hash that its extra ' +
      'data has, if they have one; nothing depends on it.',
    manifests: { board, coop },
    vectors: [
      good('a proof', text),
      good('without extra data', text.replace(extra, ''), { size: SIZE }),
      good('with extra data of another kind', text.replace(extra, 'extra AA==\n'), { size: SIZE }),
      good('with extra data of no bytes', text.replace(extra, 'extra \n'), { size: SIZE }),
      good('of another ballot, by its extra data', text.replace(extra, extraOf(3)), {
        size: SIZE,
        names: spell(leaves[3]),
      }),
      {
        ...good('of the only ballot', proofText(0, 1), { size: 1, names: spell(leaves[0]) }),
        leafHash: spell(leaves[0]),
      },
      ...badLines(text).map(([name, content]) => bad(name, content, 'malformed')),
      bad('of another ballot', proofText(3), 'bad-proof'),
      bad('at another index', text.replace('index 4', 'index 3'), 'bad-proof'),
      bad('a hash too few', text.replace(/(index 4\n).*\n/, '$1'), 'bad-proof'),
      { ...bad('of another election', text, 'wrong-manifest'), manifest: 'coop' },
      bad('signed by another key', proofText(INDEX, SIZE, seedOf('mallory')), 'bad-signature'),
    ],
  }
}

function badLines(text: string): [string, string][] {
  const hash = /(?<=index 4\n).*/
  return [
    ['of another version', text.replace('@v1', '@v2')],
    ['no index', text.replace('index 4\n', '')],
    ['an index with a zero before', text.replace('index 4', 'index 04')],
    ['a negative index', text.replace('index 4', 'index -4')],
    ['an index beyond 2^53', text.replace('index 4', 'index 9007199254740992')],
    ['the index before the extra data', text.replace(/(extra .*\n)(index .*\n)/, '$2$1')],
    ['extra data twice', text.replace(/(extra .*\n)/, '$1$1')],
    ['extra data without padding', text.replace(/extra .*/, 'extra AA')],
    ['a hash without padding', text.replace(/=(?=\n.*\n\n)/, '')],
    ['a hash of 31 bytes', text.replace(hash, toBase64(new Uint8Array(31)))],
    ['a hash in base64url', text.replace(hash, '_'.repeat(42) + '8=')],
    [
      '54 hashes',
      text.replace(
        hash,
        Array<string>(54)
          .fill(toBase64(new Uint8Array(32)))
          .join('\n'),
      ),
    ],
    ['lines that end as on Windows', text.replaceAll('\n', '\r\n')],
    ['no blank line', text.replace('\n\n', '\n')],
    ['no checkpoint', text.slice(0, text.indexOf('\n\n') + 2)],
    ['a line before', `\n${text}`],
  ]
}

function good(name: string, content: string, expected: object = { size: SIZE, names: leafHash }): Vector {
  return { name, manifest: 'board', leafHash, content, valid: true, expected }
}

function bad(name: string, content: string, error: RefusalCode): Vector {
  return { name, manifest: 'board', leafHash, content, error }
}

function proofText(index: number, size = SIZE, seed = seedOf('board log')): string {
  const tree = new MerkleTree()
  for (const leaf of leaves.slice(0, size)) tree.append(leaf)
  const note = signCheckpoint({ size, root: tree.root() }, logOrigin('board-2026', boardHash), seed)
  return encodeTlogProof(proveInclusion(tree, index, size, note), spell(leaves[index]))
}

function extraOf(index: number): string {
  return `extra ${toBase64(utf8(`ballot:${spell(leaves[index])}`))}\n`
}

function spell(hash = new Uint8Array(32)): string {
  return toBase64url(hash)
}
