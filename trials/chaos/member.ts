import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { end, isRunning } from '../processes/child.ts'

export interface MemberOptions {
  readonly name: string
  readonly spawn: () => ChildProcess
  /** An address that answers with less than 500 once the process does its work. */
  readonly ready: string
}

const LOOK_AGAIN_MS = 100
const RESTART_MS = 200
const ANSWER_WITHIN_MS = 5000

/**
 * One process that is started again whenever it ends, as a service manager does it. That it gives up while it starts,
 * because the database is away, is expected; that it ends by itself later is a fault.
 */
export class Member {
  readonly name: string
  readonly faults: string[] = []
  /** What it last complained of when it ended, for whoever wonders why it is away. */
  lastWords = ''
  /** How long it last needed to get ready. */
  startedInMs = 0
  /** What it last said on stdout. */
  output = ''
  #restarts = 0
  #child: ChildProcess | undefined
  #isReady = false
  #isKilled = false
  #spawnedAt = 0
  #isStopping = false
  readonly #options: MemberOptions

  constructor(options: MemberOptions) {
    this.name = options.name
    this.#options = options
  }

  get restarts(): number {
    return this.#restarts
  }

  start(): void {
    if (this.#isStopping) return
    const child = this.#options.spawn()
    let errors = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
    this.#child = child
    this.#isReady = false
    this.#isKilled = false
    this.#spawnedAt = performance.now()
    child.once('exit', (code, signal) => void this.#startAgain(signal ?? `code ${String(code)}`, errors))
  }

  /** Resolves when the process that runs now answers. */
  async whenReady(): Promise<void> {
    while (!this.#isReady) {
      const child = this.#child
      const isUp = child && (await answers(this.#options.ready))
      // It may have been killed, or another be in its place, while the answer was on its way.
      if (isUp && child === this.#child && !this.#isKilled) this.#becomeReady()
      else await delay(LOOK_AGAIN_MS)
    }
  }

  #becomeReady(): void {
    if (!this.#isReady) this.startedInMs = performance.now() - this.#spawnedAt
    this.#isReady = true
  }

  /** @returns false when nothing was running that could be killed. */
  async kill(): Promise<boolean> {
    const child = this.#child
    if (!child || !isRunning(child)) return false
    this.#isReady = false
    this.#isKilled = true
    await end(child, 'SIGKILL')
    return true
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    if (this.#child) await end(this.#child, 'SIGTERM')
  }

  async #startAgain(how: string, errors: string): Promise<void> {
    if (this.#isStopping) return
    if (errors !== '') this.lastWords = errors.trim()
    if (this.#isReady) this.faults.push(`The ${this.name} ended by itself (${how}). ${errors.trim()}`)
    this.#restarts++
    await delay(RESTART_MS)
    this.start()
  }
}

async function answers(address: string): Promise<boolean> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    await response.arrayBuffer()
    return response.status < 500
  } catch {
    return false
  }
}
