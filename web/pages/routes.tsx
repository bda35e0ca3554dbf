import type { Hono } from 'hono'
import type { WebDeps, WebEnv } from '../context.ts'
import { takeLast } from '../cookies.ts'
import { hatsText } from '../parts/layout.tsx'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'

/** The pages of those who are signed in. */
export function pageRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/', (c) => {
    const said = takeLast(c, deps)
    const principal = c.get('principal')
    return page(
      c,
      { title: W.nav.today, at: '/' },
      <>
        <h1>{W.nav.today}</h1>
        {said && (
          <div class="notice" role="status">
            {said}
          </div>
        )}
        <p class="quiet">{principal && hatsText(principal)}</p>
      </>,
    )
  })
}
