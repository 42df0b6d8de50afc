import { createHash } from 'node:crypto'
import type { Random } from '../registrar/codes.ts'

/** Officers sign in from a few browsers; whoever is the oldest makes room. */
const MOST = 16
const IDLE_MS = 30 * 60_000
const LONGEST_MS = 12 * 60 * 60_000

interface Session {
  /** For the operator's log: says which lines are of one session, and opens nothing. */
  readonly name: string
  readonly since: number
  lastSeen: number
}

/**
 * Who has signed in, in the memory of this process: a restart signs everybody out. Tokens are 256 random bits and are kept
 * as hashes, which are looked up, so no comparison takes longer for a better guess.
 */
export class Sessions {
  readonly #clock: () => Date
  readonly #random: Random
  readonly #sessions = new Map<string, Session>()

  constructor(clock: () => Date, random: Random) {
    this.#clock = clock
    this.#random = random
  }

  /** @returns the token of a new session. */
  open(): string {
    const token = Buffer.from(this.#random(32)).toString('base64url')
    const now = this.#clock().getTime()
    const [oldest] = this.#sessions.keys()
    if (this.#sessions.size >= MOST && oldest !== undefined) this.#sessions.delete(oldest)
    const key = keyOf(token)
    this.#sessions.set(key, { name: key.slice(0, 8), since: now, lastSeen: now })
    return token
  }

  /** The name of the session that `token` opens, which is thereby seen; undefined when there is none any more. */
  find(token: string): string | undefined {
    const key = keyOf(token)
    const session = this.#sessions.get(key)
    if (!session) return undefined
    const now = this.#clock().getTime()
    if (now - session.lastSeen >= IDLE_MS || now - session.since >= LONGEST_MS) {
      this.#sessions.delete(key)
      return undefined
    }
    session.lastSeen = now
    return session.name
  }

  close(token: string): void {
    this.#sessions.delete(keyOf(token))
  }
}

function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
