import { ok, type Refusal, type Result } from '../basics/result.ts'
import { isOneOf } from '../basics/unit-name.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import type { Target } from './act.ts'
import { standingName } from './names.ts'
import { isEnded, isOwed } from './obligation.ts'
import { refusals } from './refusals.ts'
import { unitsOf } from './units.ts'

function explainNothing(state: MeasureState): string {
  const live = state.obligations.filter((o) => !isEnded(o))
  if (live.length > 0) return live.map((o) => `${o.id} ${standingName(o)}`).join('，')
  const waiting = state.waits.filter((w) => w.stream || w.triggeredBy.length === 0)
  if (waiting.length > 0) return `正在等待“${waiting.map((w) => w.text).join('”、“')}”`
  return '已全部办结'
}

/**
 * The obligation an act is meant for: the one named, else the only one it fits.
 * Errors: OBLIGATION_NOT_FOUND, OBLIGATION_AMBIGUOUS (lists them), NOTHING_TO_ACT_ON, WRONG_STATE.
 */
export function findTarget(
  state: MeasureState,
  id: string | null,
  target: Target,
): Result<Obligation, Refusal> {
  const { no } = state.setup
  if (id !== null) {
    const named = state.obligations.find((o) => o.id === id || o.id === `${no}/${id}`)
    if (!named)
      return refusals.noSuchObligation(
        id,
        state.obligations.filter((o) => !isEnded(o)).map((o) => o.id),
      )
    return target.fits(named) ? ok(named) : refusals.wrongState(named.id, standingName(named), target.what)
  }
  const fitting = state.obligations.filter(target.fits)
  const [only] = fitting
  if (only === undefined) return refusals.nothing(target.what, no, explainNothing(state))
  if (fitting.length === 1) return ok(only)
  // Evidence already under review can be named to revise it, but is not in the way of the one still owed.
  const owed = fitting.filter(isOwed)
  const [onlyOwed] = owed
  if (onlyOwed !== undefined && owed.length === 1) return ok(onlyOwed)
  return refusals.which(
    target.what,
    fitting.map((o) => o.id),
  )
}

/** Whether the unit is the lead or one of the others of the measure. */
export const isOwnUnit = (state: MeasureState, unit: string): boolean => isOneOf(unit, unitsOf(state))
