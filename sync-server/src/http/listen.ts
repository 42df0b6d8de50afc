import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { answerWireErrors } from './wire.ts'

/** How long a request may take to arrive; a long-poll is an answer that waits, and is not meant. In milliseconds. */
export interface Patience {
  readonly head: number
  readonly whole: number
  /** How often connections are looked at. */
  readonly check: number
}

/** A ballot is a kilobyte: over the slowest of links it is there in seconds. */
const PATIENCE: Patience = { head: 10_000, whole: 20_000, check: 2_000 }
const MAX_HEADER_BYTES = 16_384

interface Place {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
}

/** @throws {Error} with the code `EADDRINUSE` or `EACCES`, as node gives it. */
export function listen(
  handler: RequestListener,
  place: Place,
  patience: Patience = PATIENCE,
): Promise<Server> {
  return open(createServer(limits(patience), handler), place)
}

/** The same over HTTPS, with a certificate chain and its private key, both in PEM. */
export function listenSecurely(
  handler: RequestListener,
  place: Place,
  pair: { readonly cert: string; readonly key: string },
): Promise<SecureServer> {
  return open(createSecureServer({ ...limits(PATIENCE), ...pair }, handler), place)
}

function limits({ head, whole, check }: Patience) {
  return {
    headersTimeout: head,
    requestTimeout: whole,
    connectionsCheckingInterval: check,
    maxHeaderSize: MAX_HEADER_BYTES,
    // A request without one is refused with a code, as everything else; node would answer with an empty 400.
    requireHostHeader: false,
  }
}

function open<T extends Server | SecureServer>(server: T, { host, port }: Place): Promise<T> {
  answerWireErrors(server)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.removeListener('error', reject)
      resolve(server)
    })
  })
}

export function portOf(server: Server | SecureServer): number {
  return (server.address() as AddressInfo).port
}

/**
 * Takes no new connection, lets running requests end for `graceMs`, then cuts what is left (events, idle phones). A phone
 * that keeps its connection busy is answered once more and then has to look for another server.
 */
export async function stopListening(server: Server | SecureServer, graceMs: number): Promise<void> {
  server.prependListener('request', (_request, response) => void response.setHeader('Connection', 'close'))
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearTimeout(cut)
}
