import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { drawKeys, issueAuthority, issueServer, keyPem, toPem } from './certificates.ts'
import { FileIdentity } from './file-identity.ts'
import type { KeyPair } from './identity.ts'
import { keepFresh } from './keep-fresh.ts'

const YEAR_MS = 365 * 24 * 3600 * 1000
const now = new Date('2026-05-01T08:00:00Z')
let directory: string
let first: KeyPair
let second: KeyPair

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-tls-'))
  first = await issuePair()
  second = await issuePair()
})
afterAll(() => rm(directory, { recursive: true }))
beforeEach(() => put(first))

async function issuePair(): Promise<KeyPair> {
  const particulars = {
    commonName: 'vote.example',
    serial: randomBytes(16),
    notBefore: now,
    notAfter: new Date(now.getTime() + YEAR_MS),
  }
  const authority = await issueAuthority(
    particulars,
    { domains: ['vote.example'], networks: [] },
    await drawKeys(),
  )
  const { publicKey, privateKey } = await drawKeys()
  const names = { hosts: ['vote.example'], addresses: [] }
  return {
    cert: toPem(await issueServer(particulars, names, authority, publicKey)),
    key: keyPem(privateKey),
  }
}

const files = (): KeyPair => ({ cert: join(directory, 'full.pem'), key: join(directory, 'key.pem') })

async function put({ cert, key }: Partial<KeyPair>): Promise<void> {
  if (cert !== undefined) await writeFile(files().cert, cert)
  if (key !== undefined) await writeFile(files().key, key)
}

describe('a certificate in files', () => {
  it('is served as it is, until the files change', async () => {
    const identity = new FileIdentity(files(), () => now)
    const pair = await identity.current()
    expect(pair).toEqual(first)
    expect(await identity.current()).toBe(pair)
    await put(second)
    expect(await identity.current()).toEqual(second)
  })

  it('is taken up by a running server, and kept while what follows cannot be used', async () => {
    const identity = new FileIdentity(files(), () => now)
    const served: KeyPair[] = []
    const errors: string[] = []
    const server = { setSecureContext: (pair: unknown) => void served.push(pair as KeyPair) }
    const look = keepFresh(
      server,
      identity,
      await identity.current(),
      (error) => void errors.push(String(error)),
    )
    await look()
    expect(served).toEqual([])
    await put({ cert: second.cert })
    await look()
    expect([served, errors]).toEqual([[], [expect.stringContaining('is not the key of the certificate')]])
    await put({ key: second.key })
    await look()
    expect(served).toEqual([second])
  })

  it.each<[string, () => Promise<void>, RegExp]>([
    ['a missing file', () => rm(files().key), /key\.pem cannot be read \(ENOENT\)/],
    ['no certificate', () => put({ cert: 'hello' }), /full\.pem must hold a certificate in PEM/],
    ['no key', () => put({ key: 'hello' }), /key\.pem must hold a private key/],
    ['the key of another', () => put({ key: second.key }), /is not the key of the certificate/],
  ])('is refused in one line: %s', async (_what, spoil, line) => {
    await spoil()
    await expect(new FileIdentity(files(), () => now).current()).rejects.toThrow(line)
  })

  it('is refused once it has expired', async () => {
    const later = new Date(now.getTime() + YEAR_MS + 1)
    await expect(new FileIdentity(files(), () => later).current()).rejects.toThrow(/expired on/)
  })
})
