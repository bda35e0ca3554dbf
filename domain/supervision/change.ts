import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState, Wait } from '../plan/measure/state.ts'

/** The state with one obligation changed. */
export const change = (
  state: MeasureState,
  id: string,
  patch: (o: Obligation) => Partial<Obligation>,
): MeasureState => ({
  ...state,
  obligations: state.obligations.map((o) => (o.id === id ? { ...o, ...patch(o) } : o)),
})

/** The state with several obligations changed, each by its patch, in one pass: there may be thousands. */
export const changeEach = (
  state: MeasureState,
  patches: ReadonlyMap<string, (o: Obligation) => Partial<Obligation>>,
): MeasureState =>
  patches.size === 0
    ? state
    : {
        ...state,
        obligations: state.obligations.map((o) => {
          const patch = patches.get(o.id)
          return patch === undefined ? o : { ...o, ...patch(o) }
        }),
      }

/** The state with one clause's wait changed. */
export const changeWait = (
  state: MeasureState,
  clause: number,
  patch: (w: Wait) => Partial<Wait>,
): MeasureState => ({
  ...state,
  waits: state.waits.map((w) => (w.clause === clause ? { ...w, ...patch(w) } : w)),
})
