import { expect, it } from 'vitest'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { listsOf } from '../../domain/reckoning/bulletin-lists.ts'
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
