import type { ServerResponse } from 'node:http'
import { Router } from 'express'
import type { ExpressStaticGzipOptions } from 'express-static-gzip'
import expressStaticGzip from 'express-static-gzip'
import { join } from 'node:path'

const HASHED = 'public, max-age=31536000, immutable'
const ASKED_ANEW = 'no-cache'

/**
 * The built PWA, as brotli where the build laid that beside a file. Files under `assets/` carry their hash in the name; the
 * others are asked for anew.
 */
export function siteRoutes(directory: string): Router {
  const router = Router()
  router.use('/assets', expressStaticGzip(join(directory, 'assets'), { ...files(HASHED), index: false }))
  router.use(expressStaticGzip(directory, files(ASKED_ANEW)))
  return router
}

/** The library's own rule for caches would give way to the header that every answer has until then. */
function files(cacheControl: string): ExpressStaticGzipOptions {
  const setHeaders = (response: ServerResponse): void =>
    void response.setHeader('cache-control', cacheControl)
  return {
    enableBrotli: true,
    orderPreference: ['br'],
    serveStatic: { cacheControl: false, redirect: false, setHeaders },
  }
}
