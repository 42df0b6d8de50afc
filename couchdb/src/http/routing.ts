import type { Request, Response, Router } from 'express'
import { EngineError } from '../errors.ts'
import type { Database } from '../store/database.ts'
import type { Databases } from '../store/databases.ts'
import { sendError } from './respond.ts'

export type Handler = (request: Request, response: Response) => Promise<void> | void
export type DatabaseHandler = (
  request: Request,
  response: Response,
  database: Database,
) => Promise<void> | void
export type Methods<H> = Partial<Record<'GET' | 'PUT' | 'POST' | 'DELETE' | 'COPY', H>>

/** A decoded part of the path. */
export function pathPart(request: Request, name: string): string {
  const part = request.params[name]
  return typeof part === 'string' ? part : (part ?? []).join('/')
}

/** One path with all its methods; HEAD goes with GET, and any other is 405. */
export function addRoute(router: Router, path: string, methods: Methods<Handler>): void {
  const allowed = Object.keys(methods).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  router.all(path, async (request, response) => {
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const handler = methods[method as keyof Methods<Handler>]
    if (handler === undefined) {
      response.setHeader('allow', allowed.join(','))
      sendError(response, new EngineError(405, 'method_not_allowed', `Only ${allowed.join(',')} allowed`))
      return
    }
    await handler(request, response)
  })
}

/** The same below a database, which is opened first: without it every method is 404. */
export function addDatabaseRoute(
  router: Router,
  databases: Databases,
  path: string,
  methods: Methods<DatabaseHandler>,
): void {
  const opened = Object.entries(methods).map(([method, handler]): [string, Handler] => [
    method,
    async (request, response) => {
      const database = await databases.open(pathPart(request, 'db'))
      await handler(request, response, database)
    },
  ])
  addRoute(router, `/:db${path}`, Object.fromEntries(opened))
}
