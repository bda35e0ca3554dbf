import { endName } from '../calendar/time.ts'
import type { Notice } from '../plan/measure/notice.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import type { SlipLevel } from '../policy/levels.ts'
import type { RecipientRole } from '../policy/policy.ts'
import { dueInstant, sentBack } from './obligation.ts'
import { officeFor } from './offices.ts'

/** A notice to a named unit, or (null) to every lead of the measure. */
export type Draft = Omit<Notice, 'toUnit'> & { readonly toUnit: string | null }

interface To {
  readonly unit?: string
  readonly role?: RecipientRole
  readonly level?: SlipLevel
}

/** What a fact's notices are written with; `state` is the measure's state after it. */
export interface Tell {
  readonly state: MeasureState
  /** The obligation that the fact speaks of. */
  readonly o: Obligation | undefined
  readonly office: string
  /** The fact in words. */
  readonly says: string
  /** Until when, in words: 2015-07-31（含当日）前. */
  readonly dueText: string
  /** The hour that binds, where one does. */
  readonly hour: string | null
  /** Its last return, while it is sent back. */
  readonly back: Obligation['returns'][number] | undefined
  /** 重新, where it was handed in before: nobody is told that it never was. */
  readonly again: string
  /** The beginning of the notice's key; unique for the fact. */
  readonly key: string
  readonly to: (kind: Notice['kind'], subject: string, body: string, to?: To) => Draft
  readonly toOffice: (kind: Notice['kind'], subject: string, body: string, role?: RecipientRole) => Draft
  /** The same to each of several units. */
  readonly toEach: (
    units: readonly string[],
    kind: Notice['kind'],
    subject: string,
    body: string,
    role?: RecipientRole,
  ) => readonly Draft[]
}

export function tellOf(
  state: MeasureState,
  fact: { readonly seq: number; readonly kind: string },
  says: string,
): Tell {
  const office = officeFor(state)
  const { setup } = state
  const id = 'obligationId' in fact ? fact.obligationId : null
  const o = state.obligations.find((x) => x.id === id)
  const at = o ? dueInstant(o) : null
  const back = o && sentBack(o)
  // Work that was sent back is asked for by its rework date, until a person gives it another.
  const reworkOn = o?.ladder?.from === undefined ? back?.reworkOn : undefined
  const day = reworkOn ?? o?.dueOn
  const dueText =
    at && !reworkOn
      ? `${endName(at)} 前`
      : day
        ? `${day}（含当日）前${o?.expected && !reworkOn ? '（暂定，随预计日期变动）' : ''}`
        : `${office}确定的到期日前`
  const key = `${setup.planId}-${setup.no}#${String(fact.seq).padStart(5, '0')}`
  const to: Tell['to'] = (kind, subject, body, { unit, role, level } = {}) => ({
    key: `${key}:${kind}`,
    kind,
    level: level ?? null,
    toUnit: unit ?? null,
    toRole: role ?? 'liaison',
    obligationId: o?.id ?? null,
    subject,
    body,
  })
  return {
    ...{ state, o, office, says, dueText, hour: at === null ? null : endName(at), back, key, to },
    again: back ? '重新' : '',
    toOffice: (kind, subject, body, role = 'office') => to(kind, subject, body, { unit: office, role }),
    toEach: (units, kind, subject, body, role) =>
      units.map((unit, i) => ({
        ...to(kind, subject, body, { unit, role }),
        key: `${key}:${kind}-${i}`,
      })),
  }
}
