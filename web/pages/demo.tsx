import type { Hono } from 'hono'
import { demoHolder, openDemo } from '../../accounts/demo.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { demoHere } from '../demo.ts'
import { enter } from '../enter.ts'
import { formOf } from '../form-body.ts'
import { statusOf } from '../problem.ts'
import { page, sorry } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'

const T = W.demo
const notHere = (c: C) => sorry(c, 404, { title: W.notFound.title, refusal: { message: W.notFound.text } })
const over = (c: C, refusal: Refusal) => sorry(c, statusOf(refusal), { title: W.errorTitle, refusal })

/** 演示: a link from the terminal, opened once. Looking at it changes nothing: chat programs and scanners open links. */
export function demoRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/demo', async (c) => {
    if (!demoHere(c, deps)) return notHere(c)
    const code = c.req.query('code') ?? ''
    const holder = await demoHolder(deps.db, code)
    if (!holder.ok) return over(c, holder.error)
    return page(
      c,
      { title: T.title },
      <div class="panel narrow">
        <h1>{T.title}</h1>
        <p>{T.lead(holder.value.name)}</p>
        <p class="quiet">{T.rules}</p>
        <form method="post" action="/demo">
          <input type="hidden" name="code" value={code} />
          <button class="primary" type="submit">
            {T.enter}
          </button>
        </form>
      </div>,
    )
  })
  app.post('/demo', async (c) => {
    if (!demoHere(c, deps)) return notHere(c)
    const { code = '' } = await formOf(c)
    const opened = await openDemo(deps.db, code, c.get('from').ip)
    return opened.ok ? enter(c, deps, opened.value.id, '/') : over(c, opened.error)
  })
}
