import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { formatTime } from '#protocol/decode'
import type { Ballot, Votes } from '#protocol/formats/ballot'
import type { Credential } from '#protocol/formats/credential'
import type { Manifest } from '#protocol/formats/manifest'
import { publicKeyOf } from '#protocol/signed'
import { clubElectorate } from '../../../simulate/electorate/club-electorate.ts'
import type { Voter } from '../../../simulate/electorate/electorate.ts'
import { CipherPool } from '../../../simulate/phones/cipher-pool.ts'
import { networkOf } from '../../../simulate/phones/http.ts'
import type { PhonePorts } from '../../../simulate/phones/phone.ts'
import {
  checkCounted,
  deliver,
  fetchManifest,
  joinWithCode,
  signVotes,
} from '../../../simulate/phones/phone.ts'
import type { Progress } from '../../../simulate/progress.ts'
import type { Office } from '../../../simulate/server/office.ts'
import { openElection } from '../../../simulate/server/office.ts'
import type { Dice } from '../../dice.ts'
import type { Issued, Place, VoterNetwork } from './voter-network.ts'
import { placeOf, voterNetwork } from './voter-network.ts'

/** `independent`: all have joined before the first casts, and then they cast in an order of its own. */
export type Casting = 'independent' | 'at-once'

/** What is true of one voter, which nobody but the voter's phone knows as a whole. */
export interface PlayedVoter {
  readonly place: Place
  readonly port: number
  readonly code: string
  /** Where the code stood in the officer's list. */
  readonly drawn: number
  readonly issued: Issued
  /** The ballot key, and the leaf hashes of its ballots in their order. */
  readonly key: string
  readonly ballots: readonly string[]
}

export interface PlayedElection {
  readonly election: string
  readonly manifest: Manifest
  /** In the order in which they were issued. */
  readonly voters: readonly PlayedVoter[]
  /** What anybody could fetch of it, by name. */
  readonly exports: ReadonlyMap<string, string>
}

export interface PlayOptions {
  readonly voters: number
  readonly casting: Casting
  readonly dice: Dice
  readonly progress: Progress
}

interface Phone extends VoterNetwork {
  readonly place: Place
  readonly voter: Voter
  readonly code: string
  readonly drawn: number
  readonly seed: Uint8Array
  readonly ballots: string[]
  credential?: Credential
}

interface Play extends PlayOptions {
  readonly ports: PhonePorts
  readonly manifest: Manifest
}

const DAY_MS = 24 * 3600 * 1000
const LOOK_AGAIN_MS = 100
const JOIN_AT_ONCE = 4

/** Plays one election on a server, each voter from a place of its own. */
export async function playElection(
  { origin, secret }: Office,
  options: PlayOptions,
): Promise<PlayedElection> {
  const { dice } = options
  const election = `${options.casting}-${randomBytes(4).toString('hex')}`
  const place = { election, closes: formatTime(new Date(Date.now() + DAY_MS)) }
  const electorate = clubElectorate(options.voters, place, () => dice.next())
  const { manifestHash, codes } = await openElection(
    { origin, secret },
    electorate.definition,
    options.voters,
  )
  const where = { network: networkOf(origin, () => undefined), election, manifestHash }
  const manifest = await fetchManifest(where)
  const pool = new CipherPool(manifest, manifestHash)
  const phones = electorate.voters.map((voter, index) => takePhone(origin, voter, codes[index] ?? '', index))
  const play = { ...options, ports: { ...where, pool }, manifest }
  try {
    // Who joins first has nothing to do with the officer's list.
    await voteInOrder(play, shuffle(phones, dice))
    const voters = phones.map(played).sort((a, b) => a.issued.at - b.issued.at)
    return { election, manifest, voters, exports: await fetchExports(origin, election) }
  } finally {
    await pool.close()
    await Promise.all(phones.map((phone) => phone.close()))
  }
}

function takePhone(origin: string, voter: Voter, code: string, drawn: number): Phone {
  const place = placeOf(drawn)
  const seed = Uint8Array.from(randomBytes(32))
  return { ...voterNetwork(origin, place), place, voter, code, drawn, seed, ballots: [] }
}

async function voteInOrder(play: Play, phones: readonly Phone[]): Promise<void> {
  const { casting, dice, progress } = play
  progress.begin('Joining and voting', 2 * phones.length)
  if (casting === 'at-once') {
    for (const phone of phones) {
      await join(play, phone)
      for (const votes of phone.voter.ballots) await cast(play, phone, votes)
    }
  } else {
    await joinAll(play, phones)
    for (const { phone, votes } of drawCastings(phones, dice)) await cast(play, phone, votes)
  }
  for (const phone of phones) await untilCounted(play, phone)
  progress.end()
}

async function joinAll(play: Play, phones: readonly Phone[]): Promise<void> {
  const queue = phones.values()
  const lane = async (): Promise<void> => {
    for (const phone of queue) await join(play, phone)
  }
  await Promise.all(Array.from({ length: JOIN_AT_ONCE }, lane))
}

/** Every voter's ballots in their order, at moments that have nothing to do with anything else. */
function drawCastings(phones: readonly Phone[], dice: Dice): readonly { phone: Phone; votes: Votes }[] {
  const castings = phones.flatMap((phone) => {
    const moments = phone.voter.ballots.map(() => dice.next()).sort((a, b) => a - b)
    return phone.voter.ballots.map((votes, index) => ({ phone, votes, moment: moments[index] ?? 0 }))
  })
  return castings.sort((a, b) => a.moment - b.moment)
}

async function join({ ports, manifest, progress }: Play, phone: Phone): Promise<void> {
  const ofPhone = { ...ports, network: phone.network }
  phone.credential = await joinWithCode(ofPhone, manifest, phone.code, publicKeyOf(phone.seed))
  progress.advance()
}

async function cast({ ports, manifest, progress }: Play, phone: Phone, votes: Votes): Promise<void> {
  const { credential, seed, network, voter, ballots } = phone
  if (!credential) throw new Error('a phone casts before it has joined')
  const ballot = signVotes(ports, { credential, sequence: ballots.length, votes }, seed)
  await expectAccepted({ ...ports, network }, manifest, ballot)
  if (voter.losesAnswers) await expectAccepted({ ...ports, network }, manifest, ballot)
  if (ballots.length === 0) progress.advance()
  ballots.push(ballot._id.slice('ballot:'.length))
}

async function expectAccepted(ports: PhonePorts, manifest: Manifest, ballot: Ballot): Promise<void> {
  const { kind } = await deliver(ports, manifest, ballot)
  if (kind !== 'accepted') throw new Error('a good ballot was refused')
}

/** Phones ask for their proofs as real ones do, which must leave no trace either. */
async function untilCounted({ ports, manifest }: Play, { network, ballots }: Phone): Promise<void> {
  for (const leafHash of ballots)
    while (!(await checkCounted({ ...ports, network }, manifest, `ballot:${leafHash}`)))
      await delay(LOOK_AGAIN_MS)
}

function played({ place, port, code, drawn, seed, ballots, ...phone }: Phone): PlayedVoter {
  const issued = phone.issued()
  if (!issued) throw new Error('a voter was not issued a credential')
  return { place, port: port(), code, drawn, issued, key: publicKeyOf(seed), ballots }
}

async function fetchExports(origin: string, election: string): Promise<ReadonlyMap<string, string>> {
  const exports = new Map<string, string>()
  const read = async (path: string): Promise<void> =>
    void exports.set(path, await (await fetch(`${origin}/${path}`)).text())
  for (const name of ['export?format=json', 'export?format=csv', 'result'])
    await read(`api/elections/${election}/${name}`)
  await read(`mirror/${election}/_changes?style=all_docs&include_docs=true`)
  return exports
}

/** @returns the items in an order that the dice have drawn. */
export function shuffle<T>(items: readonly T[], dice: Dice): T[] {
  const drawn = items.map((item) => ({ item, moment: dice.next() }))
  return drawn.sort((a, b) => a.moment - b.moment).map(({ item }) => item)
}
