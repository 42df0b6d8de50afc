import { randomBytes } from 'node:crypto'
import { formatTime } from '#protocol/decode'
import type { Ballot } from '#protocol/formats/ballot'
import type { Manifest } from '#protocol/formats/manifest'
import { publicKeyOf } from '#protocol/signed'
import { clubElectorate } from '../../simulate/electorate/club-electorate.ts'
import { CipherPool } from '../../simulate/phones/cipher-pool.ts'
import { networkOf } from '../../simulate/phones/http.ts'
import type { PhonePorts } from '../../simulate/phones/phone.ts'
import { fetchManifest, joinWithCode, signVotes } from '../../simulate/phones/phone.ts'
import type { Progress } from '../../simulate/progress.ts'
import type { Office } from '../../simulate/server/office.ts'
import { openElection } from '../../simulate/server/office.ts'

const DAY_MS = 24 * 3600 * 1000

export interface PreparedElection {
  readonly election: string
  readonly manifest: Manifest
  readonly manifestHash: string
  /** Signed and not sent; no two are of one key and sequence. */
  readonly ballots: readonly Ballot[]
}

/**
 * An open election whose voters have joined and signed their ballots, so that nothing but sending them is left to measure.
 * Each voter changes their mind `ballotsEach - 1` times: joining costs a phone a hundred times what a ballot does.
 */
export async function prepareElection(
  office: Office,
  { voters, ballotsEach }: { readonly voters: number; readonly ballotsEach: number },
  progress: Progress,
): Promise<PreparedElection> {
  const election = `bench-${randomBytes(5).toString('hex')}`
  const place = { election, closes: formatTime(new Date(Date.now() + DAY_MS)) }
  const electorate = clubElectorate(voters, place, () => 0.5)
  const { manifestHash, codes } = await openElection(office, electorate.definition, voters)
  const where = { network: networkOf(office.origin, () => undefined), election, manifestHash }
  const manifest = await fetchManifest(where)
  const pool = new CipherPool(manifest, manifestHash)
  progress.begin('Joining and signing', voters)
  const signed = await Promise.all(
    electorate.voters.map(async ({ ballots: [votes = {}] }, index) => {
      const seed = Uint8Array.from(randomBytes(32))
      const ports: PhonePorts = { ...where, pool }
      const credential = await joinWithCode(ports, manifest, codes[index] ?? '', publicKeyOf(seed))
      progress.advance()
      return Array.from({ length: ballotsEach }, (_, sequence) =>
        signVotes(where, { credential, sequence, votes }, seed),
      )
    }),
  )
  progress.end()
  await pool.close()
  // First ballots first: of each phone's the order is kept, and neighbours in the queue are of different phones.
  const ballots = signed.flat().sort((a, b) => a.body.sequence - b.body.sequence)
  return { election, manifest, manifestHash, ballots }
}
