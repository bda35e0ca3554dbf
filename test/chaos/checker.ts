import { checkActs, checkNamed, checkOrder } from './checks/acts.ts'
import type { Evidence, Violation } from './checks/evidence.ts'
import { checkEnds, checkFacts, checkSlips } from './checks/facts.ts'
import { checkNotices } from './checks/notices.ts'
import { checkPlans } from './checks/plans.ts'
import { checkProgress, type Minima } from './checks/progress.ts'
import { checkHarms, checkStrays } from './checks/strays.ts'

/** What is wrong after a run; an empty list when nothing is. */
export function check(evidence: Evidence, minima: Minima): readonly Violation[] {
  return [
    ...evidence.troubles.map((message) => ({ code: 'TROUBLE', where: '', message })),
    ...checkActs(evidence),
    ...checkNamed(evidence),
    ...checkOrder(evidence),
    ...checkPlans(evidence),
    ...checkFacts(evidence),
    ...checkSlips(evidence),
    ...checkNotices(evidence),
    ...checkEnds(evidence),
    ...checkStrays(evidence),
    ...checkHarms(evidence),
    ...evidence.differences.map(({ where, message }) => ({ code: 'RECORDS_DIFFER', where, message })),
    ...evidence.chain.map(({ what, workflow, says }) => ({
      code: 'CHAIN_BROKEN',
      where: workflow,
      message: `${what}: ${says}`,
    })),
    ...checkProgress(evidence, minima),
  ]
}
