import { expect, it } from 'vitest'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { DEFAULT_SCORING } from '../../domain/policy/scoring.ts'
import { listsOf } from '../../domain/reckoning/bulletin-lists.ts'
import { entriesOf } from '../../domain/reckoning/entries.ts'
import { lateListOf, unitTotalsOf } from '../../domain/reckoning/outcome.ts'
import { OWNING, ownersOf } from '../../domain/reckoning/owners.ts'
import type { Input } from '../../domain/supervision/acts.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { accept, firstFacts, give, measureOf, OFFICE, submit } from '../supervision/support.ts'

it('after a reassignment totals, lists, bulletin and score agree on who owned what when', () => {
  const first = firstFacts(measureOf('2015年7月、8月'))
  let { state } = first
  const facts: Fact[] = [...first.facts]
  const then = (input: Input, day: string) => {
    const done = give(state, input, day)
    if (!done.ok) throw new Error(done.error.message)
    state = done.value.state
    facts.push(...done.value.facts)
  }
  // 市甲局 lets July lapse: blue on 08-03, orange on 08-06. From 08-10 it is 市乙局's, who hands it in late.
  const reassign = {
    type: 'reassign',
    actId: 'r',
    actor: OFFICE,
    leadUnit: '市乙局',
    units: [],
    reason: '机构改革',
  } as const
  then(reassign, '2015-08-10')
  const unit = { role: 'unit', unit: '市乙局' } as const
  then(submit('2015-08-11', { actor: unit, obligationId: '1.1/2015-07' }), '2015-08-11')
  then(accept({ obligationId: '1.1/2015-07' }), '2015-08-12')

  const ledger = facts.map((fact, i) => ({ row: i + 1, fact }))
  const points = (who: string, reason: string) =>
    entriesOf(ledger, () => DEFAULT_SCORING).filter((e) => e.unit === who && e.reason === reason).length
  const owners = ownersOf([facts.filter(({ kind }) => (OWNING as readonly string[]).includes(kind))])
  const totals = new Map(unitTotalsOf([state], d('2015-08-12'), owners).map((one) => [one.unit, one]))
  const period = { from: d('2015-07-01'), to: d('2015-08-12') }
  const lists = listsOf([state], [ledger], period, { slipNumbers: new Map() })
  for (const [who, slips, late, open] of [
    ['市甲局', 2, 0, 0],
    ['市乙局', 0, 1, 1],
  ] as const) {
    expect([who, points(who, 'slip'), points(who, 'late')]).toEqual([who, slips, late])
    expect(totals.get(who)).toMatchObject({ slips, late, open })
    expect(lists.slips.filter((slip) => slip.unit === who)).toHaveLength(slips)
    expect(lists.completedLate.filter((item) => item.unit === who)).toHaveLength(late)
  }
  expect(lateListOf([state], d('2015-08-12'), owners)).toMatchObject([{ unit: '市乙局', open: false }])
})
