import type { IsoDate } from '../calendar/date.ts'
import { shortHash } from '../calendar/table.ts'
import { dateOf, type PlanTime } from '../calendar/time.ts'
import { conditionKey } from '../deadline/condition.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { conditionUnknown, outOfScope, strangersTo } from './condition-refusals.ts'
import { findCondition, type PlanCondition } from './conditions.ts'
import { suspectsOf } from './duplicates.ts'
import { namedBy } from './firings.ts'
import type { PlanState } from './life.ts'
import type { EventSource, PlanEvent } from './plan-event.ts'
import { confirmed, knownBefore, knownOf, type Told } from './report-known.ts'
import { hearersOf } from './subscriptions.ts'

/** A report of something that happened in the world. */
export interface EventReport {
  readonly condition: string
  readonly effectiveOn: IsoDate
  /** Its instant on that day, where it is known: hours count from it. */
  readonly effectiveAt?: PlanTime | null
  readonly eventId: string | null
  readonly dueOn: IsoDate | null
  readonly title: string | null
  readonly document: string | null
  readonly url: string | null
  readonly measures: readonly string[] | null
  /** It is the same as this one, known already: its sender is a further source. */
  readonly sameAs?: string | null
  /** It is another one than what looks like it. Absent: a report of release 0.1.0, which asked about fewer things. */
  readonly another?: boolean
  /** Said again with its hour it corrects what is known without one. Absent: a report of a release that dropped the hour. */
  readonly addsHour?: boolean
}

export interface ReportDecision {
  readonly event: PlanEvent
  /** The same event was reported before: nothing new happens. */
  readonly already: boolean
  /** The same event was reported by somebody else before. */
  readonly source?: EventSource
  /** The same event was reported without its hour before: this is it. */
  readonly hour?: PlanTime
}

/** Id of a report without one: the same condition (and way of it), day, title and document give the same id. */
const derivedId = (condition: PlanCondition | null, report: EventReport, whole: boolean): string => {
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
function freeId(state: PlanState, id: string, isOther: (event: PlanEvent) => boolean): string {
  const taken = (candidate: string) => state.events.some((e) => e.eventId === candidate && isOther(e))
  let free = id
  for (let n = 2; taken(free); n += 1) free = `${id}-${n}`
  return free
}

/**
 * Decides one report. Errors: CONDITION_UNKNOWN (names the nearest), EVENT_IN_FUTURE, EVENT_ID_TAKEN,
 * EVENT_ALREADY_REPORTED (what looks like it is known: the same, a correction, or another?), MEASURE_NOT_WAITING,
 * EVENT_NOT_FOUND and EVENT_REVOKED (of `sameAs`).
 * With `keepUnknown` (a signal that can't be refused) an unknown condition is kept unmatched and wakes nobody; with
 * `keepAll` so is what names measures that do not wait.
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
  if (outside && !by.keepAll) return outside
  const { condition, measures, strangers } = heardOf(state, named, report.measures)
  if (report.sameAs) return confirmed(state, report.sameAs, condition, report, by)
  const before = report.another === undefined || by.keepUnknown
  // Release 0.1.0 found a report that it knew by its id.
  const wider = (event: PlanEvent) => by.keepAll === true && !covers(event.measures, measures)
  const isOther = (event: PlanEvent) => event.revoked || !before || wider(event)
  const isAnother = (event: PlanEvent) =>
    wider(event) || (by.keepAll === true && event.conditionId !== (condition?.id ?? null))
  const eventId =
    report.eventId === null
      ? freeId(state, derivedId(condition, report, before), isOther)
      : freeId(state, report.eventId, isAnother)
  const known = before
    ? knownBefore(state, condition, report, by, eventId)
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

/** Measures an event goes to: those that wait for its condition, within its scope. */
export function targetsOf(state: PlanState, event: PlanEvent): readonly string[] {
  const condition = state.conditions.find((c) => c.id === event.conditionId)
  const nos = condition === undefined ? [] : hearersOf(state, condition)
  return event.measures === null ? nos : nos.filter((no) => event.measures?.includes(no))
}
