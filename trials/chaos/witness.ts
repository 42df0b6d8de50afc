import { setTimeout as delay } from 'node:timers/promises'
import { toBase64url } from '#protocol/bytes'
import { ProtocolError } from '#protocol/errors'
import type { Manifest } from '#protocol/formats/manifest'
import { checkManifest } from '#protocol/formats/manifest'
import type { Checkpoint } from '#protocol/log/checkpoint'
import { checkCheckpoint } from '#protocol/log/checkpoint'
import { checkConsistencyProof } from '#protocol/log/proof'

const LOOK_AGAIN_MS = 150

/** Somebody who writes down every checkpoint that the log of an election ever shows. */
export class Witness {
  readonly faults: string[] = []
  readonly #origin: string
  readonly #election: string
  readonly #seen = new Map<number, Checkpoint>()
  #newest = 0
  #manifest: Manifest | undefined

  constructor(origin: string, election: string) {
    this.#origin = origin
    this.#election = election
  }

  get checkpoints(): number {
    return this.#seen.size
  }

  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const rows = await this.#readFeed()
      for (const doc of rows) this.#note(doc)
      await delay(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined)
    }
  }

  /** Asks for the proof that each checkpoint seen is a beginning of `final`, and checks it. */
  async prove(final: Checkpoint): Promise<void> {
    for (const checkpoint of this.#seen.values()) {
      const path = `consistency?from=${checkpoint.size}&to=${final.size}`
      const response = await fetch(`${this.#origin}/api/elections/${this.#election}/${path}`)
      try {
        checkConsistencyProof(await response.json(), checkpoint, final)
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
        this.faults.push(`The log does not begin with its checkpoint of ${checkpoint.size}.`)
      }
    }
  }

  /** What the gateway shows; nothing while it is dead. */
  async #readFeed(): Promise<{ _id: string; note?: unknown }[]> {
    try {
      const response = await fetch(`${this.#origin}/sync/${this.#election}/_changes?since=0`)
      const { results } = (await response.json()) as { results: { doc: { _id: string } }[] }
      return results.map(({ doc }) => doc)
    } catch {
      return []
    }
  }

  #note(doc: { _id: string; note?: unknown }): void {
    try {
      if (doc._id.startsWith('manifest:')) this.#manifest ??= checkManifest(doc, undefined).body
      if (doc._id.startsWith('head:') && this.#manifest) this.#keep(checkCheckpoint(doc.note, this.#manifest))
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.faults.push(`The gateway showed what is not signed: ${error.message}`)
    }
  }

  #keep(checkpoint: Checkpoint): void {
    const { size, root } = checkpoint
    const known = this.#seen.get(size)
    if (known && toBase64url(known.root) !== toBase64url(root))
      this.faults.push(`The log showed two roots of size ${size}.`)
    if (size < this.#newest) this.faults.push(`The log went back from ${this.#newest} to ${size}.`)
    this.#newest = Math.max(this.#newest, size)
    this.#seen.set(size, checkpoint)
  }
}
