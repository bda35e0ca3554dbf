import type { PlanFact, PlanFactBody } from '../../../domain/events/facts.ts'
import { countBy, type Evidence, type Violation } from './evidence.ts'
import { isStray } from './strays.ts'

/** What a fact of a plan says, without the names that only a real run gives. Null: it may stand there any number of times. */
function saysOf(fact: PlanFactBody): string | null {
  switch (fact.kind) {
    // A step to the same day again changes nothing.
    case 'clockAdvanced':
      return null
    case 'eventReported': {
      const { eventId, conditionId, effectiveOn, title } = fact.event
      return [fact.kind, eventId, conditionId, effectiveOn, title].join(' ')
    }
    case 'eventCorrected':
      return [fact.kind, fact.eventId, fact.effectiveOn].join(' ')
    case 'eventRevoked':
      return [fact.kind, fact.eventId].join(' ')
    case 'policySet':
      return [fact.kind, fact.policy.id, fact.policy.version].join(' ')
    case 'calendarChanged':
      return [fact.kind, fact.version].join(' ')
    default:
      return fact.kind
  }
}

/** The plan's own ledger has every import, start, event, amendment, change and closing once. */
export function checkPlans({ plans, strays, harms }: Evidence): readonly Violation[] {
  return plans.flatMap(({ planId, oracle, ledger }) => {
    const told = (facts: readonly PlanFactBody[]) => facts.flatMap((fact) => saysOf(fact) ?? [])
    // Whom it heard nothing of while somebody had ended or stopped them: it may say so any number of times.
    const excused = (fact: PlanFact) =>
      (fact.kind === 'measuresSilent' && harms.some((harm) => harm.planId === planId)) ||
      isStray(fact, planId, strays)
    const known = ledger.filter((fact) => !excused(fact))
    const [wanted, written] = [oracle, known].map((facts) => countBy(told(facts), (key) => key))
    return [...new Set([...told(oracle), ...told(known)])].flatMap((what): Violation[] => {
      const [must, is] = [wanted?.get(what) ?? 0, written?.get(what) ?? 0]
      if (must === is) return []
      const code = is < must ? 'PLAN_FACT_MISSING' : must === 0 ? 'PLAN_FACT_UNKNOWN' : 'PLAN_FACT_DOUBLED'
      return [{ code, where: planId, message: `${what}: ${is} in the ledger, ${must} by the rules` }]
    })
  })
}
