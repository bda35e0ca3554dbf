import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import type { Principal } from '../../accounts/roles.ts'
import { matches } from '../../client/views/measure-filter.ts'
import { linkHolders } from '../../client/views/people.ts'
import { todayIn } from '../../client/views/reading.ts'
import { isOneOf } from '../../domain/basics/unit-name.ts'
import { addDays, type IsoDate } from '../../domain/calendar/date.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { DESK, type DeskItem, type DeskKind, todayOf } from '../../domain/reckoning/today.ts'
import { latestEvidence } from '../../domain/supervision/obligation.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import { measureStates, planStates } from '../../records/read.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { takeLast } from '../cookies.ts'
import { Day } from '../parts/marks.tsx'
import { newPlanOfficer } from '../planning.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

interface Card {
  readonly tone: 'red' | 'yellow' | 'blue'
  readonly label: string
  readonly items: readonly DeskItem[]
  /** The list behind it. */
  readonly href: string
}

const TONES: Partial<Record<DeskKind, Card['tone']>> = {
  overdue: 'red',
  dueSoon: 'yellow',
  unsigned: 'yellow',
  signature: 'yellow',
}
/** What of the desk concerns those who only do their own work, and those who lead. */
const UNIT_KINDS: readonly DeskKind[] = ['signature', 'overdue', 'dueSoon', 'unsigned']
const LEADER_KINDS: readonly DeskKind[] = ['overdue', 'review', 'extension']
const SHOWN = 5

const filterOf = (kind: DeskKind, today: IsoDate): string => {
  const filters: Partial<Record<DeskKind, string>> = {
    review: 'state=toReview',
    undated: 'state=undated',
    suspension: 'state=suspended',
    overdue: 'state=overdue',
    dueSoon: `due_from=${today}&due_to=${addDays(today, 7)}`,
    unsigned: 'state=toSign',
    signature: 'state=unsigned',
  }
  return filters[kind] ?? ''
}

/** Numbers of the desk speak of what runs; people know what the plan prints. */
const numberIn = (about: string): string => about.split('/')[0] ?? about

function cardsOf(
  plan: PlanState,
  states: readonly MeasureState[],
  who: Principal,
  mine: readonly string[] | null,
): readonly Card[] {
  const today = todayIn(plan)
  const base = `/p/${encodeURIComponent(plan.planId)}`
  const own =
    mine === null ? states : states.filter((state) => unitsOf(state).some((unit) => isOneOf(unit, mine)))
  const office = who.hats.some(({ role }) => role === 'office')
  const kinds = office ? (Object.keys(DESK) as DeskKind[]) : mine === null ? LEADER_KINDS : UNIT_KINDS
  const desk = todayOf(plan, own, today)
  const cards = kinds.map((kind): Card => {
    const filter = filterOf(kind, today)
    const list = kind === 'event' || kind === 'unmatched' ? `${base}/events` : `${base}/measures?${filter}`
    return {
      tone: TONES[kind] ?? 'blue',
      label: DESK[kind],
      items: desk.filter((item) => item.kind === kind),
      href: kind === 'review' && office ? '/review' : list,
    }
  })
  if (mine === null) return cards
  const returned = own.filter((state) => matches(state, { state: 'returned' }, today))
  const items = returned.map(
    ({ setup }): DeskItem => ({
      kind: 'flag',
      about: setup.no,
      unit: setup.leadUnit,
      on: null,
      says: setup.text,
    }),
  )
  return [...cards, { tone: 'red', label: W.today.returned, items, href: `${base}/measures?state=returned` }]
}

const CardRow = ({ plan, card }: { plan: PlanState; card: Card }) => {
  const [first] = card.items
  const one = card.items.length === 1 && first !== undefined && !card.href.endsWith('/events')
  const numberOf = (item: DeskItem) => shownNumberOf(plan, numberIn(item.about))
  const linked = (item: DeskItem) =>
    `/p/${encodeURIComponent(plan.planId)}/m/${encodeURIComponent(numberOf(item))}`
  return (
    <li class={card.tone}>
      <p>
        {card.label} <b>{card.items.length}</b> {W.today.items}
        <br />
        <span class="small quiet">
          {card.items.slice(0, SHOWN).map((item, i) => (
            <>
              {i > 0 && '；'}
              {item.unit && `${item.unit} `}
              {item.about}
              {item.on && (
                <>
                  {' '}
                  <Day on={item.on} />
                </>
              )}
            </>
          ))}
          {card.items.length > SHOWN && ' …'}
        </span>
      </p>
      <a class="button" href={one && first ? linked(first) : card.href}>
        {W.today.look}
      </a>
    </li>
  )
}

async function todayPage(c: C, deps: WebDeps) {
  const said = takeLast(c, deps)
  const principal = signedIn(c)
  const running = (await planStates(deps.db)).filter(
    ({ phase, planId }) => phase === 'running' && mayRead(principal, planId) !== null,
  )
  const plans = await Promise.all(
    running.map(async (plan) => {
      const reads = mayRead(principal, plan.planId)
      const mine = reads === 'all' || reads === null ? null : reads
      const cards = cardsOf(plan, await measureStates(deps.db, plan.planId), principal, mine)
      return { plan, cards: cards.filter(({ items }) => items.length > 0) }
    }),
  )
  return page(
    c,
    { title: W.nav.today, at: '/' },
    <>
      <div class="bar">
        <h1>{W.nav.today}</h1>
        {newPlanOfficer(principal).ok && (
          <a class="button" href="/measures/new">
            {W.item.title}
          </a>
        )}
      </div>
      {said && (
        <div class="notice" role="status">
          {said}
        </div>
      )}
      {plans.length === 0 && (
        <p class="panel">
          {principal.hats.every(({ role }) => role === 'admin') ? W.today.admin : W.today.noPlan}
        </p>
      )}
      {plans.map(({ plan, cards }) => (
        <section>
          <h2>
            <a href={`/p/${encodeURIComponent(plan.planId)}`}>{plan.title}</a>
          </h2>
          {rehearsalOf(plan) && <p class="rehearsal-note">{W.rehearsal(todayIn(plan))}</p>}
          {cards.length === 0 && <p class="panel">{W.today.nothing}</p>}
          <ul class="cards">
            {cards.map((card) => (
              <CardRow plan={plan} card={card} />
            ))}
          </ul>
        </section>
      ))}
    </>,
  )
}

/** 待审核: evidence beside what was asked, the longest waiting first; what one may not judge is not offered. */
async function reviewPage(c: C, deps: WebDeps) {
  const principal = signedIn(c)
  const plans = (await planStates(deps.db)).filter(
    ({ phase, planId }) => phase === 'running' && mayRead(principal, planId) === 'all',
  )
  const own = principal.hats.filter(({ role }) => role === 'unit' || role === 'head').map(({ unit }) => unit)
  const found = await Promise.all(
    plans.map(async (plan) =>
      (await measureStates(deps.db, plan.planId))
        .filter((state) => !unitsOf(state).some((unit) => isOneOf(unit, own)))
        .flatMap((state) =>
          state.obligations
            .filter((o) => o.state === 'submitted')
            .map((o) => ({
              plan,
              state,
              o,
              evidence: latestEvidence(o),
              shown: shownNumberOf(plan, state.setup.no),
            })),
        ),
    ),
  )
  const known = await linkHolders(
    deps.db,
    found.flat().flatMap(({ evidence }) => evidence?.by.userId ?? []),
  )
  const byLink = (id: string | undefined): string => {
    const holder = known.get(id ?? '')
    return holder ? W.links.by(holder.name, holder.phone) : W.links.gone
  }
  const items = found
    .flat()
    .sort((a, b) => ((a.evidence?.submittedAt ?? '') < (b.evidence?.submittedAt ?? '') ? -1 : 1))
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
      <p class="quiet">{items.length === 0 ? W.review.nothing : W.review.count(items.length)}</p>
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
    </>,
  )
}

export function todayRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/', (c) => todayPage(c, deps))
  app.get('/review', (c) => reviewPage(c, deps))
}
