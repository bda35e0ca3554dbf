import { expect, it } from 'vitest'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { newPlan } from '../../domain/events/life.ts'
import { packPlan } from '../../domain/events/packing.ts'
import { packMeasure } from '../../domain/supervision/packing.ts'
import { nextSeqOf } from '../../worker/history/carried.ts'
import { openOracle } from '../oracle.ts'
import { smallPlan } from '../small-plan.ts'

const OFFICE = { role: 'office', unit: '督查室' } as const

it('a run that was handed a state, however it was packed, begins with the number of its next fact', () => {
  expect(nextSeqOf(null)).toBe(1)
  const rows = [['市甲局', '每日巡查。', '2026年7月起每日报送，至2030年12月31日']] as const
  const oracle = openOracle(smallPlan(rows, 2026), 'x', mustDate('2026-07-02'), loadCalendar(), OFFICE)
  const [state] = oracle.states()
  if (state === undefined) throw new Error('no measure')
  const long = { ...state, setup: { ...state.setup, text: '长'.repeat(400_000) }, seq: 4_711 }
  const packed = [
    state,
    packMeasure(state),
    packMeasure({ ...long, setup: { ...state.setup } }),
    packMeasure(long),
  ]
  expect(packed.filter((one) => 'squeezed' in one).length).toBeGreaterThan(0)
  expect(packed.map(nextSeqOf)).toEqual([state.seq, state.seq, 4_711, 4_711])
  const plan = { ...newPlan('p'), title: '长'.repeat(500_000), seq: 12 }
  expect('squeezed' in packPlan(plan)).toBe(true)
  expect(nextSeqOf(packPlan(plan))).toBe(12)
})
