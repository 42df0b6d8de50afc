import type { Request, Response, Router } from 'express'
import { feedPages, type FeedPage } from '../feed.ts'
import { formatSequence } from '../store/sequence.ts'
import type { Database } from '../store/database.ts'
import type { Databases } from '../store/databases.ts'
import type { ChangeRow } from '../store/document-store.ts'
import { parseChangesQuery, type ChangesQuery } from './changes-query.ts'
import { postedObject } from './json-body.ts'
import { addressParameters } from './query.ts'
import { sendPart, startJson } from './respond.ts'
import { addDatabaseRoute } from './routing.ts'

function changeText(row: ChangeRow, query: ChangesQuery, identity: string): string {
  const leaves = query.allLeaves ? row.revs : row.revs.slice(0, 1)
  return JSON.stringify({
    seq: formatSequence(row.seq, identity),
    id: row.id,
    changes: leaves.map((rev) => ({ rev })),
    ...(row.deleted && { deleted: true }),
    ...(query.includeDocs && { doc: row.doc }),
  })
}

/** Writes the feed down: one JSON object, or for a continuous feed one object a line. */
class FeedText {
  readonly #response: Response
  readonly #continuous: boolean
  #separator = ''

  constructor(response: Response, continuous: boolean) {
    this.#response = response
    this.#continuous = continuous
  }

  /** False once the client is gone. */
  async rows(texts: readonly string[]): Promise<boolean> {
    let part = this.#start()
    for (const text of texts) {
      part += this.#continuous ? `${text}\n` : this.#separator + text
      this.#separator = ',\n'
    }
    return part === '' || (await sendPart(this.#response, part))
  }

  /** An empty line, which means nothing in either form. */
  heartbeat(): void {
    void sendPart(this.#response, '\n')
  }

  end(lastSeq: string, pending: number): void {
    const start = this.#start()
    const last = JSON.stringify({ last_seq: lastSeq, pending })
    this.#response.end(start + (this.#continuous ? `${last}\n` : `\n],\n${last.slice(1)}\n`))
  }

  #start(): string {
    if (this.#response.headersSent) return ''
    startJson(this.#response)
    return this.#continuous ? '' : '{"results":[\n'
  }
}

/** Waits for the next write, with signs of life. False if there is no reason to read on. */
async function waitForWrite(
  database: Database,
  version: number,
  { heartbeat, timeout }: ChangesQuery,
  text: FeedText,
  gone: AbortSignal,
): Promise<boolean> {
  const waiting = new AbortController()
  const stop = (): void => waiting.abort()
  const timer =
    heartbeat === undefined ? setTimeout(stop, timeout) : setInterval(() => text.heartbeat(), heartbeat)
  gone.addEventListener('abort', stop)
  if (gone.aborted) stop()
  await database.nextWrite(version, waiting.signal)
  clearTimeout(timer)
  gone.removeEventListener('abort', stop)
  return database.version !== version && !database.closed && !gone.aborted
}

async function sendFeed(
  response: Response,
  database: Database,
  query: ChangesQuery,
  gone: AbortSignal,
): Promise<void> {
  const text = new FeedText(response, query.feed === 'continuous')
  let sent = 0
  let last: FeedPage | undefined
  const pages = feedPages(database, query, async (_page, version) => {
    const waits = query.feed === 'continuous' || (query.feed === 'longpoll' && sent === 0)
    return waits && (await waitForWrite(database, version, query, text, gone))
  })
  for await (const page of pages) {
    last = page
    sent += page.rows.length
    const rows = page.rows.map((row) => changeText(row, query, database.identity))
    if (!(await text.rows(rows))) return
  }
  if (last !== undefined) text.end(formatSequence(last.lastSeq, database.identity), last.pending)
}

async function changes(request: Request, response: Response, database: Database): Promise<void> {
  const body = request.method === 'POST' ? postedObject(request) : {}
  const { updateSeq } = await database.read((store) => store.summary())
  const query = parseChangesQuery(
    { ...body, ...addressParameters(request) },
    { identity: database.identity, updateSeq },
  )
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  await sendFeed(response, database, query, gone.signal)
}

export function addChangesRoutes(router: Router, databases: Databases): void {
  addDatabaseRoute(router, databases, '/_changes', { GET: changes, POST: changes })
}
