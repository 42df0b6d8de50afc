import { DirectoryInUse, DirectoryUnusable } from '#couchdb/store/ownership'
import type { Config } from '../config.ts'
import { CouchError } from '../couch/couch.ts'
import { FauxtonError } from '../fauxton/serve.ts'
import { SecretError } from '../keys/private-file.ts'
import type { RunningServer } from '../server.ts'
import { startServer } from '../server.ts'
import { TlsError } from '../tls/tls-error.ts'
import { greeting } from './greeting.ts'
import { reachWarning } from './reach-warning.ts'
import { awaitStopSignal } from './stop-signal.ts'

const OUTDRAWN =
  'The console secret above is worth nothing: another server that started with this one has shown another.\n'

/** Runs a server until a signal stops it. @returns the exit code. */
export async function serveUntilStopped(config: Config): Promise<number> {
  const stop = awaitStopSignal()
  const server = await start(config)
  if (!server) return 1
  console.log(greeting(server, config.dataDirectory, process.stdout.isTTY && !process.env['NO_COLOR']))
  // Only now: killed before, the next start shows another.
  if (!(await server.noteShown())) console.log(OUTDRAWN)
  const warning = reachWarning(config)
  if (warning !== undefined) console.error(`${warning}\n`)
  await stop
  console.log('\nStopping: ballots on their way are finished first. Press Ctrl-C again to stop at once.')
  await server.close()
  console.log(`Stopped. Everything is kept in ${config.dataDirectory}`)
  return 0
}

async function start(config: Config): Promise<RunningServer | undefined> {
  try {
    return await startServer(config)
  } catch (error) {
    const reason = explain(error, config)
    if (reason === undefined) throw error
    console.error(reason)
    return undefined
  }
}

/** What an operator can mend, in one line; undefined for what only a programmer can. */
function explain(error: unknown, config: Config): string | undefined {
  const { host, dataDirectory, couchdbUrl } = config
  if (error instanceof SecretError || error instanceof TlsError) return error.message
  if (error instanceof CouchError && couchdbUrl !== undefined)
    return `The CouchDB of COUCHDB_URL does not answer as it should: ${error.message}`
  if (error instanceof FauxtonError) return error.message
  if (error instanceof DirectoryInUse)
    return `Another server is using ${dataDirectory}: stop it first, or choose --data.`
  if (error instanceof DirectoryUnusable || error instanceof CouchError) return unusable(dataDirectory, error)
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return explainTaken(error as { port?: number }, config)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST ${host} is not an address of this machine.`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `No permission: port ${config.port} may need rights of its own, or ${dataDirectory} cannot be written.`
    case 'EEXIST':
    case 'ENOTDIR':
      return `The data directory ${dataDirectory} is not a folder.`
    case 'ENOSPC':
      return `The disk that holds ${dataDirectory} is full.`
    default:
      return undefined
  }
}

function explainTaken({ port }: { port?: number }, config: Config): string {
  const flag = port === config.port ? '--port' : '--install-port'
  return `Port ${port} is taken by another program. Choose another: ${flag} <n>, or ${flag} 0 for any that is free.`
}

/** The data folder cannot be opened for another reason than a second server; `error` has the database's own words. */
export function unusable(dataDirectory: string, error: Error): string {
  return `The data in ${dataDirectory} cannot be opened: ${error.message}. Bring a backup back, or choose another --data.`
}
