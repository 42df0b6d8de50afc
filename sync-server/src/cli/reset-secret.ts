import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { DirectoryInUse, DirectoryUnusable } from '#couchdb/store/ownership'
import { resetSecret } from '../admin/first-run-secret.ts'
import type { Config } from '../config.ts'
import { CouchError } from '../couch/couch.ts'
import { openControl } from '../elections/elections.ts'
import { openDatabase } from '../server.ts'
import { CommandFailure, reportFailure } from './command-failure.ts'
import { readConfig } from './read-config.ts'
import { unusable } from './serve.ts'

/** `urna reset-secret`: a new console secret in place of one that was lost, for whoever holds the data. */
export async function run(argv: readonly string[]): Promise<number> {
  const config = readConfig(argv)
  if (!config) return 2
  return reportFailure(async () => {
    if (config.couchdbUrl === undefined) await checkFolder(config.dataDirectory)
    console.log(
      `The new console secret:\n\n  ${await reset(config)}\n\nThe one before no longer opens anything.`,
    )
  })
}

async function reset(config: Config): Promise<string> {
  const { couch, engine } = await open(config)
  try {
    const drawn = await resetSecret(await openControl(couch), randomBytes)
    if (!drawn) throw new CommandFailure('Somebody else is just drawing a new one. Try again.')
    // It is shown by the caller, who can simply run this again: nothing is lost when the process dies in between.
    await drawn.noteShown()
    return drawn.secret
  } catch (error) {
    if (!(error instanceof CouchError)) throw error
    throw new CommandFailure(`The database does not answer as it should: ${error.message}`)
  } finally {
    await couch.close()
    await engine?.close()
  }
}

async function open(config: Config): ReturnType<typeof openDatabase> {
  try {
    return await openDatabase(config)
  } catch (error) {
    if (error instanceof DirectoryInUse)
      throw new CommandFailure(
        `A server is using ${config.dataDirectory}: stop it first, then run this again.`,
      )
    if (error instanceof DirectoryUnusable) throw new CommandFailure(unusable(config.dataDirectory, error))
    throw error
  }
}

/** A folder that does not exist was mistyped, and must not be made. */
async function checkFolder(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined)
  if (!found?.isDirectory())
    throw new CommandFailure(`There is no data folder ${directory}. Name it: --data <folder>`)
}
