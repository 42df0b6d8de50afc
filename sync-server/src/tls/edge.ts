import type { RequestListener } from 'node:http'
import { hostname, networkInterfaces } from 'node:os'
import type { Config } from '../config.ts'
import { listen, listenSecurely, portOf, stopListening } from '../http/listen.ts'
import type { Surroundings } from './authority-file.ts'
import { FileIdentity } from './file-identity.ts'
import type { Identity } from './identity.ts'
import { createInstallSite } from './install-site.ts'
import { keepFresh } from './keep-fresh.ts'
import type { Lan } from './lan.ts'
import { openLan } from './lan.ts'

/** Addresses move, and certificates in files are renewed, without telling us. */
const LOOK_EVERY_MS = 60_000

/** Where the server meets the world. */
export interface Edge {
  /** What voters' browsers call it. */
  readonly origin: string
  readonly port: number
  /** How phones come to trust it, where it vouches for itself. */
  readonly trust: Trust | undefined
  /** Takes no new connection, and lets running requests end for `graceMs`. */
  close(graceMs: number): Promise<void>
}

export interface Trust {
  /** The page, over plain HTTP, that has the authority's certificate and says how to install it. */
  readonly installPage: string
  /** SHA-256 of that certificate, as phones show it. */
  readonly fingerprint: string
}

interface EdgeSurroundings extends Surroundings {
  readonly onRenewError: (error: unknown) => void
}

/**
 * Listens, over HTTPS where `config` has a certificate or asks for one of our own.
 *
 * @throws {TlsError} there is no certificate that can be used.
 * @throws {Error} with the code `EADDRINUSE` or `EACCES`, as node gives it.
 */
export async function openEdge(
  config: Config,
  handler: RequestListener,
  surroundings: EdgeSurroundings,
): Promise<Edge> {
  const { https } = config
  if (!https) return openPlain(config, handler)
  if (https.kind === 'lan') return openForLan({ ...config, ...https }, handler, surroundings)
  const server = await openSecure(config, handler, new FileIdentity(https, surroundings.clock), surroundings)
  return {
    origin: config.origin ?? `https://localhost:${server.port}`,
    port: server.port,
    trust: undefined,
    close: server.close,
  }
}

async function openPlain(config: Config, handler: RequestListener): Promise<Edge> {
  const server = await listen(handler, config)
  const port = portOf(server)
  const origin = config.origin ?? `http://localhost:${port}`
  return { origin, port, trust: undefined, close: (graceMs) => stopListening(server, graceMs) }
}

async function openForLan(
  config: Config & { readonly installPort: number },
  handler: RequestListener,
  surroundings: EdgeSurroundings,
): Promise<Edge> {
  const lan = await openLan(config, { hostname, interfaces: networkInterfaces }, surroundings)
  const server = await openSecure(config, handler, lan.identity, surroundings)
  const origin = config.origin ?? `https://${lan.host}:${server.port}`
  try {
    const page = await openInstallPage(lan, origin, config)
    const trust = { installPage: page.address, fingerprint: lan.authority.fingerprint256 }
    const close = async (graceMs: number): Promise<void> => {
      await Promise.all([server.close(graceMs), page.close(graceMs)])
    }
    return { origin, port: server.port, trust, close }
  } catch (error) {
    await server.close(0)
    throw error
  }
}

async function openInstallPage(
  { host, authority }: Lan,
  origin: string,
  config: { readonly host: string; readonly installPort: number },
): Promise<{ address: string; close: (graceMs: number) => Promise<void> }> {
  const site = { origin, certificate: authority.raw, fingerprint: authority.fingerprint256 }
  const server = await listen(createInstallSite(site), { host: config.host, port: config.installPort })
  const close = (graceMs: number): Promise<void> => stopListening(server, graceMs)
  return { address: `http://${host}:${portOf(server)}/`, close }
}

async function openSecure(
  config: Config,
  handler: RequestListener,
  identity: Identity,
  { onRenewError }: EdgeSurroundings,
): Promise<{ port: number; close: (graceMs: number) => Promise<void> }> {
  const pair = await identity.current()
  const server = await listenSecurely(handler, config, pair)
  const look = keepFresh(server, identity, pair, onRenewError)
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  const close = async (graceMs: number): Promise<void> => {
    clearInterval(timer)
    await stopListening(server, graceMs)
  }
  return { port: portOf(server), close }
}
