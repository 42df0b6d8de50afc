import type { Request, RequestHandler, Response } from 'express'
import { pipeline } from 'node:stream/promises'
import { Agent, request as send } from 'undici'
import type { Dispatcher } from 'undici'
import type { Logger } from 'pino'
import { judgeCall, refusalReason } from './judge-call.ts'
import type { DatabaseCall, Verdict } from './judge-call.ts'
import { sendError } from './send-error.ts'

export interface DatabaseProxy {
  readonly handle: RequestHandler
  /** Ends what is under way, feeds too. */
  close(): Promise<void>
}

export interface DatabaseProxyPorts {
  /** The database's address with the server's own user and password, which never leave this process. */
  readonly databaseUrl: string
  readonly log: Pick<Logger, 'warn'>
}

const ASKED = ['accept', 'content-type', 'destination', 'if-match', 'if-none-match'] as const

/**
 * Sends calls on to the database as the server. Nothing of the caller's but path, body and a few headers gets there, and
 * nothing but status and body comes back: the database's own address and its cookies stay here.
 */
export function openDatabaseProxy({ databaseUrl, log }: DatabaseProxyPorts): DatabaseProxy {
  const upstream = new URL(databaseUrl)
  const prefix = upstream.pathname.replace(/\/$/, '')
  const authorization = basic(upstream)
  // A feed may wait as long as it likes.
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 })
  const ending = new AbortController()

  const forward = (
    call: DatabaseCall,
    request: Request,
    response: Response,
  ): Promise<Dispatcher.ResponseData> => {
    const signal = AbortSignal.any([ending.signal, goneSignal(response)])
    const url = new URL(prefix + call.address.pathname + call.address.search, upstream.origin)
    const headers = { ...askedHeaders(request), authorization }
    return send(url, { dispatcher, method: call.method, headers, body: bodyOf(call), signal })
  }
  const handle: RequestHandler = async (request, response) => {
    const call = callOf(request)
    const verdict = judgeCall(call)
    if (verdict.kind === 'refused') {
      sendError(response, 403, 'forbidden', refusalReason(verdict.code))
      return
    }
    const answer = await forward(call, request, response).catch(() => undefined)
    if (verdict.kind === 'write') audit(log, call.method, verdict, response, answer?.statusCode)
    if (answer) await pass(answer, response)
    else sendError(response, 502, 'bad_gateway', 'The database does not answer.')
  }
  const close = (): Promise<void> => {
    ending.abort()
    return dispatcher.close()
  }
  return { handle, close }
}

function callOf({ method, originalUrl, headers, body }: Request): DatabaseCall {
  const { destination } = headers
  return {
    method,
    address: new URL(`http://database${originalUrl}`),
    body: body as unknown,
    destination: typeof destination === 'string' ? destination : undefined,
  }
}

/** Written anew from what was judged: two readers may disagree about a member that comes twice. */
function bodyOf({ body }: DatabaseCall): string | null {
  return body === undefined ? null : JSON.stringify(body)
}

function askedHeaders({ headers }: Request): Record<string, string> {
  const asked: Record<string, string> = {}
  for (const name of ASKED) if (typeof headers[name] === 'string') asked[name] = headers[name]
  return asked
}

async function pass(answer: Dispatcher.ResponseData, response: Response): Promise<void> {
  response.status(answer.statusCode)
  // Nothing that is stored in the database may run as a script or be read as a page here.
  response.set({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.flushHeaders()
  await pipeline(answer.body, response).catch(() => response.destroy())
}

/** One line for each write: what was written, never what it said. */
function audit(
  log: Pick<Logger, 'warn'>,
  method: string,
  { database, ids }: Extract<Verdict, { kind: 'write' }>,
  response: Response,
  status: number | undefined,
): void {
  const session = response.locals['session'] as unknown
  log.warn({ session, method, database, ids, status }, 'a write through Fauxton')
}

function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  return gone.signal
}

function basic({ username, password }: URL): string {
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return `Basic ${Buffer.from(credentials).toString('base64')}`
}
