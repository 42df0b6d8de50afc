import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { amendmentId } from '#protocol/formats/amendment'
import { issuanceId } from '#protocol/formats/issuance'
import { manifestId } from '#protocol/formats/manifest'
import type { Couch, StoredDoc } from '../../couch/couch.ts'
import { CouchError, openCouch } from '../../couch/couch.ts'
import { electionDatabase, openControl, registryDatabase } from '../../elections/elections.ts'
import { StoredKeystore } from '../../keys/stored-keystore.ts'
import { Vault } from '../../keys/vault.ts'
import { makeOffice } from '../../testing/admin-fixture.ts'
import type { AdminPorts } from '../ports.ts'
import { closeElection } from './close-election.ts'
import { createElection } from './create-election.ts'
import { openElection } from './open-election.ts'

/** Addresses of the nodes of one cluster, with commas between. */
const urls = (process.env['COUCHDB_CLUSTER'] ?? '').split(',').filter((url) => url !== '')
const RACES = 10
const prefix = `race-${randomBytes(4).toString('hex')}`

describe.skipIf(urls.length < 2)('two officers at two nodes of a cluster', () => {
  const secret = randomBytes(32)
  let nodes: { readonly couch: Couch; readonly ports: AdminPorts }[]
  let now = new Date('2026-05-01T08:00:00Z')

  beforeAll(async () => {
    const { elections, random } = await makeOffice()
    nodes = await Promise.all(
      urls.map(async (url, index) => {
        const couch = openCouch({ url })
        const keystore = new StoredKeystore(await openControl(couch), secret)
        // Each would write another manifest: another address, another moment.
        const origin = `https://node-${index}.example`
        const clock = (): Date => new Date(now.getTime() + 1000 * index)
        return {
          couch,
          ports: { couch, keystore, vault: new Vault(secret), elections, clock, random, origin },
        }
      }),
    )
  })
  afterAll(async () => {
    const [first] = nodes
    for (let n = 0; n < RACES; n++) {
      await first?.couch.deleteDatabase(electionDatabase(`${prefix}-${n}`))
      await first?.couch.deleteDatabase(registryDatabase(`${prefix}-${n}`))
    }
    await Promise.all(nodes.map(({ couch }) => couch.close()))
  })

  /** Asks at every node at once, and again where nobody could say whether it worked. */
  function race<T>(task: (ports: AdminPorts, node: number) => Promise<T>): Promise<T[]> {
    return Promise.all(
      nodes.map(async ({ ports }, node) => {
        for (let attempt = 0; ; attempt++) {
          try {
            return await task(ports, node)
          } catch (error) {
            if (!(error instanceof CouchError) || attempt > 5) throw error
          }
        }
      }),
    )
  }

  /** Every leaf of a public document, by every node, and what control says. */
  async function contents(election: string, id: string): Promise<Set<string>> {
    const decided = await Promise.all(nodes.map(async ({ couch }) => (await openControl(couch)).read(id)))
    const leaves = await Promise.all(
      nodes.map(({ couch }) => couch.database(electionDatabase(election)).leaves(id)),
    )
    return new Set([...decided, ...leaves.flat()].map(contentOf))
  }

  it(`are told the same, ${RACES} times, and no document says two things`, async () => {
    const [first] = nodes
    for (let n = 0; n < RACES; n++) {
      now = new Date('2026-05-01T08:00:00Z')
      const election = `${prefix}-${n}`
      if (first) await createElection(first.ports, definition(election))
      const opened = await race((ports) => openElection(ports, election, { all: 3 }))
      expect(
        new Set(opened.map(({ manifestHash, codes }) => JSON.stringify([manifestHash, codes]))).size,
      ).toBe(1)
      now = new Date('2026-05-01T12:00:00Z')
      const closed = await race((ports, node) =>
        closeElection(ports, election, `2026-05-01T1${4 + node}:00:00Z`),
      )
      expect(new Set(closed.map((each) => JSON.stringify(each))).size).toBe(1)
      for (const id of [manifestId(election), issuanceId(election, 'main'), amendmentId(election, 1)])
        expect((await contents(election, id)).size).toBe(1)
      expect((await contents(election, amendmentId(election, 2))).has('undefined')).toBe(true)
    }
  }, 300_000)
})

function contentOf(stored: StoredDoc | undefined): string {
  if (!stored) return 'undefined'
  const { _rev, ...content } = stored
  return JSON.stringify(Object.entries(content).sort())
}

function definition(election: string): object {
  const options = ['ada', 'bob'].map((id) => ({ id, title: id }))
  const contests = [{ id: 'chair', title: 'Chair', method: 'plurality', options }]
  return {
    election,
    title: 'Race',
    closes: '2026-05-02T08:00:00Z',
    acceptUntil: '2026-05-02T09:00:00Z',
    contests,
  }
}
