import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import leveldown from 'leveldown'
import type { Writing } from './evidence.ts'

/** What PouchDB has in each LevelDB, its own bookkeeping and local documents too, without LevelDB's compression. */
export async function readEntries(directory: string): Promise<readonly Writing[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.db'))
  return Promise.all(
    names.map(async (name) => ({ name: `entries of ${name}`, bytes: await readAll(join(directory, name)) })),
  )
}

async function readAll(location: string): Promise<string> {
  const database = new leveldown(location)
  await new Promise<void>((resolve, reject) =>
    database.open({}, (error) => (error ? reject(error) : resolve())),
  )
  const iterator = database.iterator({ keyAsBuffer: true, valueAsBuffer: true })
  const entries: string[] = []
  const next = (): Promise<boolean> =>
    new Promise((resolve, reject) => {
      iterator.next((error, key, value) => {
        if (error) return reject(error)
        if (key && value) entries.push(`${key.toString('latin1')} ${value.toString('latin1')}`)
        resolve(key !== undefined)
      })
    })
  while (await next());
  await new Promise<void>((resolve) => iterator.end(() => resolve()))
  await new Promise<void>((resolve) => database.close(() => resolve()))
  return entries.join('\n')
}
