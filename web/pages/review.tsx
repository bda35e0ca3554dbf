import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import { linkHolders } from '../../client/views/people.ts'
import { todayIn } from '../../client/views/reading.ts'
import { toReview } from '../../client/views/to-review.ts'
import { planStates } from '../../records/read.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { Day } from '../parts/marks.tsx'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

/** 待审核: evidence beside what was asked, the longest waiting first; what one may not judge is not offered. */
async function reviewPage(c: C, deps: WebDeps) {
  const principal = signedIn(c)
  const plans = (await planStates(deps.db)).filter(
    ({ phase, planId }) => phase === 'running' && mayRead(principal, planId) === 'all',
  )
  const own = principal.hats.flatMap(({ role, unit }) => (role === 'unit' || role === 'head' ? [unit] : []))
  const { items, count, next } = await toReview(deps.db, plans, own, c.req.query('after') ?? null)
  const known = await linkHolders(
    deps.db,
    items.flatMap(({ evidence }) => evidence?.by.userId ?? []),
  )
  const byLink = (id: string | undefined): string => {
    const holder = known.get(id ?? '')
    return holder ? W.links.by(holder.name, holder.phone) : W.links.gone
  }
  return page(
    c,
    { title: W.nav.review, at: '/review' },
    <>
      <h1>{W.nav.review}</h1>
      {c.req.query('done') && (
        <div class="notice done" role="status">
          {W.act.done}
        </div>
      )}
      <p class="quiet">{count === 0 ? W.review.nothing : W.review.count(count)}</p>
      {items.map(({ plan, state, o, evidence, shown }) => {
        const base = `/p/${encodeURIComponent(plan.planId)}/m/${encodeURIComponent(shown)}`
        const query = `?back=review&obligation=${encodeURIComponent(o.id)}`
        return (
          <section class="panel">
            {rehearsalOf(plan) && <p class="rehearsal-note">{W.rehearsal(todayIn(plan))}</p>}
            <h2>
              <a href={base}>{o.id}</a> {state.setup.taskTitle}
            </h2>
            <div class="two">
              <div>
                <h3>{W.review.asked}</h3>
                <p>{state.setup.text}</p>
                <p class="quiet">{o.ask}</p>
                <p>
                  {W.measure.due} <Day on={o.dueOn} />
                </p>
              </div>
              <div>
                <h3>
                  {W.review.given(evidence?.by.unit ?? '')}
                  {evidence?.by.via === 'link' && <mark>{W.links.unverified}</mark>}
                </h3>
                {evidence?.by.via === 'link' && <p class="notice">{byLink(evidence.by.userId)}</p>}
                <p>
                  {W.measure.doneOn} <Day on={evidence?.doneOn} />
                  {evidence && o.dueOn && (evidence.doneOn > o.dueOn ? W.review.late : W.review.inTime)}
                </p>
                {evidence?.note && <p>{evidence.note}</p>}
                {evidence?.urls.map((url) => (
                  <p class="url">{url}</p>
                ))}
                {evidence?.files.map((file) => (
                  <p>
                    <a href={`${base}/files/${file.sha256}`}>{file.name}</a>
                  </p>
                ))}
              </div>
            </div>
            <ul class="acts">
              <li>
                <a class="button primary" href={`${base}/act/accept${query}`}>
                  {W.review.accept}
                </a>
              </li>
              <li>
                <a class="button" href={`${base}/act/return${query}`}>
                  {W.review.giveBack}
                </a>
              </li>
            </ul>
          </section>
        )
      })}
      {next !== null && (
        <p class="no-print">
          <a class="button" href={`/review?${new URLSearchParams({ after: next })}`}>
            {W.list.next}
          </a>
        </p>
      )}
    </>,
  )
}

export function reviewRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/review', (c) => reviewPage(c, deps))
}
