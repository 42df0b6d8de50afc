import type { Express, Router } from 'express'
import express from 'express'
import type { Logger } from 'pino'
import type { Couch } from './couch/couch.ts'
import type { Gateway } from './gateway/gateway.ts'
import { mirrorRoutes } from './gateway/mirror/routes.ts'
import { operationsRoutes } from './gateway/operations-routes.ts'
import { publicRoutes } from './gateway/public-routes.ts'
import { syncRoutes } from './gateway/sync-routes.ts'
import type { Transport } from './http/headers.ts'
import { securityHeaders } from './http/headers.ts'
import { notFound, problemHandler } from './http/problem.ts'
import { refuseOddRequests, refuseOtherMethods } from './http/requests.ts'
import { siteRoutes } from './http/site.ts'
import type { TrustedProxies } from './http/trusted-proxies.ts'
import type { Metrics } from './metrics.ts'

export interface AppPorts {
  readonly couch: Couch
  readonly metrics: Metrics
  readonly log: Logger
  readonly clock: () => Date
  /** Whether this process takes ballots now, as far as it knows. */
  readonly isFit: () => boolean
  readonly transport: Transport
  readonly trustProxy: TrustedProxies | undefined
  /** Each only where this process has the role. */
  readonly gateway: Gateway | undefined
  readonly registrar: Router | undefined
  readonly admin: Router | undefined
  /** Where the built PWA is. */
  readonly site: string | undefined
}

/** The one HTTP surface, cut to the roles of this process. No request is logged: an access log is a list of voters. */
export function createApp(ports: AppPorts): Express {
  const { couch, metrics, log, clock, gateway, registrar, admin, site, transport } = ports
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.set('case sensitive routing', true)
  if (ports.trustProxy !== undefined) app.set('trust proxy', ports.trustProxy)
  app.use(securityHeaders(transport))
  app.use(refuseOddRequests)
  if (gateway) app.use('/sync', syncRoutes(gateway, log))
  if (gateway) app.use('/mirror', mirrorRoutes(gateway, couch, log))
  app.use(refuseOtherMethods)
  app.use(operationsRoutes(couch, metrics, ports.isFit))
  if (registrar) app.use(registrar)
  if (gateway) app.use('/api/elections', publicRoutes(gateway, couch, clock))
  if (admin) app.use(admin)
  app.use('/api', notFound)
  if (site !== undefined) app.use(siteRoutes(site))
  app.use(notFound)
  app.use(problemHandler((error) => log.error({ error: String(error) }, 'a request failed')))
  return app
}
