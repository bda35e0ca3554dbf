import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import { findFeed } from '../../accounts/feeds.ts'
import { refused } from '../../client/refusal.ts'
import { feedCalendar, feedChanges } from '../../client/use/feeds.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'

/** Calendars and feeds by the token in their address: programs that read them sign in nowhere. */
export function feedRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const served = (path: string, ext: string, media: string, make: typeof feedCalendar) =>
    app.get(`${path}:file`, async (c) => {
      c.header('Referrer-Policy', 'no-referrer')
      c.header('X-Robots-Tag', 'noindex, nofollow')
      const file = c.req.param('file') ?? ''
      const feed = file.endsWith(ext) ? await findFeed(deps.db, file.slice(0, -ext.length)) : null
      if (feed === null) throw refused('FEED_NOT_FOUND', '没有这个订阅', '地址不完整，或已经作废：请重新生成')
      const base = `${deps.tls ? 'https' : 'http'}://${c.req.header('host') ?? ''}`
      return tagged(c as C, await make(deps.db, feed, base), media)
    })
  served('/ics/', '.ics', 'text/calendar; charset=utf-8', feedCalendar)
  served('/atom/', '.atom', 'application/atom+xml; charset=utf-8', feedChanges)
}

/** An answer that is asked for by its tag the next time. */
function tagged(c: C, text: string, media: string) {
  const tag = `"${createHash('sha256').update(text).digest('base64url')}"`
  c.header('ETag', tag)
  c.header('Cache-Control', 'private, no-cache')
  if ((c.req.header('if-none-match') ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === tag))
    return c.body(null, 304)
  return c.body(text, 200, { 'Content-Type': media })
}
