import { expect, it } from 'vitest'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { listsOf } from '../../domain/reckoning/bulletin-lists.ts'
import { unitTotalsOf } from '../../domain/reckoning/outcome.ts'
import { OFFICE, UNIT } from '../supervision/support.ts'
import { report, restore, revoke, World } from '../supervision/world.ts'

it('a request for extension of what is withdrawn waits for nobody; restored, it does again', () => {
  const world = new World(['市人大批准后20日内'])
  world.pass(d('2015-08-03'))
  world.say(report('市人大批准', '2015-08-03', { eventId: 'ev-a' }))
  const dates = { dueOn: d('2015-09-30'), reason: '量大', measures: null }
  world.act('1.1', { type: 'extend', actId: 'e', actor: UNIT, obligationId: null, ...dates })
  const pending = () =>
    listsOf([world.state('1.1')], [], { from: d('2015-07-01'), to: world.today }, { slipNumbers: new Map() })
      .extensions
  expect(pending()).toMatchObject([{ result: 'pending' }])
  world.say(revoke('ev-a'), OFFICE)
  expect(pending()).toEqual([])
  world.say(restore('ev-a'), OFFICE)
  expect(pending()).toMatchObject([{ result: 'pending' }])
})

it('what is withdrawn is not counted among what a unit has to do', () => {
  const world = new World(['市人大批准后20日内', '2015年9月'])
  world.pass(d('2015-08-03'))
  world.say(report('市人大批准', '2015-08-03', { eventId: 'ev-a' }))
  const owed = () => unitTotalsOf([world.state('1.1'), world.state('2.1')], world.today)[0]?.obligations
  expect(owed()).toBe(2)
  world.say(revoke('ev-a'), OFFICE)
  expect(owed()).toBe(1)
})
