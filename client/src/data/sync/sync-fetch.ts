import { ProtocolError } from '#protocol/errors'
import type { BallotSender } from '../ballots/ballot-sender.ts'
import type { Environment } from '../environment.ts'
import type { Papers } from '../election/papers.ts'
import type { BulletinDocument } from '../store/documents.ts'
import type { PhoneStore } from '../store/phone-store.ts'
import type { LogGuard } from '../log/log-guard.ts'
import { acceptBulletins } from './accept-bulletins.ts'
import type { Exchange } from './http.ts'
import { exchangeJson, ProblemAnswer, Unreachable } from './http.ts'
import type { Pace } from './pace.ts'
import type { SyncOutcome } from './sync-outcome.ts'
import { outcomeOf } from './sync-outcome.ts'

export interface SyncFetchOptions {
  readonly environment: Environment
  readonly pullPace: Pace
  readonly sender: BallotSender
  readonly store: Pick<PhoneStore, 'put'>
  readonly guard: Pick<LogGuard, 'admit'>
  /** The election's papers as the phone has them now. */
  readonly papers: () => Papers
  readonly stop: AbortSignal
  /** Each pull's outcome, for the line that tells voters whether they are connected. */
  readonly report: (outcome: SyncOutcome) => void
}

const PULL_SILENCE_MS = 30_000
/** The server breaks the silence of a held poll every 30 seconds. */
const POLL_SILENCE_MS = 75_000
/** A poll that is answered sooner than this with nothing new was not held. */
const HELD_MS = 1000

/**
 * The `fetch` that RxDB's CouchDB replication gets. What RxDB takes for success here it never asks about again, and what
 * it takes for an answer it believes; so between it and the network every answer is checked, kept, and then told. Whatever
 * is not a sound answer throws: RxDB retries what throws, and on an error that is JSON its live pull would die instead.
 */
export function createSyncFetch(options: SyncFetchOptions): typeof fetch {
  const pull = reported(createPull(options), options)
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    return jsonResponse(await route(url, init, options, pull))
  }
}

function route(
  url: URL,
  init: RequestInit | undefined,
  { sender }: SyncFetchOptions,
  pull: (url: URL) => Promise<unknown>,
): Promise<unknown> {
  const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : {}
  switch (url.pathname.split('/').at(-1)) {
    case '_all_docs':
      return Promise.resolve(answerAllDocs(body))
    case '_bulk_docs':
      return answerBulkDocs(body, sender)
    case '_changes':
      return pull(url)
    default:
      throw new TypeError(`RxDB asked for ${url.pathname}`)
  }
}

/**
 * RxDB asks what the server has before it pushes, and takes a ballot that the server shows for delivered. There is no
 * receipt in that, so the question stays on the phone: pushing again is harmless and answers with the receipt.
 */
function answerAllDocs(body: unknown): unknown {
  const keys = (body as { readonly keys?: readonly string[] }).keys ?? []
  return { total_rows: 0, offset: 0, rows: keys.map((key) => ({ key, error: 'not_found' })) }
}

/** Every ballot of the batch is received or rejected, and that is on the disk: for RxDB they are all done. */
async function answerBulkDocs(body: unknown, sender: BallotSender): Promise<unknown> {
  await sender.flush()
  const docs = (body as { readonly docs?: readonly { readonly _id: string }[] }).docs ?? []
  return docs.map(({ _id }) => ({ ok: true, id: _id, rev: '1-settled' }))
}

/** Tells how each pull went. */
function reported<T>(
  pull: (url: URL) => Promise<T>,
  { stop, report }: SyncFetchOptions,
): (url: URL) => Promise<T> {
  return async (url) => {
    try {
      const answer = await pull(url)
      report('ok')
      return answer
    } catch (error) {
      if (!stop.aborted) report(outcomeOf(error))
      throw error
    }
  }
}

interface ChangesPage {
  readonly results: readonly { readonly doc?: unknown; readonly consistency?: unknown }[]
  readonly last_seq: string | number
}

/**
 * Pulls pages of the feed. After a cut connection RxDB's poll asks `since=now` and would miss what was published
 * meanwhile; the last sequence seen takes its place. A server that does not hold its polls is asked less often.
 */
function createPull(options: SyncFetchOptions): (url: URL) => Promise<unknown> {
  const { environment, pullPace, stop, report } = options
  let lastSequence: string | undefined
  return async (url) => {
    const polling = url.searchParams.get('feed') === 'longpoll'
    if (polling && url.searchParams.get('since') === 'now' && lastSequence !== undefined)
      url.searchParams.set('since', lastSequence)
    await pullPace.turn()
    const asked = environment.clock().getTime()
    const silenceMs = polling ? POLL_SILENCE_MS : PULL_SILENCE_MS
    const onHeard = (): void => report('ok')
    const page = await fetchPage(environment, url, { signal: stop, silenceMs, onHeard }, pullPace)
    const nothingNew = String(page.last_seq) === url.searchParams.get('since')
    const accepted = await keepBulletins(page, options)
    if (polling && nothingNew && environment.clock().getTime() - asked < HELD_MS) pullPace.failed()
    else pullPace.succeeded()
    lastSequence = String(page.last_seq)
    return { results: accepted.map((doc) => ({ id: doc._id, doc })), last_seq: page.last_seq }
  }
}

/**
 * Stores the sound documents of a page before RxDB hears of them. A write of RxDB's own that fails for want of room ends
 * its pull for the life of the tab; what throws here it asks for again.
 */
async function keepBulletins(
  page: ChangesPage,
  { papers, store, guard, pullPace }: SyncFetchOptions,
): Promise<readonly BulletinDocument[]> {
  const documents = page.results.map(({ doc }) => doc)
  try {
    for (const row of page.results) await admitHead(row, guard)
    const accepted = acceptBulletins(documents, papers())
    for (const document of accepted) await store.put('bulletins', document)
    return accepted
  } catch (error) {
    pullPace.failed()
    throw error
  }
}

/** The guard keeps a checkpoint itself. One that is none says nothing. */
async function admitHead(
  { doc, consistency }: ChangesPage['results'][number],
  guard: Pick<LogGuard, 'admit'>,
): Promise<void> {
  const head = typeof doc === 'object' && doc !== null && '_id' in doc && 'note' in doc ? doc : undefined
  if (typeof head?._id !== 'string' || !head._id.startsWith('head:')) return
  try {
    await guard.admit(head.note, consistency)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
  }
}

async function fetchPage(
  environment: Environment,
  url: URL,
  exchange: Exchange,
  pace: Pace,
): Promise<ChangesPage> {
  try {
    const page = await exchangeJson(environment, url.href, exchange)
    if (!isPage(page)) throw new Unreachable('not a page of a feed')
    return page
  } catch (error) {
    pace.failed(error instanceof ProblemAnswer ? error.retryAfterSeconds : undefined)
    throw error
  }
}

function isPage(value: unknown): value is ChangesPage {
  if (typeof value !== 'object' || value === null) return false
  const { results, last_seq: last } = value as Record<string, unknown>
  const rows = Array.isArray(results) && results.every((row) => typeof row === 'object' && row !== null)
  return rows && (typeof last === 'string' || typeof last === 'number')
}

function jsonResponse(body: unknown): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })
}
