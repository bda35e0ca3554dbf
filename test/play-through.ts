import type { Actor } from '../domain/basics/actor.ts'
import type { Refusal, Result } from '../domain/basics/result.ts'
import { steppedAt } from '../domain/calendar/clock.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import type { WorkCalendar } from '../domain/calendar/table.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import type { WorkPlan } from '../domain/plan/plan.ts'
import { amend, isSame } from '../domain/reading/amendment/amend.ts'
import { type Move, movesOn, nextDay } from '../domain/rehearsal/play.ts'
import { revisionsOn } from '../domain/rehearsal/revisions.ts'
import type { Script } from '../domain/rehearsal/script.ts'
import type { Fact } from '../domain/supervision/facts.ts'
import { openOracle } from './oracle.ts'

/** A year of a plan played by its script, in the oracle alone. */
export function playThrough(
  plan: WorkPlan,
  planId: string,
  script: Script,
  calendar: WorkCalendar,
  onMove: (move: Move, done: Result<null, Refusal>) => void = () => undefined,
  onDay: (
    today: IsoDate,
    states: readonly MeasureState[],
    facts: (no: string) => readonly Fact[],
  ) => void = () => undefined,
): readonly MeasureState[] {
  const office: Actor = { role: 'office', unit: script.office }
  const oracle = openOracle(plan, planId, script.from, calendar, office)
  let now = plan
  const report = (move: Exclude<Move, { type: 'act' }>, at: PlanTime) => {
    const by = { actor: office, actId: move.actId, at }
    if (move.type === 'change') return oracle.event({ ...by, ...move.change })
    const { condition, effectiveOn } = move.report
    return oracle.event(
      move.type === 'report'
        ? { type: 'report', ...by, ...move.report }
        : { type: 'signal', ...by, signal: { condition, effectiveOn } },
    )
  }
  for (let today: IsoDate = script.from; ; ) {
    oracle.advance(today)
    for (const revision of revisionsOn(script, today)) {
      const ran = oracle.states().map(({ setup }) => setup)
      const compared = amend(now, revision.plan, ran, {}, revision.acceptLikeliest)
      if (!compared.ok || isSame(compared.value)) continue
      now = compared.value.plan
      oracle.revise(now, office)
    }
    for (const move of movesOn(script, oracle.states(), today)) {
      onMove(move, move.type === 'act' ? oracle.give(move.no, move.act) : report(move, steppedAt(today)))
    }
    onDay(today, oracle.states(), oracle.facts)
    if (today >= script.to) return oracle.states()
    today = nextDay(script, oracle.states(), today)
  }
}

/** What must be equal between the oracle and a real run: every obligation whole, but for the measures' clocks and counters. */
export const comparable = (states: readonly MeasureState[]) =>
  states.map(({ setup, obligations, waits, closedOn }) => ({ no: setup.no, obligations, waits, closedOn }))
