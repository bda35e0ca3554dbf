import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import { shortHash } from '../calendar/table.ts'
import { dateOf } from '../calendar/time.ts'
import { conditionKey } from '../deadline/condition.ts'
import type { PlanCondition } from '../plan/condition.ts'
import { findCondition, namedBy } from '../plan/conditions.ts'
import { conditionUnknown, outOfScope, strangersTo } from './condition-refusals.ts'
import { suspectsOf } from './duplicates.ts'
import type { PlanState } from './model/state.ts'
import type { EventReport, PlanEvent, ReportDecision } from './plan-event.ts'
import { confirmed, knownOf, signalKnown, type Told } from './report-known.ts'

/** Id of a report without one: the same condition (and way of it), day, title and document give the same id. */
export const reportId = (condition: PlanCondition | null, report: EventReport, whole = false): string => {
  const named = condition && namedBy(condition, report.condition)
  const way =
    condition && !whole && named?.size === 1
      ? [...named].filter((name) => name !== conditionKey(condition.text))
      : []
  const rest = [
    condition?.id ?? report.condition,
    ...way,
    report.effectiveAt ?? report.effectiveOn,
    report.title ?? '',
    report.document ?? '',
  ].join('|')
  return `ev-${report.effectiveOn.replaceAll('-', '')}-${shortHash(rest).slice(0, 4)}`
}

/** The id itself, or numbered on where an event has it that is another one. */
export function freeId(state: PlanState, id: string, isOther: (event: PlanEvent) => boolean): string {
  const taken = (candidate: string) => state.events.some((e) => e.eventId === candidate && isOther(e))
  let free = id
  for (let n = 2; taken(free); n += 1) free = `${id}-${n}`
  return free
}

/**
 * Decides one report. Errors: CONDITION_UNKNOWN (names the nearest), EVENT_IN_FUTURE, EVENT_ID_TAKEN,
 * EVENT_ALREADY_REPORTED (what looks like it is known: the same, a correction, or another?), MEASURE_NOT_WAITING,
 * EVENT_NOT_FOUND and EVENT_REVOKED (of `sameAs`).
 * With `keepUnknown` (a signal that can't be refused) an unknown condition is kept unmatched and wakes nobody; so is what
 * names measures that do not wait.
 */
export function decideReport(
  state: PlanState,
  report: EventReport,
  by: Told,
): Result<ReportDecision, Refusal> {
  const named = by.unread === undefined ? findCondition(state.conditions, report.condition) : null
  if (named === null && !by.keepUnknown) return conditionUnknown(state, report.condition)
  if (report.effectiveOn > dateOf(by.at) && !by.keepUnknown)
    return refuse('EVENT_IN_FUTURE', `生效日期 ${report.effectiveOn} 晚于今天（${dateOf(by.at)}）`, {
      remedy: '事件发生以后再报告',
    })
  const outside = named && outOfScope(state, named, report.measures)
  if (outside && !by.keepUnknown) return outside
  const { condition, measures, strangers } = heardOf(state, named, report.measures)
  if (report.sameAs) return confirmed(state, report.sameAs, condition, report, by)
  const { keepUnknown } = by
  const wider = (event: PlanEvent) => keepUnknown && !covers(event.measures, measures)
  const isOther = (event: PlanEvent) => event.revoked || !keepUnknown || wider(event)
  const isAnother = (event: PlanEvent) =>
    wider(event) || (keepUnknown && event.conditionId !== (condition?.id ?? null))
  const eventId =
    report.eventId === null
      ? freeId(state, reportId(condition, report, keepUnknown), isOther)
      : freeId(state, report.eventId, isAnother)
  const known = keepUnknown
    ? signalKnown(state, condition, report, by, eventId)
    : knownOf(state, condition, report, by)
  if (known !== null) return known
  const [suspect] = condition === null ? [] : suspectsOf(state, condition, report)
  const event: PlanEvent = {
    eventId,
    condition: report.condition,
    conditionId: condition?.id ?? null,
    effectiveOn: report.effectiveOn,
    ...(report.effectiveAt ? { effectiveAt: report.effectiveAt } : {}),
    dueOn: report.dueOn,
    title: report.title,
    document: report.document,
    url: report.url,
    measures,
    ...(strangers.length > 0 ? { strangers } : {}),
    reportedAt: by.at,
    reportedBy: by.actor,
    revoked: false,
    ...(report.another && suspect && !condition?.stream ? { again: true as const } : {}),
    ...(by.keepUnknown && suspect ? { maybe: suspect.eventId } : {}),
    ...(by.unread === undefined ? {} : { unread: by.unread }),
    ...(by.via === undefined ? {} : { via: by.via }),
  }
  return ok({ event, already: false })
}

/**
 * Whom a signal's event is for: the measures of its scope that wait for its condition. Where it names no other than
 * strangers it is kept like one that matches no condition, for the office to assign.
 */
function heardOf(state: PlanState, named: PlanCondition | null, scope: readonly string[] | null) {
  const strangers = named === null ? [] : strangersTo(state, named, scope)
  const heard = scope?.filter((no) => !strangers.includes(no)) ?? null
  if (strangers.length === 0) return { condition: named, measures: scope, strangers }
  return heard?.length === 0
    ? { condition: null, measures: scope, strangers }
    : { condition: named, measures: heard, strangers }
}

/** Whether an event of one scope reaches all that one of the other would. */
const covers = (scope: readonly string[] | null, other: readonly string[] | null): boolean =>
  scope === null || other?.every((no) => scope.includes(no)) === true
