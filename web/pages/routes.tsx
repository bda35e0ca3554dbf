import type { Hono } from 'hono'
import type { WebDeps, WebEnv } from '../context.ts'
import { accountRoutes } from './accounts.tsx'
import { bulletinRoutes } from './bulletins.tsx'
import { eventRoutes } from './events.tsx'
import { listRoutes } from './lists.tsx'
import { measureRoutes } from './measure.tsx'
import { planRoutes } from './plans/routes.ts'
import { todayRoutes } from './today.tsx'

/** The pages of those who are signed in. */
export function pageRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  todayRoutes(app, deps)
  planRoutes(app, deps)
  listRoutes(app, deps)
  eventRoutes(app, deps)
  bulletinRoutes(app, deps)
  measureRoutes(app, deps)
  accountRoutes(app, deps)
}
