import type { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { WebDeps, WebEnv } from '../context.ts'
import { actRoutes } from './acts.ts'
import { fileRoutes } from './files.ts'
import { readRoutes } from './reads.ts'

/** The API, /api/v1: additive changes only. */
export function apiRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const tagged = etag()
  app.use('/api/v1/*', (c, next) =>
    c.req.method === 'GET' && !c.req.path.includes('/files/') ? tagged(c, next) : next(),
  )
  readRoutes(app, deps)
  actRoutes(app, deps)
  fileRoutes(app, deps)
}
