import { describe, expect, it } from 'vitest'
import { fromBase64url, toBase64url } from '#protocol/bytes'
import type { Ballot } from '#protocol/formats/ballot'
import { batchId, sortLeaves } from '#protocol/log/batch'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { fullTiles } from '#protocol/log/tile'
import { MerkleTree } from '#protocol/log/tree'
import { makeBallot, makeElection, voterSeed } from '../../sync-server/src/testing/election-fixture.ts'
import type { Doc } from './audit.ts'
import { auditDocuments } from './audit.ts'

const fixture = makeElection()
const { election } = fixture.manifest.body
const ballots = Array.from({ length: 300 }, (_, voter) => makeBallot(fixture, { seed: voterSeed(voter) }))
const hashOf = ({ _id }: Ballot): string => _id.slice('ballot:'.length)

/** The documents of an election whose log has the given batches. */
function publish(...batches: readonly Ballot[][]): { docs: Map<string, Doc>; seal: Doc } {
  const tree = new MerkleTree()
  const docs = new Map<string, Doc>()
  const put = (doc: Doc): void => void docs.set(doc._id, doc)
  for (const batch of batches) {
    const previous = { size: tree.size, root: toBase64url(tree.root()) }
    const hashes = sortLeaves(batch.map(hashOf))
    for (const hash of hashes) tree.append(fromBase64url(hash, 32))
    put({ _id: batchId(tree.root()), previous, hashes })
    for (const ballot of batch) put({ ...ballot })
  }
  for (const tile of fullTiles(tree, election, 0, tree.size)) put({ ...tile })
  const checkpoint = { size: tree.size, root: tree.root() }
  const note = signCheckpoint(checkpoint, logOrigin(election, fixture.manifestHash), fixture.keys.log)
  put({ _id: `head:${election}`, note })
  return { docs, seal: { _id: `seal:${election}`, size: tree.size, root: toBase64url(tree.root()) } }
}

const audit = ({ docs, seal }: ReturnType<typeof publish>): Promise<readonly string[]> =>
  auditDocuments(docs, seal, fixture.manifest.body).then(({ faults }) => faults)

describe('an audit', () => {
  it('finds nothing in a log that is whole', async () => {
    const whole = publish(ballots.slice(0, 100), ballots.slice(100))
    expect(await audit(whole)).toEqual([])
    const { ballots: size, final } = await auditDocuments(whole.docs, whole.seal, fixture.manifest.body)
    expect({ size, published: final.size }).toEqual({ size: 300, published: 300 })
  })

  it.each<[string, string, (log: ReturnType<typeof publish>) => void]>([
    [
      'a ballot that is gone',
      '1 leaves of the log have no ballot',
      ({ docs }) => docs.delete(ballots[3]?._id ?? ''),
    ],
    ['a ballot that waits', '1 stored ballots are not in the log', ({ docs }) => docs.set('w', waiting)],
    [
      'a tile that is gone',
      'tile:board-2026:0:0 is missing or wrong',
      ({ docs }) => docs.delete('tile:board-2026:0:0'),
    ],
    [
      'a head of another log',
      'not a beginning of the sealed log',
      ({ docs }) => docs.set(`head:${election}`, foreignHead),
    ],
    [
      'a seal of another size',
      'another size than its batches',
      ({ seal }) => Object.assign(seal, { size: 2 }),
    ],
  ])('finds %s', async (_what, fault, damage) => {
    const log = publish(ballots.slice(0, 299))
    damage(log)
    // Documents stand by their id, as the database has them.
    log.docs = new Map([...log.docs.values()].map((doc) => [doc._id, doc]))
    expect((await audit(log)).join()).toContain(fault)
  })

  it('finds a ballot that is in the log twice, and two ballots of one sequence', async () => {
    expect((await audit(publish(ballots.slice(0, 2), ballots.slice(1, 3)))).join()).toContain(
      'in the log twice',
    )
    const again = makeBallot(fixture, { seed: voterSeed(0), votes: { chair: ['ada'] } })
    expect((await audit(publish([...ballots.slice(0, 1), again]))).join()).toContain(
      'two ballots of one sequence',
    )
  })

  it('does not go on where a batch is missing', async () => {
    const log = publish(ballots.slice(0, 2), ballots.slice(2, 4))
    const first = [...log.docs.keys()].find((id) => id.startsWith('batch:')) ?? ''
    log.docs.delete(first)
    await expect(audit(log)).rejects.toThrow('is missing')
  })
})

const waiting: Doc = { ...ballots[299], _id: ballots[299]?._id ?? '' }
const foreignHead = publish(ballots.slice(5, 7)).docs.get(`head:${election}`) as Doc
