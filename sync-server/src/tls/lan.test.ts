import { randomBytes, X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import type { NetworkInterfaceInfo } from 'node:os'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkServerIdentity } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listenSecurely, portOf, stopListening } from '../http/listen.ts'
import { readAuthority } from './authority-file.ts'
import { drawKeys, issueServer, keyPem, toPem } from './certificates.ts'
import type { Lan, LanOptions, Machine } from './lan.ts'
import { openLan } from './lan.ts'

const DAY_MS = 24 * 3600 * 1000
const unixOnly = it.skipIf(process.platform === 'win32')
let directory: string
let address: string | undefined
let now: Date

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-lan-'))
  address = '192.168.1.20'
  // OpenSSL looks at the real clock.
  now = new Date()
})
afterEach(() => rm(directory, { recursive: true }))

const machine: Machine = {
  hostname: () => 'Desk.fritz.box',
  interfaces: () =>
    address === undefined
      ? {}
      : { wlan0: [{ address, family: 'IPv4', internal: false } as NetworkInterfaceInfo] },
}
const surroundings = { clock: () => now, random: randomBytes }

function open(options: Partial<LanOptions> = {}): Promise<Lan> {
  const all = { host: '0.0.0.0', dataDirectory: directory, origin: undefined, ...options }
  return openLan(all, machine, surroundings)
}

/** What a client that calls the server `name`, and trusts `authority` alone, gets from it. */
async function ask(
  pair: { cert: string; key: string },
  authority: X509Certificate,
  name: string,
): Promise<string> {
  const server = await listenSecurely(
    (_, response) => response.end('Urna'),
    { host: '127.0.0.1', port: 0 },
    pair,
  )
  try {
    return await new Promise((resolve, reject) => {
      const options = {
        ...{ host: '127.0.0.1', port: portOf(server), ca: authority.toString() },
        checkServerIdentity: (_: string, certificate: Parameters<typeof checkServerIdentity>[1]) =>
          checkServerIdentity(name, certificate),
      }
      get(options, (response) => void response.setEncoding('utf8').on('data', resolve)).on('error', reject)
    })
  } finally {
    await stopListening(server, 0)
  }
}

describe('a server in a local network', () => {
  it.each(['192.168.1.20', 'desk.local', 'localhost', '127.0.0.1'])(
    'is trusted as %s by whoever trusts its authority',
    async (name) => {
      const lan = await open()
      expect(await ask(await lan.identity.current(), lan.authority, name)).toBe('Urna')
    },
  )

  it('is not trusted under another name, nor by whoever trusts another authority', async () => {
    const lan = await open()
    const pair = await lan.identity.current()
    await expect(ask(pair, lan.authority, 'bank.example')).rejects.toThrow(/altnames/)
    const other = await open({ dataDirectory: join(directory, 'other') })
    await expect(ask(pair, other.authority, 'desk.local')).rejects.toThrow(/certificate/)
  })

  it('takes the name that it was given, and leads phones there', async () => {
    const lan = await open({ origin: 'https://vote.example.org' })
    expect(lan.host).toBe('vote.example.org')
    expect(await ask(await lan.identity.current(), lan.authority, 'vote.example.org')).toBe('Urna')
  })

  it('leads phones to the network’s address, and says so when there is none', async () => {
    expect((await open()).host).toBe('192.168.1.20')
    address = undefined
    await expect(open()).rejects.toThrow('in no network')
  })
})

describe('the authority', () => {
  it('cannot be used against a site of the internet, not even by who has its key', async () => {
    const lan = await open()
    const signer = await readAuthority(join(directory, 'tls', 'authority.pem'))
    const keys = await drawKeys()
    const forged = await issueServer(
      {
        commonName: 'bank.example',
        serial: randomBytes(16),
        notBefore: now,
        notAfter: new Date(now.getTime() + DAY_MS),
      },
      { hosts: ['bank.example'], addresses: [] },
      signer,
      keys.publicKey,
    )
    await expect(
      ask({ cert: toPem(forged), key: keyPem(keys.privateKey) }, lan.authority, 'bank.example'),
    ).rejects.toThrow(/permitted subtree violation/)
  })

  it('stays the same at the next start, and when the router gives out other addresses', async () => {
    const first = await open()
    const pair = await first.identity.current()
    expect(await first.identity.current()).toBe(pair)
    address = '10.0.0.7'
    const moved = await first.identity.current()
    expect(moved).not.toBe(pair)
    expect(await ask(moved, first.authority, '10.0.0.7')).toBe('Urna')
    expect((await open()).authority.fingerprint256).toBe(first.authority.fingerprint256)
  })

  it('is made anew when it is about to run out, or cannot vouch for a new name', async () => {
    const first = await open()
    const other = await open({ origin: 'https://vote.example.org' })
    expect(other.authority.fingerprint256).not.toBe(first.authority.fingerprint256)
    now = new Date(now.getTime() + 3500 * DAY_MS)
    expect((await open()).authority.fingerprint256).not.toBe(other.authority.fingerprint256)
  })

  unixOnly('can be read by its owner only, and is refused when others can', async () => {
    await open()
    const path = join(directory, 'tls', 'authority.pem')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await chmod(path, 0o644)
    await expect(open()).rejects.toThrow(/can be read by other users/)
  })

  it('is not thrown away when its file holds something else', async () => {
    await open()
    const path = join(directory, 'tls', 'authority.pem')
    await writeFile(path, 'notes', { mode: 0o600 })
    await expect(open()).rejects.toThrow(/must hold a private key and its certificate/)
    expect(await readFile(path, 'utf8')).toBe('notes')
  })
})

describe('the certificate of the server', () => {
  it('is good for no more than phones accept, and is renewed in time', async () => {
    const lan = await open()
    const first = await lan.identity.current()
    const { validFrom, validTo } = new X509Certificate(first.cert)
    expect((Date.parse(validTo) - Date.parse(validFrom)) / DAY_MS).toBeLessThanOrEqual(825)
    now = new Date(Date.parse(validTo) - 29 * DAY_MS)
    const second = await lan.identity.current()
    expect(Date.parse(new X509Certificate(second.cert).validTo)).toBeGreaterThan(Date.parse(validTo))
  })

  it('has a serial number that DER can hold, whatever is drawn', async () => {
    const lan = await open()
    for (const first of [0x00, 0x7f, 0x80, 0xff]) {
      const fixed = { clock: () => now, random: () => Uint8Array.of(first, ...new Uint8Array(15)) }
      const again = await openLan(
        { host: '0.0.0.0', dataDirectory: directory, origin: undefined },
        machine,
        fixed,
      )
      expect(await ask(await again.identity.current(), lan.authority, 'desk.local')).toBe('Urna')
    }
  })
})
