import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { compileDeadline } from '../../domain/deadline/compile.ts'
import { refreshClauses } from '../../domain/deadline/refresh.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { calendar, measureOf } from '../supervision/support.ts'

const context = { planYear: 2026, issuedOn: mustDate('2026-03-02') }
const read = (text: string, given: Parameters<typeof compileDeadline>[1] = context) =>
  compileDeadline(text, given, calendar)
const codes = (text: string) => read(text).review.map((item) => `${item.code}:${item.severity}`)

describe('what is to be done at once is never silently unchased', () => {
  it.each([
    '立行立改',
    '即知即改',
    '即查即改',
    '立查立改',
    '边查边改',
    '即时',
    '立即整改',
    '马上整改',
    '整改时限：立行立改',
  ])('%s without a date: asked about, due after 15 days by the policy, marked as ours', (text) => {
    expect(read(text).clauses).toMatchObject([
      { kind: 'vague', occurrences: [{ dueOn: '2026-03-17', policy: true, provisional: false }] },
    ])
    expect(codes(text)).toContain('immediate:confirm')
  })

  it.each(['及时', '尽快', '适时', '逐步'])('%s stays without a hard limit', (text) => {
    expect(read(text).clauses).toMatchObject([{ kind: 'vague', occurrences: [] }])
    expect(codes(text)).toContain('vague:note')
  })

  it.each(['即知即改、2026年6月底前', '立行立改，2026年9月30日前', '立即整改；每月5日前'])(
    '%s: the limit beside it counts, nobody is asked, and a recount brings no other date',
    (text) => {
      const { clauses } = read(text)
      const ours = (all: typeof clauses) => all.flatMap((c) => c.occurrences).filter((o) => o.policy)
      expect(clauses.some((c) => c.kind !== 'vague' && c.occurrences.length > 0)).toBe(true)
      expect(ours(clauses)).toEqual([])
      expect(codes(text)).not.toContain('immediate:confirm')
      expect(ours(refreshClauses(clauses, context, calendar))).toEqual([])
    },
  )

  it('going on for good is no limit: both run', () => {
    const { clauses } = read('立行立改，长期坚持')
    expect(clauses.map((c) => [c.kind, c.occurrences.length > 0])).toEqual([
      ['vague', true],
      ['continuous', true],
    ])
  })

  it('a day that rests rolls like any counted period; an unknown issue gives no date before the start', () => {
    expect(
      read('立行立改', { ...context, issuedOn: mustDate('2026-03-06') }).clauses[0]?.occurrences,
    ).toMatchObject([{ dueOn: '2026-03-23' }])
    expect(read('立行立改', { ...context, issuedOn: null }).clauses[0]?.occurrences).toMatchObject([
      { dueOn: null, policy: true },
    ])
  })

  it('the clock of a measure runs from the start, by the days that the policy gives', () => {
    const measure = measureOf('立行立改')
    const task = { no: '1', title: '任务', measures: [measure] }
    const dueOf = (startOn: string, days?: number) => {
      const policy = days === undefined ? THREE_COLOURS : { ...THREE_COLOURS, immediateDays: days }
      const [o] = setupOf(task, measure, {
        planId: 'p',
        startOn: mustDate(startOn),
        policy,
        calendar,
      }).obligations
      return [o?.id, o?.dueOn, o?.policy, o?.ladder !== null]
    }
    expect(dueOf('2015-07-01')).toEqual(['1.1/now', '2015-07-16', true, true])
    expect(dueOf('2015-09-15')).toEqual(['1.1/now', '2015-09-30', true, true])
    expect(dueOf('2015-07-01', 7)).toEqual(['1.1/now', '2015-07-08', true, true])
  })
})
