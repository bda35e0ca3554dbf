import { describe, expect, it } from 'vitest'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { measureLight } from '../../domain/supervision/phase.ts'
import { documentOf, type Row, RunningPlan } from './running.ts'

const TWICE: Row = ['市甲局', '报送重点项目进度。', '每月10日、25日前']
const MONTHLY: Row = ['市乙局', '报送财政收支情况。', '每月5日前']
const ISSUE: Row = ['市丙局', '制定实施细则并印发。', '印发之日起20个工作日内']
const LATER: Row = ['市乙局', '报送财政收支情况。', '每月8日前']

const started = (rows: readonly Row[] = [TWICE, MONTHLY, ISSUE]) =>
  new RunningPlan(documentOf(rows, '2026-03-02'), d('2026-03-02'))
const lights = (plan: RunningPlan) => plan.states.map((state) => measureLight(state, plan.today))
const dues = (plan: RunningPlan, no: string) =>
  plan.state(no).obligations.map(({ id, dueOn }) => [id, dueOn] as const)
const slips = (plan: RunningPlan, no: string) =>
  plan
    .facts(no)
    .flatMap((fact) => (fact.kind === 'slipRaised' ? [[fact.obligationId, fact.level, fact.at]] : []))

describe('a revision of 18 April that changes one row of three, on 20 April', () => {
  it('leaves the rows that it does not change exactly as they were', () => {
    const plan = started().on('2026-04-20')
    const before = ['1.1', '3.1'].map((no) => structuredClone([plan.state(no), plan.facts(no)]))
    const dates = plan.amend(documentOf([TWICE, LATER, ISSUE], '2026-04-18'))
    expect(['1.1', '3.1'].map((no) => [plan.state(no), plan.facts(no)])).toEqual(before)
    expect(new Set(dates.map(({ no }) => no))).toEqual(new Set(['2.1']))
    // 印发之日 stays 2 March: 20 working days on (04-06 is a holiday after it) it is 30 March, red ever since.
    expect(dues(plan, '3.1')).toEqual([['3.1/2026-03', '2026-03-30']])
    expect(lights(plan)).toEqual(['red', 'red', 'red'])
  })

  it('gives the changed row its new day from May on; March and April, past and slipped, stay as they were', () => {
    const plan = started().on('2026-04-20')
    const was = slips(plan, '2.1')
    const dates = plan.amend(documentOf([TWICE, LATER, ISSUE], '2026-04-18'))
    expect(dues(plan, '2.1').slice(0, 3)).toEqual([
      ['2.1/2026-03', '2026-03-05'],
      ['2.1/2026-04', '2026-04-05'],
      ['2.1/2026-05', '2026-05-08'],
    ])
    expect(dates[0]).toMatchObject({
      ...{ no: '2.1', obligationId: '2.1/2026-05', kind: 'moved', from: '2026-05-05', dueOn: '2026-05-08' },
      ...{ lightWas: 'grey', light: 'grey' },
    })
    expect(dates.map(({ kind }) => kind)).toEqual(Array(8).fill('moved'))
    plan.on('2026-05-04')
    const april = slips(plan, '2.1')
    expect(april.slice(0, was.length)).toEqual(was)
    // Each level once for March and once for April, whatever the revision.
    expect(april.map(([id, level]) => `${id} ${level}`)).toEqual([
      ...new Set(april.map(([id, level]) => `${id} ${level}`)),
    ])
    expect(april).toHaveLength(6)
  })

  it('goes on as if it had never been, for the rows that it left alone', () => {
    const [amended, never] = [started(), started()]
    amended.on('2026-04-20').amend(documentOf([TWICE, LATER, ISSUE], '2026-04-18'))
    for (const plan of [amended, never]) plan.on('2026-12-31')
    for (const no of ['1.1', '3.1']) expect(amended.facts(no)).toEqual(never.facts(no))
    expect(amended.state('1.1').obligations.map(({ id }) => id)).toEqual(
      never.state('1.1').obligations.map(({ id }) => id),
    )
  })
})
