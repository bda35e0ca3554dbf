import type { ActivityContext } from '../../activities/context.ts'
import { closeMeasures } from '../../activities/measures.ts'
import { reviseMeasures } from '../../activities/revise.ts'
import type { PlanFact } from '../../domain/events/facts.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { officeOf } from '../../domain/events/offices.ts'
import type { ReplanCause } from '../../domain/plan/measure/replan.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { planFactsOf } from '../../records/lines.ts'
import type { Office } from '../office.ts'
import { answered } from '../waiting.ts'

/** A change of the whole plan as its measures hear of it; `from`: the document that an amendment came after. */
interface Change {
  readonly cause: ReplanCause
  readonly from?: string
}

function changeOf(fact: PlanFact): Change | null {
  switch (fact.kind) {
    case 'amended': {
      const { document, title, reason, from } = fact
      return { cause: { kind: 'amendment', document, title, reason }, from }
    }
    case 'policySet': {
      const { id, version, name } = fact.policy
      return { cause: { kind: 'policy', id, version, name, reason: fact.reason } }
    }
    case 'calendarChanged':
      return { cause: { kind: 'calendar', version: fact.version } }
    default:
      return null
  }
}

/** The last of each kind; of several amendments the last with what was there before the first of them. */
function latest(changes: readonly Change[]): readonly Change[] {
  const first = changes.find(({ from }) => from !== undefined)
  const last = new Map(changes.map((change) => [change.cause.kind, change]))
  return [...last.values()].map((change) =>
    change.from === undefined ? change : { ...change, from: first?.from },
  )
}

async function tell(
  duban: Office,
  context: ActivityContext,
  plan: PlanState,
  changes: readonly Change[],
  only?: string,
): Promise<void> {
  const { planId, document, startOn } = plan
  if (document === null || startOn === null || plan.phase !== 'running') return
  const at = duban.now(plan)
  for (const { cause, from } of changes) {
    const actId = `resume-${planId}-${plan.seq}-${cause.kind}`
    const request = { planId, document, startOn, cause, actor: officeOf(plan), actId, at, from }
    await answered(duban, planId, reviseMeasures(context, request, only))
  }
}

/** A change that the plan was telling its measures of when it stopped: those that have it are not changed again. */
export async function finishChange(duban: Office, context: ActivityContext, plan: PlanState): Promise<void> {
  const last = (await planFactsOf(duban.db, plan.planId)).at(-1)
  const change = last === undefined ? null : changeOf(last)
  if (change !== null) await tell(duban, context, plan, [change])
}

/** A plan that is closed has measures that its closing did not reach: they are ended as it said. */
export async function finishClosing(duban: Office, context: ActivityContext, plan: PlanState): Promise<void> {
  const facts = await planFactsOf(duban.db, plan.planId)
  const closed = facts.findLast((fact) => fact.kind === 'planClosed')
  if (closed?.kind !== 'planClosed') return
  const { actor, at, reason, carriedTo, carried } = closed
  const carry = carriedTo === undefined ? {} : { carry: { planId: carriedTo, links: carried ?? {} } }
  const actId = `resume-${closed.actId ?? plan.planId}`
  await answered(
    duban,
    plan.planId,
    closeMeasures(context, plan.planId, { actor, actId, at, reason, ...carry }),
  )
}

/** What was changed of the plan while a measure was gone. */
export async function catchUpChanges(
  duban: Office,
  context: ActivityContext,
  plan: PlanState,
  measure: MeasureState,
): Promise<void> {
  const since = (await planFactsOf(duban.db, plan.planId)).filter(({ at }) => at >= measure.at)
  const changes = since.flatMap((fact) => changeOf(fact) ?? [])
  await tell(duban, context, plan, latest(changes), measure.setup.no)
}
