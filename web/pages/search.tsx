import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import { measuresLike, unitsLike } from '../../client/views/search.ts'
import { planStates } from '../../records/read.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { Input } from '../parts/form.tsx'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { signedIn } from './common.ts'

const T = W.search
const MOST = 30

interface Found {
  readonly href: string
  readonly says: string
  readonly where: string
}

/** What one may read of all plans that fits the words. */
async function find(deps: WebDeps, c: C, q: string) {
  const units: Found[] = []
  const measures: Found[] = []
  const events: Found[] = []
  for (const plan of await planStates(deps.db)) {
    const reads = mayRead(signedIn(c), plan.planId)
    if (reads === null || plan.phase === 'draft') continue
    const base = `/p/${encodeURIComponent(plan.planId)}`
    const seen = { plan, mine: reads === 'all' ? null : reads }
    const where = plan.title
    for (const unit of await unitsLike(deps.db, seen, q))
      units.push({ href: `${base}/units/${encodeURIComponent(unit)}`, says: unit, where })
    for (const { shown, text } of await measuresLike(deps.db, seen, q, MOST))
      measures.push({ href: `${base}/m/${encodeURIComponent(shown)}`, says: `${shown} ${text}`, where })
    for (const { text } of reads === 'all' ? plan.conditions : [])
      if (text.includes(q)) events.push({ href: `${base}/events`, says: text, where })
  }
  return { units, measures, events }
}

const Hits = ({ title, hits }: { title: string; hits: readonly Found[] }) =>
  hits.length > 0 && (
    <section class="panel">
      <h2>{title}</h2>
      <ul class="plain">
        {hits.slice(0, MOST).map(({ href, says, where }) => (
          <li>
            <a href={href}>{says}</a> <span class="quiet small">{where}</span>
          </li>
        ))}
      </ul>
      {hits.length > MOST && <p class="quiet">{T.most(MOST)}</p>}
    </section>
  )

async function searchPage(c: C, deps: WebDeps) {
  const q = (c.req.query('q') ?? '').trim().slice(0, 100)
  const { units, measures, events } =
    q === '' ? { units: [], measures: [], events: [] } : await find(deps, c, q)
  return page(
    c,
    { title: T.title, at: '/search' },
    <>
      <h1>{T.title}</h1>
      <form class="filters" method="get" action="/search">
        <div class="grow">
          <Input name="q" type="search" label={T.words} value={q} autofocus={q === ''} />
        </div>
        <div class="field">
          <button class="primary" type="submit">
            {T.submit}
          </button>
        </div>
      </form>
      {q === '' && <p class="quiet">{T.empty}</p>}
      {q !== '' && units.length + measures.length + events.length === 0 && (
        <p class="panel">{T.nothing(q)}</p>
      )}
      <Hits title={T.units} hits={units} />
      <Hits title={T.measures} hits={measures} />
      <Hits title={T.events} hits={events} />
    </>,
  )
}

/** 检索: one box over all that one may read. */
export function searchRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/search', (c) => searchPage(c, deps))
}
