import { fromBase64, fromBase64url, toBase64, toBase64url, utf8 } from '../bytes.ts'
import { refuse } from '../errors.ts'
import { ballotId } from '../formats/ballot.ts'
import type { Manifest } from '../formats/manifest.ts'
import type { Checkpoint } from './checkpoint.ts'
import { MAX_NOTE_LENGTH } from './checkpoint.ts'
import type { InclusionProof } from './proof.ts'
import { checkInclusionProof } from './proof.ts'

/** C2SP tlog-proof: the first line, maybe a line of extra data, the index, the hashes, a blank line and the checkpoint. */
const HEAD = /^c2sp\.org\/tlog-proof@v1\n(?:extra ([^\n]*)\n)?index (0|[1-9]\d{0,15})\n((?:[^\n]+\n)*)\n/
/** Of a head with 53 hashes and a longer extra than ours. */
const MAX_HEAD_LENGTH = 16_384
const BALLOT_ID = /^ballot:([A-Za-z0-9_-]{43})$/

/**
 * A proof as a file that tools for transparency logs read too (C2SP tlog-proof). Its extra data is the ballot's `_id`, so that
 * the file says what it proves.
 *
 * @param leafHash base64url.
 */
export function encodeTlogProof({ index, checkpoint, hashes }: InclusionProof, leafHash: string): string {
  const extra = toBase64(utf8(ballotId(fromBase64url(leafHash, 32))))
  const path = hashes.map((hash) => `${toBase64(fromBase64url(hash, 32))}\n`)
  return `c2sp.org/tlog-proof@v1\nextra ${extra}\nindex ${index}\n${path.join('')}\n${checkpoint}`
}

/**
 * Reads a C2SP tlog-proof.
 *
 * @returns the proof, and the leaf hash that its extra data names, if they do: nothing vouches for that but the proof.
 * @throws {ProtocolError} malformed
 */
export function parseTlogProof(text: string): { readonly proof: InclusionProof; readonly names?: string } {
  if (text.length > MAX_HEAD_LENGTH + MAX_NOTE_LENGTH) refuse('malformed', 'too long for a proof')
  const [head, extra, index, path = ''] = HEAD.exec(text) ?? refuse('malformed', 'not a tlog-proof')
  const hashes = path.split('\n').slice(0, -1)
  const proof = {
    index: Number(index),
    checkpoint: text.slice(head.length),
    hashes: hashes.map((hash) => toBase64url(fromBase64(hash, 32))),
  }
  const data = extra === undefined ? new Uint8Array(0) : fromBase64(extra)
  const [, names] = BALLOT_ID.exec(new TextDecoder().decode(data)) ?? []
  return { proof, ...(names !== undefined && { names }) }
}

/**
 * Checks a C2SP tlog-proof from nothing but the manifest and the ballot's leaf hash; what its extra data says is passed over.
 *
 * @param leafHash base64url.
 * @returns the checkpoint that the proof leads to.
 * @throws {ProtocolError} malformed | wrong-manifest | bad-signature | bad-proof
 */
export function checkTlogProof(text: string, leafHash: string, manifest: Manifest): Checkpoint {
  return checkInclusionProof(parseTlogProof(text).proof, leafHash, manifest)
}
