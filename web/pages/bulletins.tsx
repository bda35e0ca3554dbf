import type { Hono } from 'hono'
import { remakeBulletin } from '../../client/bulletin.ts'
import { refused } from '../../client/refusal.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { Tabs } from '../parts/tabs.tsx'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

async function bulletinsPage(c: C, deps: WebDeps) {
  const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const asked = c.req.param('number')
  const issued = plan.bulletins ?? []
  const one = asked === undefined ? undefined : issued.find(({ number }) => `${number}` === asked)
  if (asked !== undefined && one === undefined)
    throw refused('BULLETIN_NOT_FOUND', `没有第 ${asked} 期通报`, '在通报清单里查看')
  const made = one === undefined ? null : await remakeBulletin(deps.db, deps.duban.blobs, plan.planId, one)
  return page(
    c,
    { title: W.bulletins.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at={one ? '/-' : '/bulletins'} />
      {made !== null && one !== undefined && (
        <section class="panel">
          <p class={made.sha256 === one.sha256 ? 'notice done' : 'alert'}>
            {made.sha256 === one.sha256 ? W.bulletins.same : W.bulletins.changed}
            <span class="small">（SHA-256 {one.sha256.slice(0, 16)}…）</span>
          </p>
          <pre class="text">{made.text}</pre>
        </section>
      )}
      {one === undefined && issued.length === 0 && <p class="panel">{W.bulletins.none}</p>}
      {one === undefined && (
        <ul>
          {[...issued].reverse().map(({ number, asOf }) => (
            <li>
              <a href={`/p/${encodeURIComponent(plan.planId)}/bulletins/${number}`}>
                {W.bulletins.issue(number)}
              </a>{' '}
              {W.bulletins.asOf(asOf.replace('T', ' '))}
            </li>
          ))}
        </ul>
      )}
    </>,
  )
}

/** 通报: those that were issued, each remade and compared with its hash when it is read. */
export function bulletinRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan/bulletins', (c) => bulletinsPage(c, deps))
  app.get('/p/:plan/bulletins/:number', (c) => bulletinsPage(c, deps))
}
