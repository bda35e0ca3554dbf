import { planTimeAt } from '../../domain/calendar/clock.ts'
import { dateOf, type PlanTime, toIsoInstant } from '../../domain/calendar/time.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { expectedDay } from '../../domain/events/planned.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { numberOf, shownNumberOf } from '../../domain/plan/numbers.ts'
import { waitsTogether } from '../../domain/reckoning/outcome.ts'
import { ownersOf } from '../../domain/reckoning/owners.ts'
import { storyOf } from '../../domain/reckoning/story.ts'
import { awaitedIn } from '../../records/board/query.ts'
import type { Db } from '../../records/db.ts'
import { owningFacts } from '../../records/lines.ts'
import {
  factsOf,
  ledger,
  measureState,
  measureStates,
  planState,
  planStates,
  workflowIdOf,
} from '../../records/read.ts'
import { whoActed } from '../../records/who-acted.ts'
import { refused } from '../refusal.ts'
import { planShowJson } from './json.ts'
import { namesFor, whoName } from './people.ts'

export const todayIn = (plan: PlanState) => dateOf(planTimeAt(plan.clock, Date.now()))

const brief = (plan: PlanState) => ({
  id: plan.planId,
  title: plan.title,
  phase: plan.phase,
  clock: { kind: plan.clock.kind, today: todayIn(plan) },
})

/** @throws RefusedError PLAN_NOT_FOUND */
export async function planNamed(db: Db, planId: string): Promise<PlanState> {
  const plan = await planState(db, planId)
  if (plan === null) throw refused('PLAN_NOT_FOUND', `没有方案 ${planId}`, '在方案清单里查看编号')
  return plan
}

export const planList = async (db: Db) => (await planStates(db)).map(brief)

/** A plan at a glance, as `duban plan show`. */
export async function planShow(db: Db, plan: PlanState) {
  const owners = ownersOf(await owningFacts(db, plan.planId))
  return planShowJson(plan, await measureStates(db, plan.planId), todayIn(plan), owners)
}

export interface FoundMeasure {
  readonly state: MeasureState
  /** The number that the plan's latest text prints. */
  readonly shown: string
}

/** A measure by the number that people use. @throws RefusedError MEASURE_NOT_FOUND */
export async function measureNamed(db: Db, plan: PlanState, no: string): Promise<FoundMeasure> {
  const state = await measureState(db, plan.planId, numberOf(plan, no))
  if (state === null)
    throw refused('MEASURE_NOT_FOUND', `方案 ${plan.planId} 没有措施 ${no}`, '在措施台账里查看编号')
  return { state, shown: shownNumberOf(plan, state.setup.no) }
}

/** 经过: what happened to a measure, by whom and why; people by their names. @param after only what is later than this `seq` */
export async function historyOf(db: Db, { setup }: MeasureState, after = 0) {
  const { planId, no } = setup
  const id = workflowIdOf(planId, no)
  const [rows, facts, acted] = await Promise.all([ledger(db, planId, no), factsOf(db, id), whoActed(db, id)])
  const story = storyOf(facts)
  const byRow = new Map(acted.map((one) => [one.row, one]))
  const names = await namesFor(
    db,
    acted.map(({ actor }) => actor),
  )
  return rows
    .map((row, i) => {
      const found = byRow.get(row.row)
      const actor = found?.actor
      const known = actor?.userId !== undefined
      return {
        ...row,
        seq: found?.seq ?? 0,
        actor: actor?.unit ?? row.actor,
        via: actor?.via ?? null,
        who: known && actor ? whoName(actor, names) : (story[i]?.who ?? row.actor),
        why: story[i]?.why ?? null,
      }
    })
    .filter(({ seq }) => seq > after)
}

/** What measures wait for, since when, and when it is expected; `mine`: those of these units alone, null: all. */
export async function waitingIn(db: Db, plan: PlanState, mine: readonly string[] | null = null) {
  const scope = { planId: plan.planId, today: todayIn(plan), mine }
  return waitsTogether(await awaitedIn(db, scope)).map((w) => {
    const condition = plan.conditions.find((c) => c.text === w.condition)
    return {
      id: condition?.id ?? '',
      ...w,
      measures: w.measures.map((no) => shownNumberOf(plan, no)),
      expectedOn: expectedDay(plan, w.condition),
    }
  })
}

/** What has been reported to a plan, oldest first. */
export const eventsIn = (plan: PlanState) =>
  plan.events.map((event) => ({ ...event, reportedAt: toIsoInstant(event.reportedAt as PlanTime) }))
