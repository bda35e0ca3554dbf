import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { factorMissing, mustHaveFactor } from '../accounts/factor-rule.ts'
import { CALLBACK } from '../accounts/oidc.ts'
import { findSession } from '../accounts/sessions.ts'
import { findToken } from '../accounts/tokens.ts'
import { problem } from './api/problem-answer.ts'
import { apiRoutes } from './api/routes.ts'
import { ASSETS } from './assets.ts'
import type { C, WebDeps, WebEnv } from './context.ts'
import { sessionCookie } from './cookies.ts'
import { demoHere, demoReaches, NOT_FOR_DEMO } from './demo.ts'
import { fromOf } from './from.ts'
import { securityHeaders } from './headers.ts'
import { healthRoute } from './health.ts'
import { feedRoutes } from './open/feeds.ts'
import { linkRoutes } from './open/link.tsx'
import { publicRoutes } from './open/public.ts'
import { demoRoutes } from './pages/demo.tsx'
import { oidcRoutes } from './pages/oidc.tsx'
import { pageRoutes } from './pages/routes.tsx'
import { signInFirst, signInRoutes } from './pages/sign-in.tsx'
import { refusalOf, statusOf } from './problem.ts'
import { sorry } from './respond.tsx'
import { fromOurPage } from './same-origin.ts'
import { W } from './words/zh-CN.ts'

const isApi = (path: string): boolean => path.startsWith('/api/')

const OTHER_PAGE = {
  code: 'FORBIDDEN_ORIGIN',
  message: '这个请求不是从本系统的网页发出的',
  remedy: '打开本系统的网页，重新办理；程序用令牌（Authorization: Bearer）',
} as const

/** Pages anybody may open who is not signed in. */
const OPEN = new Set([
  ...['/login', '/logout', '/setup', '/code', '/demo'],
  ...['/login/oidc', CALLBACK, '/login/oidc/code'],
])
/** Where a secret in the address is the whole of it: nobody is signed in there, whatever cookie comes along. */
export const KEYED = /^\/(?:s|ics|atom)\//
const isOpen = (path: string): boolean => KEYED.test(path)

/** What somebody may open who has no second factor yet and must have one. */
const ENROLLING = new Set([
  ...[...OPEN, '/me/totp', '/me/totp/confirm', '/me/prove'],
  ...['/me', '/me/totp', '/me/totp/confirm', '/me/prove'].map((path) => `/api/v1${path}`),
])

/** 督办台: the pages and the API, as one fetch handler; whoever serves it puts the gate before it (security/listen.ts). */
export function webApp(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>()
  if (deps.metrics) app.use(deps.metrics.watch)
  app.use(securityHeaders(deps.tls))
  app.get('/assets/:name', (c) => {
    const asset = ASSETS.find(({ path }) => path === c.req.path)
    if (asset === undefined) return c.notFound()
    c.header('Cache-Control', 'public, max-age=31536000, immutable')
    return c.body(asset.body, 200, { 'Content-Type': asset.type })
  })
  healthRoute(app, deps)
  publicRoutes(app, deps)
  app.use(async (c, next) => {
    c.set('requestId', randomUUID())
    const from = fromOf(c, deps.proxies)
    c.set('from', from)
    const secret = isOpen(c.req.path) ? null : sessionCookie(c, deps)
    const found = secret === null ? null : await findSession(deps.db, secret, from)
    const session = found?.principal.demo !== undefined && !demoHere(c, deps) ? null : found
    const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    const program = isApi(c.req.path) && bearer !== undefined
    c.set('session', program ? null : session)
    c.set('principal', program ? await findToken(deps.db, bearer) : (session?.principal ?? null))
    await next()
  })
  app.use(async (c, next) => {
    const program = isApi(c.req.path) && c.req.header('authorization') !== undefined
    // A cookie is what could be abused from elsewhere; these have none. (A page without referrer sends no origin.)
    if (isOpen(c.req.path)) return next()
    if (!program && !fromOurPage(c.req.raw, deps.tls)) {
      if (isApi(c.req.path)) return problem(c, OTHER_PAGE)
      return sorry(c, 403, { title: W.errorTitle, refusal: OTHER_PAGE })
    }
    const session = c.get('session')
    if (deps.factor && session !== null && !session.second && !ENROLLING.has(c.req.path)) {
      if (mustHaveFactor(session.principal.hats))
        return isApi(c.req.path) ? problem(c, factorMissing().error) : c.redirect('/me/totp', 303)
    }
    if (session?.principal.demo !== undefined && !demoReaches(c)) {
      if (isApi(c.req.path)) return problem(c, NOT_FOR_DEMO)
      return sorry(c, 403, { title: W.errorTitle, refusal: NOT_FOR_DEMO })
    }
    if (isApi(c.req.path)) return next()
    if (c.get('principal') === null && !OPEN.has(c.req.path)) {
      const { pathname, search } = new URL(c.req.url)
      if (c.req.method === 'POST') return signInFirst(c, deps, `${pathname}${search}`)
      return c.redirect(`/login?${new URLSearchParams({ next: `${pathname}${search}` })}`, 303)
    }
    return next()
  })
  linkRoutes(app, deps)
  feedRoutes(app, deps)
  apiRoutes(app, deps)
  signInRoutes(app, deps)
  oidcRoutes(app, deps)
  demoRoutes(app, deps)
  pageRoutes(app, deps)
  app.notFound((c) =>
    isApi(c.req.path)
      ? problem(c as C, { code: 'ROUTE_NOT_FOUND', message: '没有这个接口', remedy: '看 /api/openapi.json' })
      : sorry(c as C, 404, { title: W.notFound.title, refusal: { message: W.notFound.text } }),
  )
  app.onError((error, c) => {
    const refusal = refusalOf(error)
    if (refusal !== null && isApi(c.req.path)) return problem(c as C, refusal)
    if (refusal !== null) return sorry(c as C, statusOf(refusal), { title: W.errorTitle, refusal })
    console.error(
      JSON.stringify({ level: 'error', requestId: c.get('requestId'), error: String(error.stack ?? error) }),
    )
    if (isApi(c.req.path)) return problem(c as C, { code: 'FAILED', message: W.failed.text }, 500)
    return sorry(c as C, 500, { title: W.failed.title, refusal: { message: W.failed.text } })
  })
  return app
}
