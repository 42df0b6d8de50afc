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

/** Runs a server until a signal stops it. @returns the exit code. */
export async function serveUntilStopped(config: Config): Promise<number> {
  const stop = awaitStopSignal()
  const server = await start(config)
  if (!server) return 1
  console.log(greeting(server, config.dataDirectory, process.stdout.isTTY && !process.env['NO_COLOR']))
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
      return isLocked(error)
        ? `Another server is using ${dataDirectory}: stop it first, or choose --data.`
        : undefined
  }
}

function explainTaken({ port }: { port?: number }, config: Config): string {
  const flag = port === config.port ? '--port' : '--install-port'
  return `Port ${port} is taken by another program. Choose another: ${flag} ${port === 8080 ? 8081 : 8080}`
}

/** The engine takes a lock on its folder; the words are its own. */
function isLocked(error: unknown): boolean {
  return String(error).includes('is in use by another process')
}
