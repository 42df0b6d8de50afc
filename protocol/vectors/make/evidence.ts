import { sha256 } from '#crypto'
import { toBase64url, utf8 } from '#protocol/bytes'
import type { RefusalCode } from '#protocol/errors'
import { signReceipt } from '#protocol/formats/receipt'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { proveInclusion } from '#protocol/log/proof'
import { encodeTlogProof } from '#protocol/log/tlog-proof'
import { MerkleTree } from '#protocol/log/tree'
import { board, boardHash, coop, headerOf, seedOf } from '../material/election.ts'
import type { Vector, VectorFile } from '../material/vector.ts'

const leaf = sha256(utf8('leaf'))
const leafHash = toBase64url(leaf)
const roots = { earlier: toBase64url(sha256(utf8('a'))), later: toBase64url(sha256(utf8('b'))) }
const earlier = noteOf(7, sha256(utf8('a')))
const later = noteOf(7, sha256(utf8('b')))
const receipt = signReceipt(
  { ...headerOf(board), leafHash, gateway: 'gw', appendBy: '2026-05-02T10:00:00Z' },
  seedOf('board gw'),
)
const finding = { election: 'board-2026', kind: 'forked', earlier, later }

/** What voters keep of an election, and hold its log to. */
export function makeEvidence(): VectorFile {
  const proof = proofText()
  return {
    kind: 'evidence',
    about:
      'A file that somebody kept of an election, `content`: evidence that a phone saved, a checkpoint, or a C2SP tlog-proof. ' +
      'Expected are the states that the log must have had, and the leaf hashes that it must have by then.',
    manifests: { board, coop },
    vectors: [
      good('a checkpoint', earlier, [[7, roots.earlier]]),
      good('a proof', proof, [[1, leafHash]]),
      good('evidence of nothing', file({}), []),
      good('evidence with its manifest', file({ manifest: board }), []),
      good(
        'a broken promise',
        file({ receipts: [receipt] }),
        [],
        [{ leafHash, appendBy: receipt.body.appendBy }],
      ),
      good('the last checkpoint', file({ checkpoint: later }), [[7, roots.later]]),
      good('a forked log', file({ finding, checkpoint: later }), [
        [7, roots.earlier],
        [7, roots.later],
        [7, roots.later],
      ]),
      good('a log that shrunk', file({ finding: { ...finding, kind: 'shrunk', later: undefined } }), [
        [7, roots.earlier],
      ]),
      bad('of another manifest', file({ manifest: coop }), 'wrong-manifest'),
      bad('a finding of another kind', file({ finding: { ...finding, kind: 'lost' } }), 'malformed'),
      bad('of another version', file({ v: 2 }), 'malformed'),
      bad('an unknown member', file({ votes: {} }), 'malformed'),
      bad('no receipts', file({ receipts: undefined }), 'malformed'),
      bad('a member twice', file({}).replace('"v": 1', '"v": 1, "v": 1'), 'malformed'),
      bad(
        'a forged receipt',
        file({ receipts: [{ ...receipt, body: { ...receipt.body, gateway: 'other' } }] }),
        'bad-signature',
      ),
      bad('a forged checkpoint', file({ checkpoint: noteOf(7, leaf, seedOf('mallory')) }), 'bad-signature'),
      bad('a proof that names no ballot', proof.replace(/extra .*\n/, ''), 'malformed'),
      bad(
        'a proof that names another ballot',
        proof.replace(/extra .*\n/, extraOf(roots.later)),
        'bad-proof',
      ),
      bad('a letter', 'Dear madam or sir\n', 'malformed'),
      { ...bad('a checkpoint of another election', earlier, 'wrong-manifest'), manifest: 'coop' },
    ],
  }
}

function good(name: string, content: string, states: [number, string][], promises: object[] = []): Vector {
  const expected = { checkpoints: states.map(([size, root]) => ({ size, root })), promises }
  return { name, manifest: 'board', content, valid: true, expected }
}

function bad(name: string, content: string, error: RefusalCode): Vector {
  return { name, manifest: 'board', content, error }
}

function file(members: object): string {
  return JSON.stringify({ urna: 'evidence', v: 1, receipts: [], ...members }, undefined, 1)
}

function noteOf(size: number, root: Uint8Array, seed = seedOf('board log')): string {
  return signCheckpoint({ size, root }, logOrigin('board-2026', boardHash), seed)
}

function proofText(): string {
  const tree = new MerkleTree()
  tree.append(leaf)
  return encodeTlogProof(proveInclusion(tree, 0, 1, noteOf(1, tree.root())), leafHash)
}

function extraOf(name: string): string {
  return `extra ${Buffer.from(`ballot:${name}`).toString('base64')}\n`
}
