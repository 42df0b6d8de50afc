import express from 'express'
import type { Express } from 'express'
import { securityHeaders } from '../http/headers.ts'
import { renderInstallPage, STYLES } from './install-page.ts'

export interface InstallSite {
  /** Where the phone goes on afterwards. */
  readonly origin: string
  /** The authority's certificate in DER. */
  readonly certificate: Uint8Array
  /** As phones show it: SHA-256 in hex with colons. */
  readonly fingerprint: string
}

/**
 * What a phone can get without a certificate that it trusts: the authority's certificate, how to install it, and the way
 * to the real address. Nothing of an election is ever served here.
 */
export function createInstallSite(site: InstallSite): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(securityHeaders('plain'))
  app.use((_request, response, next) => {
    // Browsers heed it on secure pages alone, and complain of it on this one.
    response.removeHeader('cross-origin-opener-policy')
    next()
  })
  app.get('/', (_request, response) => {
    response.type('html').send(renderInstallPage(site))
  })
  app.get('/install.css', (_request, response) => {
    response.type('css').send(STYLES)
  })
  app.get('/urna-authority.crt', (_request, response) => {
    response
      .set('content-disposition', 'attachment; filename="urna-authority.crt"')
      .type('application/x-x509-ca-cert')
      .send(Buffer.from(site.certificate))
  })
  app.use(({ originalUrl }, response) => {
    // A request may name a whole address of its own instead of a path.
    response.redirect(308, site.origin + (originalUrl.startsWith('/') ? originalUrl : '/'))
  })
  return app
}
