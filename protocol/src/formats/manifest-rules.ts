import { isEd25519Key } from '#crypto'
import { fromBase64url, utf8 } from '../bytes.ts'
import { refuse } from '../errors.ts'
import { canonicalJson } from '../json.ts'
import { MOST_PAIRS, MOST_RANKED, paperOf, SINGLE_WINNER } from './contest-method.ts'
import { largestBallot, MAX_BALLOT_BYTES } from './largest-ballot.ts'
import type { Contest, Group, Manifest, Registrar } from './manifest-body.ts'

/** Longest canonical body of a manifest, in bytes. */
const MAX_MANIFEST_BYTES = 1_000_000

/** Scottish counts carry five decimals: beyond this, ninety million voters would leave the numbers that are exact. */
const MOST_TRANSFERABLE = 1000

/** Values of later releases, refused by name so that an officer reads "not yet" and not "wrong". */
const NOT_YET: Readonly<Record<string, readonly unknown[]>> = {
  results: ['sealed'],
  eligibility: ['roll', 'open'],
}

/** @throws {ProtocolError} unsupported */
export function refuseUnsupported(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const { contests } = value as { contests?: unknown }
  for (const item of [value, ...(Array.isArray(contests) ? (contests as unknown[]) : [])]) {
    if (typeof item !== 'object' || item === null) continue
    for (const [name, later] of Object.entries(NOT_YET)) {
      const found = (item as Record<string, unknown>)[name]
      if (later.includes(found)) refuse('unsupported', `${name} "${String(found)}" is not supported yet`)
    }
  }
}

/**
 * The rules between the members of a manifest.
 *
 * @throws {ProtocolError} malformed | too-large
 */
export function checkRules(manifest: Manifest): void {
  if (utf8(canonicalJson(manifest)).length > MAX_MANIFEST_BYTES)
    refuse('too-large', `a manifest has at most ${MAX_MANIFEST_BYTES} bytes`)
  checkTimes(manifest)
  manifest.contests.forEach(checkContest)
  manifest.groups.forEach((item) => checkGroup(item, manifest))
  checkPairs(manifest)
  checkContestsInGroups(manifest)
  manifest.registrars.forEach((item) => checkRegistrar(item, manifest))
  checkModuli(manifest)
  checkQuorum(manifest)
  checkKeys(manifest)
  if (!isDistinct(manifest.origins)) refuse('malformed', 'an origin is listed twice')
  if (largestBallot(manifest) > MAX_BALLOT_BYTES)
    refuse('too-large', `a ballot of this election could have more than ${MAX_BALLOT_BYTES} bytes`)
}

function checkTimes({ opens, closes, acceptUntil }: Manifest): void {
  if (!(opens < closes && closes <= acceptUntil))
    refuse('malformed', 'opens must be before closes, and closes not after acceptUntil')
}

function checkContest(item: Contest): void {
  const ids = item.options.map((candidate) => candidate.id)
  const sameOptions = item.ties.length === ids.length && new Set([...item.ties, ...ids]).size === ids.length
  if (!sameOptions || new Set(item.ties).size !== ids.length)
    refuse('malformed', `ties of ${item.id} must list each option once`)
  if (item.seats > ids.length) refuse('malformed', `${item.id} has more seats than options`)
  if (item.maxSelections > ids.length)
    refuse('malformed', `${item.id} allows more selections than it has options`)
  if (paperOf(item.method) !== 'selection' && ids.length > MOST_RANKED)
    refuse('malformed', `${item.id} has more than ${MOST_RANKED} options to rank or score`)
  if (SINGLE_WINNER.has(item.method) && item.seats > 1) refuse('malformed', `${item.method} fills one seat`)
  if ((item.maxScore !== undefined) !== (paperOf(item.method) === 'scores'))
    refuse('malformed', `${item.id} has a greatest score if its method has scores, and else none`)
}

function checkGroup(item: Group, manifest: Manifest): void {
  const known = new Set(manifest.contests.map((candidate) => candidate.id))
  if (!isDistinct(item.contests)) refuse('malformed', `group ${item.id} repeats a contest`)
  if (!item.contests.every((contestId) => known.has(contestId)))
    refuse('malformed', `group ${item.id} has an unknown contest`)
  const transfers = manifest.contests.some(
    (contest) => contest.method === 'stv-scottish' && item.contests.includes(contest.id),
  )
  if (transfers && item.weight > MOST_TRANSFERABLE)
    refuse(
      'malformed',
      `group ${item.id} weighs more than ${MOST_TRANSFERABLE}, and votes in a Scottish count`,
    )
}

function checkRegistrar(item: Registrar, manifest: Manifest): void {
  const groups = manifest.groups.map((candidate) => candidate.id)
  const complete = groups.every((groupId) => Object.hasOwn(item.keys, groupId))
  if (!complete || Object.keys(item.keys).length !== groups.length)
    refuse('malformed', `registrar ${item.id} needs one key for each group`)
  for (const key of Object.values(item.keys)) checkModulus(fromBase64url(key, 256))
}

/** One key in two places would let one signature pass for two registrars' or for another group's weight. */
function checkModuli({ registrars }: Manifest): void {
  if (!isDistinct(registrars.flatMap((item) => Object.values(item.keys))))
    refuse('malformed', 'each registrar needs a key of its own for each group')
}

/** RSA-2048: the top bit makes it 2048 bits long, and a product of odd primes is odd. */
function checkModulus(modulus: Uint8Array): void {
  const [first = 0] = modulus
  const last = modulus.at(-1) ?? 0
  if (first < 0x80 || last % 2 === 0) refuse('malformed', 'an RSA modulus must be odd and 2048 bits long')
}

/** With 2·quorum > registrars no two disjoint sets of registrars can give one voter two credentials. */
function checkQuorum({ quorum, registrars }: Manifest): void {
  if (quorum > registrars.length || 2 * quorum <= registrars.length) {
    refuse('malformed', 'quorum must be more than half of the registrars and not more than all')
  }
}

function checkPairs({ contests }: Manifest): void {
  const ranked = contests.filter(({ method }) => paperOf(method) !== 'selection')
  const pairs = ranked.reduce((sum, { options }) => sum + options.length ** 2, 0)
  if (pairs > MOST_PAIRS)
    refuse('malformed', 'the contests to rank or score have too many options for one result')
}

/** Nobody could vote in such a contest, and its result would say that nobody wanted to. */
function checkContestsInGroups({ contests, groups }: Manifest): void {
  const voted = new Set(groups.flatMap((group) => group.contests))
  const unvoted = contests.find((contest) => !voted.has(contest.id))
  if (unvoted) refuse('malformed', `no group votes in ${unvoted.id}`)
}

/**
 * A close takes two keys, so authority and log must not be one; one registrar must not speak as another; and a receipt
 * names the gateway that gave it. A key that no signature is accepted for would make an election that cannot be run.
 */
function checkKeys({ keys, registrars }: Manifest): void {
  const signers = registrars.map((item) => item.sign)
  const receipts = keys.receipts.map((item) => item.key)
  for (const key of [keys.authority, keys.log, ...signers, ...receipts])
    if (!isEd25519Key(fromBase64url(key, 32))) refuse('malformed', 'a key is not an Ed25519 key')
  if (keys.authority === keys.log) refuse('malformed', 'authority and log need a key of their own each')
  if (!isDistinct(signers)) refuse('malformed', 'each registrar needs a signing key of its own')
  if (!isDistinct(receipts)) refuse('malformed', 'each gateway needs a receipt key of its own')
}

function isDistinct(items: readonly string[]): boolean {
  return new Set(items).size === items.length
}
