import type { PlanFact } from '../../../domain/events/facts.ts'
import type { Fact } from '../../../domain/supervision/facts.ts'
import type { Stray } from '../strays.ts'
import { type Evidence, idOf, type Violation } from './evidence.ts'

/** The text that a fact keeps of a signal that could not be used; null: it is no such fact. */
const keptBy = (fact: PlanFact | Fact): string | null =>
  fact.kind === 'unmatched'
    ? fact.text
    : fact.kind === 'eventReported' && fact.event.conditionId === null
      ? `${fact.event.condition} ${fact.event.eventId}`
      : null

/** Whether a fact is of a signal that the nemesis sent: the rules know nothing of it, and need not. */
export function isStray(fact: PlanFact | Fact, planId: string, strays: readonly Stray[]): boolean {
  const text = keptBy(fact)
  if (text === null) return false
  const own = strays.filter((one) => one.planId === planId)
  const marked = own.some(({ mark }) => mark !== null && text.includes(mark))
  const unread =
    fact.kind === 'unmatched' || (fact.kind === 'eventReported' && fact.event.unread !== undefined)
  return marked || (unread && own.some(({ mark }) => mark === null))
}

/** Every stray signal that the server took is kept, once: by the plan, and by the measure to which it was sent. */
export function checkStrays({ strays, plans, measures, harms }: Evidence): readonly Violation[] {
  const planTexts = new Map(
    plans.map(({ planId, ledger }) => [planId, ledger.flatMap((f) => keptBy(f) ?? [])]),
  )
  const measureTexts = new Map(measures.map((m) => [idOf(m), m.ledger.flatMap((f) => keptBy(f) ?? [])]))
  const harmed = new Set(harms.map(({ workflowId }) => workflowId))
  return strays.flatMap((stray): Violation[] => {
    const { mark, planId, workflowId, keeper, taken } = stray
    if (mark === null || keeper === null || !planTexts.has(planId)) return []
    const times = (texts: readonly string[] | undefined) =>
      (texts ?? []).filter((text) => text.includes(mark)).length
    const found = [times(planTexts.get(planId)), keeper === 'plan' ? 1 : times(measureTexts.get(workflowId))]
    const where = `${workflowId} ${mark}`
    // A run that somebody ended takes with it what it had not yet written down of no use to anybody.
    const excused = harmed.has(planId) || harmed.has(workflowId)
    const least = taken === true && !excused ? 1 : 0
    const message = `${found[0]} times in the plan's ledger${keeper === 'measure' ? `, ${found[1]} in the measure's` : ''}`
    if (found.some((n) => n < least)) return [{ code: 'STRAY_LOST', where, message }]
    return found.some((n) => n > 1) && !excused ? [{ code: 'STRAY_DOUBLED', where, message }] : []
  })
}

/** What somebody ended or stopped was named by the check, and goes on. */
export const checkHarms = ({ harms }: Evidence): readonly Violation[] =>
  harms.flatMap(({ workflowId, harm, left }) =>
    left === null ? [] : [{ code: 'NOT_MENDED', where: `${workflowId} ${harm}`, message: left }],
  )
