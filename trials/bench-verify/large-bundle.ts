import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Ballot } from '#protocol/formats/ballot'
import type { Progress } from '../../simulate/progress.ts'
import { boardHash } from '../../protocol/vectors/material/election.ts'
import { publish, vote } from '../../verifier/testing/finished-election.ts'

const BATCH = 500
const CHOICES = ['ada', 'bob']

/** Writes the bundle of a closed election in which each of `count` voters cast one ballot. */
export async function writeBundle(
  path: string,
  count: number,
  progress: Progress,
): Promise<{ manifestHash: string; bytes: number }> {
  progress.begin('Signing ballots', count)
  const batches: Ballot[][] = []
  for (let voter = 0; voter < count; voter++) {
    if (voter % BATCH === 0) batches.push([])
    batches
      .at(-1)
      ?.push(vote(voter, { chair: CHOICES.slice(voter % 2, (voter % 2) + 1), board: ['cem', 'eva'] }))
    progress.advance()
  }
  progress.end()
  const documents = publish({ batches, issued: count, roll: count })
  await pipeline(
    Readable.from(documents.map((document) => `${JSON.stringify(document)}\n`)),
    createWriteStream(path),
  )
  return { manifestHash: boardHash, bytes: (await stat(path)).size }
}
