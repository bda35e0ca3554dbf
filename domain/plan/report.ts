import type { Actor } from '../actor.ts'
import type { IsoDate } from '../calendar/date.ts'
import { shortHash } from '../calendar/table.ts'
import { dateOf, type PlanTime } from '../calendar/time.ts'
import { conditionKey } from '../deadline/condition.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { conditionUnknown, outOfScope } from './condition-refusals.ts'
import { findCondition, type PlanCondition } from './conditions.ts'
import { alreadyReported, hasSource, isRepeated, suspectsOf } from './duplicates.ts'
import { namedBy } from './firings.ts'
import type { EventSource, PlanEvent, PlanState } from './life.ts'
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
  /** It is another one than what looks like it. */
  readonly another?: boolean
}

export interface ReportDecision {
  readonly event: PlanEvent
  /** The same event was reported before: nothing new happens. */
  readonly already: boolean
  /** The same event was reported by somebody else before. */
  readonly source?: EventSource
}

/** Id of a report without one: the same condition (and way of it), day, title and document give the same id. */
const derivedId = (condition: PlanCondition | null, report: EventReport): string => {
  const named = condition && namedBy(condition, report.condition)
  const way =
    condition && named?.size === 1 ? [...named].filter((name) => name !== conditionKey(condition.text)) : []
  const rest = [
    condition?.id ?? report.condition,
    ...way,
    report.effectiveAt ?? report.effectiveOn,
    report.title ?? '',
    report.document ?? '',
  ].join('|')
  return `ev-${report.effectiveOn.replaceAll('-', '')}-${shortHash(rest).slice(0, 4)}`
}

/** The id itself, or numbered on where another event has it: one that was revoked, or one that only looks the same. */
function freeId(state: PlanState, id: string): string {
  const taken = (candidate: string) => state.events.some((e) => e.eventId === candidate)
  let free = id
  for (let n = 2; taken(free); n += 1) free = `${id}-${n}`
  return free
}

type Told = { readonly at: PlanTime; readonly actor: Actor; readonly keepUnknown: boolean }

/** A second report of an event that is known: another source, unless the same person says the same again. */
function confirmed(
  state: PlanState,
  eventId: string,
  condition: PlanCondition | null,
  report: EventReport,
  by: Told,
): Result<ReportDecision, Refusal> {
  const event = state.events.find((e) => e.eventId === eventId)
  if (event === undefined || event.conditionId !== (condition?.id ?? null))
    return refuse('EVENT_NOT_FOUND', `“${report.condition}”没有报告过 ${eventId}`, {
      remedy: `用 duban event list ${state.planId} 查看`,
    })
  if (event.revoked)
    return refuse('EVENT_REVOKED', `事件 ${eventId} 已经撤销`, {
      remedy: `确有其事：duban event restore ${state.planId} ${eventId}`,
    })
  const { effectiveOn, title, document, url } = report
  const source = { by: by.actor, at: by.at, effectiveOn, title, document, url }
  return hasSource(event, source) ? ok({ event, already: true }) : ok({ event, already: false, source })
}

/**
 * Decides one report. Errors: CONDITION_UNKNOWN (names the nearest), EVENT_IN_FUTURE, EVENT_ID_TAKEN,
 * EVENT_ALREADY_REPORTED (what looks like it is known: the same, a correction, or another?), MEASURE_NOT_WAITING,
 * EVENT_NOT_FOUND and EVENT_REVOKED (of `sameAs`).
 * With `keepUnknown` (a signal that can't be refused) an unknown condition is kept unmatched and wakes nobody.
 */
export function decideReport(
  state: PlanState,
  report: EventReport,
  by: Told,
): Result<ReportDecision, Refusal> {
  const condition = findCondition(state.conditions, report.condition)
  if (condition === null && !by.keepUnknown) return conditionUnknown(state, report.condition)
  if (report.effectiveOn > dateOf(by.at) && !by.keepUnknown)
    return refuse('EVENT_IN_FUTURE', `生效日期 ${report.effectiveOn} 晚于今天（${dateOf(by.at)}）`, {
      remedy: '事件发生以后再报告',
    })
  const outside = condition && outOfScope(state, condition, report.measures)
  if (outside) return outside
  if (report.sameAs) return confirmed(state, report.sameAs, condition, report, by)
  const derived = derivedId(condition, report)
  const same = state.events.find((event) => event.eventId === (report.eventId ?? derived))
  if (same && report.eventId !== null) {
    const agrees = same.conditionId === (condition?.id ?? null) && same.effectiveOn === report.effectiveOn
    if (by.keepUnknown) return ok({ event: same, already: true })
    return agrees && !same.revoked
      ? confirmed(state, same.eventId, condition, report, by)
      : refuse(
          'EVENT_ID_TAKEN',
          `事件编号 ${same.eventId} 已用于“${same.condition}”（${same.effectiveOn}）`,
          {
            remedy: '换一个 --id，或用 duban event correct 更正原来的报告',
          },
        )
  }
  if (condition === null && same && !same.revoked) return ok({ event: same, already: true })
  // Whoever gives what keeps coming an id of its own has told it apart.
  const toldApart = report.another || (condition?.stream && report.eventId !== null)
  const suspects = condition === null ? [] : suspectsOf(state, condition, report)
  const [suspect] = toldApart ? [] : suspects
  if (suspect !== undefined) {
    const repeated = suspects.find((event) => isRepeated(event, report, by.actor))
    if (repeated !== undefined) return ok({ event: repeated, already: true })
    if (!by.keepUnknown) return alreadyReported(state, suspect, report)
    if (suspect.effectiveOn === report.effectiveOn) return ok({ event: suspect, already: true })
  }
  const eventId = report.eventId ?? freeId(state, derived)
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
    measures: report.measures,
    reportedAt: by.at,
    reportedBy: by.actor,
    revoked: false,
    ...(report.another && suspects.length > 0 && !condition?.stream ? { again: true as const } : {}),
    ...(suspect === undefined ? {} : { maybe: suspect.eventId }),
  }
  return ok({ event, already: false })
}

/** Measures an event goes to: those that wait for its condition, within its scope. */
export function targetsOf(state: PlanState, event: PlanEvent): readonly string[] {
  const condition = state.conditions.find((c) => c.id === event.conditionId)
  const nos = condition === undefined ? [] : hearersOf(state, condition)
  return event.measures === null ? nos : nos.filter((no) => event.measures?.includes(no))
}
