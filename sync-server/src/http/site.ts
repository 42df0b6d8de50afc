import express, { Router } from 'express'
import helmet from 'helmet'
import { join } from 'node:path'

const YEAR_MS = 365 * 24 * 3600 * 1000

/**
 * The headers of every answer. Nothing is ever loaded from elsewhere, and no page of ours may be framed. HSTS is left to
 * the proxy that owns the certificate: on plain loopback it would lock people out.
 */
export const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
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
    },
  },
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'no-referrer' },
})

/** The built PWA. Files under `assets/` carry their hash in the name; the others are asked for anew. */
export function siteRoutes(directory: string): Router {
  const router = Router()
  const hashed = { immutable: true, maxAge: YEAR_MS, index: false, redirect: false }
  router.use('/assets', express.static(join(directory, 'assets'), hashed))
  router.use(
    express.static(directory, {
      cacheControl: false,
      setHeaders: (response) => void response.setHeader('cache-control', 'no-cache'),
    }),
  )
  return router
}
