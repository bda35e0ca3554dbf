import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import { orThrow, RefusedError } from '../../client/refusal.ts'
import { addItem, draftItem, standingId } from '../../client/use/add-item.ts'
import { ITEM_FIELDS, itemAsked } from '../../client/use/item-fields.ts'
import { itemJson } from '../../client/views/item.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { parseFields } from '../../domain/fields/parse.ts'
import { planStates } from '../../records/read.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { actIdIn, typedIn } from '../form-body.ts'
import { fieldRows, saidOf, type Typed } from '../forms/act-fields.tsx'
import { itemPlan } from '../items.ts'
import { Field, Refused } from '../parts/form.tsx'
import { Day } from '../parts/marks.tsx'
import { onPlan, planActor } from '../plan-actor.ts'
import { byOf, newPlanOfficer } from '../planning.ts'
import { statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { calendarOf } from '../uploaded.ts'
import { W } from '../words/zh-CN.ts'
import { signedIn } from './common.ts'

const T = W.item

type Item = ReturnType<typeof itemJson>
interface Shown {
  readonly typed: Typed
  readonly refusal: Refusal | null
  readonly actId: string
  readonly item?: Item
}

/** Running plans into which somebody may put an item. */
async function plansFor(deps: WebDeps, c: C): Promise<readonly PlanState[]> {
  const who = signedIn(c)
  return (await planStates(deps.db)).filter(
    (plan) =>
      plan.phase === 'running' && mayRead(who, plan.planId) !== null && planActor(who, plan, 'amend').ok,
  )
}

const Read = ({ item }: { item: Item }) => (
  <section class="notice" role="status" id="read">
    <h2>{T.read}</h2>
    <dl class="facts">
      <dt>{T.plan}</dt>
      <dd>
        {item.title}，{item.no}
      </dd>
      <dt>{T.units}</dt>
      <dd>
        {item.units
          .map(({ name, role }) => `${name}${role === 'supporting' ? T.supporting : ''}`)
          .join('、') || W.measure.unwritten}
      </dd>
      <dt>{W.measure.deadline}</dt>
      <dd>{item.deadline.text || W.measure.unwritten}</dd>
      <dt>{T.origin}</dt>
      <dd>{item.origin}</dd>
    </dl>
    <ul>
      {item.obligations.map(({ dueOn, provisional, reminders, slips, why }) => (
        <li>
          {dueOn === null ? (
            T.undated
          ) : (
            <>
              {T.due} <Day on={dueOn} />
            </>
          )}
          {provisional && T.provisional}
          {reminders.length > 0 && T.reminders(reminders)}
          {slips[0] && T.slip(slips[0].on)}
          {why.map((line) => (
            <div class="small quiet">{line}</div>
          ))}
        </li>
      ))}
      {item.waitingFor.map(({ condition }) => (
        <li>{T.waits(condition)}</li>
      ))}
    </ul>
    <p class="small quiet">{T.issued(item.issuedOn)}</p>
  </section>
)

/** What was not understood, asked in the form itself. */
const Questions = ({ item, typed }: { item: Item; typed: Typed }) => (
  <section class="panel" id="questions">
    <h2>{T.open(item.open.length)}</h2>
    {item.open.map(({ id, message, options }) => (
      <fieldset class="field">
        <legend>{message}</legend>
        {options.map(({ choice, says, value }, i) => (
          <>
            <label class="choice line" for={`f-${id}-${i}`}>
              <input
                id={`f-${id}-${i}`}
                type="radio"
                name={`a:${id}`}
                value={choice}
                checked={typed[`a:${id}`]?.[0] === choice}
              />
              {says}
            </label>
            {value && (
              <input
                name={`v:${id}:${choice}`}
                value={typed[`v:${id}:${choice}`]?.[0] ?? ''}
                aria-label={`${says}：${T.value}`}
              />
            )}
          </>
        ))}
      </fieldset>
    ))}
  </section>
)

const answersIn = (typed: Typed) =>
  Object.entries(typed).flatMap(([name, [choice = '']]) =>
    name.startsWith('a:') && choice !== ''
      ? [{ id: name.slice(2), choice, value: typed[`v:${name.slice(2)}:${choice}`]?.[0]?.trim() || null }]
      : [],
  )

/** Answers to questions that the text does not raise any more go along unseen: the text may come back. */
const KeptAnswers = ({ item, typed }: { item: Item | undefined; typed: Typed }) => {
  const shown = new Set(item?.open.map(({ id }) => id))
  return (
    <>
      {Object.entries(typed).flatMap(([name, [value = '']]) =>
        /^[av]:/.test(name) && !shown.has(name.split(':')[1] ?? '') ? (
          <input type="hidden" name={name} value={value} />
        ) : (
          []
        ),
      )}
    </>
  )
}

async function itemPage(c: C, deps: WebDeps, { typed, refusal, actId, item }: Shown) {
  const plans = await plansFor(deps, c)
  const standing = standingId()
  const chosen = typed.plan?.[0] ?? c.req.query('plan') ?? ''
  return page(
    c,
    { title: T.title, at: '/measures' },
    <div class="panel">
      <h1>{T.title}</h1>
      <p class="quiet">{T.lead}</p>
      <Refused refusal={refusal} />
      {item && <Read item={item} />}
      <form method="post" action="/measures/new">
        <input type="hidden" name="actId" value={actId} />
        {item && item.open.length > 0 && <Questions item={item} typed={typed} />}
        <KeptAnswers item={item} typed={typed} />
        {fieldRows(ITEM_FIELDS, typed, refusal)}
        <Field name="plan" label={T.plan}>
          <select id="f-plan" name="plan">
            <option value="">{T.standing(plans.some(({ planId }) => planId === standing))}</option>
            {plans
              .filter(({ planId }) => planId !== standing)
              .map(({ planId, title, clock }) => (
                <option value={planId} selected={planId === chosen}>
                  {title}
                  {clock.kind === 'wall' ? '' : `（${W.plans.rehearsal}）`}
                </option>
              ))}
          </select>
        </Field>
        <p class="small">{W.act.secret}</p>
        <p>
          <button
            class={item && item.open.length === 0 ? undefined : 'primary'}
            type="submit"
            name="do"
            value="look"
          >
            {T.look}
          </button>{' '}
          <button
            class={item && item.open.length === 0 ? 'primary' : undefined}
            type="submit"
            name="do"
            value="add"
          >
            {T.submit}
          </button>{' '}
          <a class="button" href="/measures">
            {W.act.back}
          </a>
        </p>
      </form>
    </div>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

async function send(c: C, deps: WebDeps, typed: Typed, actId: string) {
  const principal = signedIn(c)
  const said = orThrow(parseFields(saidOf({ fields: ITEM_FIELDS }, typed, []), ITEM_FIELDS))
  const { plan, planId, by } = await itemPlan(deps, principal, typed.plan?.[0] || null)
  const asked = itemAsked(said, { planId, by, answers: answersIn(typed) })
  const calendar = calendarOf(deps)
  if (typed.do?.[0] !== 'add') {
    orThrow(planActor(principal, plan, 'amend'))
    return { item: itemJson(await draftItem(deps.duban, asked, 'look', calendar)), done: null }
  }
  const { draft } = await onPlan(deps, byOf(c), plan, 'amend', (actor) =>
    addItem(deps.duban, asked, { actor, actId }, calendar),
  )
  return { item: itemJson(draft), done: draft }
}

/** 立项 by hand: what is written is read back with its dates before it is put in. */
export function itemRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const mayAdd = async (c: C) => {
    if ((await plansFor(deps, c)).length === 0) orThrow(newPlanOfficer(signedIn(c)))
  }
  app.get('/measures/new', async (c) => {
    await mayAdd(c)
    return itemPage(c, deps, { typed: {}, refusal: null, actId: randomUUID() })
  })
  app.post('/measures/new', async (c) => {
    await mayAdd(c)
    const typed = await typedIn(c)
    const actId = actIdIn(typed)
    try {
      const { item, done } = await send(c, deps, typed, actId)
      if (done === null) return itemPage(c, deps, { typed, refusal: null, actId, item })
      return c.redirect(`/p/${encodeURIComponent(done.planId)}/m/${item.no}?done=1`, 303)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      // What is asked is shown with its choices, not told of.
      const asks = error.refusal.code === 'REVIEW_OPEN'
      const again = asks ? await send(c, deps, { ...typed, do: ['look'] }, actId) : null
      return itemPage(c, deps, {
        ...{ typed, refusal: error.refusal, actId },
        ...(again ? { item: again.item } : {}),
      })
    }
  })
}
