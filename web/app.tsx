import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { findSession } from '../accounts/sessions.ts'
import { STYLE } from './assets.ts'
import type { C, WebDeps, WebEnv } from './context.ts'
import { sessionCookie } from './cookies.ts'
import { fromOf } from './from.ts'
import { securityHeaders } from './headers.ts'
import { pageRoutes } from './pages/routes.tsx'
import { signInRoutes } from './pages/sign-in.tsx'
import { refusalOf, statusOf } from './problem.ts'
import { sorry } from './respond.tsx'
import { fromOurPage } from './same-origin.ts'
import { W } from './words/zh-CN.ts'

/** Pages anybody may open who is not signed in. */
const OPEN = new Set(['/login', '/logout', '/setup', '/code'])

/** 督办台: the pages and the API, as one fetch handler; whoever serves it puts the gate before it (security/listen.ts). */
export function webApp(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>()
  app.use(securityHeaders(deps.tls))
  app.get('/assets/:name', (c) => {
    if (c.req.path !== STYLE.path) return c.notFound()
    c.header('Cache-Control', 'public, max-age=31536000, immutable')
    return c.body(STYLE.body, 200, { 'Content-Type': 'text/css; charset=utf-8' })
  })
  app.use(async (c, next) => {
    c.set('requestId', randomUUID())
    const from = fromOf(c, deps.proxies)
    c.set('from', from)
    const secret = sessionCookie(c, deps)
    const session = secret === null ? null : await findSession(deps.db, secret, from)
    c.set('session', session)
    c.set('principal', session?.principal ?? null)
    await next()
  })
  app.use(async (c, next) => {
    if (!fromOurPage(c.req.raw, deps.tls))
      return sorry(c, 403, {
        title: W.errorTitle,
        refusal: { message: '这个请求不是从本系统的网页发出的', remedy: '打开本系统的网页，重新办理' },
      })
    if (c.get('principal') === null && !OPEN.has(c.req.path))
      return c.redirect(`/login?${new URLSearchParams({ next: c.req.path })}`, 303)
    return next()
  })
  signInRoutes(app, deps)
  pageRoutes(app, deps)
  app.notFound((c) => sorry(c as C, 404, { title: W.notFound.title, refusal: { message: W.notFound.text } }))
  app.onError((error, c) => {
    const refusal = refusalOf(error)
    if (refusal !== null) return sorry(c as C, statusOf(refusal), { title: W.errorTitle, refusal })
    console.error(
      JSON.stringify({ level: 'error', requestId: c.get('requestId'), error: String(error.stack ?? error) }),
    )
    return sorry(c as C, 500, { title: W.failed.title, refusal: { message: W.failed.text } })
  })
  return app
}
