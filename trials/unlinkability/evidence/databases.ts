import { startEngine } from '#couchdb/engine'

export type Doc = Readonly<Record<string, unknown>> & { readonly _id: string; readonly _rev: string }

/** A document as the feed has it, with whatever of its past can still be read. */
export interface ChangeRow {
  readonly id: string
  /** By revision, the newest first. */
  readonly revisions: readonly string[]
  readonly doc: Doc
  readonly past: readonly Doc[]
}

export interface DatabaseDump {
  readonly name: string
  /** In the order of the changes feed. */
  readonly rows: readonly ChangeRow[]
}

type Ask = (path: string) => Promise<unknown>

const CREDENTIALS = { username: 'urna', password: 'for trials only' }
const ROWS_AT_ONCE = 16

/** Everything that the engine tells of the databases in a directory. */
export async function readDatabases(directory: string): Promise<readonly DatabaseDump[]> {
  const engine = await startEngine({ directory, credentials: CREDENTIALS })
  const authorization = `Basic ${btoa(`${CREDENTIALS.username}:${CREDENTIALS.password}`)}`
  const ask: Ask = async (path) => {
    const response = await fetch(`${engine.url}/${path}`, { headers: { authorization } })
    return response.json()
  }
  try {
    const names = (await ask('_all_dbs')) as string[]
    return await Promise.all(names.map((name) => readDatabase(ask, name)))
  } finally {
    await engine.close()
  }
}

async function readDatabase(ask: Ask, name: string): Promise<DatabaseDump> {
  const path = encodeURIComponent(name)
  const feed = `${path}/_changes?style=all_docs&include_docs=true`
  const { results } = (await ask(feed)) as { results: { id: string; doc: Doc }[] }
  const rows: ChangeRow[] = []
  for (let first = 0; first < results.length; first += ROWS_AT_ONCE) {
    const some = results.slice(first, first + ROWS_AT_ONCE)
    rows.push(...(await Promise.all(some.map(({ id, doc }) => readRow(ask, path, id, doc)))))
  }
  return { name, rows }
}

async function readRow(ask: Ask, database: string, id: string, doc: Doc): Promise<ChangeRow> {
  const path = `${database}/${encodeURIComponent(id)}`
  const answer = (await ask(`${path}?revs_info=true&rev=${doc._rev}`)) as {
    _revs_info?: { rev: string; status: string }[]
  }
  const revisions = answer._revs_info ?? []
  const readable = revisions.filter(({ rev, status }) => rev !== doc._rev && status === 'available')
  const past = await Promise.all(readable.map(({ rev }) => ask(`${path}?rev=${rev}`) as Promise<Doc>))
  return { id, revisions: revisions.map(({ rev }) => rev), doc, past }
}
