import { setTimeout as wait } from 'node:timers/promises'
import type { Progress } from '../../simulate/progress.ts'
import { startOwnServer } from '../../simulate/server/own-server.ts'
import type { PreparedElection } from '../bench/prepare.ts'
import { prepareElection } from '../bench/prepare.ts'
import { pushAll } from '../bench/push.ts'
import { Inspector } from '../hostile/memory.ts'
import type { ExportFigures } from './read-export.ts'
import { readExport } from './read-export.ts'

/** A phone may change its mind so often; joining costs it a hundred times what a ballot does. */
const MOST_BALLOTS_EACH = 100
const CONNECTIONS = 64
const LOOK_MS = 100

export interface Figures {
  readonly ballots: number
  readonly voters: number
  readonly json: ExportFigures
  readonly csv: ExportFigures
}

/** Casts ballots on a server of its own, and reads them as a bundle and as a table. */
export async function runTrial(ballots: number, progress: Progress): Promise<Figures> {
  const server = await startOwnServer([process.execPath, '--inspect=127.0.0.1:0'])
  const inspector = await Inspector.open(server.said())
  try {
    const ballotsEach = Math.min(MOST_BALLOTS_EACH, ballots)
    const voters = Math.ceil(ballots / ballotsEach)
    const election = await prepareElection(server.office, { voters, ballotsEach }, progress)
    const address = `${server.office.origin}/api/elections/${election.election}`
    await cast(election, server.office.origin, address)
    const read = (format: string) => readExport(`${address}/export?format=${format}`, inspector)
    const json = await read('json')
    return { ballots: election.ballots.length, voters, json, csv: await read('csv') }
  } finally {
    inspector.close()
    await server.stop()
  }
}

/** Resolves when a checkpoint covers every ballot. */
async function cast({ election, ballots }: PreparedElection, origin: string, address: string): Promise<void> {
  await pushAll(ballots, { origin, election, connections: CONNECTIONS, inTwoRequests: false })
  const isCounted = async (): Promise<boolean> => {
    const note = await fetch(`${address}/log/checkpoint`).then((response) => response.text())
    return note.split('\n')[1] === String(ballots.length)
  }
  while (!(await isCounted())) await wait(LOOK_MS)
}
