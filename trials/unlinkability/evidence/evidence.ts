import { cp, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PlayedElection } from '../election/play.ts'
import type { Output } from '../election/watched-server.ts'
import type { ChangeRow, DatabaseDump } from './databases.ts'
import { readDatabases } from './databases.ts'
import { readEntries } from './leveldb-entries.ts'

/** Something that the server holds, has written or has answered, byte for byte. */
export interface Writing {
  readonly name: string
  /** As Latin-1, a character a byte. */
  readonly bytes: string
  /** When the file was last written, in milliseconds since 1970. */
  readonly at?: number
}

/** Everything that somebody has who takes the whole machine, and asked for everything public before. */
export interface Evidence {
  readonly writings: readonly Writing[]
  readonly databases: readonly DatabaseDump[]
  readonly metrics: Output['metrics']
}

/**
 * Reads a stopped server: its data folder through a backup of it as the manual says (a copy), raw, by LevelDB's entries
 * and by the engine, with old revisions.
 *
 * @param folder for the copies.
 */
export async function readEvidence(
  data: string,
  folder: string,
  output: Output,
  elections: readonly PlayedElection[],
): Promise<Evidence> {
  const [backup, entries] = [join(folder, 'backup'), join(folder, 'entries')]
  // Opening a database rewrites its files: each reader has a copy of its own, and the bytes are read before.
  for (const copy of [backup, entries]) await cp(data, copy, { recursive: true, preserveTimestamps: true })
  const files = await readFiles(backup)
  const databases = await readDatabases(join(backup, 'couchdb'))
  return {
    writings: [
      ...files,
      ...(await readEntries(join(entries, 'couchdb'))),
      ...databases.map(({ name, rows }) => feedWriting(name, rows)),
      writing('stdout', output.stdout),
      writing('stderr', output.stderr),
      writing('metrics', output.metrics.map(({ text }) => text).join('\n')),
      ...elections.flatMap(({ exports }) => [...exports].map(([name, text]) => writing(name, text))),
    ],
    databases,
    metrics: output.metrics,
  }
}

/** A changes feed as a text, a row a line. */
export function feedWriting(database: string, rows: readonly ChangeRow[]): Writing {
  return writing(`changes of ${database}`, rows.map((row) => JSON.stringify(row)).join('\n'))
}

function writing(name: string, text: string): Writing {
  return { name, bytes: Buffer.from(text).toString('latin1') }
}

async function readFiles(folder: string): Promise<readonly Writing[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(
    files.map(async (file) => {
      const path = join(file.parentPath, file.name)
      const { mtimeMs } = await stat(path)
      return { name: path.slice(folder.length + 1), bytes: await readFile(path, 'latin1'), at: mtimeMs }
    }),
  )
}
