import { beforeAll, expect, test } from 'vitest'
import { fromBase64url, toBase64url } from '#protocol/bytes'
import { checkCredential } from '#protocol/formats/credential'
import { BOARD, CODE, OTHER_CODE } from '../testing/board-election.ts'
import { joinedPhone, killPhone, openPhone } from '../testing/board-phone.ts'
import { problem } from '../testing/answers.ts'
import { readDisk } from '../testing/disk.ts'
import { FakeServer } from '../testing/fake-server.ts'
import type { Intercept } from '../testing/fake-server.ts'
import { openSecondTab } from '../testing/second-tab.ts'
import type { TestElection } from '../testing/test-election.ts'
import { ELSEWHERE, makeTestElection } from '../testing/test-election.ts'
import { freshDatabaseName, testEnvironment } from '../testing/test-phone.ts'

let election: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

/** The server gives the answer, and the network loses it, so many times. */
function losingAnswers(times: number): Intercept {
  let left = times
  return async ({ url }, serve) => {
    const answer = await serve()
    if (url.pathname.endsWith('/credentials') && left-- > 0) throw new TypeError('Failed to fetch')
    return answer
  }
}

test('key, blinding and code are on the disk before the request that spends the code leaves', async () => {
  const server = new FakeServer(election, [CODE])
  const databaseName = freshDatabaseName()
  const seen: unknown[] = []
  server.intercept = async ({ url, body }, serve) => {
    if (url.pathname.endsWith('/credentials')) {
      const [stored] = await readDisk(databaseName, 'credentials')
      const { blindedMessage } = body as { blindedMessage: string }
      seen.push({ ...stored, sent: blindedMessage })
    }
    return serve()
  }
  await joinedPhone(server, { databaseName })
  expect(seen).toHaveLength(1)
  const [stored] = seen as [
    Record<string, unknown> & { requests: { blindedMessage: string }[]; sent: string },
  ]
  expect(stored.state).toBe('pending')
  expect(stored.requests[0]?.blindedMessage).toBe(stored.sent)
  expect(fromBase64url(stored['seed'] as string)).toHaveLength(12 + 32 + 16)
  expect(stored['code']).toEqual(expect.any(String))
})

test('a lost answer costs nothing: the same blinded message is sent again and gives the credential', async () => {
  const server = new FakeServer(election, [CODE])
  server.intercept = losingAnswers(1)
  const databaseName = freshDatabaseName()
  const phone = await openPhone(server, { databaseName })
  await phone.preview(BOARD, election.manifestHash)
  await expect(phone.join(BOARD, CODE)).rejects.toMatchObject({ code: 'offline' })
  expect(phone.elections.value).toMatchObject([{ joined: 'pending' }])
  await expect(phone.join(BOARD, CODE)).resolves.toMatchObject({ joined: 'joined', group: 'all' })
  const [first, second, ...others] = server.registrars.blindedMessages
  expect(others).toEqual([])
  expect(second).toBe(first)
  const [stored] = await readDisk(databaseName, 'credentials')
  const { group, key, signatures } = stored as never
  await checkCredential({ group, key, signatures }, election.manifest.body, election.manifestHash)
})

test('a browser killed while it waited goes on at the next start, without the code', async () => {
  const server = new FakeServer(election, [CODE])
  server.intercept = losingAnswers(1)
  const databaseName = freshDatabaseName()
  const phone = await openPhone(server, { databaseName })
  await phone.preview(BOARD, election.manifestHash)
  await expect(phone.join(BOARD, CODE)).rejects.toMatchObject({ code: 'offline' })
  await killPhone(phone)
  const again = await openPhone(server, { databaseName })
  await again.resumeJoins()
  expect(again.elections.value).toMatchObject([{ joined: 'joined' }])
  expect(new Set(server.registrars.blindedMessages).size).toBe(1)
})

test('what ties the voter to the ballot key is forgotten once the credential is there', async () => {
  const server = new FakeServer(election, [CODE])
  const databaseName = freshDatabaseName()
  await joinedPhone(server, { databaseName })
  const [stored] = await readDisk(databaseName, 'credentials')
  expect(stored).toMatchObject({ state: 'joined', requests: [] })
  expect(stored).not.toHaveProperty('code')
})

test('neither the seed nor the code is on the disk in the clear, and no script can read the wrapping key', async () => {
  const server = new FakeServer(election, [CODE])
  server.intercept = losingAnswers(9)
  const databaseName = freshDatabaseName()
  const phone = await openPhone(server, { databaseName })
  await phone.preview(BOARD, undefined)
  await expect(phone.join(BOARD, CODE)).rejects.toThrow()
  const disk = JSON.stringify(await readDisk(databaseName, 'credentials'))
  expect(disk).not.toContain(CODE.replaceAll('-', ''))
  expect(disk).not.toContain(toBase64url(new TextEncoder().encode(CODE.replaceAll('-', ''))))
  const key = await readWrappingKey(databaseName)
  expect(key.extractable).toBe(false)
  await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
})

test('two tabs that join at once draw one key', async () => {
  const server = new FakeServer(election, [CODE])
  const environment = testEnvironment(server)
  const phone = await openPhone(server, environment)
  const tab = await openSecondTab(environment)
  await phone.preview(BOARD, election.manifestHash)
  await tab.phone.preview(BOARD, election.manifestHash)
  await Promise.all([phone.join(BOARD, CODE), tab.phone.join(BOARD, CODE)])
  expect(server.registrars.blindedMessages).toHaveLength(1)
  tab.kill()
})

test('a code that another phone has used says so, and another code then works', async () => {
  const server = new FakeServer(election, [CODE, OTHER_CODE])
  await joinedPhone(server)
  const late = await openPhone(server)
  await late.preview(BOARD, undefined)
  await expect(late.join(BOARD, CODE)).rejects.toMatchObject({ code: 'already-issued' })
  expect(late.elections.value).toMatchObject([{ joined: 'none' }])
  await expect(late.join(BOARD, OTHER_CODE)).resolves.toMatchObject({ joined: 'joined' })
})

test('a wrong code stores nothing', async () => {
  const server = new FakeServer(election, [CODE])
  const databaseName = freshDatabaseName()
  const phone = await openPhone(server, { databaseName })
  await phone.preview(BOARD, undefined)
  for (const code of [OTHER_CODE, '', ' – '])
    await expect(phone.join(BOARD, code)).rejects.toMatchObject({ code: 'unknown-code' })
  expect(await readDisk(databaseName, 'credentials')).toEqual([])
})

test.each([
  [429, 'throttled', 'throttled'],
  [503, 'unavailable', 'offline'],
  [403, 'late', 'late'],
])('a registrar that answers %i %s means %s', async (status, code, expected) => {
  const server = new FakeServer(election, [CODE])
  server.intercept = ({ url }, serve) =>
    url.pathname.endsWith('/credentials') ? Promise.resolve(problem(status, code)) : serve()
  const phone = await openPhone(server)
  await phone.preview(BOARD, undefined)
  await expect(phone.join(BOARD, CODE)).rejects.toMatchObject({ code: expected })
})

test('an answer that is not a signature over the blinded message is no credential', async () => {
  const server = new FakeServer(election, [CODE])
  server.intercept = async ({ url }, serve) => {
    if (!url.pathname.endsWith('/credentials')) return serve()
    return Response.json({ blindSignature: toBase64url(new Uint8Array(256).fill(7)) })
  }
  const phone = await openPhone(server)
  await phone.preview(BOARD, undefined)
  await expect(phone.join(BOARD, CODE)).rejects.toMatchObject({ code: 'unexpected' })
  expect(phone.elections.value).toMatchObject([{ joined: 'pending' }])
})

test('when one of three registrars is away the third takes its place, with a blinding of its own', async () => {
  const three = await makeTestElection('trio-2026', { registrars: ['east', 'north', 'west'] })
  const server = new FakeServer(three, [CODE])
  server.intercept = ({ url }, serve) => {
    if (url.pathname.includes('/north/')) throw new TypeError('Failed to fetch')
    expect(url.origin === ELSEWHERE).toBe(url.pathname.includes('/west/'))
    return serve()
  }
  const databaseName = freshDatabaseName()
  const phone = await openPhone(server, { databaseName })
  await phone.preview('trio-2026', three.manifestHash)
  await phone.join('trio-2026', CODE)
  const [stored] = await readDisk(databaseName, 'credentials')
  const { group, key, signatures } = stored as never as { group: string; key: string; signatures: [] }
  expect(signatures).toMatchObject([{ registrar: 'east' }, { registrar: 'west' }])
  await checkCredential({ group, key, signatures }, three.manifest.body, three.manifestHash)
  expect(new Set(server.registrars.blindedMessages).size).toBe(2)
})

test('a join link of another manifest is refused', async () => {
  const other = await makeTestElection(BOARD)
  const phone = await openPhone(new FakeServer(election, [CODE]))
  await expect(phone.preview(BOARD, other.manifestHash)).rejects.toMatchObject({ code: 'wrong-manifest' })
  expect(phone.elections.value).toEqual([])
})

test('no request carries a cookie', async () => {
  const server = new FakeServer(election, [CODE])
  await joinedPhone(server)
  expect(server.requests.length).toBeGreaterThan(2)
  for (const { init } of server.requests)
    expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' })
})

async function readWrappingKey(databaseName: string): Promise<CryptoKey> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(`${databaseName}-vault`)
    request.onsuccess = () => resolve(request.result)
  })
  return new Promise((resolve) => {
    const request = database.transaction('keys').objectStore('keys').getAll()
    request.onsuccess = () => resolve(request.result[0] as CryptoKey)
  })
}
