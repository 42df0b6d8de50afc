import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Ballot } from '#protocol/formats/ballot'
import type { Manifest } from '#protocol/formats/manifest'
import { manifestHash } from '#protocol/formats/manifest'
import { costOfChecks } from '../bench/costs.ts'

const AT_ONCE = 2000

/** The two signature checks of each ballot in a bundle, in this thread: nothing of reading and parsing is in the seconds. */
export async function secondsOfChecks(path: string): Promise<number> {
  let manifest: Manifest | undefined
  let ballots: Ballot[] = []
  let seconds = 0
  const check = async (): Promise<void> => {
    if (!manifest || ballots.length === 0) return
    seconds += ballots.length * (await costOfChecks(ballots, manifest, manifestHash(manifest)))
    ballots = []
  }
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (line.startsWith('{"_id":"manifest:')) manifest = (JSON.parse(line) as { body: Manifest }).body
    if (line.startsWith('{"_id":"ballot:')) ballots.push(JSON.parse(line) as Ballot)
    if (ballots.length === AT_ONCE) await check()
  }
  await check()
  return seconds
}
