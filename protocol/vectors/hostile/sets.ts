import { sha256 } from '#crypto'
import { toBase64url, utf8 } from '#protocol/bytes'
import { CCTV, gridOf } from './grid.ts'
import { CLASSES, signaturesOf } from './signatures.ts'
import type { Signed } from './signatures.ts'

/** How `verdicts.json` writes what libsodium decides on one set of signatures. */
export interface Verdicts {
  /** Of the signatures, so that whoever generates others notices. */
  readonly sha256: string
  /** One digit a signature, in their order: 1 where it is accepted. */
  readonly accepted: string
}

/** Every set of generated signatures, by name. */
export const SETS: Readonly<Record<string, () => Signed[]>> = {
  'C2SP CCTV': () => gridOf(CCTV),
  ...Object.fromEntries(Object.keys(CLASSES).map((name) => [name, () => signaturesOf(name)])),
}

/** SHA-256, base64url, of one line a signature: public key, signature and message in base64url. */
export function sha256Of(signatures: readonly Signed[]): string {
  const lines = signatures.map(({ key, signature, message }) =>
    [key, signature, message].map(toBase64url).join(' '),
  )
  return toBase64url(sha256(utf8(lines.join('\n'))))
}

/** The digits of `Verdicts.accepted` by a verifier. */
export function digitsOf(
  signatures: readonly Signed[],
  verify: (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean,
): string {
  return signatures.map(({ key, message, signature }) => (verify(key, message, signature) ? 1 : 0)).join('')
}
