import { ok } from '../../basics/result.ts'
import { sameUnit } from '../../basics/unit-name.ts'
import { unacknowledged } from '../acknowledge.ts'
import { measureAct } from '../act.ts'
import { fact } from '../fact.ts'
import { refusals } from '../refusals.ts'
import { note } from './fields.ts'

/** 签收: a unit has taken note of its task. */
export interface Acknowledge {
  readonly type: 'acknowledge'
  readonly note: string | null
}
interface Acknowledged {
  readonly kind: 'acknowledged'
  readonly unit: string
  readonly note: string | null
}

const acknowledged = fact<Acknowledged>({
  kind: 'acknowledged',
  apply: (state, { unit }, on) => ({
    ...state,
    acknowledged: [...(state.acknowledged ?? []), { unit, on }],
  }),
  says: ({ note }, who) => `${who} 签收${note ? `（${note}）` : ''}`,
})

export const acknowledge = measureAct<Acknowledge, Acknowledged>({
  type: 'acknowledge',
  name: '签收',
  by: 'unit',
  on: null,
  fits: (state) => Boolean(state.acknowledging) && unacknowledged(state).length > 0,
  fields: { note },
  verb: {
    path: 'measure acknowledge',
    about: '签收',
    as: '签收单位',
    example: 'npx duban measure acknowledge mz2015 3.1 --as 市住房城乡建设局',
  },
  step: { do: 'acknowledge', named: { note: 'text' } },
  facts: [acknowledged],
  decide({ state }, { note, actor: { unit } }) {
    const known = state.acknowledged?.find((one) => sameUnit(one.unit, unit))
    return known ? refusals.acknowledged(unit, known.on) : ok([{ kind: 'acknowledged', unit, note }])
  },
})
