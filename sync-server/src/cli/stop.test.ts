import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ElectionFixture } from '../testing/election-fixture.ts'
import { makeBallot } from '../testing/election-fixture.ts'
import { prepareElection } from '../testing/prepared-election.ts'
import { UrnaProcess } from '../testing/urna-process.ts'

const CONNECTIONS = 16
const BEFORE_THE_SIGNAL = 40

let directory: string
let fixture: ElectionFixture

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-stop-'))
  fixture = await prepareElection(directory, 'stopped')
})
afterEach(() => rm(directory, { recursive: true, force: true }))

/** Pushes ballots one after another, over many connections, until the server answers no more. */
class Load {
  readonly acknowledged: string[] = []
  /** Answers that broke off: their ballots were on their way when the server was told to stop. */
  broken = 0
  readonly #origin: string
  readonly #onAcknowledged: (count: number) => void

  constructor(origin: string, onAcknowledged: (count: number) => void) {
    this.#origin = origin
    this.#onAcknowledged = onAcknowledged
  }

  async run(): Promise<void> {
    await Promise.all(Array.from({ length: CONNECTIONS }, () => this.#connection()))
  }

  async #connection(): Promise<void> {
    for (;;) {
      const ballot = makeBallot(fixture, { votes: { chair: ['ada'] } })
      const response = await this.#push(ballot).catch(() => undefined)
      // Nothing listens any more: that is an answer too. A 503 is one as well, and the phone comes again later.
      if (response?.status !== 201) return
      const rows = (await response.json().catch(() => undefined)) as { ok?: boolean }[] | undefined
      if (!rows) this.broken++
      else if (rows[0]?.ok) this.acknowledged.push(ballot._id)
      this.#onAcknowledged(this.acknowledged.length)
    }
  }

  #push(ballot: object): Promise<Response> {
    const body = JSON.stringify({ docs: [ballot] })
    return fetch(`${this.#origin}/sync/stopped/_bulk_docs`, { method: 'POST', body })
  }
}

async function statusOf(origin: string, id: string): Promise<string> {
  const response = await fetch(`${origin}/api/elections/stopped/ballots/${id.slice('ballot:'.length)}`)
  return ((await response.json()) as { status: string }).status
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  '%s under load stops with 0, and every ballot that was acknowledged is there afterwards',
  async (signal) => {
    const server = UrnaProcess.serve(directory)
    const load = new Load(await server.origin(), (count) => {
      if (count === BEFORE_THE_SIGNAL) server.process.kill(signal)
    })
    await load.run()
    expect(await server.ended).toBe(0)
    expect(server.stdout).toContain('Stopped. Everything is kept in')
    expect(server.stderr).toBe('')
    expect(load.acknowledged.length).toBeGreaterThanOrEqual(BEFORE_THE_SIGNAL)
    expect(load.broken).toBe(0)

    const again = UrnaProcess.serve(directory)
    const origin = await again.origin()
    const statuses = await Promise.all(load.acknowledged.map((id) => statusOf(origin, id)))
    expect(statuses.filter((status) => status === 'unknown')).toEqual([])
    await again.stop()
  },
)

it('a second signal ends a server that is stopping at once', async () => {
  const server = UrnaProcess.serve(directory)
  const origin = await server.origin()
  // A request that never ends is what a graceful stop waits for.
  const { hostname, port } = new URL(origin)
  const { connect } = await import('node:net')
  const held = connect(Number(port), hostname)
  held.on('error', () => undefined)
  held.write('POST /sync/stopped/_bulk_docs HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{')
  server.process.kill('SIGTERM')
  await server.printed(/Stopping/)
  const repeat = setInterval(() => server.process.kill('SIGTERM'), 100)
  expect(await server.ended).toBe(130)
  clearInterval(repeat)
  held.destroy()
  expect(server.stdout).not.toContain('Stopped.')
})
