import type { Watched } from '../../device.ts'

/** Calls back after a change; returns the way to stop. */
export type Source = (listener: () => void) => () => void

/** `json` is undefined for undefined. */
interface Snapshot<T> {
  readonly value: T
  readonly json: string | undefined
}

/**
 * A value computed from changing sources, told on only when it differs. Values are plain data of a few kilobytes, so they
 * are compared as JSON.
 */
export class View<T> implements Watched<T> {
  readonly #sources: readonly Source[]
  readonly #compute: () => T
  readonly #listeners = new Set<(value: T) => void>()
  #stops: readonly (() => void)[] = []
  #last: Snapshot<T> | undefined

  constructor(sources: readonly Source[], compute: () => T) {
    this.#sources = sources
    this.#compute = compute
  }

  get value(): T {
    return this.#refresh().value
  }

  subscribe(listener: (value: T) => void): () => void {
    if (this.#listeners.size === 0) {
      this.#refresh()
      this.#stops = this.#sources.map((source) => source(() => this.#changed()))
    }
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#stops.forEach((stop) => stop())
    }
  }

  /** The value again, the same object while nothing differs. */
  #refresh(): Snapshot<T> {
    const value = this.#compute()
    const json = JSON.stringify(value) as string | undefined
    const last = this.#last && this.#last.json === json ? this.#last : { value, json }
    this.#last = last
    return last
  }

  #changed(): void {
    const before = this.#last
    const now = this.#refresh()
    if (now !== before) for (const listener of [...this.#listeners]) listener(now.value)
  }
}
