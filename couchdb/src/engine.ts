import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Credentials } from './http/authentication.ts'
import { createRouter } from './http/router.ts'
import { Databases } from './store/databases.ts'
import { ownDirectory } from './store/ownership.ts'

/** A CouchDB of one machine inside this process, reached over HTTP like the real one. */
export interface Engine {
  /** Without credentials. */
  readonly url: string
  /** Stops listening, finishes running writes and closes the files. */
  close(): Promise<void>
}

export interface EngineOptions {
  /** Made if it is not there. One engine at a time. */
  directory: string
  /** 0, or none, for any free one. */
  port?: number
  credentials: Credentials
  /** Told of what was answered with 500. */
  onError?: (error: unknown) => void
}

/** Longer than the keep-alive of any client, so that none sends into a connection that is just being closed. */
const KEEP_ALIVE_MS = 65_000
const LONGEST_HEAD = 64 * 1024
/** How long a slow client may keep the engine from closing. */
const PATIENCE_MS = 5_000

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Keeps count of the answers that are under way, so that the connections can go when none is. */
function watchAnswers(server: Server): () => Promise<void> {
  const answers = new Set<ServerResponse>()
  server.on('request', (_request, response: ServerResponse) => {
    answers.add(response)
    response.once('close', () => answers.delete(response))
  })
  return async () => {
    await Promise.all([...answers].map((response) => once(response, 'close')))
  }
}

/** Requests that have begun get their answer, unless the client does not take it. */
async function stop(server: Server, answered: () => Promise<void>): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const patience = new AbortController()
  const waited = delay(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined)
  await Promise.race([answered(), waited])
  patience.abort()
  server.closeAllConnections()
  await closed
}

/** @throws {DirectoryInUse | DirectoryUnusable} or {Error} when the port is taken. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { directory, port = 0, credentials, onError = () => undefined } = options
  const ownership = await ownDirectory(directory)
  const databases = await Databases.in(directory)
  const router = createRouter({ databases, credentials, uuid: ownership.uuid, onError })
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: LONGEST_HEAD }, router)
  const answered = watchAnswers(server)
  const url = await listen(server, port).catch(async (error: unknown) => {
    await ownership.release()
    throw error
  })
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    const stopped = stop(server, answered)
    // Ends the feeds that wait, which is what the server waits for.
    await databases.close()
    await stopped
    await ownership.release()
  }
  return { url, close: () => (closing ??= close()) }
}
