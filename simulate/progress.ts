/** Tells somebody who waits how far something is. */
export interface Progress {
  begin(what: string, total: number): void
  advance(): void
  end(): void
}

const WIDTH = 30
const REDRAW_MS = 100

/** A bar on a terminal, a line for every tenth elsewhere; on stderr, which leaves stdout to the result. */
export function openProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? new Bar(stream) : new Lines(stream)
}

abstract class Counter implements Progress {
  protected readonly stream: NodeJS.WriteStream
  protected what = ''
  protected total = 0
  protected done = 0

  constructor(stream: NodeJS.WriteStream) {
    this.stream = stream
  }

  begin(what: string, total: number): void {
    this.what = what
    this.total = total
    this.done = 0
    this.show()
  }

  advance(): void {
    this.done++
    this.show()
  }

  abstract end(): void
  protected abstract show(): void
}

class Bar extends Counter {
  #drawn = 0

  end(): void {
    this.#draw()
    this.stream.write('\n')
  }

  protected show(): void {
    if (performance.now() - this.#drawn > REDRAW_MS) this.#draw()
  }

  #draw(): void {
    this.#drawn = performance.now()
    const filled = Math.round((WIDTH * this.done) / Math.max(1, this.total))
    const bar = '█'.repeat(filled).padEnd(WIDTH, '░')
    this.stream.write(`\r\u001b[K${this.what} ${bar} ${this.done} of ${this.total}`)
  }
}

class Lines extends Counter {
  #told = -1

  end(): void {
    this.#told = -1
  }

  protected show(): void {
    const tenth = Math.floor((10 * this.done) / Math.max(1, this.total))
    if (tenth === this.#told) return
    this.#told = tenth
    this.stream.write(`${this.what}: ${this.done} of ${this.total}\n`)
  }
}
