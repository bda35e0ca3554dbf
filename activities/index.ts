import { asUnit } from '../domain/basics/actor.ts'
import { notProved } from '../domain/events/bulletins.ts'
import { conditionsOf } from '../domain/plan/conditions.ts'
import { measuresOf, type WorkPlan } from '../domain/plan/plan.ts'
import { THREE_COLOURS } from '../domain/policy/policy.ts'
import { answerCalendar } from '../domain/supervision/calendar-answer.ts'
import { oversized } from '../domain/supervision/oversized.ts'
import { unpackMeasure } from '../domain/supervision/packing.ts'
import { textsIn } from '../records/blobs.ts'
import { bulletinProblem } from '../records/chain/store.ts'
import { writingTogether } from '../records/group-commit.ts'
import { actDone } from '../records/read.ts'
import { keepDocument } from '../records/write.ts'
import { writePlanFacts } from '../records/write-plan.ts'
import type { ActivityContext } from './context.ts'
import { deliverEvent } from './deliver.ts'
import { FACT_WRITERS, type FactWriter } from './fact-writers.ts'
import { isDecided } from './left.ts'
import { advanceMeasures, closeMeasures, startMeasures } from './measures.ts'
import { answering, DocumentMissingError, refusing } from './permanent.ts'
import { withPulse } from './pulse.ts'
import { replanMeasure, reviseMeasures } from './revise.ts'
import type { Activities } from './types.ts'
import { carryOver, reopenMeasures } from './year-end.ts'

export function createActivities(context: ActivityContext): Activities {
  const { db, blobs } = context
  const writing = writingTogether(db)
  const write: Activities['记入台账'] = (workflowId, facts) =>
    writing({ workflowId, facts, realAt: new Date().toISOString(), prove: context.prove })
  const writePlan: Activities['记入方案台账'] = async (planId, facts) => {
    for (const fact of facts)
      if (fact.kind === 'bulletinIssued') {
        const problem = await bulletinProblem(db, textsIn(blobs), planId, fact.bulletin)
        if (problem !== null) throw refusing(notProved(fact.bulletin.number, problem))
      }
    return writePlanFacts(db, planId, facts, undefined, context.prove)
  }
  const writers = Object.entries(FACT_WRITERS).map(([name, whose]) => [
    name,
    whose === 'plan' ? writePlan : write,
  ])
  return answeringAll({
    ...(Object.fromEntries(writers) as Pick<Activities, FactWriter>),
    // A worker of an older build asks without what is asked: an older seal may be right then, a newer one cannot be told.
    核对办理人: async (actor, { actId, ...place }, asked = { type: '' }) =>
      actId === null || context.proveAsking === undefined
        ? asUnit(actor)
        : context.proveAsking(actor, { ...place, actId }, asked, () => actDone(db, place.planId, actId)),
    核对补办: (planId, no, left) => isDecided(context, planId, no, left),
    排定日期: async (policy, question) => answerCalendar(context.calendar(), policy, question),
    保存方案: async (sha256) => {
      const bytes = blobs.get(sha256)
      if (bytes === null) throw new DocumentMissingError(sha256)
      const body = Buffer.from(bytes).toString('utf8')
      const plan = JSON.parse(body) as WorkPlan
      const refusal = oversized(plan, { planId: '', calendar: context.calendar(), policy: THREE_COLOURS })
      if (refusal !== null) throw refusing(refusal)
      await keepDocument(db, sha256, 'plan', body)
      return { title: plan.title, measures: measuresOf(plan).length, conditions: conditionsOf(plan) }
    },
    启动措施: (request) =>
      withPulse(
        () => null,
        () => startMeasures(context, request),
      ),
    投递事件: (request) => deliverEvent(context, request),
    重新排定: (question, state, part) => replanMeasure(context, question, unpackMeasure(state), part),
    通知变动: (request) =>
      withPulse(
        () => null,
        () => reviseMeasures(context, request),
      ),
    推进各措施: (planId, to, actId) =>
      withPulse(
        () => null,
        () => advanceMeasures(context, planId, to, actId),
      ),
    结束各措施: (planId, by) =>
      withPulse(
        () => null,
        () => closeMeasures(context, planId, by),
      ),
    结转: (planId, request) =>
      withPulse(
        () => null,
        () => carryOver(context, planId, request),
      ),
    重开各措施: (planId, by) =>
      withPulse(
        () => null,
        () => reopenMeasures(context, planId, by),
      ),
  })
}

const answeringAll = (activities: Activities): Activities =>
  Object.fromEntries(
    Object.entries(activities).map(([name, work]) => [
      name,
      answering(work as (...args: unknown[]) => Promise<unknown>),
    ]),
  ) as unknown as Activities
