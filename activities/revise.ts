import type { WorkCalendar } from '../domain/calendar/table.ts'
import { dateOf } from '../domain/calendar/time.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { policyOf } from '../domain/events/policy.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import type { Replan } from '../domain/plan/measure/replan.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import { datesOf, measuresOf, type WorkPlan } from '../domain/plan/plan.ts'
import { policyFor } from '../domain/policy/policy.ts'
import { namedBy } from '../domain/reading/amendment/named.ts'
import { isOver } from '../domain/supervision/phase.ts'
import { changePolicy } from '../domain/supervision/policy-change.ts'
import { bringsWork, replan } from '../domain/supervision/replan.ts'
import { replanParts } from '../domain/supervision/replan-parts.ts'
import { standingEvents } from '../domain/supervision/standing-events.ts'
import { document, measureStates, planState, unsettledDeliveries } from '../records/read.ts'
import type { ReplanMessage } from '../workflows/messages.ts'
import { askOfPlan, refusedOrEnded, unheard } from './ask-measure.ts'
import type { ActivityContext } from './context.ts'
import { DocumentMissingError } from './permanent.ts'
import { inPool } from './pool.ts'
import { askAgain } from './restart.ts'
import type { ReplanQuestion, RevisionRequest } from './types.ts'

const AT_ONCE = 12

async function planOf(context: ActivityContext, sha256: string): Promise<WorkPlan> {
  const plan = await document(context.db, sha256)
  if (plan === null) throw new DocumentMissingError(sha256)
  return plan
}

/** What an amended plan, other rules or a new calendar changes in one measure, from the state it has now. */
export async function replanMeasure(
  context: ActivityContext,
  question: ReplanQuestion,
  state: MeasureState,
  part = 0,
): Promise<(Replan & { readonly more?: true }) | null> {
  const plan = await planOf(context, question.document)
  const ledger = await planState(context.db, question.planId)
  const whole = replanWith(context.calendar(), plan, question, state, planNow(ledger))
  const parts = whole === null ? [] : replanParts(whole)
  const asked = parts[part]
  return asked === undefined ? null : { ...asked, ...(part < parts.length - 1 ? { more: true } : {}) }
}

/** The plan's ledger with its standing events by measure. */
export interface PlanNow {
  readonly ledger: PlanState | null
  readonly events: ReturnType<typeof standingEvents>
}
export const planNow = (ledger: PlanState | null): PlanNow => ({ ledger, events: standingEvents(ledger) })

/** The same for a plan, a calendar and a ledger at hand. */
export function replanWith(
  calendar: WorkCalendar,
  plan: WorkPlan,
  { planId, no, startOn, cause, today, unnamed }: ReplanQuestion,
  state: MeasureState,
  now: PlanNow,
): Replan | null {
  if (cause.kind === 'policy')
    return changePolicy(state, policyFor(policyOf(now.ledger ?? {}), no), calendar, today)
  if (unnamed) return null
  const events = now.events(no)
  const target = measuresOf(plan).find(({ measure }) => measure.no === no) ?? null
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
  const plan = await planOf(context, sha256)
  const named = from === undefined ? () => true : namedBy(await planOf(context, from), plan)
  const ledger = await planState(context.db, planId)
  const now = planNow(ledger)
  // What is on its way to a measure is not in the records yet: it is asked in any case.
  const unsettled = new Set(await unsettledDeliveries(context.db, planId))
  const today = dateOf(at)
  const changed: string[] = []
  const unchanged = unheard()
  await inPool(await measureStates(context.db, planId), AT_ONCE, async (state) => {
    const { no } = state.setup
    if (only !== undefined && no !== only) return
    const about = named(no) ? {} : ({ unnamed: true } as const)
    const question: ReplanQuestion = { planId, document: sha256, startOn, cause, no, today, ...about }
    const change = replanWith(context.calendar(), plan, question, state, now)
    if (state.seenActs.includes(actId)) changed.push(no)
    if (state.closedOn !== null || (change === null && !unsettled.has(no))) return
    if (isOver(state) && (change === null || !bringsWork(change))) return
    const message: ReplanMessage = { question, actor, actId, at }
    const updateId = `${actId}-${no}`
    // A measure that was done and gets something to do again goes on in a new run, with its whole state.
    const clock = ledger?.clock ?? { kind: 'wall' }
    const asked = isOver(state)
      ? await askAgain(context, state, clock, MEASURE_NAMES.replan, message, updateId).then(
          () => 'answered' as const,
          refusedOrEnded,
        )
      : await askOfPlan(context, planId, no, MEASURE_NAMES.replan, message, updateId)
    unchanged.note(no, asked)
    if (typeof asked === 'string' && !changed.includes(no)) changed.push(no)
  })
  return { changed: changed.sort(), ...unchanged.found() }
}
