import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createPrivateFile, readPrivateFile, SecretError } from './private-file.ts'

export const SECRET_BYTES = 32
const SECRET_NAME = 'secret.key'
const HEX = /^[0-9a-fA-F]{64}$/
const BASE64URL = /^[A-Za-z0-9_-]{43}$/

/**
 * Reads the secret under which private keys are encrypted: from `file` (`URNA_SECRET_FILE`) when the operator names one,
 * else from `<directory>/secret.key`, which is made on first use.
 *
 * @returns 32 bytes.
 * @throws {SecretError} when the file is missing, is no secret, or can be read by others.
 */
export async function readSecret(options: {
  file: string | undefined
  directory: string
}): Promise<Uint8Array> {
  if (options.file !== undefined) return readSecretFile(options.file)
  const path = join(options.directory, SECRET_NAME)
  await createPrivateFile(path, () => `${randomBytes(SECRET_BYTES).toString('base64url')}\n`)
  return readSecretFile(path)
}

async function readSecretFile(path: string): Promise<Uint8Array> {
  const text = await readPrivateFile(path)
  if (HEX.test(text)) return Uint8Array.from(Buffer.from(text, 'hex'))
  if (BASE64URL.test(text)) return Uint8Array.from(Buffer.from(text, 'base64url'))
  throw new SecretError(`${path} must hold 32 bytes as 64 hex digits or 43 letters of base64url.`)
}
