import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../config.ts'
import { loadConfig } from '../config.ts'
import { drawKeys, issueAuthority, issueServer, keyPem, toPem } from './certificates.ts'
import type { Edge } from './edge.ts'
import { openEdge } from './edge.ts'

const DAY_MS = 24 * 3600 * 1000
let directory: string
let edge: Edge | undefined
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-edge-'))
})
afterEach(async () => {
  await edge?.close(0)
  edge = undefined
  await rm(directory, { recursive: true })
})

async function open(...flags: string[]): Promise<Edge> {
  const config: Config = loadConfig({ URNA_DATA: directory, PORT: '0', HOST: '127.0.0.1' }, flags, directory)
  edge = await openEdge(config, (_, response) => response.end('Urna'), {
    clock: () => new Date(),
    random: randomBytes,
    onRenewError: (error) => expect.unreachable(String(error)),
  })
  return edge
}

function ask(port: number, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: 'localhost', port, ca }
    get(options, (response) => void response.setEncoding('utf8').on('data', resolve)).on('error', reject)
  })
}

describe('where the server meets the world', () => {
  it('is plain HTTP on loopback without a certificate', async () => {
    const { origin, port, trust } = await open()
    expect({ origin, trust }).toEqual({ origin: `http://localhost:${port}`, trust: undefined })
    expect(await (await fetch(origin)).text()).toBe('Urna')
  })

  it('is HTTPS with the certificate of somebody else, and vouches for nothing itself', async () => {
    const ca = await writeCertificate()
    const { port, origin, trust } = await open(
      ...['--tls-cert', 'full.pem', '--tls-key', 'key.pem', '--origin', 'https://vote.example'],
    )
    expect({ origin, trust }).toEqual({ origin: 'https://vote.example', trust: undefined })
    expect(await ask(port, ca)).toBe('Urna')
  })

  it('is HTTPS with its own, and a page beside it that says how to trust it', async () => {
    const { origin, trust, port } = await open('--lan', '--install-port', '0')
    expect(origin).toBe(`https://127.0.0.1:${port}`)
    const page = await (await fetch(trust?.installPage ?? '')).text()
    expect(page).toContain(trust?.fingerprint)
    expect(page).toContain(`href="${origin}/"`)
  })

  it('lets go of its port when the page’s is taken', async () => {
    const free = await open()
    await free.close(0)
    const other = await open('--lan', '--install-port', '0')
    const taken = new URL(other.trust?.installPage ?? '').port
    const ports = ['--port', String(free.port), '--install-port', taken]
    await expect(open('--lan', ...ports)).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await other.close(0)
    expect((await open('--port', String(free.port))).port).toBe(free.port)
  })
})

/** @returns the authority, in PEM. */
async function writeCertificate(): Promise<string> {
  const now = Date.now()
  const particulars = {
    ...{ commonName: 'localhost', serial: randomBytes(16) },
    ...{ notBefore: new Date(now - DAY_MS), notAfter: new Date(now + DAY_MS) },
  }
  const limits = { domains: ['localhost'], networks: [] }
  const authority = await issueAuthority({ ...particulars, commonName: 'Test' }, limits, await drawKeys())
  const { publicKey, privateKey } = await drawKeys()
  const names = { hosts: ['localhost'], addresses: [] }
  const certificate = await issueServer(particulars, names, authority, publicKey)
  await writeFile(join(directory, 'full.pem'), toPem(certificate))
  await writeFile(join(directory, 'key.pem'), keyPem(privateKey))
  return toPem(authority.certificate)
}
