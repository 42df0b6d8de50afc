import { Router } from 'express'
import type { Couch } from '../couch/couch.ts'
import type { Metrics } from '../metrics.ts'

/** For load balancers and monitoring. `ready` turns false before the server stops and while
 * ballots cannot be stored, so that traffic goes elsewhere.
 *
 * @param isFit whether this process takes ballots now, as far as it knows. */
export function operationsRoutes(couch: Couch, metrics: Metrics, isFit: () => boolean): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }))
  router.get('/readyz', async (_request, response) => {
    const ready = isFit() && (await couch.isUp())
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'unavailable' })
  })
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  return router
}
