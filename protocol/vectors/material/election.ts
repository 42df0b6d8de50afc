import { toBase64url, utf8 } from '#protocol/bytes'
import type { BallotBody, Votes } from '#protocol/formats/ballot'
import type { Credential } from '#protocol/formats/credential'
import { credentialMessage } from '#protocol/formats/credential'
import type { Manifest, ManifestDocument } from '#protocol/formats/manifest'
import { manifestHash, signManifest } from '#protocol/formats/manifest'
import { publicKeyOf } from '#protocol/signed'
import { digest } from './digest.ts'
import { modulusOf, saltOf, signPss } from './rsa.ts'

/** 32 bytes that are the same in every run. */
export function seedOf(role: string): Uint8Array {
  return digest('sha256', utf8(`urna test vector ${role}`))
}

export function publicKey(role: string): string {
  return publicKeyOf(seedOf(role))
}

/** One registrar, one group, every voter may change their mind. */
export const boardBody: Manifest = {
  v: 1,
  election: 'board-2026',
  title: { de: 'Vorstandswahl', en: 'Board election' },
  opens: '2026-05-01T08:00:00Z',
  closes: '2026-05-08T18:00:00Z',
  acceptUntil: '2026-05-08T20:00:00Z',
  results: 'live',
  publish: { everySeconds: 1, atLeast: 1 },
  recast: 'last',
  eligibility: 'codes',
  groups: [{ id: 'all', weight: 1, contests: ['chair', 'board', 'rules'] }],
  contests: [
    contest('chair', 'plurality', { seats: 1, maxSelections: 1, options: ['ada', 'bob'] }),
    contest('board', 'plurality', { seats: 2, maxSelections: 2, options: ['cem', 'dia', 'eva', 'finn'] }),
    contest('rules', 'approval', { seats: 1, maxSelections: 3, options: ['keep', 'change', 'merge'] }),
  ],
  registrars: [registrar('board', 'main', ['all'])],
  quorum: 1,
  keys: electionKeys('board'),
  origins: ['https://vote.example'],
}

/**
 * Two of three registrars, two groups with weights and ballot styles, one ballot a voter. Its ids are the names that
 * every JavaScript object inherits: a reader that indexes a plain object finds a function there.
 */
export const coopBody: Manifest = {
  ...boardBody,
  election: 'coop-2026',
  title: { en: 'Co-operative' },
  recast: 'none',
  groups: [
    { id: 'members', weight: 1, contests: ['constructor', 'site'] },
    { id: 'constructor', weight: 3, contests: ['constructor'] },
  ],
  contests: [
    contest('constructor', 'approval', {
      seats: 1,
      maxSelections: 3,
      options: ['constructor', 'no', 'wait'],
    }),
    contest('site', 'plurality', { seats: 1, maxSelections: 1, options: ['hill', 'shore'] }),
  ],
  registrars: ['alpha', 'beta', 'gamma'].map((id) => registrar('coop', id, ['constructor', 'members'])),
  quorum: 2,
  keys: electionKeys('coop'),
  origins: ['https://vote.example', 'http://[::1]:8080'],
}

export const board = signManifest(boardBody, seedOf('board authority'))
export const coop = signManifest(coopBody, seedOf('coop authority'))
export const boardHash = manifestHash(boardBody)
export const coopHash = manifestHash(coopBody)

/** What every body of an election begins with. */
export function headerOf({ body }: ManifestDocument): { v: 1; election: string; manifest: string } {
  return { v: 1, election: body.election, manifest: manifestHash(body) }
}

/** A registrar's signature over `key`, as blinding would give it with this salt. */
export function registrarSignature(
  test: { rsa: string; manifest: string; group: string; key: string; salt?: string },
  saltBytes: Uint8Array = saltOf(test.salt ?? test.rsa),
): string {
  const message = credentialMessage(test.manifest, test.group, test.key)
  return toBase64url(signPss(test.rsa, message, saltBytes))
}

export function boardCredential(voter: string): Credential {
  const key = publicKey(voter)
  const signature = registrarSignature({ rsa: 'board/main/all', manifest: boardHash, group: 'all', key })
  return { group: 'all', key, signatures: [{ registrar: 'main', signature }] }
}

export function coopCredential(voter: string, group: string, registrars: readonly string[]): Credential {
  const key = publicKey(voter)
  const signatures = registrars.map((id) => ({
    registrar: id,
    signature: registrarSignature({ rsa: `coop/${id}/${group}`, manifest: coopHash, group, key }),
  }))
  return { group, key, signatures }
}

export const boardVotes: Votes = { chair: ['ada'], board: ['cem', 'eva'], rules: ['change', 'keep'] }

export function boardBallot(voter: string, votes: Votes = boardVotes, sequence = 0): BallotBody {
  return { ...headerOf(board), credential: boardCredential(voter), sequence, votes }
}

function contest(
  id: string,
  method: 'plurality' | 'approval',
  { options, ...limits }: { seats: number; maxSelections: number; options: readonly string[] },
): Manifest['contests'][number] {
  const named = options.map((option) => ({ id: option, title: { en: option } }))
  return { id, title: { en: id }, method, ...limits, options: named, order: 'fixed', ties: options }
}

function registrar(election: string, id: string, groups: readonly string[]): Manifest['registrars'][number] {
  const keys = Object.fromEntries(groups.map((group) => [group, modulusOf(`${election}/${id}/${group}`)]))
  return { id, url: `https://${id}.example`, sign: publicKey(`${election} ${id}`), keys }
}

function electionKeys(election: string): Manifest['keys'] {
  return {
    authority: publicKey(`${election} authority`),
    log: publicKey(`${election} log`),
    receipts: [{ id: 'gw', key: publicKey(`${election} gw`) }],
  }
}
