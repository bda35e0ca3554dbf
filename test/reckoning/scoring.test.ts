import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import { DEFAULT_SCORING, sumPoints } from '../../domain/policy/scoring.ts'
import { entriesOf } from '../../domain/reckoning/entries.ts'
import { rulesAtFrom } from '../../domain/reckoning/scoring.ts'
import type { Input } from '../../domain/supervision/acts.ts'
import { settle } from '../../domain/supervision/settle.ts'
import {
  accept,
  firstFacts,
  give,
  measureOf,
  noon,
  OFFICE,
  sendBack,
  submit,
} from '../supervision/support.ts'
import { brief, ledgerOf, numbered } from './ledger-of.ts'

describe('what counts, and how much', () => {
  it('an ignored date costs its three slips, each by its own ledger row', () => {
    const lines = ledgerOf('2015年7月', [], '2015-09-30')
    const entries = entriesOf(lines, () => DEFAULT_SCORING)
    expect(entries.map((e) => [e.on, e.points, e.says, e.unit])).toEqual([
      ['2015-08-03', -1, '蓝色督办单', '市甲局'],
      ['2015-08-06', -2, '橙色督办单', '市甲局'],
      ['2015-08-13', -3, '红色督办单', '市甲局'],
    ])
    for (const entry of entries) {
      const fact = lines.find((line) => line.row === entry.row)?.fact
      expect(fact).toMatchObject({ kind: 'slipRaised', obligationId: entry.obligationId })
    }
  })

  it('a late completion by its days, a late one of months by no more than the most', () => {
    const late = (doneOn: string, on: string) =>
      brief(
        ledgerOf(
          '2015年7月',
          [
            [on, submit(doneOn)],
            [on, accept()],
          ],
          on,
        ),
      ).filter(([, reason]) => reason === 'late')
    expect(late('2015-08-02', '2015-08-02')).toEqual([['2015-08-02', 'late', -0.4]])
    expect(late('2015-08-14', '2015-08-14')).toEqual([['2015-08-14', 'late', -2.8]])
    expect(late('2015-12-01', '2015-12-01')).toEqual([['2015-12-01', 'late', -5]])
  })

  it('an undone acceptance takes back what it cost, on the day it was undone', () => {
    const lines = ledgerOf(
      '2015年7月',
      [
        ['2015-08-02', submit('2015-08-02')],
        ['2015-08-02', accept({ grade: '优' })],
        [
          '2015-08-20',
          { type: 'undoAccept', actId: 'u', actor: OFFICE, obligationId: null, reason: '附件不对' },
        ],
        ['2015-08-21', accept()],
      ],
      '2015-08-21',
    )
    expect(brief(lines)).toEqual([
      ['2015-08-02', 'late', -0.4],
      ['2015-08-02', 'grade', 1],
      ['2015-08-20', 'takenBack', 0.4],
      ['2015-08-20', 'takenBack', -1],
      ['2015-08-21', 'late', -0.4],
    ])
    const [first, , back] = entriesOf(lines, () => DEFAULT_SCORING)
    expect(back?.takesBack).toBe(first?.row)
  })

  it('a 会办 part that comes late costs the unit that gave it, not the lead', () => {
    const measure = measureOf('2015年7月')
    const helper = { name: '市乙局(市丙办)', raw: '', role: 'supporting' as const }
    const { state, facts } = firstFacts({ ...measure, units: [...measure.units, helper] })
    const act = { type: 'givePart', actId: 'p', obligationId: null, text: '已报' } as const
    const given = give(state, { ...act, actor: { role: 'unit', unit: '市乙局' } }, '2015-08-01')
    if (!given.ok) throw new Error(given.error.message)
    expect(entriesOf(numbered([...facts, ...given.value.facts]), () => DEFAULT_SCORING)).toMatchObject([
      { unit: '市乙局(市丙办)', reason: 'partLate', points: -1 },
    ])
  })

  it.each([
    ['2015-07-31', 0],
    ['2015-08-01', -3],
  ])('closed on %s with a July date unfinished: %d', (day, points) => {
    const close: Input = { type: 'close', actId: 'c', actor: OFFICE, reason: null }
    const entries = entriesOf(ledgerOf('2015年7月', [[day, close]], day), () => DEFAULT_SCORING)
    expect(sumPoints(entries.map((e) => e.points))).toBe(points)
  })

  it('what is carried over past its date costs as much, and a reopening takes it back', () => {
    const close: Input = {
      ...{ type: 'close', actId: 'c', actor: OFFICE, reason: null },
      carry: { '1.1/2015-07': { planId: 'next', no: 'J1' } },
    }
    const reopen: Input = { type: 'reopen', actId: 'r', actor: OFFICE, reason: '误操作', ladders: {} }
    const lines = ledgerOf(
      '2015年7月',
      [
        ['2015-08-01', close],
        ['2015-08-02', reopen],
      ],
      '2015-08-02',
    )
    expect(brief(lines)).toEqual([
      ['2015-08-01', 'unfinished', -3],
      ['2015-08-02', 'takenBack', 3],
    ])
  })

  it('each fact by the rules that were in force when it happened', () => {
    const lines = ledgerOf(
      '2015年7月',
      [
        ['2015-07-20', submit('2015-07-20')],
        ['2015-07-21', sendBack()],
        ['2015-07-22', submit('2015-07-22')],
        ['2015-07-23', sendBack()],
      ],
      '2015-07-23',
    )
    const scores = { ...DEFAULT_SCORING, id: 'own', returned: -7 }
    const set = { kind: 'policySet', policy: { ...THREE_COLOURS, scores }, reason: null } as const
    const fact = planFact(newPlan('p'), set, { at: noon('2015-07-22'), actor: OFFICE, actId: null })
    expect(entriesOf(lines, rulesAtFrom([fact])).map((e) => [e.on, e.points])).toEqual([
      ['2015-07-21', -1],
      ['2015-07-23', -7],
    ])
  })

  it('rules set while the plan was a draft count from its start, whatever the office’s clock said then', () => {
    const scores = { ...DEFAULT_SCORING, id: 'own', slips: { blue: -9, orange: 0, red: 0 } }
    const set = { kind: 'policySet', policy: { ...THREE_COLOURS, scores }, reason: null } as const
    const one = planFact(newPlan('p'), set, { at: noon('2026-11-25'), actor: OFFICE, actId: null })
    const clock = { kind: 'stepped', at: noon('2015-07-01') } as const
    const start = { kind: 'planStarted', clock, startOn: mustDate('2015-07-01'), acceptedReview: [] } as const
    const two = { ...planFact(newPlan('p'), start, { at: clock.at, actor: OFFICE, actId: null }), seq: 2 }
    const lines = ledgerOf('2015年7月', [], '2015-08-04')
    expect(entriesOf(lines, rulesAtFrom([one, two])).map((e) => e.points)).toEqual([-9])
  })

  it('a unit that does not sign in time, and a question nobody answers', () => {
    const policy = { ...THREE_COLOURS, acknowledge: { days: 2, remindBefore: 1, to: 'unitHead' as const } }
    const waiting = firstFacts(measureOf('待省出台办法后'), policy)
    const all = [...waiting.facts, ...settle(waiting.state, noon('2015-10-30')).facts]
    expect(brief(numbered(all))).toEqual([
      ['2015-07-06', 'unacknowledged', -0.5],
      ['2015-10-15', 'unanswered', -0.5],
    ])
  })
})
