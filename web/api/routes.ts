import type { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { WebDeps, WebEnv } from '../context.ts'
import { rateLimit } from '../rate-limit.ts'
import { countingFor, RATES } from '../rates.ts'
import { fileRoutes } from './files.ts'
import { documentRoutes } from './page.tsx'
import { serve } from './serve.ts'
import { ROUTES } from './tables.ts'

/** Answers that are streamed as they come. */
const UNTAGGED = /\/files\/|\/stream$/

/** The API, /api/v1: additive changes only. */
export function apiRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const tagged = etag()
  app.use('/api/*', rateLimit(deps.rates ?? RATES, countingFor(deps.db)))
  app.use('/api/v1/*', (c, next) =>
    c.req.method === 'GET' && !UNTAGGED.test(c.req.path) ? tagged(c, next) : next(),
  )
  serve(app, deps, ROUTES)
  fileRoutes(app, deps)
  documentRoutes(app, deps)
}
