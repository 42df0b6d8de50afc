import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toBase64url } from '#protocol/bytes'
import { leafHashOf } from '#protocol/formats/ballot'
import { checkTlogProof, parseTlogProof } from '#protocol/log/tlog-proof'
import { makeBallot, makeElection, voterSeed } from '../testing/election-fixture.ts'
import { GatewayFixture } from '../testing/gateway-fixture.ts'
import { publishLog } from '../testing/publish-log.ts'

const fixture = makeElection()
const ballots = [1, 2, 3, 4, 5].map((voter) => makeBallot(fixture, { seed: voterSeed(voter) }))

let server: GatewayFixture
beforeAll(async () => {
  server = await GatewayFixture.start(fixture, new Date('2026-05-01T12:00:00Z'))
  await publishLog(server, fixture, [ballots])
})
afterAll(() => server.close())

function ask(leafHash: string, query = ''): Promise<Response> {
  return fetch(`${server.origin}/api/elections/${fixture.manifest.body.election}/ballots/${leafHash}${query}`)
}

describe('the proof of a ballot as a file', () => {
  it('is a C2SP tlog-proof that names its ballot and leads to the checkpoint', async () => {
    for (const ballot of ballots) {
      const leafHash = toBase64url(leafHashOf(ballot))
      const response = await ask(leafHash, '?format=tlog-proof')
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
      expect(response.headers.get('content-disposition')).toContain(`${leafHash}.tlog-proof`)
      const text = await response.text()
      expect(parseTlogProof(text).names).toBe(leafHash)
      expect(checkTlogProof(text, leafHash, fixture.manifest.body).size).toBe(5)
    }
  })

  it('is not there for a ballot that no checkpoint covers, and no other format is', async () => {
    const absent = await ask('A'.repeat(43), '?format=tlog-proof')
    expect([absent.status, await absent.json()]).toMatchObject([404, { code: 'not-counted' }])
    const other = await ask('A'.repeat(43), '?format=xml')
    expect([other.status, await other.json()]).toMatchObject([400, { code: 'malformed' }])
    expect(await (await ask('A'.repeat(43))).json()).toEqual({ status: 'unknown' })
  })
})
