import type { Ballot, Votes } from '#protocol/formats/ballot'
import { checkBallot, MAX_SEQUENCE, parseBallot, signBallot } from '#protocol/formats/ballot'
import type { Credential } from '#protocol/formats/credential'
import type { Manifest } from '#protocol/formats/manifest'
import { findContests } from '#protocol/formats/manifest'
import type { Vote } from '#protocol/formats/votes'
import { blankVote, spellVote } from '#protocol/formats/votes'
import { DeviceError } from '../../device.ts'
import type { Papers } from '../election/papers.ts'
import { phaseAt } from '../election/papers.ts'
import type { CredentialDocument } from '../store/documents.ts'
import type { KeyVault } from '../store/key-vault.ts'
import type { PhoneStore } from '../store/phone-store.ts'

export interface CastOptions {
  readonly store: PhoneStore
  readonly vault: KeyVault
  /** The time as the election office has it. */
  readonly now: () => Date
}

/**
 * Signs a ballot and stores it; resolves when it was read back from the disk. Nothing is ever overwritten: a change of mind
 * is another ballot of the next sequence.
 *
 * @throws {DeviceError} not-joined | not-open | late | bad-sequence | storage-full | unexpected
 */
export async function castBallot(papers: Papers, votes: Votes, options: CastOptions): Promise<Ballot> {
  checkOpen(papers, options.now())
  const { store, vault } = options
  // Two tabs that cast at once would both find the same highest sequence.
  return navigator.locks.request(`urna-cast ${papers.manifestHash}`, async () => {
    const credential = (await store.read('credentials')).get(papers.manifestHash)
    if (credential?.state !== 'joined') throw new DeviceError('not-joined', 'this phone cannot vote here yet')
    const sequence = nextSequence(credential, await ownBallots(store, credential))
    checkSequence(sequence, papers.manifest)
    const seed = await vault.unwrap(credential.seed, credential.manifest, 'seed')
    const ballot = signBallot(
      {
        v: 1,
        election: papers.election,
        manifest: papers.manifestHash,
        credential: credentialOf(credential),
        sequence,
        votes: completeVotes(votes, papers.manifest, credential.group),
      },
      seed,
    )
    seed.fill(0)
    // What a server would refuse is not worth the disk; it can only be a fault of ours.
    await checkBallot(parseBallot(ballot), papers.manifest, papers.manifestHash)
    await store.insert('ballots', ballot)
    return ballot
  })
}

/** Every ballot that this phone signed with a credential, from the disk. */
export async function ownBallots(
  store: PhoneStore,
  credential: CredentialDocument,
): Promise<readonly Ballot[]> {
  return [...(await store.read('ballots')).values()].filter(
    ({ body }) => body.manifest === credential.manifest && body.credential.key === credential.key,
  )
}

export function nextSequence(credential: CredentialDocument, own: readonly Ballot[]): number {
  return Math.max(credential.leastSequence, ...own.map(({ body }) => body.sequence + 1))
}

/** Every contest of the group, in the one spelling; a contest left out is blank. */
export function completeVotes(votes: Votes, manifest: Manifest, group: string): Votes {
  const entries = findContests(manifest, group).map((contest): [string, Vote] => [
    contest.id,
    spellVote(contest, votes[contest.id] ?? blankVote(contest)),
  ])
  return Object.fromEntries(entries)
}

function credentialOf({ group, key, signatures }: CredentialDocument): Credential {
  return { group, key, signatures }
}

function checkOpen(papers: Papers, now: Date): void {
  const phase = phaseAt(papers, now)
  if (phase === 'draft') throw new DeviceError('not-open', 'the election has not begun')
  if (phase !== 'open') throw new DeviceError('late', 'the election is over')
}

function checkSequence(sequence: number, manifest: Manifest): void {
  if (sequence > MAX_SEQUENCE) throw new DeviceError('bad-sequence', 'no more changes of mind are possible')
  if (manifest.recast === 'none' && sequence > 0)
    throw new DeviceError('bad-sequence', 'this election takes one ballot only')
}
