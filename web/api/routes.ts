import type { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { WebDeps, WebEnv } from '../context.ts'
import { fileRoutes } from './files.ts'
import { documentRoutes } from './page.tsx'
import { serve } from './serve.ts'
import { ROUTES } from './tables.ts'

/** The API, /api/v1: additive changes only. */
export function apiRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const tagged = etag()
  app.use('/api/v1/*', (c, next) =>
    c.req.method === 'GET' && !c.req.path.includes('/files/') ? tagged(c, next) : next(),
  )
  serve(app, deps, ROUTES)
  fileRoutes(app, deps)
  documentRoutes(app, deps)
}
