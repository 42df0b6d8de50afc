import type { Request, Response } from 'express'
import { fromBase64url } from '#protocol/bytes'
import { ballotId } from '#protocol/formats/ballot'
import type { InclusionProof } from '#protocol/log/proof'
import { proveInclusion } from '#protocol/log/proof'
import { encodeTlogProof } from '#protocol/log/tlog-proof'
import type { Couch } from '../couch/couch.ts'
import { electionDatabase } from '../elections/elections.ts'
import type { LiveElection } from '../elections/live-election.ts'
import { Problem } from '../http/problem.ts'
import { readStoredBallot } from './stored-ballot.ts'

/**
 * Where a ballot is: `counted` comes with the proof under the newest checkpoint; `received` is durable and waits for the log.
 * With `format=tlog-proof` the proof alone, as a file that other tools read.
 *
 * @throws {Problem} malformed | not-counted
 */
export async function sendBallotStatus(
  live: LiveElection,
  couch: Couch,
  { query: { format = 'json' }, params }: Request,
  response: Response,
): Promise<void> {
  const leafHash = String(params.leafHash)
  const id = ballotId(fromBase64url(leafHash, 32))
  const proof = findProof(live, leafHash)
  if (format === 'tlog-proof') {
    sendTlogProof(proof, leafHash, response)
    return
  }
  if (format !== 'json') throw new Problem(400, 'malformed', 'format must be json or tlog-proof.')
  response.json(proof ? { status: 'counted', proof } : { status: await readStatus(live, couch, id) })
}

async function readStatus(
  { id }: LiveElection,
  couch: Couch,
  ballot: string,
): Promise<'received' | 'unknown'> {
  const leaves = await couch.publicReads(electionDatabase(id)).leaves(ballot)
  return leaves.some(readStoredBallot) ? 'received' : 'unknown'
}

function findProof({ log, head }: LiveElection, leafHash: string): InclusionProof | undefined {
  const index = log.indexOf(leafHash)
  if (!head || index === undefined || index >= head.checkpoint.size) return undefined
  return proveInclusion(log.tree, index, head.checkpoint.size, head.document.note)
}

function sendTlogProof(proof: InclusionProof | undefined, leafHash: string, response: Response): void {
  if (!proof) throw new Problem(404, 'not-counted', 'No published checkpoint covers this ballot yet.')
  // Before the type: it takes one of its own from the name.
  response.attachment(`${leafHash}.tlog-proof`)
  response.type('text/plain; charset=utf-8')
  response.send(encodeTlogProof(proof, leafHash))
}
