interface Row {
  readonly id: string
  readonly rev: string
}

/** A mirror's side of a replication: documents with an id alone, in the order in which they were added. */
export class FakeMirror {
  isAway = false
  /** Of its answers while it is away. */
  status = 503
  /** It is away from the moment when it is asked for one block of documents more. */
  blocksLeft = Infinity
  readonly #rows: Row[] = []

  add(kind: string, count: number): void {
    for (let added = 0; added < count; added++)
      this.#rows.push({ id: `${kind}${this.#rows.length}`, rev: '1-a' })
  }

  readonly fetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.pathname.endsWith('/_bulk_get') && this.blocksLeft-- <= 0) this.isAway = true
    const answer = this.isAway ? { error: 'unavailable' } : this.#answer(url, init)
    return Promise.resolve(Response.json(answer, { status: this.isAway ? this.status : 200 }))
  }

  #answer({ pathname, searchParams }: URL, init: RequestInit | undefined): unknown {
    if (pathname.endsWith('/_changes'))
      return this.#changes(
        Number.parseInt(searchParams.get('since') ?? '0'),
        Number(searchParams.get('limit')),
      )
    if (pathname.endsWith('/_bulk_get')) return bulkGet(init)
    return { update_seq: `${this.#rows.length}-fake` }
  }

  #changes(since: number, limit: number): unknown {
    const rows = this.#rows.slice(since, since + limit)
    const results = rows.map(({ id, rev }, index) => ({
      id,
      seq: `${since + index + 1}-fake`,
      changes: [{ rev }],
    }))
    return { results, last_seq: `${since + rows.length}-fake` }
  }
}

function bulkGet(init: RequestInit | undefined): unknown {
  const { docs } = JSON.parse(init?.body as string) as { docs: Row[] }
  return { results: docs.map(({ id, rev }) => ({ id, docs: [{ ok: { _id: id, _rev: rev } }] })) }
}
