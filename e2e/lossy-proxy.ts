import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request as forward } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface LossyProxy {
  readonly origin: string
  /** The next request whose path matches reaches the server, and its answer is thrown away. Resolves when that happened. */
  loseAnswer(path: RegExp): Promise<void>
  /** Cuts the network: open connections die and new ones are refused until it is called with `false`. */
  cut(isCut: boolean): void
  /** Where requests go from now on. */
  pointTo(upstream: string): void
  close(): Promise<void>
}

/**
 * A network that loses things, between the browser and the server. Faults are made here and not by intercepting requests
 * in the page, because a service worker's requests pass that by.
 */
export async function startLossyProxy(): Promise<LossyProxy> {
  let upstream: URL | undefined
  let isCut = false
  let loss: { path: RegExp; done: () => void } | undefined
  const sockets = new Set<Socket>()

  const server = createServer((request, response) => {
    if (isCut || !upstream) return void request.socket.destroy()
    const lost = loss?.path.test(request.url ?? '') ? loss : undefined
    if (lost) loss = undefined
    pass(request, response, upstream, lost?.done)
  })
  server.on('connection', (socket) => {
    if (isCut) return void socket.destroy()
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    loseAnswer: (path) => new Promise((done) => (loss = { path, done })),
    cut(cutNow) {
      isCut = cutNow
      if (cutNow) for (const socket of sockets) socket.destroy()
    },
    pointTo: (origin) => void (upstream = new URL(origin)),
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function pass(
  request: IncomingMessage,
  response: ServerResponse,
  upstream: URL,
  onLost: (() => void) | undefined,
): void {
  const { method, headers, url: path } = request
  const onward = forward({ hostname: '127.0.0.1', port: upstream.port, method, headers, path }, (answer) => {
    if (onLost) {
      // The server has done its work to the end; only the browser never hears of it.
      answer.resume().on('end', () => {
        request.socket.destroy()
        onLost()
      })
      return
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => request.socket.destroy())
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}
