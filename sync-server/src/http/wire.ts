import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { problemText } from './problem.ts'

interface Refusal {
  readonly status: number
  readonly code: string
  readonly detail: string
}

const MALFORMED: Refusal = { status: 400, code: 'malformed', detail: 'The request could not be read.' }

/** By the code of the error that node's HTTP parser gives. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'too-large', detail: 'The head of the request is too large.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, code: 'too-large', detail: 'The request is too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'too-slow', detail: 'The request took too long to arrive.' },
}

/**
 * What the HTTP parser refuses never becomes a request, so no route answers it. Here it gets a problem document with a
 * code, as every other refusal does, and loses its connection: nobody can say where the next request would begin.
 */
export function answerWireErrors(server: Server | SecureServer): void {
  const answering = new WeakMap<Duplex, ServerResponse>()
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answering.set(request.socket, response)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const begun = answering.get(socket)
    // Words between the bytes of another answer would be read as a part of it.
    if (!socket.writable || (begun?.headersSent && !begun.writableFinished)) socket.destroy()
    else end(socket, REFUSALS[error.code ?? ''] ?? MALFORMED)
  })
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    // The socket is the server's no more: an error that nobody listens to would end the process.
    socket.on('error', () => undefined)
    end(socket, { status: 405, code: 'method-not-allowed', detail: 'This server is no proxy.' })
  })
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const refusal = { status: 417, code: 'unsupported', detail: 'Nothing can be expected but 100-continue.' }
    answerBare(response, refusal)
  })
}

/** Answers where no app has set headers yet. */
export function answerBare(response: ServerResponse, refusal: Refusal, retryAfterSeconds?: number): void {
  const body = problemText(refusal)
  const later = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  response.writeHead(refusal.status, { ...headersOf(body), ...later }).end(body)
}

function end(socket: Duplex, refusal: Refusal): void {
  const body = problemText(refusal)
  const head = Object.entries(headersOf(body)).map(([name, value]) => `${name}: ${value}\r\n`)
  const title = STATUS_CODES[refusal.status] ?? 'Error'
  socket.end(`HTTP/1.1 ${refusal.status} ${title}\r\n${head.join('')}\r\n${body}`)
}

/** What a browser needs to know of an answer that is a few words and nothing else. */
function headersOf(body: string): Record<string, string> {
  return {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    connection: 'close',
  }
}
