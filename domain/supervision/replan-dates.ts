import type { IsoDate } from '../calendar/date.ts'
import { at } from '../calendar/time.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { Replan, ReplanCause, Rescheduled } from '../plan/measure/replan.ts'
import type { MeasureSetup, MeasureState } from '../plan/measure/state.ts'
import type { SlipLevel } from '../policy/levels.ts'
import { begin } from './evolve.ts'
import type { Light } from './names.ts'
import { slipsRaised } from './obligation.ts'
import { lightOf } from './phase.ts'
import { applyReplan } from './replan-apply.ts'
import { settle } from './settle.ts'

/** A slip that is out, or to come if nothing is done. */
export interface SlipDay {
  readonly level: SlipLevel
  readonly on: IsoDate
}

/** What a replan does to one obligation, old → new. */
export interface DateChange {
  readonly obligationId: string
  /**
   * `ladder`: the date stays, reminders and slips are laid anew. `reworded`: only what is asked is another. `light`: it
   * is seen in another light, and nothing else is.
   */
  readonly kind: 'moved' | 'ladder' | 'reworded' | 'added' | 'revived' | 'withdrawn' | 'light'
  readonly from: IsoDate | null
  readonly dueOn: IsoDate | null
  /** 暂定: the calendar of that year is not published. */
  readonly provisional: boolean
  /** Its light today, before and after; null where it is not there. */
  readonly lightWas: Light | null
  readonly light: Light | null
  /** Its slips for the date it has, before and after. */
  readonly slipsWas: readonly SlipDay[]
  readonly slips: readonly SlipDay[]
}

type Moved = Pick<DateChange, 'obligationId' | 'kind' | 'from' | 'dueOn' | 'provisional'>

/** Slips for the due date in force: those raised on their days, those ahead on theirs. */
function slipsOf(o: Obligation | undefined): readonly SlipDay[] {
  if (o === undefined) return []
  const raised = slipsRaised(o)
  const out = raised.map(({ level, raisedOn }) => ({ level, on: raisedOn }))
  const ahead = (o.ladder?.slips ?? []).filter(({ level }) => !raised.some((slip) => slip.level === level))
  return o.state === 'withdrawn' ? out : [...out, ...ahead]
}

function moves(state: Pick<MeasureState, 'obligations'>, replan: Replan): readonly Moved[] {
  const known = (id: string) => state.obligations.find((o) => o.id === id)
  const dueOf = (id: string) => known(id)?.dueOn ?? null
  const sameSlips = ({ obligationId: id, ladder }: Rescheduled) =>
    JSON.stringify(known(id)?.ladder?.slips) === JSON.stringify(ladder?.slips)
  return [
    ...replan.changes.map((change): Moved => {
      const { obligationId, from, dueOn, provisional } = change
      const kind = from !== dueOn ? 'moved' : change.reworded && sameSlips(change) ? 'reworded' : 'ladder'
      return { obligationId, kind, from, dueOn, provisional }
    }),
    ...(replan.revived ?? []).map(
      ({ obligationId, from, dueOn, provisional }): Moved => ({
        ...{ obligationId, kind: 'revived', from, dueOn, provisional },
      }),
    ),
    ...replan.added.map(
      ({ id, dueOn, provisional }): Moved => ({
        ...{ obligationId: id, kind: 'added', from: null, dueOn, provisional },
      }),
    ),
    ...replan.withdrawn.map(
      (id): Moved => ({
        ...{ obligationId: id, kind: 'withdrawn', from: dueOf(id), dueOn: null, provisional: false },
      }),
    ),
  ]
}

/**
 * The obligations that a replan touches, in the order in which it names them: every change of a date, a light or a slip.
 *
 * @param today plan time's date on which it would be carried out
 * @example 9月底前 → 10月底前: { obligationId: '1.1/2026-09', kind: 'moved', from: '2026-09-30', dueOn: '2026-10-31', … }
 */
export function dateChangesOf(
  state: MeasureState,
  replan: Replan,
  cause: ReplanCause,
  today: IsoDate,
): readonly DateChange[] {
  const now = at(today, '12:00')
  const { obligations: after } = settle(applyReplan(state, replan, cause, today), now).state
  return datesBetween(state, after, moves(state, replan), today)
}

/**
 * What a measure that an amendment adds asks for when it starts, `obligations` as it starts with them.
 * @example 5月底前, added on 04-20: { obligationId: '4.1/2026-05', kind: 'added', from: null, dueOn: '2026-05-31', … }
 */
export function datesAdded(setup: MeasureSetup, today: IsoDate): readonly DateChange[] {
  const now = at(today, '12:00')
  const { obligations: after } = settle(begin(now, setup), now).state
  const moved = after.map(
    ({ id, dueOn, provisional }): Moved => ({
      ...{ obligationId: id, kind: 'added', from: null, dueOn, provisional },
    }),
  )
  return datesBetween({ setup, obligations: [] }, after, moved, today)
}

function datesBetween(
  state: Pick<MeasureState, 'setup' | 'obligations'>,
  after: readonly Obligation[],
  moved: readonly Moved[],
  today: IsoDate,
): readonly DateChange[] {
  const { slowShare } = state.setup.policy
  const find = (list: readonly Obligation[], id: string) => list.find((o) => o.id === id)
  const seen = (o: Obligation | undefined) => (o === undefined ? null : lightOf(o, today, slowShare))
  const whole = (moved: Moved): DateChange => {
    const [was, is] = [find(state.obligations, moved.obligationId), find(after, moved.obligationId)]
    return { ...moved, lightWas: seen(was), light: seen(is), slipsWas: slipsOf(was), slips: slipsOf(is) }
  }
  const touched = moved.map(whole)
  const named = new Set(touched.map((one) => one.obligationId))
  const others = state.obligations
    .filter((o) => !named.has(o.id))
    .map(({ id: obligationId, dueOn, provisional }) =>
      whole({ obligationId, kind: 'light', from: dueOn, dueOn, provisional }),
    )
    .filter((one) => one.lightWas !== one.light)
  return [...touched, ...others]
}
