interface Waiting {
  exclusive: boolean
  start: () => void
}

/** Reads run together, a write runs alone, and everybody in the order of arrival, so that nobody starves. */
export class ReadWriteLock {
  readonly #queue: Waiting[] = []
  #readers = 0
  #writing = false

  shared<T>(work: () => Promise<T>): Promise<T> {
    return this.#run(false, work)
  }

  exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#run(true, work)
  }

  async #run<T>(exclusive: boolean, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      this.#queue.push({ exclusive, start })
      this.#admit()
    })
    try {
      return await work()
    } finally {
      if (exclusive) this.#writing = false
      else this.#readers -= 1
      this.#admit()
    }
  }

  #admit(): void {
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      if (this.#writing || (next.exclusive && this.#readers > 0)) return
      this.#queue.shift()
      if (next.exclusive) this.#writing = true
      else this.#readers += 1
      next.start()
    }
  }
}
