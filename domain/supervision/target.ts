import { ok, type Refusal, type Result } from '../result.ts'
import { isOneOf } from '../unit-name.ts'
import type { Obligation } from './model/obligation.ts'
import type { MeasureState } from './model/state.ts'
import { stateName } from './names.ts'
import { isEnded, isOwed } from './obligation.ts'
import { refusals } from './refusals.ts'
import { unitsOf } from './units.ts'

/** What an act may be done to, with the Chinese word for it in refusals. */
export interface Target {
  readonly what: string
  readonly fits: (o: Obligation) => boolean
}

export const TARGETS = {
  submit: { what: '提交佐证', fits: (o) => isOwed(o) || o.state === 'submitted' },
  accept: { what: '审核通过', fits: (o) => o.state === 'submitted' },
  return: { what: '退回重办', fits: (o) => o.state === 'submitted' },
  setDue: { what: '确定到期日', fits: (o) => !isEnded(o) && o.state !== 'submitted' },
  remind: { what: '催办', fits: isOwed },
  extend: { what: '申请延期', fits: isOwed },
  decideExtension: { what: '答复延期申请', fits: (o) => Boolean(o.extension) && isOwed(o) },
  suspend: { what: '挂账', fits: isOwed },
  /** Put off to another review day, where plans name their offices. */
  suspendOn: { what: '挂账', fits: (o) => isOwed(o) || o.state === 'suspended' },
  resume: { what: '恢复办理', fits: (o) => o.state === 'suspended' },
  undoAccept: { what: '撤销审核', fits: (o) => o.state === 'completed' },
  completeStage: { what: '阶段性办结', fits: (o) => o.state === 'submitted' },
  terminate: { what: '终止', fits: (o) => !isEnded(o) },
  restore: { what: '恢复', fits: (o) => o.state === 'withdrawn' && Boolean(o.terminated) },
  progress: { what: '反馈进展', fits: isOwed },
} satisfies Record<string, Target>

function explainNothing(state: MeasureState): string {
  const live = state.obligations.filter((o) => !isEnded(o))
  if (live.length > 0) return live.map((o) => `${o.id} ${stateName(o.state)}`).join('，')
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
    return target.fits(named) ? ok(named) : refusals.wrongState(named.id, stateName(named.state), target.what)
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
