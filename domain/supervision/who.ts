import { type AccessTarget, may, mayWithoutOffices } from '../access.ts'
import { type Actor, DEFAULT_OFFICE } from '../actor.ts'
import { ok, type Refusal, type Result } from '../result.ts'
import type { Who } from '../rights.ts'
import { isOneOf } from '../unit-name.ts'
import { ACT_NAMES, type ActType } from './act-names.ts'
import type { Evidence } from './model/planned.ts'
import type { MeasureState } from './model/state.ts'
import { leadsOf, unitsOf } from './units.ts'

/** Who does each act. */
export const WHO: Readonly<Record<ActType, Who>> = {
  submit: 'unit',
  accept: 'judge',
  return: 'judge',
  setDue: 'office',
  remind: 'office',
  answerWait: 'unitOrOffice',
  // The plan's closing reaches every measure, also those on which an office works.
  close: 'plan',
  reopen: 'plan',
  extend: 'unit',
  grantExtension: 'office',
  refuseExtension: 'office',
  suspend: 'office',
  resume: 'office',
  undoAccept: 'judge',
  completeStage: 'judge',
  terminate: 'office',
  restore: 'office',
  acknowledge: 'unit',
  reassign: 'office',
  progress: 'unit',
  givePart: 'supporting',
  instruct: 'officeOrLeader',
}

/** Offices of the plan that a measure was told. Absent: begun by 0.2.0, where everybody but its units was one. */
export const officesOf = ({ setup }: Pick<MeasureState, 'setup'>): readonly string[] =>
  setup.offices ?? [DEFAULT_OFFICE]

/** Whether its sender may do an act on a measure; `evidence` where it is about what somebody submitted. */
export function mayAct(
  state: MeasureState,
  { type, actor }: { readonly type: ActType; readonly actor: Actor },
  evidence: Evidence | null = null,
): Result<true, Refusal> {
  const { setup } = state
  const target: AccessTarget = {
    offices: officesOf(state),
    units: unitsOf(state),
    leads: leadsOf(setup),
    submittedBy: evidence?.by ?? null,
  }
  const asked = { what: ACT_NAMES[type], who: WHO[type] }
  if (setup.offices !== undefined) return may(actor, asked, target)
  return type === 'remind' ? ok(true) : mayWithoutOffices(actor, asked, target)
}

/** The office that answers for a measure: the first one that does not work on it itself. */
export function officeFor(state: MeasureState): string {
  const offices = officesOf(state)
  const units = unitsOf(state)
  return offices.find((office) => !isOneOf(office, units)) ?? offices[0] ?? DEFAULT_OFFICE
}
