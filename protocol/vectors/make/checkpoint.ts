import { signEd25519 } from '#crypto'
import { concatBytes, fromBase64, fromBase64url, toBase64, toBase64url, utf8 } from '#protocol/bytes'
import type { RefusalCode } from '#protocol/errors'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { publicKeyOf } from '#protocol/signed'
import { malleated } from '../hostile/points.ts'
import { digest } from '../material/digest.ts'
import { board, boardHash, coopHash, seedOf } from '../material/election.ts'
import type { Vector, VectorFile } from '../material/vector.ts'

const LOG = seedOf('board log')
const ORIGIN = logOrigin('board-2026', boardHash)
const ROOT = seedOf('a root of the log')
const good = signCheckpoint({ size: 7, root: ROOT }, ORIGIN, LOG)
const signatureLine = good.split('\n').at(-2) ?? ''

export function makeCheckpoints(): VectorFile {
  return {
    kind: 'checkpoint',
    about: "A C2SP signed note with a C2SP tlog-checkpoint of the election's log.",
    manifests: { board },
    vectors: [...valid(), ...bodies(), ...signatures()],
  }
}

function valid(): Vector[] {
  const witness = signatureOf(bodyOf('7'), 'witness.example/w1', seedOf('witness'))
  const empty = digest('sha256')
  return [
    accepted('a checkpoint', good, 7, ROOT),
    accepted('of an empty log', signCheckpoint({ size: 0, root: empty }, ORIGIN, LOG), 0, empty),
    accepted('of the largest size', note(bodyOf('9007199254740991')), Number.MAX_SAFE_INTEGER, ROOT),
    accepted('with a witness', `${good}${witness}\n`, 7, ROOT),
    accepted('with a witness first', `${bodyOf('7')}\n${witness}\n${signatureLine}\n`, 7, ROOT),
    accepted('our signature twice', `${good}${signatureLine}\n`, 7, ROOT),
    accepted('with sixteen witnesses', `${good}${`${witness}\n`.repeat(16)}`, 7, ROOT),
    accepted('with a long signature', `${good}${longLine(5000)}`, 7, ROOT),
    accepted(
      'with a DELETE in the name of a witness',
      `${good}— w\u007f ${toBase64(new Uint8Array(68))}\n`,
      7,
      ROOT,
    ),
    accepted(
      'with a signature of another type under our name',
      `${good}— ${ORIGIN} ${toBase64(new Uint8Array(76))}\n`,
      7,
      ROOT,
    ),
  ]
}

function bodies(): Vector[] {
  const root = toBase64(ROOT)
  return [
    refused(
      'of another election',
      'wrong-manifest',
      note(bodyOf('7', root, logOrigin('board-2027', boardHash))),
    ),
    refused(
      'of another manifest',
      'wrong-manifest',
      note(bodyOf('7', root, logOrigin('board-2026', coopHash))),
    ),
    refused('of an empty log with another root', 'malformed', note(bodyOf('0'))),
    refused('a blank line in the text', 'malformed', note(`${bodyOf('7')}\n`)),
    refused('a size with a leading zero', 'malformed', note(bodyOf('07'))),
    refused('a size with a sign', 'malformed', note(bodyOf('+7'))),
    refused('a negative size', 'malformed', note(bodyOf('-7'))),
    refused('a size in hexadecimal', 'malformed', note(bodyOf('0x7'))),
    refused('a size that is no safe integer', 'malformed', note(bodyOf('9007199254740992'))),
    refused('no size', 'malformed', note(bodyOf(''))),
    refused('a root in base64url', 'malformed', note(bodyOf('7', ROOT_URL))),
    refused('a root without padding', 'malformed', note(bodyOf('7', root.replace('=', '')))),
    refused('a root with stray bits', 'malformed', note(bodyOf('7', strayed(root)))),
    refused('a root of 31 bytes', 'malformed', note(bodyOf('7', toBase64(ROOT.subarray(1))))),
    refused('a line too many', 'malformed', note(`${bodyOf('7')}extension\n`)),
    refused('a line too few', 'malformed', note(`${ORIGIN}\n7\n`)),
    refused(
      'of another election, and of no size',
      'wrong-manifest',
      note(bodyOf('07', root, logOrigin('board-2027', boardHash))),
    ),
  ]
}

/** 32 bytes whose base64 and base64url differ. */
const ROOT_URL = '-_-_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='

function signatures(): Vector[] {
  const [name = ''] = signatureLine.slice(2).split(' ')
  const mallory = signCheckpoint({ size: 7, root: ROOT }, ORIGIN, seedOf('mallory'))
  const broken = `— ${ORIGIN} ${toBase64(concatBytes(keyIdOf(ORIGIN, LOG), new Uint8Array(64)))}`
  const shortened = `— ${ORIGIN} ${toBase64(fromBase64(signatureLine.split(' ').at(-1) ?? '').subarray(0, 67))}`
  const flipped = signatureLine.replace(/.{3}=*$/, (end) => (end.startsWith('A') ? 'B' : 'A') + end.slice(1))
  return [
    refused('signed by another key', 'bad-signature', mallory),
    refused('a changed size', 'bad-signature', good.replace('\n7\n', '\n8\n')),
    refused('a changed signature', 'bad-signature', good.replace(signatureLine, flipped)),
    refused(
      'our signature, and one of the same name and id that does not verify',
      'bad-signature',
      `${good}${broken}\n`,
    ),
    refused('the other way round', 'bad-signature', `${bodyOf('7')}\n${broken}\n${signatureLine}\n`),
    refused('signed with S + L', 'bad-signature', good.replace(signatureLine, overflowing())),
    refused('a signature of 63 bytes', 'bad-signature', good.replace(signatureLine, shortened)),
    refused(
      'a witness with a space of another kind in its name',
      'malformed',
      `${good}— a\u00a0b ${toBase64(new Uint8Array(68))}\n`,
    ),
    refused(
      'a witness with a plus in its name',
      'malformed',
      `${good}— a+b ${toBase64(new Uint8Array(68))}\n`,
    ),
    refused('a witness without a name', 'malformed', `${good}—  ${toBase64(new Uint8Array(68))}\n`),
    refused(
      'a witness without a signature',
      'malformed',
      `${good}— witness ${toBase64(new Uint8Array(4))}\n`,
    ),
    refused('a witness without padding', 'malformed', `${good}— witness ${'A'.repeat(7)}\n`),
    refused(
      'a witness with stray bits',
      'malformed',
      `${good}— witness ${strayed(toBase64(new Uint8Array(68)))}\n`,
    ),
    refused(
      'a witness without padding, and a changed size',
      'malformed',
      `${good.replace('\n7\n', '\n8\n')}— witness ${'A'.repeat(7)}\n`,
    ),
    refused('a blank line between the signatures', 'malformed', `${good}\n${signatureLine}\n`),
    refused('a tab', 'malformed', `${good}— wit\tness ${toBase64(new Uint8Array(68))}\n`),
    refused('a NUL', 'malformed', `${good}— wit\u0000ness ${toBase64(new Uint8Array(68))}\n`),
    refused('a lone surrogate', 'malformed', `${good}— w\ud800 ${toBase64(new Uint8Array(68))}\n`),
    refused(
      'only a witness',
      'bad-signature',
      `${bodyOf('7')}\n${signatureOf(bodyOf('7'), 'w', seedOf('witness'))}\n`,
    ),
    refused('under another name', 'bad-signature', good.replace(`— ${name}`, '— other')),
    refused('no signature', 'malformed', `${bodyOf('7')}\n`),
    refused('no blank line', 'malformed', `${bodyOf('7')}${signatureLine}\n`),
    refused('no line break at the end', 'malformed', good.slice(0, -1)),
    refused('a line break too many', 'malformed', `${good}\n`),
    refused('a hyphen for the dash', 'malformed', good.replace('— ', '- ')),
    refused('carriage returns', 'malformed', good.replaceAll('\n', '\r\n')),
    refused('a signature with stray bits', 'malformed', good.replace(signatureLine, strayed(signatureLine))),
    refused('not a text', 'malformed', null),
  ]
}

/** Our line with S + L. */
function overflowing(): string {
  const bytes = fromBase64(signatureLine.split(' ').at(-1) ?? '')
  const signature = fromBase64url(malleated(toBase64url(bytes.subarray(4))))
  return `— ${ORIGIN} ${toBase64(concatBytes(bytes.subarray(0, 4), signature))}`
}

function bodyOf(size: string, root = toBase64(ROOT), origin = ORIGIN): string {
  return `${origin}\n${size}\n${root}\n`
}

/** A line by a witness whose signature has so many bytes. */
function longLine(bytes: number): string {
  return `— witness ${toBase64(new Uint8Array(4 + bytes))}\n`
}

/** Signs any body with the log's key. */
function note(body: string): string {
  return `${body}\n${signatureOf(body, ORIGIN, LOG)}\n`
}

function signatureOf(body: string, name: string, seed: Uint8Array): string {
  return `— ${name} ${toBase64(concatBytes(keyIdOf(name, seed), signEd25519(seed, utf8(body))))}`
}

function keyIdOf(name: string, seed: Uint8Array): Uint8Array {
  const key = fromBase64url(publicKeyOf(seed))
  return digest('sha256', utf8(`${name}\n`), Uint8Array.of(1), key).subarray(0, 4)
}

/** Another spelling of the same bytes: the last letter before the padding has unused bits. */
function strayed(base64: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  return base64.replace(
    /(.)(=+)$/,
    (_, last: string, end: string) => letters.charAt(letters.indexOf(last) ^ 1) + end,
  )
}

function accepted(name: string, text: string, size: number, root: Uint8Array): Vector {
  return {
    name,
    manifest: 'board',
    note: text,
    valid: true,
    expected: { size, root: toBase64url(root) },
  }
}

function refused(name: string, error: RefusalCode, text: string | null): Vector {
  return { name, manifest: 'board', note: text, error }
}
