import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { durableLeveldown } from './durable-leveldown.ts'

/** What makes this process the only one in the directory, and the directory the same one next time. */
export interface Ownership {
  readonly uuid: string
  release(): Promise<void>
}

/** Another process holds the directory. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse'
}

/** What is in the directory cannot be opened: it is damaged, or the disk or its rights are in the way. */
export class DirectoryUnusable extends Error {
  override readonly name = 'DirectoryUnusable'
}

/**
 * A LevelDB of its own is the lock: the operating system lets go of it when the process dies, however it dies.
 *
 * @throws {DirectoryInUse}
 * @throws {DirectoryUnusable}
 */
export async function ownDirectory(directory: string): Promise<Ownership> {
  await mkdir(directory, { recursive: true })
  const level = durableLeveldown(join(directory, 'engine'))
  try {
    await promisify(level.open.bind(level))({ createIfMissing: true })
  } catch (cause) {
    throw failureOf(directory, cause)
  }
  const stored = await new Promise<string | undefined>((resolve) =>
    level.get('uuid', { asBuffer: false }, (error, value) => resolve(error ? undefined : String(value))),
  )
  const uuid = stored ?? crypto.randomUUID().replaceAll('-', '')
  if (stored === undefined) await promisify(level.put.bind(level))('uuid', uuid)
  return { uuid, release: () => promisify(level.close.bind(level))() }
}

/** LevelDB has no codes, only words: `IO error: lock <path>/LOCK: Resource temporarily unavailable`. */
function failureOf(directory: string, cause: unknown): Error {
  const words = cause instanceof Error ? cause.message : String(cause)
  if (/^IO error: lock .*LOCK: /.test(words))
    return new DirectoryInUse(`the database directory ${directory} is in use by another process`, { cause })
  return new DirectoryUnusable(`the database directory ${directory} cannot be opened: ${words}`, { cause })
}
