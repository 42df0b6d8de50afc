import { fromBase64url, toBase64url } from '#protocol/bytes'
import type { Ballot } from '#protocol/formats/ballot'
import { readdressed, signed } from '../../protocol/vectors/material/ballot.ts'
import {
  boardBallot,
  boardCredential,
  coop,
  coopCredential,
  headerOf,
  publicKey,
  seedOf,
} from '../../protocol/vectors/material/election.ts'
import { plusModulus, toBytes, toInteger } from '../../protocol/vectors/material/rsa.ts'
import { respell, set, signAny } from '../../protocol/vectors/material/vector.ts'
import type { Office } from './finished-election.ts'
import { honest, honestBatches, vote } from './finished-election.ts'

const first = vote(1, { chair: ['ada'] })

/** What an office without the voters' keys can put into the log in the place of a ballot, and how it is refused. */
export const FORGED_BALLOTS: readonly (readonly [what: string, ballot: () => unknown, code: string])[] = [
  ['a ballot signed by another key', () => resigned(first, seedOf('voter 2')), 'bad-signature'],
  ['a ballot of another election', fromCoop, 'unknown-election'],
  ['a ballot of another manifest', () => changed(['manifest'], toBase64url(filled(32))), 'wrong-manifest'],
  ['a forged credential', () => withSignature(toBase64url(filled(256))), 'bad-credential'],
  ['a credential shared by two keys', borrowed, 'bad-credential'],
  ['a credential spelled s + n', () => withSignature(secondSpelling()), 'bad-credential'],
  ['an overvote', () => changed(['votes', 'chair'], ['ada', 'bob']), 'overvote'],
  ['an option that nobody stands for', () => changed(['votes', 'chair'], ['zoe']), 'unknown-option'],
  ['a malleated signature', () => spelled(plusOrder(first.signature)), 'bad-signature'],
  ['a padded signature', () => spelled(`${first.signature}==`), 'malformed'],
  ['a respelled signature', () => spelled(respell(first.signature).stray), 'malformed'],
  ['a hundredth change of mind', () => changed(['sequence'], 100), 'bad-sequence'],
  ['a member that nobody knows', () => changed(['voter'], 'Ada'), 'malformed'],
]

/** The honest log with `forged` where the first ballot was. */
export function withForged(forged: unknown): Office {
  const [start = [], ...rest] = honestBatches
  const batch = start.map((ballot) => (ballot._id === first._id ? (forged as Ballot) : ballot))
  return { ...honest, batches: [batch, ...rest] }
}

function changed(path: (string | number)[], value: unknown): unknown {
  return signed(set(first.body, path, value))
}

function spelled(signature: string): object {
  return readdressed({ body: first.body, signature })
}

function filled(length: number): Uint8Array {
  return new Uint8Array(length).fill(7)
}

function resigned({ body }: Ballot, seed: Uint8Array): object {
  return readdressed({ body, signature: signAny('ballot', body, seed) })
}

function fromCoop(): unknown {
  const votes = { constructor: [], site: [] }
  const credential = coopCredential('voter 1', 'members', ['alpha', 'beta'])
  return signed({ ...headerOf(coop), credential, sequence: 0, votes })
}

function withSignature(signature: string): unknown {
  return changed(['credential', 'signatures', 0, 'signature'], signature)
}

/** Voter 1 casts as another key, with the registrar's signature over their own. */
function borrowed(): object {
  const credential = { ...boardCredential('voter 1'), key: publicKey('voter 99') }
  return resigned({ ...first, body: { ...boardBallot('voter 1'), credential } }, seedOf('voter 99'))
}

function secondSpelling(): string {
  const signature = first.body.credential.signatures[0]?.signature ?? ''
  const other = plusModulus('board/main/all', fromBase64url(signature, 256))
  if (!other) throw new RangeError('take another voter: the sum of this one has more than 256 bytes')
  return toBase64url(other)
}

function plusOrder(signature: string): string {
  const bytes = fromBase64url(signature, 64)
  const order = (1n << 252n) + 27742317777372353535851937790883648493n
  const s = toInteger(Uint8Array.from(bytes.subarray(32)).reverse()) + order
  return toBase64url(Uint8Array.of(...bytes.subarray(0, 32), ...toBytes(s).subarray(-32).reverse()))
}
