import { ProtocolError } from '#protocol/errors'
import type { Ballot } from '#protocol/formats/ballot'
import type { Manifest } from '#protocol/formats/manifest'
import type { Result } from '#protocol/formats/result'
import { checkResult } from '#protocol/formats/result'
import type { Count } from '#protocol/tally/tally'
import { Tally } from '#protocol/tally/tally'
import type { Electorate, Voter } from './electorate/electorate.ts'
import { CipherPool } from './phones/cipher-pool.ts'
import { exchange, NoAnswer, networkOf, Refusal } from './phones/http.ts'
import type { Delivery, JoinedElection, PhonePorts } from './phones/phone.ts'
import { checkCounted, fetchManifest, playPhone } from './phones/phone.ts'
import type { Progress } from './progress.ts'
import type { Office } from './server/office.ts'
import { openElection, readIssued, SimulationError } from './server/office.ts'

/** What the phones saw, and what the server says. */
export interface Outcome {
  readonly voters: number
  /** Phones that hold a credential, and credentials that the registrar says it gave. */
  readonly issued: number
  readonly issuedByServer: number
  /** Voters whose last ballot has a receipt; ballots with one, replaced ones too. */
  readonly accepted: number
  readonly acceptedBallots: number
  /** Voters whose last ballot is proven to be in the log; ballots that are, replaced ones too. */
  readonly counted: number
  readonly countedBallots: number
  /** Ballots that were refused, and phones that never got to vote, by reason. */
  readonly rejected: number
  readonly failures: ReadonlyMap<string, number>
  /** The count of the accepted ballots by this process, and the one that the server shows. */
  readonly expected: Count
  readonly shown: Result
  readonly manifest: Manifest
  readonly retries: number
  readonly votingSeconds: number
}

export interface SimulationOptions {
  readonly office: Office
  readonly electorate: Electorate
  readonly concurrency: number
  readonly progress: Progress
}

/** Plays an election from its opening to its result. @throws {SimulationError} it cannot go on. */
export async function simulate(options: SimulationOptions): Promise<Outcome> {
  const { office, electorate } = options
  const { definition, voters } = electorate
  const { manifestHash, codes } = await openElection(office, definition, voters.length)
  let retries = 0
  const network = networkOf(office.origin, () => retries++)
  const where = { network, election: definition.election, manifestHash }
  const manifest = await orGiveUp(fetchManifest(where))
  const pool = new CipherPool(manifest, manifestHash)
  try {
    const ports = { ...where, pool }
    const started = performance.now()
    const votes = await playAll(ports, voters, codes, options)
    const votingSeconds = (performance.now() - started) / 1000
    const counted = await proveAll(ports, manifest, votes, options)
    const shown = await orGiveUp(readResult(where, manifest))
    const issuedByServer = await readIssued(office, definition.election)
    const { deliveries: _deliveries, ...seen } = votes
    return {
      ...seen,
      ...counted,
      shown,
      issuedByServer,
      expected: countOf(manifest, votes.deliveries),
      manifest,
      retries,
      votingSeconds,
    }
  } finally {
    await pool.close()
  }
}

interface Votes {
  readonly voters: number
  readonly issued: number
  readonly accepted: number
  readonly acceptedBallots: number
  readonly rejected: number
  readonly failures: ReadonlyMap<string, number>
  /** By voter, what became of each ballot. */
  readonly deliveries: readonly (readonly Delivery[])[]
}

async function playAll(
  ports: PhonePorts,
  voters: readonly Voter[],
  codes: readonly string[],
  { concurrency, progress }: SimulationOptions,
): Promise<Votes> {
  const failures = new Map<string, number>()
  const fail = (reason: string): void => void failures.set(reason, (failures.get(reason) ?? 0) + 1)
  const deliveries: Delivery[][] = []
  progress.begin('Voting', voters.length)
  await forEachOf(voters, concurrency, async (voter, index) => {
    const played = await orReason(playPhone(ports, voter, codes[index] ?? ''))
    if (typeof played === 'string') fail(played)
    else deliveries.push(played)
    progress.advance()
  })
  progress.end()
  const all = deliveries.flat()
  for (const delivery of all) if (delivery.kind === 'rejected') fail(delivery.reason)
  const acceptedBallots = all.filter(isAccepted).length
  return {
    voters: voters.length,
    issued: deliveries.length,
    accepted: deliveries.filter((each) => each.at(-1)?.kind === 'accepted').length,
    acceptedBallots,
    rejected: all.length - acceptedBallots,
    failures,
    deliveries,
  }
}

/** A log that stands still for so long is not waited for any more. */
const STANDSTILL_MS = 60_000
const LOOK_AGAIN_MS = 250

/** Waits until the log should hold every ballot, then asks for each one's proof and checks it. */
async function proveAll(
  ports: JoinedElection,
  manifest: Manifest,
  { deliveries, acceptedBallots }: Votes,
  { concurrency, progress }: SimulationOptions,
): Promise<{ counted: number; countedBallots: number }> {
  progress.begin('Checking that each ballot is counted', acceptedBallots)
  await untilLogged(ports, acceptedBallots)
  let counted = 0
  let countedBallots = 0
  await forEachOf(deliveries, concurrency, async (ofVoter) => {
    let lastIsCounted = false
    for (const { ballot } of ofVoter.filter(isAccepted)) {
      lastIsCounted = (await orReason(checkCounted(ports, manifest, ballot._id))) === true
      if (lastIsCounted) countedBallots++
      progress.advance()
    }
    if (lastIsCounted) counted++
  })
  progress.end()
  return { counted, countedBallots }
}

async function untilLogged({ network, election }: JoinedElection, ballots: number): Promise<void> {
  let size = 0
  let grew = performance.now()
  while (size < ballots && performance.now() - grew < STANDSTILL_MS) {
    const result = await orReason(exchange(network, `/api/elections/${election}/result`))
    const now = typeof result === 'string' ? size : sizeOf(result)
    if (now > size) grew = performance.now()
    size = now
    if (size < ballots) await network.wait(LOOK_AGAIN_MS)
  }
}

function sizeOf(result: unknown): number {
  const { body } = (result ?? {}) as { body?: { size?: unknown } }
  return Number(body?.size ?? 0)
}

async function readResult({ network, election }: JoinedElection, manifest: Manifest): Promise<Result> {
  return checkResult(await exchange(network, `/api/elections/${election}/result`), manifest).body
}

function countOf(manifest: Manifest, deliveries: Votes['deliveries']): Count {
  const tally = new Tally(manifest)
  for (const { ballot } of deliveries.flat().filter(isAccepted)) tally.add(ballot.body)
  return tally.count()
}

function isAccepted(delivery: Delivery): delivery is Delivery & { kind: 'accepted'; ballot: Ballot } {
  return delivery.kind === 'accepted'
}

/** What one phone met is one number in the outcome; that nobody answers at all is the end. */
async function orReason<T>(play: Promise<T>): Promise<T | string> {
  try {
    return await play
  } catch (error) {
    if (error instanceof NoAnswer) throw new SimulationError(error.message)
    if (error instanceof Refusal || error instanceof ProtocolError) return error.message
    throw error
  }
}

async function orGiveUp<T>(ask: Promise<T>): Promise<T> {
  try {
    return await ask
  } catch (error) {
    if (error instanceof NoAnswer || error instanceof Refusal || error instanceof ProtocolError)
      throw new SimulationError(error.message)
    throw error
  }
}

/** Runs `work` for each item in order, `concurrency` at a time; the first error ends it. */
async function forEachOf<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const entries = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of entries) await work(item, index)
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker))
}
