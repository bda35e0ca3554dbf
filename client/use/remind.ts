import type { Actor } from '../../domain/basics/actor.ts'
import { isOneOf } from '../../domain/basics/unit-name.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Light } from '../../domain/supervision/names.ts'
import { isOwed } from '../../domain/supervision/obligation.ts'
import { lightOf } from '../../domain/supervision/phase.ts'
import { leadsOf } from '../../domain/supervision/units.ts'
import type { BulkLine } from './bulk.ts'

/** 催办 of everything that is owed and fits, a line each. */
export function remindLines(
  states: readonly MeasureState[],
  today: IsoDate,
  fits: { readonly light?: Light | null; readonly unit?: string | null },
  said: { readonly actor: Actor; readonly note: string | null },
): readonly BulkLine[] {
  const { light = null, unit = null } = fits
  return states.flatMap(({ setup, obligations }): readonly BulkLine[] =>
    obligations
      .filter((one) => isOwed(one) && (unit === null || isOneOf(unit, leadsOf(setup))))
      .filter((one) => light === null || lightOf(one, today, setup.policy.slowShare) === light)
      .map((one) => ({
        no: setup.no,
        does: `催办${said.note ? `：${said.note}` : ''}`,
        act: { type: 'remind', ...said, obligationId: one.id },
      })),
  )
}
