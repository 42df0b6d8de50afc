import type { Server } from 'node:http'
import type { Logger } from 'pino'
import type { Couch } from '../couch/couch.ts'
import { CONTROL_DATABASE } from '../elections/elections.ts'
import { listen, portOf, stopListening } from '../http/listen.ts'
import type { Random } from '../registrar/codes.ts'
import { createFauxton } from './app.ts'
import { Sessions } from './sessions.ts'

export interface FauxtonSurroundings {
  readonly couch: Pick<Couch, 'database'>
  /** With the server's own user and password. */
  readonly databaseUrl: string
  readonly host: string
  readonly clock: () => Date
  readonly random: Random
  readonly log: Logger
}

export interface RunningFauxton {
  readonly origin: string
  close(): Promise<void>
}

/** The port to take: that and no other, or the first choice, with a free one where it is taken. 0 is any free one. */
export type PortChoice = { readonly only: number } | { readonly next: number }

/** Fauxton cannot be served where it was told to be. The message is one line for whoever starts the server. */
export class FauxtonError extends Error {
  override readonly name = 'FauxtonError'
}

/** Serves Fauxton on a port of its own. @throws {FauxtonError} */
export async function serveFauxton(
  surroundings: FauxtonSurroundings,
  choice: PortChoice,
  graceMs: number,
): Promise<RunningFauxton> {
  const { couch, host, clock, random, log } = surroundings
  const fauxton = createFauxton({
    ...surroundings,
    control: couch.database(CONTROL_DATABASE),
    sessions: new Sessions(clock, random),
    onError: (error) => log.error({ error: String(error) }, 'a request for the database failed'),
  })
  const server = await listenOn(choice, host, fauxton.app)
  let closed: Promise<void> | undefined
  const closeAll = async (): Promise<void> => {
    const stopped = stopListening(server, graceMs)
    await fauxton.close()
    await stopped
  }
  return { origin: `http://${nameOf(host)}:${portOf(server)}`, close: () => (closed ??= closeAll()) }
}

async function listenOn(
  choice: PortChoice,
  host: string,
  app: Parameters<typeof listen>[0],
): Promise<Server> {
  try {
    return await listen(app, { host, port: 'only' in choice ? choice.only : choice.next % 65_536 })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if ('next' in choice && (code === 'EADDRINUSE' || code === 'EACCES'))
      return listen(app, { host, port: 0 })
    const where = 'only' in choice ? `port ${choice.only} of ${host}` : host
    throw new FauxtonError(
      `The database cannot be shown on ${where} (${code}). Choose another: --console-port`,
    )
  }
}

/**
 * What the officer's browser calls it: an address and not `localhost`, which voters may call the server by. Browsers keep
 * cookies by name and whatever the port.
 */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === 'localhost') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
