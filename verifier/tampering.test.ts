import { describe, expect, it } from 'vitest'
import { ProtocolError } from '#protocol/errors'
import { coop, headerOf } from '../protocol/vectors/material/election.ts'
import { grow, head, honest, honestBatches, publish } from './testing/finished-election.ts'
import { BY_SPELLING, BY_STRANGERS, BY_THE_OFFICE } from './testing/tamperings.ts'
import { tiledElection } from './testing/tiled-election.ts'
import { refutations, toText, verifyText } from './testing/verify-documents.ts'

const documents = publish(honest)

describe('an election as it was', () => {
  it('is verified, to the last ballot', async () => {
    const report = await verifyText(toText(documents))
    expect(report.faults).toEqual([])
    expect(report.checked).toMatchObject({
      amendments: 1,
      issuances: 1,
      checkpoints: 1,
      batches: 3,
      ballots: 14,
    })
    expect(report.count.turnout).toBe(12)
    expect(report.count.contests[0]).toMatchObject({ votes: { ada: 3, bob: 5 }, elected: ['bob'], blank: 4 })
    expect(report.isClosed).toBe(true)
  })

  it('is verified with its tiles', async () => {
    const report = await verifyText(toText(tiledElection()))
    expect([report.faults, report.checked.tiles]).toEqual([[], 1])
  })

  it('is verified before it is closed, and so are checkpoints that somebody kept', async () => {
    const open = documents.filter(({ _id }) => !/^(close|result|head):/.test(_id))
    const kept = [1, 2, 3].map((batches) => head(grow(honestBatches.slice(0, batches))))
    const [manifest, ...rest] = open
    expect(await refutations(toText([...(manifest ? [manifest] : []), ...kept, ...rest]))).toEqual([])
  })

  it('is told from another by the hash of a join link', async () => {
    const asked = verifyText(toText(documents), headerOf(coop).manifest)
    await expect(asked).rejects.toMatchObject({ code: 'wrong-manifest' })
    await expect(asked).rejects.toBeInstanceOf(ProtocolError)
  })
})

describe.each([
  ['without a key of the office', BY_STRANGERS],
  ['with every key of the office, but not the voters’', BY_THE_OFFICE],
  ['by spelling alone', BY_SPELLING],
])('%s', (_by, tamperings) => {
  it.each(tamperings)('whoever $what is refuted', async ({ text, refuted }) => {
    expect(await refutations(text())).toContain(refuted)
  })
})
