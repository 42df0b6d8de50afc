import type { Response } from 'express'
import type { GatewayElection } from './gateway.ts'
import { feedSince } from './live-feed.ts'

const HEARTBEAT_MS = 30_000

/**
 * Server-sent events for people who only look: `phase`, `head` and `result`, the present ones at once. An event's id is
 * the feed's sequence, so a browser that reconnects gets what it missed and no more.
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
  let sequence = lastEventId
  let phase: string | undefined
  let giveUp = (): void => undefined
  const tell = (): void => {
    const now = election.live.phase(clock())
    if (now !== phase) response.write(eventText('phase', { phase: now }, sequence))
    phase = now
    const { rows, lastSeq } = feedSince(election.live, sequence)
    sequence = lastSeq
    for (const { id, seq, doc } of rows) {
      const kind = id.slice(0, id.indexOf(':'))
      if (kind === 'head' || kind === 'result') response.write(eventText(kind, doc, seq))
    }
  }
  const listen = (): void => {
    giveUp = election.changed.once(() => {
      tell()
      listen()
    })
  }
  // The heartbeat also notices a phase that changed by the clock alone.
  const heartbeat = setInterval(() => {
    response.write(':\n\n')
    tell()
  }, HEARTBEAT_MS)
  response.on('close', () => {
    clearInterval(heartbeat)
    giveUp()
  })
  tell()
  listen()
}

function eventText(event: string, data: unknown, id: string): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`
}
