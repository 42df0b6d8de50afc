import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A slow body may not hold a connection for ever; a long-poll is an answer that waits, and is not meant. */
const REQUEST_TIMEOUT_MS = 30_000
const MAX_HEADER_BYTES = 16_384

/** @throws {Error} with the code `EADDRINUSE` or `EACCES`, as node gives it. */
export function listen(
  handler: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<Server> {
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: MAX_HEADER_BYTES },
    handler,
  )
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.removeListener('error', reject)
      resolve(server)
    })
  })
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

/** Takes no new connection, lets running requests end for `graceMs`, then cuts what is left (events, idle phones). */
export async function stopListening(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearTimeout(cut)
}
