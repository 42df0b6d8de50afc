import { timingSafeEqual } from 'node:crypto'
import { sha256 } from '#crypto'
import { fromBase64url, toBase64url, utf8 } from '#protocol/bytes'
import { base64url, object, oneOf, text } from '#protocol/decode'
import { normalizeCode } from '#protocol/formats/credential'
import type { Database } from '../couch/couch.ts'
import { RecentReading } from '../elections/recent-reading.ts'
import type { Random } from '../registrar/codes.ts'
import { drawCode } from '../registrar/codes.ts'
import { swapDocument } from './documents.ts'

const SECRET_ID = 'server:first-run'
/** So long a secret that was replaced may still open the console. */
const HASH_KEPT_MS = 10_000

/** `handedOut` turns true once the secret was shown: one that died with its process is drawn anew. */
const secretDocument = object({
  _id: text(50),
  _rev: text(200),
  hash: base64url(32),
  handedOut: oneOf(true, false),
})

/** A secret that is stored as a hash, and that nobody has seen yet. */
export interface DrawnSecret {
  readonly secret: string
  /**
   * To be called when it was shown.
   *
   * @returns false when another process has drawn another since: then this one is worth nothing.
   */
  noteShown(): Promise<boolean>
}

/**
 * Draws the secret that opens the console, at the first start of a server: twice the letters of a voting code, to be typed
 * as easily. It is stored as a hash only: 160 random bits need no slow one.
 *
 * @returns undefined when there is one that was shown, or another process is just drawing one.
 */
export async function drawFirstRunSecret(
  control: Database,
  random: Random,
): Promise<DrawnSecret | undefined> {
  const stored = await readStored(control)
  return stored?.handedOut ? undefined : draw(control, random, stored?._rev)
}

/** Draws a new secret in place of the one there is. @returns undefined when another process is at it. */
export async function resetSecret(control: Database, random: Random): Promise<DrawnSecret | undefined> {
  return draw(control, random, (await readStored(control))?._rev)
}

/** Compares in constant time; hyphens and the case of letters do not matter. */
export async function isFirstRunSecret(control: Database, secret: string): Promise<boolean> {
  return matches((await readStored(control))?.hash, secret)
}

/** The same question asked often: the hash is read once in a while, however many secrets are tried. */
export class SecretCheck {
  readonly #hash: RecentReading<string | undefined>

  constructor(control: () => Promise<Database>, clock: () => Date) {
    const read = async (): Promise<string | undefined> => (await readStored(await control()))?.hash
    this.#hash = new RecentReading(read, HASH_KEPT_MS, clock)
  }

  async isRight(secret: string): Promise<boolean> {
    return matches(await this.#hash.get(), secret)
  }
}

async function draw(
  control: Database,
  random: Random,
  rev: string | undefined,
): Promise<DrawnSecret | undefined> {
  const secret = `${drawCode(random)}-${drawCode(random)}`
  const document = { _id: SECRET_ID, hash: toBase64url(hashOf(secret)), handedOut: false }
  if (!(await swapDocument(control, { ...document, ...(rev !== undefined && { _rev: rev }) })))
    return undefined
  return { secret, noteShown: () => noteShown(control, document.hash) }
}

async function noteShown(control: Database, hash: string): Promise<boolean> {
  const stored = await readStored(control)
  return stored?.hash === hash && swapDocument(control, { ...stored, handedOut: true })
}

async function readStored(control: Database) {
  const stored = await control.read(SECRET_ID)
  return stored && secretDocument(stored, 'secret')
}

function matches(hash: string | undefined, secret: string): boolean {
  // What has no letter and no digit has no form to be hashed in.
  const isWritten = /[0-9A-Za-z]/.test(secret)
  return hash !== undefined && isWritten && timingSafeEqual(fromBase64url(hash, 32), hashOf(secret))
}

function hashOf(secret: string): Uint8Array {
  return sha256(utf8(normalizeCode(secret)))
}
