import type { Request, Response } from 'express'
import { Router } from 'express'
import { concatBytes, toBase64url, utf8 } from '#protocol/bytes'
import { canonicalJson } from '#protocol/json'
import { TILE_WIDTH, tileBytes } from '#protocol/log/tile'
import type { TilePath } from '#protocol/log/tile-path'
import { parseTilePath } from '#protocol/log/tile-path'
import type { Couch } from '../couch/couch.ts'
import { electionDatabase } from '../elections/elections.ts'
import type { LiveElection } from '../elections/live-election.ts'
import { Problem } from '../http/problem.ts'
import { readBallots } from './export/read-ballots.ts'

/** A tile never changes, and neither does a part of one. */
const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * The log of an election as C2SP tlog-tiles has it: `checkpoint`, `tile/<L>/<N>` and `tile/entries/<N>`, for whoever has
 * tools for such logs. An entry is the canonical JSON of a ballot's body and signature, so that its leaf hash is the ballot's.
 */
export function logRoutes(find: (request: Request) => LiveElection, couch: Couch): Router {
  const router = Router({ caseSensitive: true, mergeParams: true })
  router.get('/checkpoint', (request, response) => {
    const { head } = find(request)
    if (!head) throw new Problem(404, 'no-checkpoint', 'This log has no checkpoint yet.')
    response.type('text/plain; charset=utf-8').send(head.document.note)
  })
  router.get('/tile/*path', async (request, response) => {
    const path = parseTilePath(request.path.slice(1))
    const bytes = path && (await readTile(find(request), path, couch))
    if (!bytes) throw new Problem(404, 'not-found', 'The published log has no such tile.')
    sendForEver(bytes, response)
  })
  return router
}

async function readTile(live: LiveElection, path: TilePath, couch: Couch): Promise<Uint8Array | undefined> {
  const size = live.head?.checkpoint.size ?? 0
  const { tree } = live.log
  if (path.kind === 'hashes') return tileBytes(tree, size, path)
  const first = path.index * TILE_WIDTH
  if (first + path.width > size) return undefined
  const leaves = Array.from({ length: path.width }, (_, offset) => toBase64url(tree.leaf(first + offset)))
  return readEntries(leaves, live.id, couch)
}

/** Each entry after its length: two bytes, big endian. A ballot has at most 32,768. */
async function readEntries(leaves: readonly string[], election: string, couch: Couch): Promise<Uint8Array> {
  const store = couch.publicReads(electionDatabase(election))
  const entries: Uint8Array[] = []
  for await (const { body, signature } of readBallots(store, leaves)) {
    const entry = utf8(canonicalJson({ body, signature }))
    entries.push(Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry)
  }
  return concatBytes(...entries)
}

function sendForEver(bytes: Uint8Array, response: Response): void {
  response.setHeader('cache-control', FOR_EVER)
  response.type('application/octet-stream').send(Buffer.from(bytes))
}
