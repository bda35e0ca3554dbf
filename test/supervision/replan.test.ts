import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SYSTEM } from '../../domain/actor.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { type CalendarYear, makeCalendar, type WorkCalendar } from '../../domain/calendar/table.ts'
import { at } from '../../domain/calendar/time.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { refreshPlan } from '../../domain/plan/refresh.ts'
import { decide } from '../../domain/supervision/decide.ts'
import type { Fact, ReplanCause } from '../../domain/supervision/facts.ts'
import { THREE_COLOURS } from '../../domain/supervision/policy.ts'
import { type ReplanTarget, replan } from '../../domain/supervision/replan.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { begin, evolve, type MeasureState, replay } from '../../domain/supervision/state.ts'
import { loadCalendar } from '../../seeds/calendars/load.ts'
import { MZ2015 } from '../../seeds/mz2015.ts'
import { planOf } from '../plan/support.ts'
import { smallPlan } from '../small-plan.ts'

const d = mustDate
const shipped = loadCalendar()
const OFFICE = { role: 'office', unit: '督查室' } as const
const UNIT = { role: 'unit', unit: '市甲局' } as const

/** An example of what a notice for 2027 might say; the real one is not known here. */
const EXAMPLE_2027: CalendarYear = {
  year: 2027,
  holidays: [
    { date: d('2027-01-01'), name: '元旦' }, // Friday
    { date: d('2027-01-02'), name: '元旦' },
    { date: d('2027-01-03'), name: '元旦' },
    { date: d('2027-01-04'), name: '元旦' }, // Monday off: the estimate had it worked
  ],
  makeUpWorkdays: [{ date: d('2027-01-09'), name: '元旦' }], // Saturday worked
  notices: [],
  provenance: 'example',
  sha256: 'e'.repeat(64),
}
const calendarWith = (...tables: CalendarYear[]): WorkCalendar => {
  const kept = Object.values(shipped.years).filter(
    (year) => !tables.some((table) => table.year === year.year),
  )
  const made = makeCalendar([...kept, ...tables])
  if (!made.ok) throw new Error(made.error.message)
  return made.value
}
const with2027 = calendarWith(EXAMPLE_2027)

type Row = readonly [string, string, string]
const planOfRow = (row: Row) => smallPlan([row], 2026)
const target = (row: Row): ReplanTarget => {
  const [only] = measuresOf(planOfRow(row))
  if (!only) throw new Error('no measure')
  return only
}

function started(
  row: Row,
  calendar: WorkCalendar,
  now = '2026-07-01',
): { state: MeasureState; facts: Fact[] } {
  const plan = refreshPlan(planOfRow(row), calendar)
  const [only] = measuresOf(plan)
  if (!only) throw new Error('no measure')
  const setup = setupOf(only.task, only.measure, {
    planId: 'p',
    startOn: d('2026-07-01'),
    policy: THREE_COLOURS,
    calendar,
  })
  const time = at(d(now), '12:00')
  const fact = {
    kind: 'started',
    setup,
    seq: 1,
    at: at(d('2026-07-01'), '12:00'),
    actor: SYSTEM,
    actId: null,
  } as const
  const settled = settle(evolve(begin(fact.at, setup), fact), time)
  return { state: settled.state, facts: [fact, ...settled.facts] }
}

const cause: ReplanCause = { kind: 'calendar', version: 'x' }
const context = (
  calendar: WorkCalendar,
  today = '2026-12-20',
  more: Partial<Parameters<typeof replan>[2]> = {},
) => ({
  planId: 'p',
  startOn: d('2026-07-01'),
  calendar,
  planYear: 2026,
  issuedOn: d('2026-07-01'),
  today: d(today),
  events: [],
  cause,
  ...more,
})

function applied(state: MeasureState, found: ReturnType<typeof replan>, today = '2026-12-20') {
  const decided = decide(
    state,
    { type: 'replan', actor: OFFICE, actId: `a${state.seq}`, cause, replan: found },
    { at: at(d(today), '12:00'), answer: null },
  )
  if (!decided.ok) throw new Error(decided.error.message)
  return decided.value
}

describe('a calendar that becomes known', () => {
  const counted: Row = ['市甲局', '报送总结。', '12月结束后3个工作日内']
  // 2026-12-31 is day 0. Without the notice: 01-01 off, Mon 01-04, Tue 01-05, Wed 01-06. With it Monday is off too.
  it.each([
    [shipped, '2027-01-06', true],
    [with2027, '2027-01-07', false],
  ])('counts three working days into 2027', (calendar, dueOn, provisional) => {
    expect(started(counted, calendar).state.obligations).toMatchObject([{ dueOn, provisional }])
  })

  it('makes a provisional date firm, old → new, and leaves the count of reminders right', () => {
    const { state } = started(counted, shipped, '2026-12-20')
    const found = replan(state, target(counted), context(with2027))
    expect(found?.changes).toMatchObject([{ from: '2027-01-06', dueOn: '2027-01-07', provisional: false }])
    const { state: after, facts } = applied(state, found)
    expect(after.obligations).toMatchObject([
      { dueOn: '2027-01-07', originalDueOn: '2027-01-07', provisional: false },
    ])
    expect(facts).toHaveLength(1)
    // Idempotent: the same calendar again changes nothing.
    expect(replan(after, target(counted), context(with2027))).toBeNull()
    // And back: the table taken away gives the first dates again.
    const back = applied(after, replan(after, target(counted), context(shipped))).state
    expect(back.obligations).toMatchObject([
      { dueOn: '2027-01-06', originalDueOn: '2027-01-06', provisional: true },
    ])
  })

  it('moves no fixed date, but its reminders and slips', () => {
    const fixed: Row = ['市甲局', '公开信息。', '12月底前']
    const { state } = started(fixed, shipped, '2026-12-20')
    const found = replan(state, target(fixed), context(with2027))
    // Thursday 2026-12-31; the blue slip on the first working day after it: Monday 01-04, with the notice Tuesday 01-05.
    expect(found?.changes).toMatchObject([
      {
        from: '2026-12-31',
        dueOn: '2026-12-31',
        ladder: { slips: [{ level: 'blue', on: '2027-01-05' }, {}, {}] },
      },
    ])
  })

  it('changes nothing where no day of it is counted, nor what has ended, nor a date a person set', () => {
    const early: Row = ['市甲局', '公开信息。', '9月底前']
    expect(
      replan(started(early, shipped, '2026-07-05').state, target(early), context(with2027, '2026-07-05')),
    ).toBeNull()

    const { state } = started(counted, shipped, '2027-01-02')
    const submit = {
      type: 'submit',
      actId: 's',
      actor: UNIT,
      obligationId: null,
      doneOn: d('2027-01-02'),
      urls: ['http://a.cn/x'],
      files: [],
      note: null,
    } as const
    const time = { at: at(d('2027-01-02'), '12:00'), answer: null }
    const submitted = decide(state, submit, time)
    if (!submitted.ok) throw new Error(submitted.error.message)
    const accepted = decide(
      submitted.value.state,
      { type: 'accept', actId: 'b', actor: OFFICE, obligationId: null, note: null },
      time,
    )
    if (!accepted.ok) throw new Error(accepted.error.message)
    expect(replan(accepted.value.state, target(counted), context(with2027, '2027-01-03'))).toBeNull()
    // Under review it is judged by its due date, so that one becomes firm.
    expect(
      replan(submitted.value.state, target(counted), context(with2027, '2027-01-02'))?.changes,
    ).toMatchObject([{ dueOn: '2027-01-07' }])

    const set = decide(
      state,
      { type: 'setDue', actId: 'c', actor: OFFICE, obligationId: null, dueOn: d('2027-01-20'), reason: null },
      {
        ...time,
        answer: {
          ask: 'ladder',
          ladder: {
            reminders: [],
            slips: [],
            lateReportAfter: d('2027-01-25'),
            calendar: 'x',
            provisional: true,
          },
        },
      },
    )
    if (!set.ok) throw new Error(set.error.message)
    expect(replan(set.value.state, target(counted), context(with2027, '2027-01-02'))?.changes).toMatchObject([
      { from: '2027-01-20', dueOn: '2027-01-20' },
    ])
  })

  it('gives what a start on it would have given, for whatever is not acted upon', () => {
    const wordings = [
      '12月结束后3个工作日内',
      '每月',
      '每季度结束后20日内',
      '每季度首月25日前',
      '待省出台具体规定后',
      '全年',
      '年底前',
      '每周一',
      '2026年第四季度结束后10个工作日内',
      '审批后5个工作日内',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...wordings),
        fc.constantFrom('2026-07-01', '2026-09-15', '2026-12-20'),
        (deadline, today) => {
          const row: Row = ['市甲局', '公开信息。', deadline]
          const before = started(row, shipped, today)
          const found = replan(before.state, target(row), context(with2027, today))
          const after =
            found === null
              ? before
              : {
                  state: applied(before.state, found, today).state,
                  facts: [...before.facts, ...applied(before.state, found, today).facts],
                }
          const fresh = started(row, with2027, today)
          const dates = (state: MeasureState) =>
            state.obligations.map((o) => [o.id, o.dueOn, o.provisional, o.opensOn, o.state, o.ladder?.slips])
          expect(dates(after.state)).toEqual(dates(fresh.state))
          expect(after.state.waits.map((w) => w.asks)).toEqual(fresh.state.waits.map((w) => w.asks))
          // The ledger alone yields the same state, and the state survives JSON.
          expect(replay(after.facts)).toEqual(after.state)
          expect(JSON.parse(JSON.stringify(after.state))).toEqual(after.state)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('the same calendar gives the seed its own dates again', () => {
    const plan = planOf(readFileSync(MZ2015.document), { issuedOn: MZ2015.issuedOn })
    expect(refreshPlan({ ...plan, calendar: 'other' }, shipped)).toEqual(plan)
  })
})

describe('a text that is amended', () => {
  const amended = { cause: { kind: 'amendment', document: 'x', title: '修订', reason: null } } as const
  it.each<readonly [string, Row, Row, object]>([
    [
      'another date is the same obligation',
      ['市甲局', '公开。', '9月底前'],
      ['市甲局', '公开。', '10月底前'],
      { changes: [{ from: '2026-09-30', dueOn: '2026-10-31' }], added: [], withdrawn: [] },
    ],
    [
      'a date that becomes a condition',
      ['市甲局', '公开。', '9月底前'],
      ['市甲局', '公开。', '待省出台具体规定后'],
      { withdrawn: ['1.1/2026-09'], waits: [{ text: '省出台具体规定' }] },
    ],
    [
      'a condition that becomes a date',
      ['市甲局', '公开。', '待省出台具体规定后'],
      ['市甲局', '公开。', '9月底前'],
      { added: [{ id: '1.1/2026-09' }], waits: [] },
    ],
    [
      'monthly becomes quarterly',
      ['市甲局', '公开。', '每月'],
      ['市甲局', '公开。', '每季度'],
      { added: [{ period: '2026-Q3' }, { period: '2026-Q4' }] },
    ],
    [
      'another unit',
      ['市甲局', '公开。', '9月底前'],
      ['市乙局', '公开。', '9月底前'],
      { changes: [], setup: { leadUnit: '市乙局' } },
    ],
  ])('%s', (_, was, now, expected) => {
    const { state } = started(was, shipped, '2026-07-05')
    expect(replan(state, target(now), context(shipped, '2026-07-05', amended))).toMatchObject(expected)
  })

  it('that leaves the measure out withdraws what is open; evidence handed in stays', () => {
    const row: Row = ['市甲局', '公开。', '每月']
    const { state } = started(row, shipped, '2026-07-20')
    const submit = {
      type: 'submit',
      actId: 's',
      actor: UNIT,
      obligationId: '1.1/2026-07',
      doneOn: d('2026-07-20'),
      urls: ['http://a.cn/x'],
      files: [],
      note: null,
    } as const
    const submitted = decide(state, submit, { at: at(d('2026-07-20'), '12:00'), answer: null })
    if (!submitted.ok) throw new Error(submitted.error.message)
    const found = replan(submitted.value.state, null, context(shipped, '2026-07-20', amended))
    expect(found?.withdrawn).toEqual([
      '1.1/2026-08',
      '1.1/2026-09',
      '1.1/2026-10',
      '1.1/2026-11',
      '1.1/2026-12',
    ])
  })
})
