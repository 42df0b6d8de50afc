import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { durableLeveldown } from './durable-leveldown.ts'

/** What makes this process the only one in the directory, and the directory the same one next time. */
export interface Ownership {
  readonly uuid: string
  release(): Promise<void>
}

/**
 * A LevelDB of its own is the lock: the operating system lets go of it when the process dies, however it dies.
 *
 * @throws {Error} when another process holds the directory.
 */
export async function ownDirectory(directory: string): Promise<Ownership> {
  await mkdir(directory, { recursive: true })
  const level = durableLeveldown(join(directory, 'engine'))
  try {
    await promisify(level.open.bind(level))({ createIfMissing: true })
  } catch (cause) {
    throw new Error(`the database directory ${directory} is in use by another process, or damaged`, { cause })
  }
  const stored = await new Promise<string | undefined>((resolve) =>
    level.get('uuid', { asBuffer: false }, (error, value) => resolve(error ? undefined : String(value))),
  )
  const uuid = stored ?? crypto.randomUUID().replaceAll('-', '')
  if (stored === undefined) await promisify(level.put.bind(level))('uuid', uuid)
  return { uuid, release: () => promisify(level.close.bind(level))() }
}
