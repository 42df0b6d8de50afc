import nano from 'nano'
import { Agent, type Dispatcher } from 'undici'
import { CouchError } from './couch-error.ts'
import { isRecord } from './shapes.ts'

export interface CouchRequest {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  database?: string
  /** Already encoded, without the leading slash. */
  path?: string
  query?: Record<string, string | number | boolean>
  body?: unknown
  timeoutMs?: number
  /** Feeds are aborted by it. They have sockets of their own, so that waiting never keeps a write waiting. */
  feed?: AbortSignal
}

export interface CouchResponse {
  status: number
  body: unknown
}

export interface Transport {
  /** Resolves for every answer, also 4xx and 5xx. @throws {CouchError} 'unavailable' when none came, or half of one. */
  send(request: CouchRequest): Promise<CouchResponse>
  close(): Promise<void>
}

/** Sockets for everything but feeds: enough for group commit, few enough that a stampede queues here. */
export const REQUEST_SOCKETS = 256

/**
 * nano drops a truncated JSON answer silently but lets any other truncated answer become an unhandled
 * rejection, which ends the process; a proxy on the way may well send text. So every answer is declared JSON.
 */
function declaredJson(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (...args) => handler.onRequestStart?.(...args),
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (controller, status, headers, message) =>
      handler.onResponseStart?.(
        controller,
        status,
        { ...headers, 'content-type': 'application/json' },
        message,
      ),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  }
}

// Time limits are ours, per request: undici's would end a long-poll that merely waits.
function openAgent(connections: number | null): { agent: Agent; dispatcher: Dispatcher } {
  const agent = new Agent({ connections, headersTimeout: 0, bodyTimeout: 0 })
  const dispatcher = agent.compose(
    (dispatch) => (options, handler) => dispatch(options, declaredJson(handler)),
  )
  return { agent, dispatcher }
}

/** nano resolves with the body alone; its log sees the same object together with the status (201 or 202). */
class StatusLog {
  readonly #statuses = new WeakMap<object, number>()

  readonly note = (entry: unknown): void => {
    if (!isRecord(entry) || !isRecord(entry['headers'])) return
    const body = entry['retval']
    const status = entry['headers']['statusCode']
    if (typeof body === 'object' && body !== null && typeof status === 'number')
      this.#statuses.set(body, status)
  }

  of(body: unknown): number | undefined {
    return typeof body === 'object' && body !== null ? this.#statuses.get(body) : undefined
  }
}

function openNano(url: string, dispatcher: Dispatcher, log: StatusLog): nano.ServerScope {
  // parseUrl: false, or a path prefix of a proxy would be taken for a database.
  const configuration = { url, agentOptions: dispatcher, log: log.note, parseUrl: false }
  return nano(configuration as unknown as nano.Configuration)
}

function nanoRequest(request: CouchRequest, signal: AbortSignal): nano.RequestOptions {
  const options = {
    method: request.method,
    db: request.database,
    path: request.path,
    qs: request.query,
    // Stringified here: nano would call a replacer for every member of every document.
    body: request.body === undefined ? undefined : JSON.stringify(request.body),
    dontStringify: true,
    signal,
  }
  return options as unknown as nano.RequestOptions
}

function describe(request: CouchRequest): string {
  return `${request.method} /${[request.database, request.path].filter(Boolean).join('/')}`
}

/** Turns nano's rejection into an answer, or into an error that repeats nothing of nano's request. */
function rejected(error: unknown, request: CouchRequest): CouchResponse {
  const { statusCode: status, error: code, reason } = { ...(error as object) } as Record<string, unknown>
  if (typeof status !== 'number') throw new CouchError('unavailable', `${describe(request)}: no answer`)
  return { status, body: { error: code, reason } }
}

/**
 * Runs `work` with a signal that fires after `timeoutMs` or with `outer`, and leaves no timer or listener behind. It waits
 * for nobody to heed the signal: undici's `fetch`, under nano, holds it weakly, and once memory was collected an answer
 * that is being read goes on although it was aborted.
 */
async function within<T>(
  timeoutMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  let abort = (): void => controller.abort()
  const aborted = new Promise<never>((_, reject) => {
    abort = (): void => {
      controller.abort()
      reject(new Error('aborted'))
    }
  })
  const timer = setTimeout(abort, timeoutMs)
  outer?.addEventListener('abort', abort, { once: true })
  if (outer?.aborted === true) abort()
  try {
    return await Promise.race([work(controller.signal), aborted])
  } finally {
    clearTimeout(timer)
    outer?.removeEventListener('abort', abort)
  }
}

/** @param sockets how many requests are with the server at one time, feeds apart; the others wait here. */
export function openTransport(url: string, requestTimeoutMs: number, sockets: number): Transport {
  const log = new StatusLog()
  const requests = openAgent(sockets)
  const feeds = openAgent(null)
  const requestScope = openNano(url, requests.dispatcher, log)
  const feedScope = openNano(url, feeds.dispatcher, log)
  return {
    async send(request) {
      const scope = request.feed === undefined ? requestScope : feedScope
      try {
        const body: unknown = await within(
          request.timeoutMs ?? requestTimeoutMs,
          request.feed,
          (signal): Promise<unknown> => scope.request(nanoRequest(request, signal)),
        )
        const status = log.of(body)
        // Without a parsed object the answer broke off, or was none of CouchDB's.
        if (status === undefined) throw new CouchError('unavailable', `${describe(request)}: half an answer`)
        return { status, body }
      } catch (error) {
        if (error instanceof CouchError) throw error
        return rejected(error, request)
      }
    },
    async close() {
      // A feed that did not heed its signal would be waited for until its long-poll is over.
      await Promise.all([requests.agent.close(), feeds.agent.destroy()])
    },
  }
}

/** A transport that refuses at once, as `unavailable`, what would be more than `most` requests under way or waiting. */
export function refusingBeyond(most: number, transport: Transport): Transport {
  let underWay = 0
  return {
    async send(request) {
      if (underWay >= most) throw new CouchError('unavailable', 'too many requests of this kind at one time')
      underWay++
      try {
        return await transport.send(request)
      } finally {
        underWay--
      }
    },
    close: () => transport.close(),
  }
}
