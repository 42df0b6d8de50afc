import { expect } from 'vitest'

/** The HTTP client of the contract suites: it shows what is on the wire and hides nothing but the credentials. */

/** A CouchDB to try: `url` carries user and password. */
export interface CouchUnderTest {
  url: string
  /** Whether a deletion that comes too late may be answered 500 instead of 404, as CouchDB 3.5 does now and then. */
  failsLateDeletions?: boolean
  close(): Promise<void>
}
export type Connect = () => Promise<CouchUnderTest>

export interface Answer {
  status: number
  headers: Headers
  body: unknown
}

export interface RequestOptions {
  body?: unknown
  /** Sent as it is. */
  text?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
  authorization?: string | undefined
  signal?: AbortSignal
}

export const hash = (digit: string): string => digit.repeat(32)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export class Client {
  readonly origin: string
  readonly #authorization: string

  constructor(url: string) {
    const { username, password, origin } = new URL(url)
    this.origin = origin
    this.#authorization = `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}`
  }

  fetch(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
    const authorization = 'authorization' in options ? options.authorization : this.#authorization
    const body = options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body))
    return fetch(this.origin + path, {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(authorization !== undefined && { authorization }),
        ...options.headers,
      },
      ...(body !== undefined && { body }),
      ...(options.signal && { signal: options.signal }),
    })
  }

  async request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const response = await this.fetch(method, path, options)
    return { status: response.status, headers: response.headers, body: parse(await response.text()) }
  }

  get(path: string): Promise<Answer> {
    return this.request('GET', path)
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.request('POST', path, { body })
  }

  put(path: string, body: unknown): Promise<Answer> {
    return this.request('PUT', path, { body })
  }

  /** Writes one document and returns its revision. */
  async write(database: string, doc: Record<string, unknown>): Promise<string> {
    const answer = await this.put(`/${database}/${encodeURIComponent(String(doc['_id']))}`, doc)
    expect(answer).toMatchObject({ body: { ok: true } })
    return textIn(answer, 'rev')
  }

  /** Adds leaves as they are. */
  async plant(database: string, docs: Record<string, unknown>[]): Promise<void> {
    const answer = await this.post(`/${database}/_bulk_docs`, { docs, new_edits: false })
    expect(answer).toMatchObject({ status: 201, body: [] })
  }
}

export function textIn({ body }: Answer, member: string): string {
  const value = (body as Record<string, unknown>)[member]
  expect(value).toBeTypeOf('string')
  return value as string
}

export interface Page {
  results: {
    seq: string
    id: string
    changes: { rev: string }[]
    deleted?: true
    doc?: Record<string, unknown>
  }[]
  last_seq: string
  pending: number
}

export function pageIn({ status, body }: Answer): Page {
  expect(status).toBe(200)
  return body as Page
}

export interface Rows {
  total_rows: number
  rows: { id?: string; key: string; value?: { rev: string }; doc?: unknown; error?: string }[]
}

export function rowsIn({ status, body }: Answer): Rows {
  expect(status).toBe(200)
  return body as Rows
}
