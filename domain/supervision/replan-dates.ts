import type { IsoDate } from '../calendar/date.ts'
import type { Replan, Rescheduled } from './facts.ts'
import type { MeasureState } from './state.ts'

/** What a replan does to the due date of one obligation, old → new. */
export interface DateChange {
  readonly obligationId: string
  /** `ladder`: the date stays, reminders and slips are laid anew. `reworded`: only what is asked is another. */
  readonly kind: 'moved' | 'ladder' | 'reworded' | 'added' | 'revived' | 'withdrawn'
  readonly from: IsoDate | null
  readonly dueOn: IsoDate | null
  /** 暂定: the calendar of that year is not published. */
  readonly provisional: boolean
}

/**
 * The obligations that a replan touches, in the order in which it names them.
 *
 * @example 9月底前 → 10月底前: { obligationId: '1.1/2026-09', kind: 'moved', from: '2026-09-30', dueOn: '2026-10-31' }
 */
export function dateChangesOf(
  state: Pick<MeasureState, 'obligations'>,
  replan: Replan,
): readonly DateChange[] {
  const known = (id: string) => state.obligations.find((o) => o.id === id)
  const dueOf = (id: string) => known(id)?.dueOn ?? null
  const sameSlips = ({ obligationId: id, ladder }: Rescheduled) =>
    JSON.stringify(known(id)?.ladder?.slips) === JSON.stringify(ladder?.slips)
  return [
    ...replan.changes.map((change): DateChange => {
      const { obligationId, from, dueOn, provisional } = change
      const kind = from !== dueOn ? 'moved' : change.reworded && sameSlips(change) ? 'reworded' : 'ladder'
      return { obligationId, kind, from, dueOn, provisional }
    }),
    ...(replan.revived ?? []).map(
      ({ obligationId, from, dueOn, provisional }): DateChange => ({
        obligationId,
        kind: 'revived',
        from,
        dueOn,
        provisional,
      }),
    ),
    ...replan.added.map(
      ({ id, dueOn, provisional }): DateChange => ({
        obligationId: id,
        kind: 'added',
        from: null,
        dueOn,
        provisional,
      }),
    ),
    ...replan.withdrawn.map(
      (id): DateChange => ({
        obligationId: id,
        kind: 'withdrawn',
        from: dueOf(id),
        dueOn: null,
        provisional: false,
      }),
    ),
  ]
}
