import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '#couchdb/engine'
import { startEngine } from '#couchdb/engine'
import type { Couch } from '../couch/couch.ts'
import { openCouch } from '../couch/couch.ts'
import { openControl } from '../elections/elections.ts'
import type { ElectionState } from '../elections/elections.ts'
import { PublishedElections } from '../elections/published-elections.ts'
import { problemHandler } from '../http/problem.ts'
import { StoredKeystore } from '../keys/stored-keystore.ts'
import { Vault } from '../keys/vault.ts'
import { registrarRoutes } from '../registrar/routes.ts'
import { askCredential, blindRequest, checkAnswer } from '../testing/registrar-voter.ts'
import { seedDemonstration } from './demonstration/seed-demonstration.ts'
import type { Demonstration } from './demonstration/seed-demonstration.ts'
import { closeElection } from './lifecycle/close-election.ts'
import { noteCodesReceived } from './lifecycle/codes-received.ts'
import { commitFinalIssuance } from './lifecycle/final-issuance.ts'
import { IssuedCounts, listElections } from './lifecycle/list-elections.ts'
import type { AdminPorts } from './ports.ts'

const credentials = { username: 'urna', password: 'for-tests-only' }
const secret = randomBytes(32)
let directory: string
let engine: Engine
let first: Process
let second: Process
let demonstration: Demonstration
let election: ElectionState
let now = new Date('2026-05-01T12:00:00Z')

/** One server process with the roles of the registrar and of the office, over the shared engine. */
interface Process {
  readonly origin: string
  readonly ports: AdminPorts
  close(): Promise<void>
}

async function startProcess(): Promise<Process> {
  const couch = openCouch({
    url: engine.url.replace('://', `://${credentials.username}:${credentials.password}@`),
  })
  const ports = await openOffice(couch)
  const app = express().use(registrarRoutes(ports))
  app.use(
    problemHandler((error) => {
      throw error
    }),
  )
  const server: Server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const close = async (): Promise<void> => {
    await new Promise((resolve) => server.close(resolve))
    await ports.elections.close()
    await couch.close()
  }
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ports, close }
}

async function openOffice(couch: Couch): Promise<AdminPorts & { elections: PublishedElections }> {
  const control = await openControl(couch)
  const elections = new PublishedElections(couch, pino({ level: 'silent' }))
  await elections.start()
  const keystore = new StoredKeystore(control, secret)
  const vault = new Vault(secret)
  return {
    ...{ couch, keystore, vault, elections },
    clock: () => now,
    random: randomBytes,
    origin: 'https://vote.example',
  }
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-office-'))
  engine = await startEngine({ directory, credentials })
  first = await startProcess()
  demonstration = await seedDemonstration(first.ports)
  await noteCodesReceived(first.ports, demonstration.election)
  second = await startProcess()
  election = await second.ports.elections.whenKnown('demo', AbortSignal.timeout(10_000))
  now = new Date('2026-05-01T13:00:00Z')
})
afterAll(async () => {
  await first.close()
  await second.close()
  await engine.close()
  await rm(directory, { recursive: true })
})

function code(nth: number): string {
  return demonstration.codes?.[nth] ?? ''
}

describe('registrars of two processes over the embedded engine', () => {
  it('sign exactly one of twenty different requests for one code', async () => {
    const blinded = (): string => Buffer.concat([Buffer.of(1), randomBytes(255)]).toString('base64url')
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, nth) => {
        const { origin } = nth % 2 === 0 ? first : second
        return askCredential(origin, election, code(0), { group: 'all', blindedMessage: blinded() })
      }),
    )
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
  })

  it('give a voter one and the same credential, whichever is asked', async () => {
    const request = await blindRequest(election, 'all')
    const answer = await askCredential(first.origin, election, code(1), request)
    await checkAnswer(election, request, answer)
    expect(await askCredential(second.origin, election, code(1), request)).toEqual(answer)
  })
})

describe('the office over the embedded engine', () => {
  it('counts what both processes gave out, and closes', async () => {
    const counts = new IssuedCounts()
    expect(await seedDemonstration(second.ports)).toMatchObject({ codes: undefined, remaining: 8 })
    expect(await listElections(second.ports, counts)).toMatchObject([
      { election: 'demo', issued: { all: 2 } },
    ])
    await closeElection(second.ports, 'demo', '2026-05-01T13:00:00Z')
    const closed = (): string | undefined => first.ports.elections.get('demo')?.schedule.closes
    await expect.poll(closed).toBe('2026-05-01T13:00:00Z')
    const late = await askCredential(first.origin, election, code(2), await blindRequest(election, 'all'))
    expect(late).toMatchObject({ status: 403, code: 'late' })
    await commitFinalIssuance(first.ports, 'demo')
    const stored = await first.ports.couch.database('election-demo').read('issuance:demo:main')
    expect(stored?.['body']).toMatchObject({ issued: { all: 2 }, rollSize: { all: 10 }, final: true })
  })

  it('keeps everything over a restart', async () => {
    const third = await startProcess()
    expect(await seedDemonstration(third.ports)).toMatchObject({ election: 'demo-2', remaining: 10 })
    await third.close()
  })
})
