import type { ServerResponse } from 'node:http'
import express, { Router } from 'express'
import { join } from 'node:path'

const HASHED = 'public, max-age=31536000, immutable'
const ASKED_ANEW = 'no-cache'

/** The built PWA. Files under `assets/` carry their hash in the name; the others are asked for anew. */
export function siteRoutes(directory: string): Router {
  const router = Router()
  router.use('/assets', express.static(join(directory, 'assets'), { ...files(HASHED), index: false }))
  router.use(express.static(directory, files(ASKED_ANEW)))
  return router
}

/** The library's own rule for caches would give way to the header that every answer has until then. */
function files(cacheControl: string): Parameters<typeof express.static>[1] {
  const setHeaders = (response: ServerResponse): void =>
    void response.setHeader('cache-control', cacheControl)
  return { cacheControl: false, redirect: false, setHeaders }
}
