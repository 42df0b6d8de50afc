import { beforeAll, expect, test } from 'vitest'
import { readEvidence } from '#protocol/formats/evidence'
import { json } from '../testing/answers.ts'
import { BOARD, CODE, VOTES } from '../testing/board-election.ts'
import { joinedPhone } from '../testing/board-phone.ts'
import { readDisk } from '../testing/disk.ts'
import type { Intercept } from '../testing/fake-server.ts'
import { FakeServer } from '../testing/fake-server.ts'
import type { TestElection } from '../testing/test-election.ts'
import { makeTestElection } from '../testing/test-election.ts'
import { freshDatabaseName, until } from '../testing/test-phone.ts'

let election: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

const asksForProof = (url: URL): boolean => url.pathname.includes('/ballots/')

/** Changes the proof of the first two answers. */
function spoilingProofs(spoil: (proof: Record<string, unknown>) => object, seen: () => void): Intercept {
  let left = 2
  return async ({ url }, serve) => {
    if (!asksForProof(url)) return serve()
    seen()
    const answer = await serve()
    if (left-- <= 0) return answer
    const { proof } = (await answer.json()) as { proof: Record<string, unknown> }
    return json(200, { status: 'counted', proof: spoil(proof) })
  }
}

const forgeries: readonly [string, (proof: Record<string, unknown>) => object][] = [
  ['a wrong hash', (proof) => ({ ...proof, hashes: [election.manifestHash] })],
  ['another index', (proof) => ({ ...proof, index: 1 })],
  [
    'a checkpoint of another size',
    (proof) => ({ ...proof, checkpoint: String(proof['checkpoint']).replace('\n1\n', '\n2\n') }),
  ],
  ['nothing in it', () => ({})],
]

test.each(forgeries)('a proof with %s does not make a ballot counted', async (_name, spoil) => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  const stages: unknown[] = []
  server.intercept = spoilingProofs(spoil, () => stages.push(phone.ballots(BOARD).value[0]?.stage))
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  expect(stages).toEqual(['received', 'received', 'received'])
})

test('the proof is kept with the ballot', async () => {
  const server = new FakeServer(election, [CODE])
  const databaseName = freshDatabaseName()
  const phone = await joinedPhone(server, { databaseName })
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  const [delivery] = await readDisk(databaseName, 'deliveries')
  expect(delivery).toMatchObject({
    stage: 'counted',
    proof: { index: 0, hashes: [] },
    receipt: { body: { gateway: 'gw' } },
  })
})

test('the proof can be taken elsewhere, as a C2SP tlog-proof that names its ballot', async () => {
  const phone = await joinedPhone(new FakeServer(election, [CODE]))
  const { id } = await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  const { checkpoints } = readEvidence((await phone.proof(id)) ?? '', election.manifest.body)
  expect(checkpoints).toMatchObject([{ size: 1 }])
  expect(await phone.proof('ballot:none')).toBeUndefined()
})

test('while the log stands still nobody is asked for ever, and a new checkpoint asks again', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  server.publishing = false
  server.publish()
  const asked = (): number => server.requests.filter(({ url }) => asksForProof(url)).length
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'received')
  while (asked() < 5) await phone.preview(BOARD, undefined)
  for (let round = 0; round < 10; round++) await phone.preview(BOARD, undefined)
  expect(asked()).toBe(5)
  server.publish()
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
})
