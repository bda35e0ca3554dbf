import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import type { Principal } from '../../accounts/roles.ts'
import { type DeskShown, deskPiles } from '../../client/views/desk.ts'
import { todayIn } from '../../client/views/reading.ts'
import { addDays, type IsoDate } from '../../domain/calendar/date.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { DESK, DESK_AHEAD, type DeskKind } from '../../domain/reckoning/today.ts'
import type { Db } from '../../records/db.ts'
import { planStates } from '../../records/read.ts'
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
  readonly count: number
  /** The first of them. */
  readonly first: readonly DeskShown[]
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
    dueSoon: `due_from=${today}&due_to=${addDays(today, DESK_AHEAD)}`,
    unsigned: 'state=toSign',
    signature: 'state=unsigned',
  }
  return filters[kind] ?? ''
}

/** Numbers of the desk speak of what runs; people know what the plan prints. */
const numberIn = (about: string): string => about.split('/')[0] ?? about

async function cardsOf(
  db: Db,
  plan: PlanState,
  who: Principal,
  mine: readonly string[] | null,
): Promise<readonly Card[]> {
  const today = todayIn(plan)
  const base = `/p/${encodeURIComponent(plan.planId)}`
  const office = who.hats.some(({ role }) => role === 'office')
  const kinds = office ? (Object.keys(DESK) as DeskKind[]) : mine === null ? LEADER_KINDS : UNIT_KINDS
  const piles = await deskPiles(db, { plan, mine }, kinds, SHOWN)
  return piles
    .filter(({ count }) => count > 0)
    .map(({ kind, count, first }): Card => {
      if (kind === 'returned')
        return { tone: 'red', label: W.today.returned, count, first, href: `${base}/measures?state=returned` }
      const ofPlan = kind === 'event' || kind === 'unmatched'
      const list = ofPlan ? `${base}/events` : `${base}/measures?${filterOf(kind, today)}`
      const href = kind === 'review' && office ? '/review' : list
      return { tone: TONES[kind] ?? 'blue', label: DESK[kind], count, first, href }
    })
}

const CardRow = ({ plan, card }: { plan: PlanState; card: Card }) => {
  const [first] = card.first
  const one = card.count === 1 && first !== undefined && !card.href.endsWith('/events')
  const numberOf = (item: DeskShown) => shownNumberOf(plan, numberIn(item.about))
  const linked = (item: DeskShown) =>
    `/p/${encodeURIComponent(plan.planId)}/m/${encodeURIComponent(numberOf(item))}`
  return (
    <li class={card.tone}>
      <p>
        {card.label} <b>{card.count}</b> {W.today.items}
        <br />
        <span class="small quiet">
          {card.first.map((item, i) => (
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
          {card.count > card.first.length && ' …'}
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
      return { plan, cards: await cardsOf(deps.db, plan, principal, mine) }
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

export function todayRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/', (c) => todayPage(c, deps))
}
