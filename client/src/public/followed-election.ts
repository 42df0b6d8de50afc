import { amendedSchedule } from '#protocol/formats/amendment'
import { checkIssuance } from '#protocol/formats/issuance'
import type { Manifest } from '#protocol/formats/manifest'
import { checkManifest, manifestHash } from '#protocol/formats/manifest'
import type { Result } from '#protocol/formats/result'
import { checkResult } from '#protocol/formats/result'
import { parseStrictJson } from '#protocol/json'
import type { Watched } from '../device.ts'
import { readPhase } from './phase.ts'
import type { PublicView, ResultsPage } from './public-elections.ts'

type Page = Omit<ResultsPage, 'shown'> & { readonly eligible: number | undefined }

/**
 * One election as the public sees it: read once, then kept up by server-sent events. The server may be anyone's, so
 * nothing is shown before its signature is checked, and a result never goes back to a smaller one.
 */
export class FollowedElection implements Watched<PublicView> {
  readonly #url: string
  readonly #listeners = new Set<(view: PublicView) => void>()
  #view: PublicView = { kind: 'loading' }
  #page: Page | undefined
  #result: Result | undefined
  #events: EventSource | undefined
  #live = false

  constructor(base: string, election: string) {
    this.#url = `${base}/api/elections/${election}`
  }

  get value(): PublicView {
    return this.#view
  }

  subscribe(listener: (view: PublicView) => void): () => void {
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) void this.#start()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  async #start(): Promise<void> {
    await this.#load()
    if (this.#listeners.size === 0 || this.#events) return
    const events = new EventSource(`${this.#url}/events`)
    events.addEventListener('open', () => this.#setLive(true))
    events.addEventListener('error', () => this.#setLive(false))
    events.addEventListener('result', (event) => this.#takeResult((event as MessageEvent<string>).data))
    events.addEventListener('phase', () => void this.#load())
    this.#events = events
  }

  #stop(): void {
    this.#events?.close()
    this.#events = undefined
    this.#live = false
  }

  async #load(): Promise<void> {
    try {
      const response = await fetch(this.#url, { credentials: 'omit' })
      if (response.status === 404) {
        this.#show({ kind: 'failed', reason: 'missing' })
        return
      }
      if (!response.ok) throw new TypeError(`answered ${response.status}`)
      const text = await response.text()
      this.#page = await this.#trusting(() => readPage(text))
    } catch {
      if (!this.#page && this.#view.kind !== 'failed') this.#show({ kind: 'failed', reason: 'unreachable' })
      return
    }
    this.#showPage()
  }

  async #trusting<T>(check: () => T | Promise<T>): Promise<T> {
    try {
      return await check()
    } catch (error) {
      this.#show({ kind: 'failed', reason: 'forged' })
      throw error
    }
  }

  #takeResult(data: string): void {
    if (!this.#page) return
    try {
      const { body } = checkResult(parseStrictJson(data), this.#page.manifest)
      if (body.size < (this.#result?.size ?? 0)) return
      this.#result = body
      this.#showPage()
    } catch {
      this.#show({ kind: 'failed', reason: 'forged' })
    }
  }

  #setLive(live: boolean): void {
    this.#live = live
    // The page may have been opened without a network: the connection that comes back brings it.
    if (live && !this.#page) void this.#load()
    else this.#showPage()
  }

  #showPage(): void {
    if (!this.#page) return
    const { eligible, ...page } = this.#page
    const final = page.phase === 'final'
    const shown = this.#result && { result: this.#result, final, eligible, live: this.#live }
    this.#show({ kind: 'ready', election: { ...page, shown } })
  }

  #show(view: PublicView): void {
    this.#view = view
    for (const listener of this.#listeners) listener(view)
  }
}

/** @throws {ProtocolError} when the manifest, an amendment or an issuance is malformed or forged. */
function readPage(text: string): Page {
  const answer = parseStrictJson(text) as Record<string, unknown>
  const { body: manifest } = checkManifest(answer['manifest'], undefined)
  const { closes, acceptUntil } = amendedSchedule(manifest, listOf(answer['amendments']))
  return {
    manifest,
    manifestHash: manifestHash(manifest),
    phase: readPhase(answer['phase'], 'phase'),
    closes,
    acceptUntil,
    eligible: countEligible(manifest, listOf(answer['issuance'])),
  }
}

function countEligible(manifest: Manifest, documents: readonly unknown[]): number | undefined {
  const counts = documents.map((document) => {
    const { rollSize } = checkIssuance(document, manifest).body
    return Object.values(rollSize).reduce((sum, count) => sum + count, 0)
  })
  return counts.length > 0 ? Math.max(...counts) : undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : []
}
