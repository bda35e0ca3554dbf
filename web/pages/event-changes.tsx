import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { RefusedError, refused } from '../../client/refusal.ts'
import { changeEvent, type EventUpdate } from '../../client/use/events.ts'
import { scopeOf } from '../../client/views/event-scope.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { planFieldsOf } from '../../domain/events/act.ts'
import { planActOf } from '../../domain/events/acts/registry.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { PlanEvent, PlannedEvent } from '../../domain/events/plan-event.ts'
import type { Field, Fields } from '../../domain/fields/field.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { type Form, formOf } from '../form-body.ts'
import { typedDate } from '../parts/dates.ts'
import { Day } from '../parts/marks.tsx'
import { onPlan } from '../plan-actor.ts'
import { byOf } from '../planning.ts'
import { W } from '../words/zh-CN.ts'
import { signedIn } from './common.ts'

const T = W.eventChanges

/** What a page asks of each change; the id that it is about stands in the path. */
const CHANGES = {
  correct: ['effectiveOn', 'dueOn', 'document', 'reason'],
  revoke: ['reason'],
  restore: ['reason'],
  assign: ['condition'],
  plan: ['condition', 'expectedOn', 'dueOn', 'title', 'document', 'measures'],
  move: ['expectedOn', 'reason'],
  cancel: ['reason'],
  confirm: ['effectiveOn', 'document', 'url'],
} as const satisfies Partial<Record<EventUpdate, readonly string[]>>
type Change = keyof typeof CHANGES
const isChange = (text: string): text is Change => Object.hasOwn(CHANGES, text)
const fieldsOf = (change: Change): Fields => planFieldsOf(planActOf(change))
/** Each field that a page asks for, as the act has it. */
const askedBy = (change: Change): readonly (readonly [string, Field])[] =>
  CHANGES[change].flatMap((name) => {
    const field = fieldsOf(change)[name]
    return field ? [[name, field] as const] : []
  })

/** A change that was refused, to be shown again with what was written. */
export interface Refused {
  readonly id: string
  readonly change: string
  readonly form: Form
}
const isAbout = (again: Refused | null, id: string): boolean => again?.id === id

const ChangeForm = ({
  base,
  id,
  change,
  known = {},
  again,
}: {
  base: string
  id: string
  change: Change
  known?: Form
  again: Refused | null
}) => (
  <form class="filters" method="post" action={`${base}/events/${encodeURIComponent(id)}/${change}`}>
    <input type="hidden" name="actId" value={randomUUID()} />
    {askedBy(change).map(([name, { kind, label, need }]) => (
      <div class="field">
        <label for={`f-${id}-${change}-${name}`}>{label}</label>
        <input
          id={`f-${id}-${change}-${name}`}
          type="text"
          name={name}
          value={(again?.id === id && again.change === change ? again.form : known)[name]}
          required={need === undefined}
          placeholder={kind === 'date' ? W.date.example : kind === 'list' ? T.listExample : undefined}
          list={name === 'condition' ? 'all-conditions' : undefined}
        />
      </div>
    ))}
    <div class="field">
      <button type="submit">
        {T[change]}
        <span class="visually-hidden"> {id}</span>
      </button>
    </div>
  </form>
)

const stateOf = (event: PlanEvent): string | null => {
  if (event.revoked) return T.states.revoked
  if (event.conditionId !== null) return null
  return event.proposed === undefined ? T.states.unmatched : T.states.proposed
}

/** One event with its changes, for who may make them. */
interface InPlan {
  readonly base: string
  readonly may: boolean
  readonly again: Refused | null
}
export const EventLine = ({ event, base, may, again }: InPlan & { event: PlanEvent }) => {
  const state = stateOf(event)
  const changes: readonly Change[] = event.revoked
    ? ['restore']
    : event.conditionId === null
      ? ['assign', 'revoke']
      : ['correct', 'revoke']
  return (
    <li>
      <Day on={event.effectiveOn} /> {event.condition} {event.document ?? ''}{' '}
      <span class="quiet small">{event.reportedBy.unit}</span> {state && <b>{state}</b>}
      {may && (
        <details class="no-print" open={isAbout(again, event.eventId)}>
          <summary>
            {T.acts}
            <span class="visually-hidden"> {event.eventId}</span>
          </summary>
          {changes.map((change) => (
            <ChangeForm
              base={base}
              id={event.eventId}
              change={change}
              again={again}
              known={
                change === 'correct' ? { effectiveOn: event.effectiveOn, document: event.document ?? '' } : {}
              }
            />
          ))}
        </details>
      )}
    </li>
  )
}

const PlannedLine = ({ one, base, may, again }: InPlan & { one: PlannedEvent }) => (
  <li>
    {one.condition} {T.expected(one.expectedOn)} {T.plannedStates[one.state]}
    {may && one.state === 'planned' && (
      <details class="no-print" open={isAbout(again, one.plannedId)}>
        <summary>
          {T.confirm}、{T.move}、{T.cancel}
          <span class="visually-hidden"> {one.plannedId}</span>
        </summary>
        {(['confirm', 'move', 'cancel'] as const).map((change) => (
          <ChangeForm base={base} id={one.plannedId} change={change} again={again} />
        ))}
      </details>
    )}
  </li>
)

/** 预计要发生的: what is expected, and the form to say so. */
export const PlannedEvents = ({ plan, base, may, again }: InPlan & { plan: PlanState }) => (
  <>
    <h2>{T.planned}</h2>
    {(plan.planned ?? []).length === 0 && <p class="panel">{T.noPlanned}</p>}
    <ul>
      {(plan.planned ?? []).map((one) => (
        <PlannedLine one={one} base={base} may={may} again={again} />
      ))}
    </ul>
    {may && (
      <section class="panel no-print">
        <h3>{T.plan}</h3>
        <p>{T.planLead}</p>
        <ChangeForm base={base} id="new" change="plan" again={again} />
        <datalist id="all-conditions">
          {plan.conditions.map(({ text }) => (
            <option value={text} />
          ))}
        </datalist>
      </section>
    )}
  </>
)

/** Changes of events, reported and expected; `again` shows the page with what was refused. */
export function eventChangeRoutes(
  app: Hono<WebEnv>,
  deps: WebDeps,
  again: (c: C, refusal: Refusal, refused: Refused) => Response | Promise<Response>,
): void {
  app.post('/p/:plan/events/:event/:change', async (c) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan'))
    const { event, change } = c.req.param()
    const form = await formOf(c)
    try {
      if (!isChange(change)) throw refused('ROUTE_NOT_FOUND', W.notFound.text)
      const said = Object.fromEntries(
        askedBy(change).map(([name, { kind }]) => [
          name,
          kind === 'date' ? typedDate(form[name]) : form[name]?.trim() || undefined,
        ]),
      )
      const named = (form.measures ?? '').split(/[\s,，、;；]+/).filter((no) => no !== '')
      const scope = { measures: named, units: [] }
      const measures =
        named.length === 0
          ? null
          : await scopeOf(deps.duban, plan.planId, form.condition?.trim() ?? '', scope)
      const of = ['eventId', 'plannedId'].find((id) => id in fieldsOf(change))
      const actId = /^[0-9a-f-]{36}$/.test(form.actId ?? '') ? form.actId : randomUUID()
      const { woke } = await onPlan(deps, byOf(c as C), plan, change, (actor) =>
        changeEvent(deps.duban, plan.planId, change, {
          ...said,
          ...(change === 'plan' ? { measures } : {}),
          ...(of === undefined || change === 'plan' ? {} : { [of]: event }),
          actor,
          actId,
        }),
      )
      const query = new URLSearchParams({ changed: woke.join('、') })
      return c.redirect(`/p/${encodeURIComponent(plan.planId)}/events?${query}`, 303)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return again(c as C, error.refusal, { id: event, change, form })
    }
  })
}
