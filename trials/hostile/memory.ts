import { once } from 'node:events'
import { WebSocket } from 'undici'

/** What a process holds after it has collected its garbage, in bytes. */
export interface Memory {
  /** Everything that JavaScript can reach, buffers outside of the heap too. */
  readonly live: number
  readonly resident: number
}

const MEASURE = `(() => {
  const { heapUsed, external, rss } = process.memoryUsage()
  return { live: heapUsed + external, resident: rss }
})()`

/** Looks into a node process from outside, through its inspector: the process needs no hook of its own for that. */
export class Inspector {
  readonly #socket: WebSocket
  #calls = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
  }

  /** @param said what the process wrote when it was started with `--inspect`. */
  static async open(said: string): Promise<Inspector> {
    const address = /ws:\/\/\S+/.exec(said)?.[0]
    if (address === undefined) throw new Error('the process was started without --inspect')
    const socket = new WebSocket(address)
    await once(socket, 'open')
    return new Inspector(socket)
  }

  async measure(): Promise<Memory> {
    // Once would do, but what finalizers let go of is collected by the next one.
    for (let time = 0; time < 3; time++) await this.#call('HeapProfiler.collectGarbage', {})
    const answer = await this.#call('Runtime.evaluate', { expression: MEASURE, returnByValue: true })
    return (answer as { result: { value: Memory } }).result.value
  }

  close(): void {
    this.#socket.close()
  }

  #call(method: string, params: object): Promise<unknown> {
    const id = ++this.#calls
    return new Promise((resolve) => {
      const listen = (event: { readonly data: unknown }): void => {
        const answer = JSON.parse(String(event.data)) as { id?: number; result?: unknown }
        if (answer.id !== id) return
        this.#socket.removeEventListener('message', listen)
        resolve(answer.result)
      }
      this.#socket.addEventListener('message', listen)
      this.#socket.send(JSON.stringify({ id, method, params }))
    })
  }
}

/** Of noise: caches that fill, code that is compiled. A hundred thousand requests that left 80 bytes each would show. */
const NOISE_BYTES = 8_000_000
/** A counted ballot stays: in the log, in the tally, and among what was checked. */
const BALLOT_BYTES = 4_000
/** The allocator keeps what it once had; a leak would go on. */
const RESIDENT_NOISE_BYTES = 150_000_000

/** @returns what grew beyond what it may, in a sentence; undefined when nothing did. */
export function judgeGrowth(warm: Memory, end: Memory, ballots: number): string | undefined {
  const mayGrow = NOISE_BYTES + BALLOT_BYTES * ballots
  if (end.live - warm.live > mayGrow)
    return `The server holds ${megabytes(end.live - warm.live)} more than before the attack; ${megabytes(mayGrow)} could be explained.`
  if (end.resident - warm.resident > mayGrow + RESIDENT_NOISE_BYTES)
    return `The server's process grew by ${megabytes(end.resident - warm.resident)}.`
  return undefined
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
