import { sha256, signEd25519, verifyEd25519 } from '#crypto'
import { concatBytes, equalBytes, fromBase64, fromBase64url, toBase64, utf8 } from '../bytes.ts'
import { refuse } from '../errors.ts'
import type { Manifest } from '../formats/manifest.ts'
import { manifestHash } from '../formats/manifest.ts'
import { publicKeyOf } from '../signed.ts'

/** The state of a log: how many ballots, and the RFC 6962 root over them (32 bytes). */
export interface Checkpoint {
  readonly size: number
  readonly root: Uint8Array
}

const MAX_NOTE_LENGTH = 4096
const SIGNATURE_LINE = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/
/** C2SP signed-note: the signature type of plain Ed25519. */
const ED25519_TYPE = 1

/** The C2SP origin and key name of an election's log. */
export function logOrigin(election: string, manifest: string): string {
  return `urna/log/v1/${election}/${manifest}`
}

/** Signs a checkpoint as a C2SP tlog-checkpoint in a signed note. @param logSeed 32 bytes. */
export function signCheckpoint(checkpoint: Checkpoint, origin: string, logSeed: Uint8Array): string {
  const body = `${origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`
  const id = keyId(origin, fromBase64url(publicKeyOf(logSeed), 32))
  const signature = concatBytes(id, signEd25519(logSeed, utf8(body)))
  return `${body}\n— ${origin} ${toBase64(signature)}\n`
}

/**
 * Reads a signed note and checks the log's signature. Lines by other keys (witnesses) are passed over.
 *
 * @throws {ProtocolError} malformed | wrong-manifest | bad-signature
 */
export function checkCheckpoint(note: unknown, manifest: Manifest): Checkpoint {
  if (typeof note !== 'string' || note.length > MAX_NOTE_LENGTH || !note.endsWith('\n'))
    return refuse('malformed', 'not a signed note')
  const separator = note.indexOf('\n\n')
  if (separator < 0) refuse('malformed', 'a signed note has a blank line before its signatures')
  const body = note.slice(0, separator + 1)
  const signatures = note.slice(separator + 2, -1).split('\n')
  const origin = logOrigin(manifest.election, manifestHash(manifest))
  const checkpoint = parseBody(body, origin)
  checkNoteSignature(body, signatures, origin, fromBase64url(manifest.keys.log, 32))
  return checkpoint
}

function parseBody(body: string, origin: string): Checkpoint {
  const [name, size = '', root = '', ...rest] = body.split('\n')
  if (name !== origin) refuse('wrong-manifest', 'the checkpoint is of another log')
  if (rest.length !== 1 || rest[0] !== '') refuse('malformed', 'a checkpoint has three lines')
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)))
    refuse('malformed', 'not a log size')
  return { size: Number(size), root: fromBase64(root, 32) }
}

function checkNoteSignature(
  body: string,
  lines: readonly string[],
  origin: string,
  publicKey: Uint8Array,
): void {
  const id = keyId(origin, publicKey)
  let ours = 0
  for (const line of lines) {
    const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? refuse('malformed', 'not a signature line')
    if (name !== origin || encoded === undefined) continue
    const bytes = fromBase64(encoded)
    if (!equalBytes(bytes.subarray(0, 4), id)) continue
    if (!verifyEd25519(publicKey, utf8(body), bytes.subarray(4)))
      refuse('bad-signature', 'the checkpoint is not signed by the log key')
    ours++
  }
  if (ours !== 1) refuse('bad-signature', 'the checkpoint must have one signature by the log key')
}

/** C2SP signed-note: SHA-256(name || 0x0A || type || key), first four bytes. */
function keyId(name: string, publicKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return sha256(utf8(`${name}\n`), Uint8Array.of(ED25519_TYPE), publicKey).slice(0, 4)
}
