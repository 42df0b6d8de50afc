import { sha256, signEd25519, verifyEd25519 } from '#crypto'
import { concatBytes, equalBytes, fromBase64, fromBase64url, toBase64, toBase64url, utf8 } from '../bytes.ts'
import { refuse } from '../errors.ts'
import type { Manifest } from '../formats/manifest.ts'
import { manifestHash } from '../formats/manifest.ts'
import { publicKeyOf } from '../signed.ts'
import { checkEmptyRoot } from './state.ts'

/** The state of a log: how many ballots, and the RFC 6962 root over them (32 bytes). */
export interface Checkpoint {
  readonly size: number
  readonly root: Uint8Array
}

/** In UTF-16 units: room for sixteen post-quantum signatures by witnesses, which C2SP signed-note asks for. */
export const MAX_NOTE_LENGTH = 131_072
/** C2SP signed-note: em dash, space, a key name without Unicode spaces and plus signs, space, base64. */
const SIGNATURE_LINE = /^— ([^\p{White_Space}+]+) ([A-Za-z0-9+/]+={0,2})$/u
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/
const KEY_ID_BYTES = 4
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
 * Reads a signed note and checks the log's signature by the rules of C2SP signed-note: lines by other keys (witnesses) are
 * passed over, every line by the log key must verify, and there is at least one.
 *
 * @throws {ProtocolError} malformed | wrong-manifest | bad-signature
 */
export function checkCheckpoint(note: unknown, manifest: Manifest): Checkpoint {
  const { body, lines } = splitNote(note)
  const origin = logOrigin(manifest.election, manifestHash(manifest))
  const checkpoint = parseBody(body, origin)
  const signatures = lines.map(parseLine)
  const publicKey = fromBase64url(manifest.keys.log, 32)
  const id = keyId(origin, publicKey)
  const ours = signatures.filter((line) => line.name === origin && equalBytes(line.id, id))
  if (ours.length === 0) refuse('bad-signature', 'the checkpoint has no signature by the log key')
  if (!ours.every(({ signature }) => verifyEd25519(publicKey, utf8(body), signature)))
    refuse('bad-signature', 'the checkpoint is not signed by the log key')
  return checkpoint
}

/** The text, with its last newline, and the lines after the last blank one. */
function splitNote(note: unknown): { readonly body: string; readonly lines: readonly string[] } {
  if (typeof note !== 'string' || note.length > MAX_NOTE_LENGTH || !note.endsWith('\n'))
    return refuse('malformed', 'not a signed note')
  if (CONTROL.test(note) || !note.isWellFormed()) refuse('malformed', 'a signed note is plain text')
  const separator = note.lastIndexOf('\n\n')
  if (separator < 0) refuse('malformed', 'a signed note has a blank line before its signatures')
  return { body: note.slice(0, separator + 1), lines: note.slice(separator + 2, -1).split('\n') }
}

interface SignatureLine {
  readonly name: string
  readonly id: Uint8Array
  readonly signature: Uint8Array
}

function parseLine(line: string): SignatureLine {
  const [, name = '', encoded = ''] = SIGNATURE_LINE.exec(line) ?? refuse('malformed', 'not a signature line')
  const bytes = fromBase64(encoded)
  if (bytes.length <= KEY_ID_BYTES) refuse('malformed', 'a signature line has a key id and a signature')
  return { name, id: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) }
}

function parseBody(body: string, origin: string): Checkpoint {
  const [name, size = '', root = '', ...rest] = body.split('\n')
  if (name !== origin) refuse('wrong-manifest', 'the checkpoint is of another log')
  if (rest.length !== 1 || rest[0] !== '') refuse('malformed', 'a checkpoint has three lines')
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)))
    refuse('malformed', 'not a log size')
  const checkpoint = { size: Number(size), root: fromBase64(root, 32) }
  checkEmptyRoot({ size: checkpoint.size, root: toBase64url(checkpoint.root) })
  return checkpoint
}

/** C2SP signed-note: SHA-256(name || 0x0A || type || key), first four bytes. */
function keyId(name: string, publicKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return sha256(utf8(`${name}\n`), Uint8Array.of(ED25519_TYPE), publicKey).slice(0, KEY_ID_BYTES)
}
