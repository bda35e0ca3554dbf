import type { PlanState } from '../domain/events/model/state.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import { PLAN_NAMES } from '../domain/messages/plan.ts'
import { ACT_NAMES } from '../domain/supervision/acts/registry.ts'
import { keptPlan } from '../records/kept.ts'
import { planActDone } from '../records/read.ts'
import type { ActivityContext } from './context.ts'
import type { LeftMessage, ReplanQuestion } from './types.ts'

const NOT_FOUND = 5
const ACCEPTED = 2

/** Whether the plan's workflow has taken an update, whatever came of it. */
async function hasTaken({ client }: ActivityContext, planId: string, updateId: string): Promise<boolean> {
  try {
    await client.workflowService.pollWorkflowExecutionUpdate({
      namespace: client.options.namespace,
      updateRef: { workflowExecution: { workflowId: planId }, updateId },
      identity: client.options.identity,
      waitPolicy: { lifecycleStage: ACCEPTED },
    })
    return true
  } catch (error) {
    if ((error as { code?: unknown }).code === NOT_FOUND) return false
    throw error
  }
}

/** A change by the plan's document as it stands contradicts nothing, whoever tells of it. */
const isAsNow = (plan: PlanState, { document, cause }: ReplanQuestion): boolean =>
  document === plan.document &&
  (cause.kind !== 'policy' || (cause.id === plan.policy?.id && cause.version === plan.policy.version))

/**
 * Whether a plan has decided, or is about to, what was left with one of its measures: a signal says nothing of its
 * sender, and anyone can send one.
 */
export async function isDecided(
  context: ActivityContext,
  planId: string,
  no: string,
  { name, message }: LeftMessage,
): Promise<boolean> {
  const { ledger: plan } = await keptPlan(context.db, planId)
  if (plan === null) return false
  switch (name) {
    case ACT_NAMES.close: {
      if (plan.phase === 'closed') return true
      const { actId } = (message as { readonly act: { readonly actId: string } }).act
      const asked = actId.endsWith(`-${no}`) ? actId.slice(0, -no.length - 1) : actId
      // Closed by that and reopened since: the plan has decided otherwise.
      if (await planActDone(context.db, planId, asked)) return false
      return hasTaken(context, planId, `${PLAN_NAMES.close}-${asked}`)
    }
    case MEASURE_NAMES.replan: {
      const { question, actId } = message as { readonly question: ReplanQuestion; readonly actId: string }
      if (question.planId !== planId || question.no !== no) return false
      return isAsNow(plan, question) || (await planActDone(context.db, planId, actId))
    }
    default:
      return true
  }
}
