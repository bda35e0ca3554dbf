import type { Refusal, Result } from '../basics/result.ts'
import type { IsoDate } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { type AnyAct, targetOf } from './act.ts'
import { type Act, actOfType } from './acts/registry.ts'
import type { Moment } from './acts.ts'
import type { CalendarQuestion } from './calendar-question.ts'
import type { FactBody } from './facts.ts'
import { latestEvidence } from './obligation.ts'
import { refusals } from './refusals.ts'
import { findTarget } from './target.ts'
import { mayAct } from './who.ts'

/** Where an act finds the measure: with its obligation, where it is done to one. */
function placed(def: AnyAct, state: MeasureState, act: Act, moment: Moment) {
  const at = { state, moment, today: dateOf(moment.at) as IsoDate }
  const target = targetOf(def, state)
  if (target === null) return { ok: true, value: at } as const
  const found = findTarget(state, 'obligationId' in act ? act.obligationId : null, target)
  return found.ok ? ({ ok: true, value: { ...at, o: found.value } } as const) : found
}

/** What follows from a person's act, or why it is refused: closed, who, target, own evidence, then the act's own rules. */
export function decideAct(
  state: MeasureState,
  act: Act,
  moment: Moment,
): Result<readonly FactBody[], Refusal> {
  const def = actOfType(act.type)
  if (!def.ofPlan && state.closedOn !== null) return refusals.closed(state.setup.no)
  const { rehearsal = false } = moment
  const allowed = mayAct(state, act, rehearsal)
  if (!allowed.ok) return allowed
  const at = placed(def, state, act, moment)
  if (!at.ok) return at
  if (def.by === 'judge' && 'o' in at.value) {
    const judged = mayAct(state, act, rehearsal, latestEvidence(at.value.o))
    if (!judged.ok) return judged
  }
  return def.decide(at.value as never, act)
}

/** What an act asks the calendar before it is decided; null: nothing. */
export function actQuestion(state: MeasureState, act: Act, moment: Moment): CalendarQuestion | null {
  const def = actOfType(act.type)
  const at = placed(def, state, act, moment)
  return at.ok ? (def.asks?.(at.value as never, act) ?? null) : null
}
