import { fromBase64url, toBase64url, utf8 } from '#protocol/bytes'
import { MAX_SEQUENCE } from '#protocol/formats/ballot'
import { checkCredential } from '#protocol/formats/credential'
import type { Manifest } from '#protocol/formats/manifest'
import { ProtocolError } from '#protocol/errors'
import { publicKeyOf } from '#protocol/signed'
import { DeviceError } from '../../device.ts'
import { nextSequence, ownBallots } from '../ballots/cast.ts'
import type { Papers } from '../election/papers.ts'
import type { CredentialDocument, StoredRequest } from '../store/documents.ts'
import type { KeyVault } from '../store/key-vault.ts'
import type { PhoneStore } from '../store/phone-store.ts'
import type { RightToVote } from './recovery-file.ts'

/**
 * How far a restored phone skips ahead at least. The lost phone may have cast after the file was written, nobody can be
 * asked how often without telling whose ballots these are, and of two ballots of one sequence the log keeps the first. Ten
 * changes of mind are more than people make.
 */
const SEQUENCE_GAP = 10
/** As many changes of mind are left to a phone that was restored at the last moment. */
const SEQUENCES_LEFT = 10

export interface RecoverOptions {
  readonly store: PhoneStore
  readonly vault: KeyVault
}

/** This phone's right to vote in the clear, for a recovery file. @throws {DeviceError} not-joined */
export async function exportRight(papers: Papers, { store, vault }: RecoverOptions): Promise<RightToVote> {
  const credential = (await store.read('credentials')).get(papers.manifestHash)
  if (!credential || credential.state === 'refused')
    throw new DeviceError('not-joined', 'this phone has no right to vote here')
  const { manifest, election, state, group, signatures, code } = credential
  const open = async (wrapped: string, purpose: 'seed' | 'code'): Promise<Uint8Array> =>
    vault.unwrap(wrapped, manifest, purpose)
  const requests = await Promise.all(
    credential.requests.map(async (request) => {
      const inverse = await vault.unwrap(request.inverse, manifest, `inverse ${request.registrar}`)
      return { ...request, inverse: toBase64url(inverse) }
    }),
  )
  return {
    election,
    manifest,
    state,
    group,
    seed: toBase64url(await open(credential.seed, 'seed')),
    requests,
    signatures,
    nextSequence: nextSequence(credential, await ownBallots(store, credential)),
    ...(code === undefined ? {} : { code: new TextDecoder().decode(await open(code, 'code')) }),
  }
}

/**
 * Takes a right to vote from a recovery file. What the phone already has of the same key stays.
 *
 * @throws {DeviceError} bad-recovery-file, when the right is not one under this manifest | already-issued, when this phone
 *   has another right in the same election | storage-full
 */
export async function importRight(
  right: RightToVote,
  papers: Papers,
  options: RecoverOptions & { readonly now: () => Date },
): Promise<void> {
  const key = publicKeyOf(fromBase64url(right.seed, 32))
  await checkRight(right, key, papers)
  const leastSequence = sequenceAfterRestore(
    right.nextSequence,
    papers.manifest.recast,
    elapsedPart(papers, options.now()),
  )
  await navigator.locks.request(`urna-join ${papers.manifestHash}`, async () => {
    const present = (await options.store.read('credentials')).get(papers.manifestHash)
    if (present && present.state !== 'refused' && present.key !== key)
      throw new DeviceError('already-issued', 'this phone already has another right to vote here')
    if (present?.key === key && present.state === 'joined') return
    await options.store.put('credentials', await credentialOf(right, { key, leastSequence }, options.vault))
  })
}

/**
 * The first sequence that a restored phone may use; with one ballot only there is nothing to skip to. It grows with the
 * time of the election: whoever restores from one file twice goes on beyond the first time, because the later ballot is
 * meant to count.
 *
 * @param elapsed how much of the election is over, from 0 to 1.
 */
export function sequenceAfterRestore(
  nextInFile: number,
  recast: Manifest['recast'],
  elapsed: number,
): number {
  if (recast === 'none' || nextInFile > MAX_SEQUENCE) return nextInFile
  const least = Math.min(nextInFile + SEQUENCE_GAP, MAX_SEQUENCE)
  const room = Math.max(0, MAX_SEQUENCE - SEQUENCES_LEFT - least)
  return least + Math.floor(room * elapsed)
}

function elapsedPart({ schedule }: Papers, now: Date): number {
  const opens = Date.parse(schedule.opens)
  const part = (now.getTime() - opens) / (Date.parse(schedule.acceptUntil) - opens)
  return Math.min(1, Math.max(0, part))
}

async function checkRight(
  right: RightToVote,
  key: string,
  { manifest, manifestHash }: Papers,
): Promise<void> {
  try {
    const { group, signatures } = right
    if (right.state === 'joined') await checkCredential({ group, key, signatures }, manifest, manifestHash)
  } catch (error) {
    if (error instanceof ProtocolError) throw new DeviceError('bad-recovery-file', error.detail)
    throw error
  }
}

async function credentialOf(
  right: RightToVote,
  { key, leastSequence }: Pick<CredentialDocument, 'key' | 'leastSequence'>,
  vault: KeyVault,
): Promise<CredentialDocument> {
  const { manifest, election, state, group, signatures } = right
  const requests = right.requests.map(
    async ({ registrar, blindedMessage, inverse }): Promise<StoredRequest> => {
      const wrapped = await vault.wrap(fromBase64url(inverse, 256), manifest, `inverse ${registrar}`)
      return { registrar, blindedMessage, inverse: wrapped }
    },
  )
  return {
    manifest,
    election,
    state,
    group,
    key,
    seed: await vault.wrap(fromBase64url(right.seed, 32), manifest, 'seed'),
    requests: await Promise.all(requests),
    signatures,
    leastSequence,
    recoverySaved: true,
    ...(right.code === undefined ? {} : { code: await vault.wrap(utf8(right.code), manifest, 'code') }),
  }
}
