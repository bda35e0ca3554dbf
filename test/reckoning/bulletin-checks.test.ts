import { expect, it } from 'vitest'
import { mustDate as d } from '../../domain/calendar/date.ts'
import type { BulletinFormat } from '../../domain/events/bulletins.ts'
import { type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { evolvePlan, newPlan } from '../../domain/events/life.ts'
import { bulletinOf, endOf } from '../../domain/reckoning/bulletin.ts'
import { bulletinText } from '../../domain/reckoning/bulletin-text.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { office, on, unit } from '../supervision/acts-support.ts'
import { evidence } from '../supervision/every-act.ts'
import { noon, OFFICE, START } from '../supervision/support.ts'
import { ledgerOf } from './ledger-of.ts'

const by = { at: noon('2015-07-01'), actor: OFFICE, actId: null }
const bodies: readonly PlanFactBody[] = [
  { kind: 'imported', title: '测试方案', document: 'd', measures: 1, conditions: [] },
  { kind: 'planStarted', clock: { kind: 'stepped', at: by.at }, startOn: START, acceptedReview: [] },
]
const planFacts = bodies.reduce(
  ({ state, facts }, body) => {
    const fact = planFact(state, body, by)
    return { state: evolvePlan(state, fact), facts: [...facts, fact] }
  },
  { state: newPlan('p'), facts: [] as ReturnType<typeof planFact>[] },
).facts

const handIn = (actId: string, day: string): Act => ({
  ...unit({ type: 'submit', obligationId: on, doneOn: d(day), ...evidence }),
  actId,
})
const accept = (actId: string): Act => ({
  ...office({ type: 'accept', obligationId: on, note: null }),
  actId,
})
const check = (actId: string, finding: '属实' | '不实', text: string): Act => ({
  ...office({ type: 'spotCheck', obligationId: on, finding, text, urls: [], files: [], reworkOn: null }),
  actId,
})
const YEAR = [
  ['2015-07-20', handIn('a', '2015-07-20')],
  ['2015-07-21', accept('b')],
  ['2015-08-05', check('c', '不实', '现场没有公示栏')],
  ['2015-08-10', handIn('d', '2015-08-10')],
  ['2015-08-11', accept('e')],
  ['2015-09-08', check('f', '属实', '公示栏已设')],
] as const
const made = (from: string, to: string, format?: BulletinFormat) => {
  const source = { planId: 'p', planFacts, ledgers: [ledgerOf('2015年7月', YEAR, '2015-09-30')] }
  const asked = { asOf: endOf(d(to)), from: d(from), number: 1, ...(format ? { format } : {}) }
  const found = bulletinOf({ ...source, slipNumbers: new Map() }, asked)
  if (!found.ok) throw new Error(found.error.message)
  return { bulletin: found.value, text: bulletinText(found.value) }
}

it('tells what was looked at in its period, what was found, and what has been done again by its end', () => {
  expect(made('2015-07-01', '2015-08-07').text).toContain(
    '、抽查核实\n\n本期抽查核实已办结事项 1 项次，不实 1 项次，退回重新办理，其中 0 项次已重新办结。\n',
  )
  const august = made('2015-08-01', '2015-08-31')
  expect(august.text).toContain('不实 1 项次，退回重新办理，其中 1 项次已重新办结。')
  expect(august.text).toContain('| 2015-08-05 | 不实 | 现场没有公示栏 |')
  expect(august.text).not.toContain('公示栏已设')
  expect(made('2015-09-01', '2015-09-30').text).toContain('抽查核实已办结事项 1 项次，全部属实。')
  expect(made('2015-08-01', '2015-09-30').bulletin.checks?.map(({ on, finding }) => [on, finding])).toEqual([
    ['2015-08-05', '不实'],
    ['2015-09-08', '属实'],
  ])
})

it('has no section where nobody looked, and none in the words of an earlier format', () => {
  const july = made('2015-07-01', '2015-07-31')
  expect(july.text).not.toContain('抽查核实')
  expect(july.text).toBe(made('2015-07-01', '2015-07-31', 3).text)
  expect('checks' in july.bulletin).toBe(false)
  const before = made('2015-08-01', '2015-08-31', 3)
  expect(before.text).not.toContain('抽查核实')
  expect('checks' in before.bulletin).toBe(false)
})
