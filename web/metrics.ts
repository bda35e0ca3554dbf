import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { Counter, Histogram, Registry } from 'prom-client'

/** The pattern of what answered, never a path that somebody asked for: labels stay bounded. */
function routeOf(c: Context): string {
  const route = matchedRoutes(c).findLast(({ method, path }) => method !== 'ALL' && !path.endsWith('*'))
  return c.res.status === 404 && route === undefined ? 'none' : (route?.path ?? 'none')
}

const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What it reads of a request: the code with which it was refused. */
interface Refusable {
  readonly Variables: { readonly refused?: string }
}

/** What people feel of a web process: how long each route takes, and what is refused. */
export function webMetrics() {
  const registry = new Registry()
  const seconds = new Histogram({
    name: 'duban_web_request_seconds',
    help: '网页和接口的应答时间，按地址、方法、状态',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  })
  const refused = new Counter({
    name: 'duban_web_refusals_total',
    help: '拒绝的请求数，按代码',
    labelNames: ['code'],
    registers: [registry],
  })
  const watch = createMiddleware<Refusable>(async (c, next) => {
    const begun = performance.now()
    await next()
    const { status } = c.res
    seconds.observe(
      { method: c.req.method, route: routeOf(c), status: `${status}` },
      (performance.now() - begun) / 1000,
    )
    const code = c.get('refused')
    if (code !== undefined) refused.inc({ code })
  })
  const app = new Hono()
  app.get('/metrics', async (c) =>
    c.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  )
  return { watch, app }
}
export type WebMetrics = ReturnType<typeof webMetrics>
