import type { Hono } from 'hono'
import { endFeed, makeFeed } from '../../accounts/feeds.ts'
import { feedFor } from '../../accounts/rights.ts'
import type { Principal } from '../../accounts/roles.ts'
import { orThrow } from '../../client/refusal.ts'
import { feedList } from '../../client/use/feeds.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { formOf } from '../form-body.ts'
import { Input, Field as Labelled } from '../parts/form.tsx'
import { List } from '../parts/list.tsx'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { signedIn } from './common.ts'

const T = W.feeds
const byOf = (c: C) => ({ userId: signedIn(c).userId, via: 'session', ip: c.get('from').ip }) as const
const unitsOf = ({ hats }: Principal): readonly string[] => [
  ...new Set(hats.filter(({ role }) => role === 'unit' || role === 'head').map(({ unit }) => unit)),
]

async function feedsPage(c: C, deps: WebDeps, made: Awaited<ReturnType<typeof makeFeed>> | null) {
  const principal = signedIn(c)
  const rows = await feedList(deps.db, principal.userId)
  const base = `${deps.tls ? 'https' : 'http'}://${c.req.header('host') ?? ''}`
  return page(
    c,
    { title: T.title, at: '/me' },
    <>
      <h1>{T.title}</h1>
      <p class="quiet">{T.lead}</p>
      {made && (
        <section class="panel" role="status">
          <h2>{T.made}</h2>
          {(
            [
              ['ics', T.calendar],
              ['atom', T.changes],
            ] as const
          ).map(([kind, label]) => (
            <Labelled name={kind} label={label}>
              <input id={`f-${kind}`} type="text" readonly value={`${base}${made[kind]}`} />
            </Labelled>
          ))}
        </section>
      )}
      <form method="post" action="/me/feeds" class="panel">
        <h2>{T.make}</h2>
        <Labelled name="unit" label={T.what}>
          <select id="f-unit" name="unit">
            <option value="">{T.mine}</option>
            {unitsOf(principal).map((unit) => (
              <option value={unit}>{unit}</option>
            ))}
          </select>
        </Labelled>
        <Input name="name" label={T.name} />
        <button class="primary" type="submit">
          {T.submit}
        </button>
      </form>
      {rows.length === 0 ? (
        <p class="panel">{T.none}</p>
      ) : (
        <List
          caption={T.caption(rows.length)}
          heads={T.heads}
          rows={rows.map((row) => [
            row.name,
            row.kind === 'unit' ? T.of(row.unit, row.plan) : T.mine,
            row.madeAt.slice(0, 10),
            row.revokedAt === null ? T.holds : T.revoked,
            row.revokedAt === null && (
              <form method="post" action={`/me/feeds/${row.id}`}>
                <button type="submit">{T.revoke}</button>
              </form>
            ),
          ])}
        />
      )}
    </>,
  )
}

/** 日历和订阅: made and ended by whoever reads them. */
export function feedPages(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/me/feeds', (c) => feedsPage(c, deps, null))
  app.post('/me/feeds', async (c) => {
    const { unit = '', name = '' } = await formOf(c)
    const of = orThrow(feedFor(signedIn(c), { unit: unit || null, planId: '' }))
    return feedsPage(c, deps, await makeFeed(deps.db, of, name || unit, byOf(c)))
  })
  app.post('/me/feeds/:feed', async (c) => {
    orThrow(await endFeed(deps.db, signedIn(c).userId, c.req.param('feed'), byOf(c)))
    return c.redirect('/me/feeds', 303)
  })
}
