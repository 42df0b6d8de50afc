import type { Ballot, Votes } from '#protocol/formats/ballot'
import { signBallot } from '#protocol/formats/ballot'
import { blindCredential, finalizeCredential } from '#protocol/formats/blinding'
import type { Credential } from '#protocol/formats/credential'
import { publicKeyOf } from '#protocol/signed'
import type { TestElection } from './test-election.ts'
import { signBlinded } from './test-election.ts'

/** A voter with a key and a credential, and no phone: signs ballots for whatever is to be tried with them. */
export class TestVoter {
  readonly #election: TestElection
  readonly #seed: Uint8Array
  readonly #credential: Credential

  private constructor(election: TestElection, seed: Uint8Array, credential: Credential) {
    this.#election = election
    this.#seed = seed
    this.#credential = credential
  }

  /** Of an election with one registrar, `main`. */
  static async create(election: TestElection): Promise<TestVoter> {
    const { manifest, manifestHash, registrars } = election
    const main = registrars['main']
    if (!main) throw new Error('no registrar')
    const seed = crypto.getRandomValues(new Uint8Array(32))
    const request = { registrar: 'main', group: 'all', key: publicKeyOf(seed) }
    const { blindedMessage, inverse } = await blindCredential(manifest.body, manifestHash, request)
    const answer = { ...request, inverse, blindSignature: signBlinded(blindedMessage, main) }
    const signature = await finalizeCredential(manifest.body, manifestHash, answer)
    const signatures = [{ registrar: 'main', signature }]
    return new TestVoter(election, seed, { group: 'all', key: request.key, signatures })
  }

  sign(sequence: number, votes: Votes): Ballot {
    const { id: election, manifestHash: manifest } = this.#election
    return signBallot({ v: 1, election, manifest, credential: this.#credential, sequence, votes }, this.#seed)
  }
}
