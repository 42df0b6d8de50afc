import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ballot } from '#protocol/formats/ballot'
import { checkReceipt } from '#protocol/formats/receipt'
import { checkInclusionProof } from '#protocol/log/proof'
import type { ElectionFixture } from './testing/election-fixture.ts'
import { makeBallot } from './testing/election-fixture.ts'
import { prepareElection } from './testing/prepared-election.ts'

const KILLS = 20
const CONNECTIONS = 8
const PROCESS = fileURLToPath(new URL('testing/server-process.ts', import.meta.url))

let directory: string
let fixture: ElectionFixture
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-kill-'))
  fixture = await prepareElection(directory, 'killed')
})
afterAll(() => rm(directory, { recursive: true, force: true }))

test(`killed ${KILLS} times under load, the server has every ballot that it acknowledged, and counts each once`, async () => {
  const acknowledged = new Map<string, Ballot>()
  for (let kill = 0; kill < KILLS; kill++) {
    const server = await start(directory)
    await pushUntilKilled(server, 5 + 7 * kill, acknowledged)
  }
  expect(acknowledged.size).toBeGreaterThan(KILLS)

  const server = await start(directory)
  const counted = await untilCounted(server.origin, acknowledged.values())
  expect(new Set(counted).size).toBe(acknowledged.size)
  const response = await fetch(`${server.origin}/api/elections/${fixture.manifest.body.election}/result`)
  const { body } = (await response.json()) as { body: { size: number; turnout: number } }
  // What was stored but never acknowledged may count too: its phone would have come again.
  expect(body.size).toBeGreaterThanOrEqual(acknowledged.size)
  expect(body.turnout).toBe(body.size)
  await killed(server.process)
}, 240_000)

interface Running {
  readonly origin: string
  readonly process: ChildProcess
}

/** Each connection sends one ballot after another; the process dies once `after` of them were acknowledged, in mid-write. */
async function pushUntilKilled(
  server: Running,
  after: number,
  acknowledged: Map<string, Ballot>,
): Promise<void> {
  const target = acknowledged.size + after
  const connection = async (): Promise<void> => {
    for (;;) {
      const ballot = makeBallot(fixture, { votes: { chair: ['ada'] } })
      if (!(await isAcknowledged(server.origin, ballot))) return
      acknowledged.set(ballot._id, ballot)
      if (acknowledged.size >= target) server.process.kill('SIGKILL')
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, connection))
  await killed(server.process)
}

async function isAcknowledged(origin: string, ballot: Ballot): Promise<boolean> {
  const { election } = fixture.manifest.body
  try {
    const body = JSON.stringify({ docs: [ballot] })
    const response = await fetch(`${origin}/sync/${election}/_bulk_docs`, { method: 'POST', body })
    const [row] = (await response.json()) as { receipt?: unknown }[]
    checkReceipt(row?.receipt, fixture.manifest.body, ballot._id.slice('ballot:'.length))
    return true
  } catch {
    return false
  }
}

/** @returns the index of each ballot in the log, by proofs that check. */
async function untilCounted(origin: string, ballots: Iterable<Ballot>): Promise<number[]> {
  const { election } = fixture.manifest.body
  const indexes: number[] = []
  let since = '0'
  for (let waiting = [...ballots]; waiting.length > 0;) {
    const changes = await fetch(`${origin}/sync/${election}/_changes?feed=longpoll&since=${since}`)
    since = ((await changes.json()) as { last_seq: string }).last_seq
    const found = await Promise.all(waiting.map((ballot) => indexOf(origin, ballot)))
    waiting = waiting.filter((_, place) => found[place] === undefined)
    indexes.push(...found.filter((index) => index !== undefined))
  }
  return indexes
}

async function indexOf(origin: string, ballot: Ballot): Promise<number | undefined> {
  const leafHash = ballot._id.slice('ballot:'.length)
  const response = await fetch(
    `${origin}/api/elections/${fixture.manifest.body.election}/ballots/${leafHash}`,
  )
  const { status, proof } = (await response.json()) as { status: string; proof?: { index: number } }
  expect(status).not.toBe('unknown')
  if (proof) checkInclusionProof(proof, leafHash, fixture.manifest.body)
  return proof?.index
}

async function start(data: string): Promise<Running> {
  const child = fork(PROCESS, ['--data', data, '--port', '0', '--log-level', 'fatal'], {
    execArgv: ['--import', 'tsx'],
  })
  const origin = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) =>
      resolve((message as { origin: string }).origin.replace('localhost', '127.0.0.1')),
    )
    child.once('exit', (code) => reject(new Error(`the server ended with ${String(code)}`)))
  })
  return { origin, process: child }
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.signalCode) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
