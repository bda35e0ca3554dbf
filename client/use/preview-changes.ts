import { replanWith } from '../../activities/revise.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { WorkCalendar } from '../../domain/calendar/table.ts'
import { at } from '../../domain/calendar/time.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { policyOf } from '../../domain/events/policy.ts'
import { byNo } from '../../domain/plan/by-no.ts'
import { conditionsOf } from '../../domain/plan/conditions.ts'
import type { Replan, ReplanCause } from '../../domain/plan/measure/replan.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import { policyFor, type SupervisionPolicy } from '../../domain/policy/policy.ts'
import { namedBy } from '../../domain/reading/amendment/named.ts'
import { refreshPlan } from '../../domain/reading/refresh.ts'
import { begin } from '../../domain/supervision/evolve.ts'
import { isOver } from '../../domain/supervision/phase.ts'
import { changePolicy } from '../../domain/supervision/policy-change.ts'
import { type DateChange, dateChangesOf, datesAdded } from '../../domain/supervision/replan-dates.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { obligationsForEvent } from '../../domain/supervision/setup-event.ts'
import { type PlanNow, planNow } from '../../domain/supervision/standing-events.ts'
import type { Db } from '../../records/open.ts'
import { document, measureStates, planState } from '../../records/read.ts'

/** What would become of one running measure, and the dates of its obligations old → new. */
export interface Preview {
  readonly no: string
  readonly replan: Replan
  readonly dates: readonly DateChange[]
}

async function preview(
  db: Db,
  planId: string,
  revised: WorkPlan | null,
  calendar: WorkCalendar,
  cause: ReplanCause,
  today: IsoDate,
): Promise<readonly Preview[]> {
  const ledger = await planState(db, planId)
  const plan = revised ?? (ledger?.document ? await document(db, ledger.document) : null)
  if (ledger === null || plan === null || ledger.startOn === null || ledger.phase !== 'running') return []
  const { startOn } = ledger
  const now = planNow(revised === null ? ledger : { ...ledger, conditions: conditionsOf(revised) })
  const was = revised && ledger.document ? await document(db, ledger.document) : null
  const whole = byNo(plan)
  const named = was ? namedBy(byNo(was), whole) : () => true
  const states = await measureStates(db, planId)
  const running = states.flatMap((state): readonly Preview[] => {
    const { no } = state.setup
    if (state.closedOn !== null || (cause.kind === 'calendar' && isOver(state))) return []
    if (!named(no)) return []
    const question = { planId, document: '', no, startOn, cause, today }
    const replan = replanWith(calendar, whole, question, state, now)
    return replan === null ? [] : [{ no, replan, dates: dateChangesOf(state, replan, cause, today) }]
  })
  return [...running, ...(revised === null ? [] : added(ledger, plan, states, calendar, now, today))]
}

/** The measures that an amendment adds, as they start with it: what they ask for by date, and what by events that stand. */
function added(
  ledger: PlanState,
  plan: WorkPlan,
  running: readonly MeasureState[],
  calendar: WorkCalendar,
  now: PlanNow,
  today: IsoDate,
): readonly Preview[] {
  const { planId, offices } = ledger
  const context = { planId, startOn: today, policy: policyOf(ledger), calendar, offices }
  const known = new Set(running.map(({ setup }) => setup.no))
  return measuresOf(refreshPlan(plan, calendar)).flatMap(({ task, measure }) => {
    const { no } = measure
    if (known.has(no)) return []
    const plain = setupOf(task, measure, context)
    const byEvent = now.events(no).flatMap((event) => obligationsForEvent(measure, event, today, context))
    const setup = { ...plain, obligations: [...plain.obligations, ...byEvent] }
    const { waits } = begin(at(today, '12:00'), setup)
    const nothing = { changes: [], withdrawn: [], setup: null }
    const replan: Replan = { ...nothing, added: setup.obligations, waits: waits.length > 0 ? waits : null }
    return [{ no, replan, dates: datesAdded(setup, today) }]
  })
}

/** What a calendar would change in a plan's measures, by number; nothing is sent. */
export const previewCalendar = (db: Db, planId: string, calendar: WorkCalendar, today: IsoDate) =>
  preview(db, planId, null, calendar, { kind: 'calendar', version: calendar.version }, today)

/** What a revised plan (with the numbers that run, amendment/amend.ts) would change in the measures that run. */
export const previewAmendment = (
  db: Db,
  planId: string,
  revised: WorkPlan,
  calendar: WorkCalendar,
  today: IsoDate,
) =>
  preview(
    db,
    planId,
    revised,
    calendar,
    { kind: 'amendment', document: '', title: revised.title, reason: null },
    today,
  )

/** What other 督办规则 would change in a plan's measures, by number; nothing is sent. */
export async function previewPolicy(
  db: Db,
  planId: string,
  policy: SupervisionPolicy,
  calendar: WorkCalendar,
  today: IsoDate,
): Promise<readonly Preview[]> {
  const { id, version, name } = policy
  const cause: ReplanCause = { kind: 'policy', id, version, name, reason: null }
  return (await measureStates(db, planId)).flatMap((state) => {
    const { no } = state.setup
    const replan = isOver(state) ? null : changePolicy(state, policyFor(policy, no), calendar, today)
    return replan === null ? [] : [{ no, replan, dates: dateChangesOf(state, replan, cause, today) }]
  })
}
