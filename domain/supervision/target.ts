import { ok, type Refusal, type Result } from '../result.ts'
import { isOneOf } from '../unit-name.ts'
import type { ActType } from './act-names.ts'
import type { Obligation, ObligationState } from './model/obligation.ts'
import type { MeasureState } from './model/state.ts'
import { stateName } from './names.ts'
import { isEnded, isOwed } from './obligation.ts'
import { refusals } from './refusals.ts'
import { unitsOf } from './units.ts'

/** What an act may be done to, with the Chinese word for it in refusals. */
export interface Target {
  readonly what: string
  /** States of an obligation in which it fits. */
  readonly states: readonly ObligationState[]
  readonly fits: (o: Obligation) => boolean
}

const LIVE: readonly ObligationState[] = ['scheduled', 'open', 'submitted', 'returned', 'suspended']
const OWED: readonly ObligationState[] = ['open', 'returned']

const target = (
  what: string,
  states: readonly ObligationState[],
  also: (o: Obligation) => boolean = () => true,
): Target => ({ what, states, fits: (o) => states.includes(o.state) && also(o) })

export const TARGETS = {
  submit: target('提交佐证', [...OWED, 'submitted']),
  accept: target('审核通过', ['submitted']),
  return: target('退回重办', ['submitted']),
  setDue: target(
    '确定到期日',
    LIVE.filter((state) => state !== 'submitted'),
  ),
  remind: target('催办', OWED),
  extend: target('申请延期', OWED),
  decideExtension: target('答复延期申请', OWED, (o) => Boolean(o.extension)),
  suspend: target('挂账', OWED),
  /** Put off to another review day, where plans name their offices. */
  suspendOn: target('挂账', [...OWED, 'suspended']),
  resume: target('恢复办理', ['suspended']),
  undoAccept: target('撤销审核', ['completed']),
  completeStage: target('阶段性办结', ['submitted']),
  terminate: target('终止', LIVE),
  restore: target('恢复', ['withdrawn'], (o) => Boolean(o.terminated)),
  progress: target('反馈进展', OWED),
} satisfies Record<string, Target>

/** What of a measure each act is done to; null: to the measure as a whole. */
export const TARGET_OF: Readonly<Record<ActType, Target | null>> = {
  submit: TARGETS.submit,
  accept: TARGETS.accept,
  return: TARGETS.return,
  setDue: TARGETS.setDue,
  remind: TARGETS.remind,
  answerWait: null,
  close: null,
  reopen: null,
  extend: TARGETS.extend,
  grantExtension: TARGETS.decideExtension,
  refuseExtension: TARGETS.decideExtension,
  suspend: TARGETS.suspendOn,
  resume: TARGETS.resume,
  undoAccept: TARGETS.undoAccept,
  completeStage: TARGETS.completeStage,
  terminate: TARGETS.terminate,
  restore: TARGETS.restore,
  acknowledge: null,
  reassign: null,
  progress: TARGETS.progress,
  givePart: TARGETS.progress,
  instruct: null,
}

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
