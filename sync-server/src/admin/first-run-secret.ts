import { timingSafeEqual } from 'node:crypto'
import { sha256 } from '#crypto'
import { fromBase64url, toBase64url, utf8 } from '#protocol/bytes'
import { base64url, object, text } from '#protocol/decode'
import { normalizeCode } from '#protocol/formats/credential'
import type { Database } from '../couch/couch.ts'
import type { Random } from '../registrar/codes.ts'
import { drawCode } from '../registrar/codes.ts'
import { createDocument } from './documents.ts'

const SECRET_ID = 'server:first-run'
const secretDocument = object({ _id: text(50), _rev: text(200), hash: base64url(32) })

/**
 * Draws the secret that opens the console, at the first start of a server: twice the letters of a voting code, to be typed
 * as easily. It is stored as a hash only: 160 random bits need no slow one.
 *
 * @returns the secret, to be shown once; undefined when there is one already.
 */
export async function drawFirstRunSecret(control: Database, random: Random): Promise<string | undefined> {
  if (await control.read(SECRET_ID)) return undefined
  const secret = `${drawCode(random)}-${drawCode(random)}`
  const created = await createDocument(control, { _id: SECRET_ID, hash: toBase64url(hashOf(secret)) })
  return created ? secret : undefined
}

/** Compares in constant time; hyphens and the case of letters do not matter. */
export async function isFirstRunSecret(control: Database, secret: string): Promise<boolean> {
  const stored = await control.read(SECRET_ID)
  if (!stored) return false
  const { hash } = secretDocument(stored, 'secret')
  return timingSafeEqual(fromBase64url(hash, 32), hashOf(secret))
}

function hashOf(secret: string): Uint8Array {
  return sha256(utf8(normalizeCode(secret)))
}
