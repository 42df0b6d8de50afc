import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export const SECRET_BYTES = 32
const SECRET_NAME = 'secret.key'
const HEX = /^[0-9a-fA-F]{64}$/
const BASE64URL = /^[A-Za-z0-9_-]{43}$/

/** The server's secret cannot be used; the message is one line for whoever runs the server. */
export class SecretError extends Error {
  override readonly name = 'SecretError'
}

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
  await createSecretFile(path)
  return readSecretFile(path)
}

async function readSecretFile(path: string): Promise<Uint8Array> {
  const text = await readText(path)
  await refuseReadableByOthers(path)
  if (HEX.test(text)) return Uint8Array.from(Buffer.from(text, 'hex'))
  if (BASE64URL.test(text)) return Uint8Array.from(Buffer.from(text, 'base64url'))
  throw new SecretError(`${path} must hold 32 bytes as 64 hex digits or 43 letters of base64url.`)
}

async function readText(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    throw new SecretError(`The secret file ${path} cannot be read (${codeOf(error)}).`)
  }
}

async function refuseReadableByOthers(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0)
    throw new SecretError(`The secret file ${path} can be read by other users: run "chmod 600 ${path}".`)
}

/**
 * Two servers that start at once must end with one secret: the file appears whole, by a link that fails if the name is
 * taken. It reaches the disk, and so does its name, before any key is encrypted under it.
 */
async function createSecretFile(path: string): Promise<void> {
  if (await exists(path)) return
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  await chmod(draft, 0o600)
  await sync(draft, 'r+')
  try {
    await link(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    await unlink(draft)
  }
  await sync(dirname(path), 'r')
}

async function sync(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw new SecretError(`The secret file ${path} cannot be read (${codeOf(error)}).`)
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
