import { expect, it } from 'vitest'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { describeFact } from '../../domain/supervision/describe.ts'
import { evolve } from '../../domain/supervision/evolve.ts'
import { noticesFor } from '../../domain/supervision/notices.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { give, measureOf, must, noon, sendBack, setDue, startedOn, submit } from './support.ts'

/** What goes out up to a day: kind and body. */
function sent(from: MeasureState, until: string): readonly string[] {
  let state = from
  return settle(from, noon(until)).facts.flatMap((fact) => {
    state = evolve(state, fact)
    return noticesFor(state, fact).map(({ kind, body }) => `${kind} ${body}`)
  })
}

// Due Friday 2015-07-31, sent back that day, to be done again by Friday 08-07.
const back = () =>
  must(
    give(
      must(give(startedOn(measureOf('2015年7月')), submit('2015-07-30'), '2015-07-30')),
      sendBack(),
      '2015-07-31',
    ),
  )

it('work that was sent back is asked for by its rework date, and nobody is told that it was never handed in', () => {
  expect(sent(back(), '2015-08-10')).toEqual([
    'overdue 市甲局 没有在 2015-07-31 终了前重新提交材料。',
    'reminder 请于 2015-08-07（含当日）前重新提交：公开页面的链接和公开日期。',
    'slip 公开甲信息。\n2015-07-31 到期，2015-07-31 退回重办，至今没有重新提交材料。',
  ])
})

it('nor do the ledger and the story: what was sent back was not handed in again', () => {
  const lapse = (state: MeasureState) =>
    settle(state, noon('2015-08-10')).facts.flatMap((f) => (f.kind === 'overdue' ? [describeFact(f)] : []))
  expect(lapse(back())).toEqual(['1.1/2015-07 逾期：2015-07-31 终了没有重新提交（退回重办）'])
  expect(lapse(startedOn(measureOf('2015年7月')))).toEqual(['1.1/2015-07 逾期：2015-07-31 终了没有提交'])
})

it('and by the date that the office then gives it', () => {
  const dated = must(give(back(), setDue('2015-08-31'), '2015-08-03'))
  expect(sent(dated, '2015-08-24')).toEqual([
    'reminder 请于 2015-08-31（含当日）前重新提交：公开页面的链接和公开日期。',
  ])
})

it('work that was never handed in is asked for by its due date', () => {
  expect(sent(startedOn(measureOf('2015年7月')), '2015-08-03')).toEqual([
    'reminder 请于 2015-07-31（含当日）前提交：公开页面的链接和公开日期。',
    'reminder 请于 2015-07-31（含当日）前提交：公开页面的链接和公开日期。',
    'overdue 市甲局 没有在 2015-07-31 终了前提交材料。',
    'slip 公开甲信息。\n2015-07-31 到期，至今没有提交材料。',
  ])
})
