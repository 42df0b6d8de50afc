import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file of secrets cannot be used; the message is one line for whoever runs the server. */
export class SecretError extends Error {
  override readonly name = 'SecretError'
}

/**
 * @returns the text without the space around it.
 * @throws {SecretError} when the file is missing or can be read by others.
 */
export async function readPrivateFile(path: string): Promise<string> {
  const text = await readText(path)
  await refuseReadableByOthers(path)
  return text
}

/**
 * Makes the file unless it is there: two servers that start at once must end with one content, so it appears whole, by a
 * link that fails if the name is taken. It reaches the disk, and so does its name, before anything depends on it.
 */
export async function createPrivateFile(path: string, draw: () => string | Promise<string>): Promise<void> {
  if (await exists(path)) return
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, await draw(), { mode: 0o600, flag: 'wx' })
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
