import { describe, expect, it } from 'vitest'
import { mustDate as d } from '../../domain/calendar/date.ts'
import type { ReplanCause } from '../../domain/plan/measure/replan.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Measure } from '../../domain/plan/plan.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { replan } from '../../domain/supervision/replan.ts'
import { calendar, give, measureOf, must, OFFICE, START, sendBack, startedOn, submit } from './support.ts'

const CALENDAR: ReplanCause = { kind: 'calendar', version: 'x' }
const AMENDMENT: ReplanCause = { kind: 'amendment', document: 'x', title: '修订', reason: null }

const again = (state: MeasureState, measure: Measure | null, today: string, cause: ReplanCause) =>
  replan(state, measure && { task: { no: '1', title: '任务', measures: [measure] }, measure }, {
    planId: 'p',
    startOn: START,
    calendar,
    planYear: 2015,
    issuedOn: START,
    today: d(today),
    events: [],
    cause,
  })

const instruct: Act = {
  type: 'instruct',
  actId: 'i',
  actor: OFFICE,
  leader: '王副市长',
  text: '抓紧',
  dueOn: d('2015-07-24'),
}

describe('what no recount takes away', () => {
  const july = measureOf('2015年7月')

  it.each([CALENDAR, AMENDMENT])('a leader’s instruction ($kind): only a person ends it', (cause) => {
    const state = must(give(startedOn(july), instruct, '2015-07-13'))
    expect(again(state, july, '2015-07-14', cause)).toBeNull()
    // Another date of the text is the text's own obligation, never the instruction.
    const moved = again(state, measureOf('2015年8月'), '2015-07-14', AMENDMENT)
    expect(JSON.stringify([moved?.changes, moved?.withdrawn])).not.toContain('/i-1')
    expect(again(state, null, '2015-07-14', AMENDMENT)?.withdrawn).toEqual(['1.1/2015-07'])
  })

  it('the rungs of work sent back: a slip raised since the return brings the next one no earlier', () => {
    const submitted = must(give(startedOn(july), submit('2015-07-20'), '2015-07-20'))
    const returned = must(give(submitted, sendBack(), '2015-07-30'))
    const first = returned.obligations[0]?.ladder?.slips.map((slip) => slip.on) ?? []
    expect(first).toHaveLength(3)
    const late = must(give(returned, { ...instruct, dueOn: null }, first[0] ?? ''))
    expect(late.obligations[0]?.slips.map((slip) => slip.level)).toEqual(['blue'])
    expect(again(late, july, first[0] ?? '', CALENDAR)).toBeNull()
  })

  it('an obligation that the text no longer has, while only the calendar changed', () => {
    const monthly = startedOn(measureOf('每月'))
    expect(again(monthly, july, '2015-07-02', AMENDMENT)?.withdrawn).not.toEqual([])
    expect(again(monthly, july, '2015-07-02', CALENDAR)?.withdrawn ?? []).toEqual([])
  })

  it('work under review, when the measure is left out; work sent back is asked for no longer', () => {
    const submitted = must(give(startedOn(july), submit('2015-07-20'), '2015-07-20'))
    expect(again(submitted, null, '2015-07-21', AMENDMENT)?.withdrawn ?? []).toEqual([])
    const returned = must(give(submitted, sendBack(), '2015-07-22'))
    expect(again(returned, null, '2015-07-23', AMENDMENT)?.withdrawn).toEqual(['1.1/2015-07'])
  })
})
