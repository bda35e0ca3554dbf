import type { Refusal } from '../../domain/basics/result.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { Refused } from './form.tsx'

/** The head of a page about one plan: the way back to it, the title, what was refused. */
export const OfPlan = ({
  plan,
  title,
  lead,
  refusal = null,
}: {
  plan: PlanState
  title: string
  lead?: string
  refusal?: Refusal | null
}) => (
  <>
    <p class="small no-print">
      <a href={`/p/${encodeURIComponent(plan.planId)}`}>{plan.title}</a>
    </p>
    <h1>{title}</h1>
    {lead && <p>{lead}</p>}
    <Refused refusal={refusal} />
  </>
)
