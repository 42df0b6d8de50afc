import type { RequestHandler } from 'express'
import helmet from 'helmet'

const YEAR_SECONDS = 365 * 24 * 3600

/** What a page could be allowed to use and ours never does; those that browsers know, or they would complain. */
const UNUSED_FEATURES = [
  ...[
    'accelerometer',
    'autoplay',
    'camera',
    'display-capture',
    'encrypted-media',
    'fullscreen',
    'geolocation',
  ],
  ...['gyroscope', 'hid', 'idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi', 'payment'],
  ...['picture-in-picture', 'publickey-credentials-get', 'screen-wake-lock', 'serial', 'usb'],
  'xr-spatial-tracking',
]
const PERMISSIONS = UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', ')

/**
 * How voters reach this server: over plain HTTP, over HTTPS with a certificate of its own authority (`local`), or over HTTPS
 * by a name of the internet.
 */
export type Transport = 'plain' | 'local' | 'public'

/**
 * The headers of every answer: those of OWASP's Secure Headers list. `Clear-Site-Data` is the one left out on purpose: it
 * would take ballots that wait on a phone.
 *
 * @param transport only under `public` is the browser told to stay with TLS. It would for every port of the name: on
 *   loopback, and on a machine's name in a local network, that would lock people out of the rest.
 */
export function securityHeaders(transport: Transport): RequestHandler {
  const known = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: contentPolicy(transport !== 'plain') },
    crossOriginEmbedderPolicy: true,
    // Whoever has the certificate of this name need not have one for the names below it.
    strictTransportSecurity: transport === 'public' && { maxAge: YEAR_SECONDS, includeSubDomains: false },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  }) as RequestHandler
  return (request, response, next) => {
    response.setHeader('permissions-policy', PERMISSIONS)
    // Until a route says something else.
    response.setHeader('cache-control', 'no-store')
    known(request, response, next)
  }
}

/** Nothing is ever loaded from elsewhere, nothing inline runs, and no page of ours may be framed. */
function contentPolicy(overTls: boolean): Record<string, string[] | null> {
  return {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'"],
    manifestSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"],
    // Text becomes markup in lit's templates alone, and a script's address in the app's own policy.
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ['lit-html', 'urna'],
    upgradeInsecureRequests: overTls ? [] : null,
  }
}
