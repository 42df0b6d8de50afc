import type { RefusalCode } from '#protocol/errors'
import type { SignedKind } from '#protocol/signed'
import { signEd25519 } from '#crypto'
import canonicalize from 'canonicalize'
import { toBase64url, utf8 } from '#protocol/bytes'

/** Either `valid: true`, with what a reader derives in `expected`, or the code of the refusal. */
export type Outcome = { valid: true; expected?: unknown } | { error: RefusalCode }
/** The input members differ by kind: `document` or, where spelling matters, its JSON as `text`. */
export type Vector = { readonly name: string } & Outcome & Readonly<Record<string, unknown>>

export interface VectorFile {
  readonly kind: string
  readonly about: string
  /** Manifest documents that the vectors name by `manifest`. */
  readonly manifests: Readonly<Record<string, unknown>>
  readonly vectors: readonly Vector[]
}

export type Path = readonly (string | number)[]
type Json = Record<string | number, unknown>

/** A copy of `document` with the member at `path` replaced (added, where there was none). */
export function set(document: unknown, path: Path, value: unknown): Json {
  return edit(document, path, (holder, name) => (holder[name] = value))
}

/** A copy of `document` without the member at `path`. */
export function without(document: unknown, path: Path): Json {
  return edit(document, path, (holder, name) => Reflect.deleteProperty(holder, name))
}

function edit(document: unknown, path: Path, change: (holder: Json, name: string | number) => void): Json {
  const copy = structuredClone(document) as Json
  let holder = copy
  for (const name of path.slice(0, -1)) holder = holder[name] as Json
  const last = path.at(-1)
  if (last !== undefined) change(holder, last)
  return copy
}

/** RFC 8785 of any JSON, also of what this protocol leaves out of it. */
export function anyCanonical(value: unknown): string {
  return canonicalize(value) ?? ''
}

/** Signs any body, also one that no parser would take: then the fault that a vector is named after is its only one. */
export function signAny(kind: SignedKind, body: unknown, seed: Uint8Array): string {
  return toBase64url(signEd25519(seed, utf8(`urna/${kind}/v1\n${anyCanonical(body)}`)))
}

export function signedDocument(kind: SignedKind, _id: string, body: unknown, seed: Uint8Array): Json {
  return { _id, body, signature: signAny(kind, body, seed) }
}

/** The other spellings that lenient decoders take for the same bytes: stray low bits, padding. */
export function respell(base64url: string): { stray: string; padded: string } {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = letters.indexOf(base64url.slice(-1))
  const stray = base64url.slice(0, -1) + letters.charAt(last ^ 1)
  return { stray, padded: base64url + '='.repeat((4 - (base64url.length % 4)) % 4) }
}
