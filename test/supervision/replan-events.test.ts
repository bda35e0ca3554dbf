import { describe, expect, it } from 'vitest'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { replan } from '../../domain/supervision/replan.ts'
import { standingEvents } from '../../domain/supervision/standing-events.ts'
import { AMENDMENT, CALENDAR } from './replan-support.ts'
import { context, measureOf } from './support.ts'
import { report, revoke, World } from './world.ts'

const DEADLINES = ['市人大批准或省政府批复后30日内', '省政府批复后10日内', '审批或核准后两个工作日内']

function again(world: World, no: string, today: string, cause: typeof AMENDMENT | typeof CALENDAR) {
  const measure = { ...measureOf(DEADLINES[Number(no[0]) - 1] ?? ''), no }
  const target = { task: { no: '1', title: '任务', measures: [measure] }, measure }
  const events = standingEvents(world.plan)(no)
  const more = { planYear: 2015, issuedOn: d('2015-07-01'), today: d(today), events, cause }
  return replan(world.state(no), target, { ...context, ...more })
}

describe('a recount goes by the events as each measure heard of them', () => {
  it('X或Y under its own condition, a stream each: nothing changes, nothing is withdrawn', () => {
    const world = new World(DEADLINES)
    world.pass(d('2015-08-03'))
    world.say(report('省政府批复', '2015-08-01'))
    world.say(report('核准', '2015-08-02'))
    world.pass(d('2015-08-10'))
    world.say(report('市人大批准', '2015-08-10'))
    const due = ['1.1', '2.1', '3.1'].map((no) => world.state(no).obligations.map((o) => o.dueOn))
    // 30 days after 08-01: Monday 08-31; 10 days: Tuesday 08-11; two working days after Sunday 08-02: Tuesday 08-04.
    expect(due).toEqual([['2015-08-31'], ['2015-08-11'], ['2015-08-04']])
    for (const no of ['1.1', '2.1', '3.1'])
      for (const cause of [AMENDMENT, CALENDAR])
        expect([no, again(world, no, '2015-08-10', cause)]).toEqual([no, null])
  })

  it('what went with its event does not come back with a text', () => {
    const world = new World(DEADLINES)
    world.pass(d('2015-08-03'))
    world.say(report('省政府批复', '2015-08-01', { eventId: 'ev-x' }))
    world.say(revoke('ev-x'))
    expect(world.state('2.1').obligations).toMatchObject([{ state: 'withdrawn' }])
    for (const no of ['1.1', '2.1']) expect(again(world, no, '2015-08-04', AMENDMENT)).toBeNull()
  })
})
