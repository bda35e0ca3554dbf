import { type Refusal, refuse } from '../basics/result.ts'
import { utf8Length } from '../basics/text.ts'
import { measuresOf, type WorkPlan } from '../plan/plan.ts'
import { setupOf } from './setup.ts'
import type { SetupContext } from './setup-planned.ts'

/**
 * Bytes of what a measure is told when it starts. The server takes 2 MB of one payload; its first fact, and its state
 * from one run to the next, have to fit as well.
 */
const LARGEST_SETUP = 1_400_000
/** One with fewer dates cannot come to that: it is not reckoned out. */
const FEW = 500

/** Refuses a plan in which a measure has more dated periods than its workflow can carry: it would start and die. */
export function oversized(plan: WorkPlan, context: Omit<SetupContext, 'startOn'>): Refusal | null {
  const startOn = plan.issuedOn
  for (const { task, measure } of measuresOf(plan)) {
    const periods = measure.deadline.clauses.reduce((n, { occurrences }) => n + occurrences.length, 0)
    if (startOn === null || periods < FEW) continue
    const bytes = utf8Length(JSON.stringify(setupOf(task, measure, { ...context, startOn })))
    if (bytes <= LARGEST_SETUP) continue
    const most = Math.floor((periods * LARGEST_SETUP) / bytes / 100) * 100
    return refuse(
      'MEASURE_TOO_LARGE',
      `措施 ${measure.no} 的时限“${measure.deadline.text.slice(0, 60)}”要分 ${periods} 期办理，一项措施最多 ${most} 期左右`,
      {
        remedy: '把时限写短（如只写到本年底，下一年再结转），或拆成几项措施',
        fields: { measure: measure.no, periods, most },
      },
    ).error
  }
  return null
}
