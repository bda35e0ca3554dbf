import type { Actor } from '../actor.ts'
import type { IsoDate } from '../calendar/date.ts'
import { shortHash } from '../calendar/table.ts'
import { dateOf, type PlanTime } from '../calendar/time.ts'
import { nearestConditions } from '../deadline/condition.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { findCondition } from './conditions.ts'
import type { PlanEvent, PlanState } from './life.ts'

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
}

export interface ReportDecision {
  readonly event: PlanEvent
  /** The same event was reported before: nothing new happens. */
  readonly already: boolean
}

/** Id of a report without one: the same condition, day, title and document give the same id. */
const derivedId = (conditionId: string, report: EventReport): string => {
  const rest = [
    conditionId,
    report.effectiveAt ?? report.effectiveOn,
    report.title ?? '',
    report.document ?? '',
  ].join('|')
  return `ev-${report.effectiveOn.replaceAll('-', '')}-${shortHash(rest).slice(0, 4)}`
}

/** The id itself, or numbered on where it belongs to an event that was revoked: what happened after all is a new one. */
function freeId(state: PlanState, id: string): string {
  const revoked = (candidate: string) => state.events.some((e) => e.eventId === candidate && e.revoked)
  let free = id
  for (let n = 2; revoked(free); n += 1) free = `${id}-${n}`
  return free
}

/**
 * Decides one report. Errors: CONDITION_UNKNOWN (names the nearest), EVENT_IN_FUTURE, EVENT_ID_TAKEN,
 * EVENT_ALREADY_REPORTED (a single act reported with another date: correct it instead), MEASURE_NOT_WAITING.
 * With `keepUnknown` (a signal that can't be refused) an unknown condition is kept unmatched and wakes nobody.
 */
export function decideReport(
  state: PlanState,
  report: EventReport,
  by: { readonly at: PlanTime; readonly actor: Actor; readonly keepUnknown: boolean },
): Result<ReportDecision, Refusal> {
  const condition = findCondition(state.conditions, report.condition)
  if (condition === null && !by.keepUnknown) {
    const nearest = nearestConditions(
      report.condition,
      state.conditions.map((c) => c.text),
    )
    return refuse('CONDITION_UNKNOWN', `方案 ${state.planId} 没有等待“${report.condition}”的措施`, {
      remedy:
        nearest.length > 0 ? `最接近的条件：${nearest.join('；')}` : '用 duban event waiting 查看等待清单',
      fields: { condition: report.condition, nearest },
    })
  }
  if (report.effectiveOn > dateOf(by.at) && !by.keepUnknown)
    return refuse('EVENT_IN_FUTURE', `生效日期 ${report.effectiveOn} 晚于今天（${dateOf(by.at)}）`, {
      remedy: '事件发生以后再报告',
    })
  const unknownScope = report.measures?.find((no) => !condition?.waits.some((w) => w.no === no))
  if (unknownScope !== undefined && condition !== null)
    return refuse('MEASURE_NOT_WAITING', `措施 ${unknownScope} 不在等待“${condition.text}”`, {
      remedy: `等待的措施：${condition.waits.map((w) => w.no).join('、')}`,
    })
  const eventId = report.eventId ?? freeId(state, derivedId(condition?.id ?? report.condition, report))
  const same = state.events.find((event) => event.eventId === eventId)
  if (same) {
    const agrees = same.conditionId === (condition?.id ?? null) && same.effectiveOn === report.effectiveOn
    return agrees || by.keepUnknown
      ? ok({ event: same, already: true })
      : refuse('EVENT_ID_TAKEN', `事件编号 ${eventId} 已用于“${same.condition}”（${same.effectiveOn}）`, {
          remedy: '换一个 --id，或用 duban event correct 更正原来的报告',
        })
  }
  const earlier = state.events.find(
    (e) => e.conditionId !== null && e.conditionId === condition?.id && !e.revoked,
  )
  // One way of a condition with several ("预算或决算批准") is an act of its own.
  if (
    condition &&
    !condition.stream &&
    earlier &&
    condition.alternatives.length === 0 &&
    report.measures === null
  ) {
    if (earlier.effectiveOn === report.effectiveOn) return ok({ event: earlier, already: true })
    if (!by.keepUnknown)
      return refuse(
        'EVENT_ALREADY_REPORTED',
        `“${condition.text}”已经报告过：${earlier.eventId}，${earlier.effectiveOn} 生效`,
        {
          remedy: `日期报错了请用 duban event correct ${state.planId} ${earlier.eventId} --on ${report.effectiveOn}`,
        },
      )
  }
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
  }
  return ok({ event, already: false })
}

/** Measures an event goes to: those that wait for its condition, within its scope. */
export function targetsOf(state: PlanState, event: PlanEvent): readonly string[] {
  const waits = state.conditions.find((c) => c.id === event.conditionId)?.waits ?? []
  const nos = [...new Set(waits.map((w) => w.no))]
  return event.measures === null ? nos : nos.filter((no) => event.measures?.includes(no))
}
