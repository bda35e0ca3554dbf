import type { Actor } from '../basics/actor.ts'
import { refuse } from '../basics/result.ts'
import { dateOf } from '../calendar/time.ts'
import type { PlanCondition } from '../plan/condition.ts'
import { namedBy } from '../plan/conditions.ts'
import type { PlanState } from './model/state.ts'
import type { EventReport, EventSource, PlanEvent } from './plan-event.ts'
import { overlap } from './planned.ts'

const samePerson = (a: Actor, b: Actor): boolean => a.unit === b.unit && a.name === b.name

const agree = (a: string | null, b: string | null): boolean => a === null || b === null || a === b

/** Whether both may speak of one way of the condition: 决算批准 is no report of 预算批准. */
function sameWay(condition: PlanCondition, a: string, b: string): boolean {
  const [one, other] = [namedBy(condition, a), namedBy(condition, b)]
  const whole = namedBy(condition, condition.text)
  const isWhole = (names: ReadonlySet<string>) => [...whole].every((name) => names.has(name))
  return isWhole(one) || isWhole(other) || [...one].some((name) => other.has(name))
}

/**
 * The standing events of which a report may be a second one. A single act: any of the same way and scope. A stream,
 * where events keep coming: the same document, or the same day under the same title with no other document.
 */
export function suspectsOf(
  state: PlanState,
  condition: PlanCondition,
  report: EventReport,
): readonly PlanEvent[] {
  // A stream has thousands of events in the same few words.
  const known = new Map<string, boolean>()
  const isSameWay = (text: string): boolean => {
    const same = known.get(text) ?? sameWay(condition, text, report.condition)
    known.set(text, same)
    return same
  }
  return state.events.filter((event) => {
    if (event.conditionId !== condition.id || event.revoked) return false
    if (!overlap(event.measures, report.measures)) return false
    if (!isSameWay(event.condition)) return false
    if (!condition.stream) return true
    if (event.document !== null && event.document === report.document) return true
    const sameDay =
      event.effectiveOn === report.effectiveOn &&
      agree(event.effectiveAt ?? null, report.effectiveAt ?? null) &&
      event.title === report.title
    return sameDay && agree(event.document, report.document)
  })
}

/** The same person says the same again: nothing new. */
export const isRepeated = (event: PlanEvent, report: EventReport, by: Actor): boolean =>
  event.effectiveOn === report.effectiveOn &&
  agree(event.document, report.document) &&
  (report.dueOn === null || report.dueOn === event.dueOn) &&
  (samePerson(event.reportedBy, by) || (event.sources ?? []).some((source) => samePerson(source.by, by)))

/** A further source that says what a known one of the same person said is none. */
export const hasSource = (event: PlanEvent, source: EventSource): boolean =>
  [{ ...event, by: event.reportedBy }, ...(event.sources ?? [])].some(
    (known) =>
      samePerson(known.by, source.by) &&
      known.effectiveOn === source.effectiveOn &&
      known.document === source.document,
  )

/** Says who reported it first, and the ways on: the same, a correction, or another occurrence. */
export function alreadyReported(state: PlanState, first: PlanEvent, report: EventReport) {
  const { eventId, reportedBy, reportedAt, effectiveOn, document, title } = first
  const about = [`${effectiveOn} 生效`, ...(document ? [document] : []), ...(title ? [title] : [])].join('，')
  const moves = report.effectiveOn === effectiveOn ? '' : ` --on ${report.effectiveOn}`
  return refuse(
    'EVENT_ALREADY_REPORTED',
    `“${first.condition}”已由${reportedBy.unit}在 ${dateOf(reportedAt)} 报告：${eventId}（${about}）`,
    {
      remedy: [
        `是同一件：加 --same-as ${eventId}，记为又一来源`,
        `首报有误：duban event correct ${state.planId} ${eventId}${moves}`,
        '确是另一件：加 --another',
      ].join('；'),
      fields: { eventId, reportedBy: reportedBy.unit, effectiveOn, document, title },
    },
  )
}
