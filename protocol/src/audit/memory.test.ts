import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { sha256 } from '#crypto'
import { board, headerOf } from '../../vectors/material/election.ts'
import { fromBase64url, toBase64url, utf8 } from '../bytes.ts'
import { batchId, sortLeaves } from '../log/batch.ts'
import { LogFrontier } from '../log/frontier.ts'
import { ElectionAudit } from './election-audit.ts'

const BATCH = 500
/** 32 bytes of the key's hash, up to 11 to find it, 4 for its last ballot, 8 of the ballot, and the log's tiles. */
const MOST_BYTES = 64

it('keeps at most 64 bytes of a ballot', () => {
  const audit = new ElectionAudit(board, undefined)
  const log = new LogFrontier()
  growTo(audit, log, 10_000)
  const before = bytesInUse()
  growTo(audit, log, 50_000)
  const each = (bytesInUse() - before) / 40_000
  expect(audit.finish().count.turnout).toBe(50_000)
  expect(each).toBeGreaterThan(40)
  expect(each).toBeLessThan(MOST_BYTES)
}, 60_000)

/** Ballots as a reader hands them over once their signatures are checked, of as many voters. */
function growTo(audit: ElectionAudit, log: LogFrontier, size: number): void {
  while (log.size < size) {
    const previous = { size: log.size, root: toBase64url(log.root()) }
    const names = Array.from({ length: BATCH }, (_, index) =>
      toBase64url(sha256(utf8(`${log.size + index}`))),
    )
    const hashes = sortLeaves(names)
    for (const leaf of hashes) log.append(fromBase64url(leaf, 32))
    audit.addBatch({ _id: batchId(log.root()), previous, hashes })
    hashes.forEach((leafHash, index) => {
      const credential = { group: 'all', key: leafHash, signatures: [{ registrar: 'main', signature: '' }] }
      const votes = { chair: index % 2 === 0 ? ['ada'] : ['bob'], board: [], rules: [] }
      const body = { ...headerOf(board), credential, sequence: 0, votes }
      audit.addBallot({ kind: 'valid', id: `ballot:${leafHash}`, body })
    })
  }
}

function bytesInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
