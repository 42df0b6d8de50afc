import { fromBase64url, toBase64url } from '#protocol/bytes'
import type { Ballot } from '#protocol/formats/ballot'
import { checkBallot, leafHashOf, parseBallot } from '#protocol/formats/ballot'
import type { IssuanceDocument } from '#protocol/formats/issuance'
import { signIssuance } from '#protocol/formats/issuance'
import { signReceipt } from '#protocol/formats/receipt'
import type { ResultDocument } from '#protocol/formats/result'
import { signResult } from '#protocol/formats/result'
import { ProtocolError } from '#protocol/errors'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { proveConsistency, proveInclusion } from '#protocol/log/proof'
import { MerkleTree } from '#protocol/log/tree'
import { Tally } from '#protocol/tally/tally'
import { json, problem } from './answers.ts'
import { FakeRegistrars } from './fake-registrars.ts'
import type { TestElection } from './test-election.ts'
import { DURING } from './test-election.ts'

export interface FakeRequest {
  readonly method: string
  readonly url: URL
  readonly body: unknown
  readonly init: RequestInit
}

/** Stands between phone and server: may answer itself, change the answer, or lose it. */
export type Intercept = (request: FakeRequest, serve: () => Promise<Response>) => Promise<Response>

/** The service of one election in memory, with real cryptography. It is reached through {@link fetch} alone. */
export class FakeServer {
  readonly requests: FakeRequest[] = []
  readonly registrars: FakeRegistrars
  readonly ballots = new Map<string, Ballot>()
  /** Public documents beyond manifest, head and result: amendments, issuance, close. */
  readonly papers: { readonly _id: string }[]
  intercept: Intercept = (_request, serve) => serve()
  online = true
  now = DURING
  /** Whether accepted ballots are in the log at once. */
  publishing = true
  /** Answers a poll of `since=now` as CouchDB does, with what comes later only; our gateway answers it at once. */
  likeCouchDB = false
  result: ResultDocument | undefined
  readonly #election: TestElection
  readonly #tree = new MerkleTree()
  readonly #tally: Tally
  readonly #indexes = new Map<string, number>()
  #note: string | undefined
  #version = 0
  #published = 0
  readonly #posted = new Map<string, number>()
  #waiters: (() => void)[] = []

  constructor(election: TestElection, codes: readonly string[]) {
    this.#election = election
    this.#tally = new Tally(election.manifest.body)
    this.registrars = new FakeRegistrars(election, codes)
    this.papers = [...this.#issuance(codes.length)]
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    const request = { method: init.method ?? 'GET', url, body, init }
    this.requests.push(request)
    if (!this.online) throw new TypeError('Failed to fetch')
    return this.intercept(request, () => this.#serve(request))
  }

  /** Requests whose path ends so. */
  requestsTo(ending: string): readonly FakeRequest[] {
    return this.requests.filter(({ url }) => url.pathname.endsWith(ending))
  }

  /** Takes every accepted ballot into the log and publishes checkpoint and result. */
  publish(): void {
    const { id, manifest, manifestHash, seeds } = this.#election
    for (const ballot of this.ballots.values()) this.#append(ballot)
    const size = this.#tree.size
    const root = this.#tree.root()
    this.#note = signCheckpoint({ size, root }, logOrigin(id, manifestHash), seeds.log)
    const header = { v: 1, election: id, manifest: manifestHash, amendments: manifestHash } as const
    const body = { ...header, size, root: toBase64url(root), ...this.#tally.count() }
    this.result = signResult({ ...body, election: manifest.body.election }, seeds.log)
    this.#published = this.#version + 1
    this.#changed()
  }

  /** Adds a public document. */
  post(document: { readonly _id: string }): void {
    this.papers.push(document)
    this.#posted.set(document._id, this.#version + 1)
    this.#changed()
  }

  #changed(): void {
    this.#version++
    for (const wake of this.#waiters.splice(0)) wake()
  }

  async #serve({ url, body, init }: FakeRequest): Promise<Response> {
    const { id } = this.#election
    const path = url.pathname
    const registrar = this.registrars.answer(path, body)
    if (registrar) return registrar
    if (path === `/api/elections/${id}`) return json(200, this.#details())
    if (path.startsWith(`/api/elections/${id}/ballots/`)) return this.#status(path.split('/').at(-1) ?? '')
    if (path === `/api/elections/${id}/consistency`) return this.#consistency(url.searchParams)
    if (path === `/sync/${id}/_all_docs`) return this.#allDocs(body)
    if (path === `/sync/${id}/_bulk_docs`) return this.#bulkDocs(body)
    if (path === `/sync/${id}/_changes`) return this.#changes(url, init.signal ?? undefined)
    return problem(404, 'unknown-election')
  }

  #details(): object {
    const { manifest, manifestHash } = this.#election
    const of = (kind: string): object[] => this.papers.filter(({ _id }) => _id.startsWith(kind))
    const amendments = of('amendment')
    return { manifest, manifestHash, phase: 'open', amendments, issuance: of('issuance'), now: this.now }
  }

  /** Ballots are never shown: see the gateway. */
  #allDocs(body: unknown): Response {
    const { keys } = body as { keys: readonly string[] }
    return json(200, { total_rows: 0, offset: 0, rows: keys.map((key) => ({ key, error: 'not_found' })) })
  }

  async #bulkDocs(body: unknown): Promise<Response> {
    const { docs } = body as { docs: readonly unknown[] }
    const rows = []
    for (const doc of docs) rows.push(await this.#take(doc))
    if (this.publishing) this.publish()
    return json(201, rows)
  }

  async #take(doc: unknown): Promise<object> {
    const { manifest, manifestHash } = this.#election
    const { _id: id } = doc as { _id: string }
    try {
      // RxDB sends `_deleted: false` with every row; the gateway takes it off too.
      const { _deleted, ...content } = doc as { readonly _deleted?: boolean }
      const ballot = parseBallot(content)
      await checkBallot(ballot, manifest.body, manifestHash)
      this.ballots.set(id, ballot)
      return { ok: true, id, rev: '1-a', receipt: this.receiptFor(id) }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      return { id, error: 'forbidden', reason: error.message }
    }
  }

  receiptFor(ballot: string, leafHash: string = ballot.slice('ballot:'.length)): object {
    const { id: election, manifestHash: manifest, seeds } = this.#election
    const body = {
      v: 1,
      election,
      manifest,
      leafHash,
      gateway: 'gw',
      appendBy: '2026-05-01T12:05:00Z',
    } as const
    return signReceipt(body, seeds.gateway)
  }

  #append(ballot: Ballot): void {
    if (this.#indexes.has(ballot._id)) return
    this.#indexes.set(ballot._id, this.#tree.size)
    this.#tree.append(leafHashOf(ballot))
    this.#tally.add(ballot.body)
  }

  #status(leafHash: string): Response {
    const index = this.#indexes.get(`ballot:${leafHash}`)
    if (index !== undefined && this.#note !== undefined) {
      const proof = proveInclusion(this.#tree, index, this.#tree.size, this.#note)
      return json(200, { status: 'counted', proof })
    }
    return json(200, { status: this.ballots.has(`ballot:${leafHash}`) ? 'received' : 'unknown' })
  }

  #consistency(query: URLSearchParams): Response {
    const [from, to] = [Number(query.get('from')), Number(query.get('to'))]
    if (to > this.#tree.size) return problem(400, 'malformed')
    return json(200, proveConsistency(this.#tree, from, to))
  }

  #changes(url: URL, signal: AbortSignal | undefined): Response {
    const since = url.searchParams.get('since')
    const had =
      this.likeCouchDB && since === 'now' ? this.#version : Number(/^v(\d+)$/.exec(since ?? '')?.[1] ?? -1)
    const held = url.searchParams.get('feed') === 'longpoll' && had === this.#version
    return held ? this.#heldPoll(had, signal) : json(200, this.#page(had))
  }

  /** Begins to answer at once, as the gateway does, and ends with the next change. */
  #heldPoll(had: number, signal: AbortSignal | undefined): Response {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#waiters.push(() => {
          if (signal?.aborted) return
          controller.enqueue(new TextEncoder().encode(JSON.stringify(this.#page(had))))
          controller.close()
        })
        signal?.addEventListener('abort', () => controller.error(new DOMException('aborted', 'AbortError')))
      },
    })
    return new Response(body, { headers: { 'content-type': 'application/json' } })
  }

  /** The rows that somebody lacks who had everything up to this version. */
  #page(had: number): object {
    const seq = `v${this.#version}`
    const results = this.#documents()
      .filter(({ version }) => version > had)
      .map(({ doc }) => ({ seq, id: doc._id, changes: [{ rev: '1-a' }], doc: { ...doc, _rev: '1-a' } }))
    return { results, last_seq: seq }
  }

  /** Every public document, with the version of the feed that brought it. */
  #documents(): readonly { readonly doc: { readonly _id: string }; readonly version: number }[] {
    const { id, manifest } = this.#election
    const head = this.#note === undefined ? [] : [{ _id: `head:${id}`, note: this.#note }]
    const published = [...head, ...(this.result ? [this.result] : [])]
    return [
      { doc: manifest, version: 0 },
      ...this.papers.map((doc) => ({ doc, version: this.#posted.get(doc._id) ?? 0 })),
      ...published.map((doc) => ({ doc, version: this.#published })),
    ]
  }

  #issuance(voters: number): readonly IssuanceDocument[] {
    const { id, manifestHash, registrars } = this.#election
    return Object.entries(registrars).map(([registrar, { seed }]) =>
      signIssuance(
        {
          v: 1,
          election: id,
          manifest: manifestHash,
          registrar,
          rollSize: { all: voters },
          rollRoot: toBase64url(fromBase64url(manifestHash, 32)),
          issued: { all: 0 },
          final: false,
        },
        seed,
      ),
    )
  }
}
