import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request as forward } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface LossyProxy {
  readonly origin: string
  /** The next request whose path matches reaches the server, and its answer is thrown away. Resolves when that happened. */
  loseAnswer(path: RegExp): Promise<void>
  /** The next request whose path matches and whose body `damage` changes reaches the server changed. */
  damageNext(path: RegExp, damage: (body: string) => string): void
  /** Cuts the network: open connections die and new ones are refused until it is called with `false`. */
  cut(isCut: boolean): void
  /** From now on each request takes so long to arrive, and every `dropped`th does not. @returns how many were dropped. */
  slowDown(milliseconds: number, dropped: number): () => number
  /** From now on answers at this path are changed on their way: the server has a newer app, without a second build. */
  rewriteAnswers(path: RegExp, change: (body: string) => string): void
  /** From now on the addresses of requests whose path matches are added to what is returned. */
  watch(path: RegExp): readonly string[]
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
  let damage: { path: RegExp; change: (body: string) => string } | undefined
  let loss: { path: RegExp; done: () => void } | undefined
  let link: { milliseconds: number; dropped: number; requests: number } | undefined
  const rewrites: { path: RegExp; change: (body: string) => string }[] = []
  const watched: { path: RegExp; urls: string[] }[] = []
  const sockets = new Set<Socket>()

  const server = createServer((request, response) => {
    for (const { path, urls } of watched) if (path.test(request.url ?? '')) urls.push(request.url ?? '')
    if (!link) return serve(request, response)
    if (++link.requests % link.dropped === 0) return void request.socket.destroy()
    setTimeout(() => serve(request, response), link.milliseconds)
  })
  function serve(request: IncomingMessage, response: ServerResponse): void {
    if (isCut || !upstream) return void request.socket.destroy()
    const rewrite = rewrites.find(({ path }) => path.test(request.url ?? ''))
    if (rewrite) return passChanged(request, response, upstream, rewrite.change)
    const lost = loss?.path.test(request.url ?? '') ? loss : undefined
    if (lost) loss = undefined
    const changed = damage?.path.test(request.url ?? '') ? damage : undefined
    if (!changed) return pass(request, response, upstream, lost?.done)
    void readText(request).then((body) => {
      const after = changed.change(body)
      if (after !== body) damage = undefined
      pass(request, response, upstream as URL, lost?.done, Buffer.from(after))
    })
  }
  server.on('connection', (socket) => {
    if (isCut) return void socket.destroy()
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    loseAnswer: (path) => new Promise((done) => (loss = { path, done })),
    damageNext: (path, change) => void (damage = { path, change }),
    cut(cutNow) {
      isCut = cutNow
      if (cutNow) for (const socket of sockets) socket.destroy()
    },
    slowDown(milliseconds, dropped) {
      const slow = { milliseconds, dropped, requests: 0 }
      link = slow
      return () => Math.floor(slow.requests / dropped)
    },
    rewriteAnswers: (path, change) => void rewrites.push({ path, change }),
    watch(path) {
      const urls: string[] = []
      watched.push({ path, urls })
      return urls
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
  body?: Buffer,
): void {
  const { method, url: path } = request
  const headers = body ? { ...request.headers, 'content-length': String(body.length) } : request.headers
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
    // A server that dies in the middle of an answer takes the browser's connection with it.
    answer.on('error', () => request.socket.destroy())
  })
  onward.on('error', () => request.socket.destroy())
  response.on('close', () => onward.destroy())
  if (body) onward.end(body)
  else request.pipe(onward)
}

function passChanged(
  request: IncomingMessage,
  response: ServerResponse,
  { port }: URL,
  change: (body: string) => string,
): void {
  const { method, url: path, headers } = request
  // The server does not know of the change, and would call an older copy the newest.
  delete headers['if-none-match']
  delete headers['if-modified-since']
  // What travels compressed cannot be changed on its way.
  delete headers['accept-encoding']
  const onward = forward({ hostname: '127.0.0.1', port, method, headers, path }, (answer) => {
    void readText(answer).then((body) => {
      const { 'content-length': _, etag: __, 'last-modified': ___, ...kept } = answer.headers
      response.writeHead(answer.statusCode ?? 502, kept)
      response.end(change(body))
    })
  })
  onward.on('error', () => request.socket.destroy())
  request.pipe(onward)
}

async function readText(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8')
  let text = ''
  for await (const chunk of request as AsyncIterable<string>) text += chunk
  return text
}
