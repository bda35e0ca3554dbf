import { expect, it } from 'vitest'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import { oversized } from '../../domain/supervision/oversized.ts'
import { smallPlan } from '../small-plan.ts'

const looked = (deadline: string) =>
  oversized(smallPlan([['市甲局', '每日巡查。', deadline]], 2026), {
    ...{ planId: 'p', calendar: loadCalendar(), policy: THREE_COLOURS },
  })

it('a measure with more dated periods than its workflow can carry is refused, with how many it may have', () => {
  expect(looked('2026年1月起每日报送，至2040年12月31日')).toMatchObject({
    code: 'MEASURE_TOO_LARGE',
    message: expect.stringContaining('措施 1.1'),
    fields: { measure: '1.1', periods: expect.any(Number), most: expect.any(Number) },
  })
})

it.each(['每日', '2026年7月起每日报送，至2030年12月31日', '每月', '2026年9月底前', '待省出台办法后'])(
  '%s is taken',
  (deadline) => expect(looked(deadline)).toBeNull(),
)
