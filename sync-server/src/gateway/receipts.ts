import { formatTime } from '#protocol/decode'
import type { Schedule } from '#protocol/formats/amendment'
import type { Manifest } from '#protocol/formats/manifest'
import type { Receipt } from '#protocol/formats/receipt'
import { signReceipt } from '#protocol/formats/receipt'
import type { LiveElection } from '../elections/live-election.ts'

/** `appendBy` is rounded up to this, so that a receipt that is shown around does not tell when its ballot arrived. */
const COARSE_MS = 10 * 60_000
/** What the tallier may need beyond the publication interval: a restart, a database that is away. */
const ALLOWANCE_MS = 2 * 60_000
/** What closing may need after `acceptUntil`: every region drained and swept. */
const CLOSING_MS = 60 * 60_000

/** The promise for a ballot that is durable at `now`. */
export function makeReceipt(
  election: LiveElection,
  leafHash: string,
  gateway: { readonly id: string; readonly seed: Uint8Array },
  now: Date,
): Receipt {
  const appendBy = promisedTime(election.manifest.body, election.schedule, now)
  const header = { v: 1, election: election.id, manifest: election.manifestHash } as const
  return signReceipt({ ...header, leafHash, gateway: gateway.id, appendBy }, gateway.seed)
}

/**
 * By when a ballot received at `now` is in the log. Nothing is published between `closes` and `acceptUntil`, and a lone
 * ballot may have to wait for company until the end: such a promise runs to the closing.
 */
export function promisedTime({ publish }: Manifest, { closes, acceptUntil }: Schedule, now: Date): string {
  const soon = new Date(roundUp(now.getTime() + publish.everySeconds * 1000 + ALLOWANCE_MS))
  const beforeClosing = publish.atLeast === 1 && formatTime(soon) <= closes
  return formatTime(beforeClosing ? soon : new Date(roundUp(Date.parse(acceptUntil) + CLOSING_MS)))
}

function roundUp(milliseconds: number): number {
  return Math.ceil(milliseconds / COARSE_MS) * COARSE_MS
}
