import type { Response } from 'express'
import type { GatewayElection } from './gateway.ts'
import { feedSince } from './live-feed.ts'

/** A newline now and then keeps the connection from being taken for dead by what is between; JSON allows it. */
const HEARTBEAT_MS = 30_000
/** A phone asks anew after this long, which also notices a server that has gone. */
const LONGEST_MS = 5 * 60_000

/**
 * Answers as soon as the election has something that `since` lacks. The answer, with what was missed meanwhile, is always
 * the difference to the phone's own state, so nothing is lost between two polls.
 */
export function longPoll(election: GatewayElection, since: string, response: Response): void {
  if (answer(election, since, response, false)) return
  response.setHeader('content-type', 'application/json')
  response.flushHeaders()
  const heartbeat = setInterval(() => {
    // Who has not read the last newlines reads nothing any more.
    if (response.writableNeedDrain) response.destroy()
    else response.write('\n')
  }, HEARTBEAT_MS)
  const timeout = setTimeout(() => finish(), LONGEST_MS)
  const giveUp = election.changed.once(() => finish())
  function finish(): void {
    stop()
    answer(election, since, response, true)
  }
  function stop(): void {
    clearInterval(heartbeat)
    clearTimeout(timeout)
    giveUp()
  }
  response.on('close', stop)
}

function answer({ live }: GatewayElection, since: string, response: Response, evenIfEmpty: boolean): boolean {
  const { rows, lastSeq } = feedSince(live, since)
  if (rows.length === 0 && !evenIfEmpty) return false
  const body = JSON.stringify({ results: rows, last_seq: lastSeq, pending: 0 })
  if (!response.headersSent) response.setHeader('content-type', 'application/json')
  response.end(`${body}\n`)
  return true
}
