import type { IncomingHttpHeaders } from 'node:http'

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/**
 * Why a request is not for us, or from no page of ours; undefined for one that may pass.
 *
 * A page of anybody's whose name was made to lead to this machine sends its own name as `Host` (DNS rebinding). A page on
 * another port of this machine is another origin and yet the same site, so cookies go with its requests, `SameSite` or
 * not: `Sec-Fetch-Site` and `Origin` tell it apart.
 *
 * @param host what the server was told to listen on; it is a name it may be called by.
 */
export function findForeign(
  method: string,
  headers: IncomingHttpHeaders,
  host: string,
): 'foreign-host' | 'foreign-page' | undefined {
  const address = headers.host?.toLowerCase() ?? ''
  const name = address.replace(/:\d+$/, '')
  if (![...LOOPBACK, host.toLowerCase()].includes(name)) return 'foreign-host'
  const isSafe = method === 'GET' || method === 'HEAD'
  const site = headers['sec-fetch-site']
  // Opening a page from elsewhere is harmless: whoever sent the officer here sees nothing of it.
  const isOpened = isSafe && headers['sec-fetch-mode'] === 'navigate'
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isOpened) return 'foreign-page'
  const { origin } = headers
  if (origin !== undefined && originHost(origin) !== address) return 'foreign-page'
  return undefined
}

/** `Origin: null` of a sandboxed page is nobody's. */
function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
