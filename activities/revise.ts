import type { WorkCalendar } from '../domain/calendar/table.ts'
import { dateOf } from '../domain/calendar/time.ts'
import { policyOf } from '../domain/events/policy.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import type { PlanByNo } from '../domain/plan/by-no.ts'
import type { Replan } from '../domain/plan/measure/replan.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import { datesOf } from '../domain/plan/plan.ts'
import { policyFor } from '../domain/policy/policy.ts'
import { namedBy } from '../domain/reading/amendment/named.ts'
import { isOver } from '../domain/supervision/phase.ts'
import { changePolicy } from '../domain/supervision/policy-change.ts'
import { bringsWork, replan } from '../domain/supervision/replan.ts'
import { replanParts } from '../domain/supervision/replan-parts.ts'
import type { PlanNow } from '../domain/supervision/standing-events.ts'
import { keptPlan } from '../records/kept.ts'
import { measureState, measureStates, unsettledDeliveries } from '../records/read.ts'
import type { ReplanMessage } from '../workflows/messages.ts'
import { askOfPlan, refusedOrEnded, unheard } from './ask-measure.ts'
import type { ActivityContext } from './context.ts'
import { documentOf } from './documents.ts'
import { inPool } from './pool.ts'
import { askAgain } from './restart.ts'
import type { ReplanQuestion, RevisionRequest } from './types.ts'

const AT_ONCE = 12

/** What an amended plan, other rules or a new calendar changes in one measure, from the state it has now. */
export async function replanMeasure(
  context: ActivityContext,
  question: ReplanQuestion,
  state: MeasureState,
  part = 0,
): Promise<(Replan & { readonly more?: true }) | null> {
  const plan = await documentOf(context, question.document)
  const now = await keptPlan(context.db, question.planId)
  const whole = replanWith(context.calendar(), plan, question, state, now)
  const parts = whole === null ? [] : replanParts(whole)
  const asked = parts[part]
  return asked === undefined ? null : { ...asked, ...(part < parts.length - 1 ? { more: true } : {}) }
}

/** The same for a plan, a calendar and a ledger at hand. */
export function replanWith(
  calendar: WorkCalendar,
  { plan, measure }: PlanByNo,
  { planId, no, startOn, cause, today, unnamed }: ReplanQuestion,
  state: MeasureState,
  now: PlanNow,
): Replan | null {
  if (cause.kind === 'policy')
    return changePolicy(state, policyFor(policyOf(now.ledger ?? {}), no), calendar, today)
  if (unnamed) return null
  const events = now.events(no)
  const target = measure(no)
  const dates = target ? datesOf(plan, target.measure) : { planYear: plan.year, issuedOn: plan.issuedOn }
  return replan(state, target, { planId, startOn, calendar, ...dates, today, events, cause })
}

/**
 * Tells each measure that changes, by an update that its own loop answers after it has written the change; the others
 * get no event. Asked again after a crash it does no more: the act's id is known to those that did it.
 * @param only the one measure that is told
 */
export async function reviseMeasures(context: ActivityContext, request: RevisionRequest, only?: string) {
  const { planId, document: sha256, from, startOn, cause, actor, actId, at } = request
  const plan = await documentOf(context, sha256)
  const named = from === undefined ? () => true : namedBy(await documentOf(context, from), plan)
  const now = await keptPlan(context.db, planId)
  // What is on its way to a measure is not in the records yet: it is asked in any case.
  const unsettled = new Set(await unsettledDeliveries(context.db, planId))
  const today = dateOf(at)
  const changed = new Set<string>()
  const unchanged = unheard()
  const one = only === undefined ? null : await measureState(context.db, planId, only)
  const asked = only === undefined ? await measureStates(context.db, planId) : one === null ? [] : [one]
  await inPool(asked, AT_ONCE, async (state) => {
    const { no } = state.setup
    const about = named(no) ? {} : ({ unnamed: true } as const)
    const question: ReplanQuestion = { planId, document: sha256, startOn, cause, no, today, ...about }
    const change = replanWith(context.calendar(), plan, question, state, now)
    if (state.seenActs.includes(actId)) changed.add(no)
    if (state.closedOn !== null || (change === null && !unsettled.has(no))) return
    if (isOver(state) && (change === null || !bringsWork(change))) return
    const message: ReplanMessage = { question, actor, actId, at }
    const updateId = `${actId}-${no}`
    // A measure that was done and gets something to do again goes on in a new run, with its whole state.
    const clock = now.ledger?.clock ?? { kind: 'wall' }
    const came = isOver(state)
      ? await askAgain(context, state, clock, MEASURE_NAMES.replan, message, updateId).then(
          () => 'answered' as const,
          refusedOrEnded,
        )
      : await askOfPlan(context, planId, no, MEASURE_NAMES.replan, message, updateId)
    unchanged.note(no, came)
    if (typeof came === 'string') changed.add(no)
  })
  return { changed: [...changed].sort(), ...unchanged.found() }
}
