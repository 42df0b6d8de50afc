import type { Response } from 'express'
import type { GatewayElection } from './gateway.ts'
import { feedSince } from './live-feed.ts'

const HEARTBEAT_MS = 30_000

/**
 * Server-sent events for people who only look: `phase`, `head` and `result`, the present ones at once. An event's id is
 * the feed's sequence, so a browser that reconnects gets what it missed and no more. A slow reader gets the latest state
 * once it has read what is under way, and never a queue; one that reads nothing between two heartbeats is let go.
 */
export function sendEvents(
  election: GatewayElection,
  lastEventId: string,
  response: Response,
  clock: () => Date,
): void {
  response.setHeader('content-type', 'text/event-stream')
  response.setHeader('cache-control', 'no-store')
  response.flushHeaders()
  const teller = new Teller(election, lastEventId, clock)
  const tell = (): void => {
    if (response.writableNeedDrain) return
    const news = teller.news()
    if (news !== '') response.write(news)
  }
  let giveUp = (): void => undefined
  const listen = (): void => {
    giveUp = election.changed.once(() => {
      tell()
      listen()
    })
  }
  // The heartbeat also notices a phase that changed by the clock alone.
  const heartbeat = setInterval(() => {
    if (response.writableNeedDrain) return void response.destroy()
    response.write(':\n\n')
    tell()
  }, HEARTBEAT_MS)
  response.on('drain', tell)
  response.on('close', () => {
    clearInterval(heartbeat)
    giveUp()
  })
  tell()
  listen()
}

/** What one reader has not been told yet. */
class Teller {
  readonly #election: GatewayElection
  readonly #clock: () => Date
  #sequence: string
  #phase: string | undefined

  constructor(election: GatewayElection, sequence: string, clock: () => Date) {
    this.#election = election
    this.#sequence = sequence
    this.#clock = clock
  }

  /** The events since the last call; nothing when nothing has changed. */
  news(): string {
    const { live } = this.#election
    const phase = live.phase(this.#clock())
    let news = phase === this.#phase ? '' : eventText('phase', { phase }, this.#sequence)
    this.#phase = phase
    const { rows, lastSeq } = feedSince(live, this.#sequence)
    this.#sequence = lastSeq
    for (const { id, seq, doc } of rows) {
      const kind = id.slice(0, id.indexOf(':'))
      if (kind === 'head' || kind === 'result') news += eventText(kind, doc, seq)
    }
    return news
  }
}

function eventText(event: string, data: unknown, id: string): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`
}
