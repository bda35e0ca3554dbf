import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { dateOf, type PlanTime } from '../../domain/calendar/time.ts'
import { type PlanFact, planFact } from '../../domain/events/facts.ts'
import { evolvePlan, newPlan } from '../../domain/events/life.ts'
import { type BulletinSource, bulletinOf, endOf } from '../../domain/reckoning/bulletin.ts'
import { bulletinText } from '../../domain/reckoning/bulletin-text.ts'
import { type MeasureLedger, statesOf } from '../../domain/reckoning/lines.ts'
import { countsOf } from '../../domain/reckoning/outcome.ts'
import { slipKey, slipSerials } from '../../domain/reckoning/slip-serials.ts'
import { settle } from '../../domain/supervision/settle.ts'
import fc from '../properties.ts'
import {
  accept,
  firstFacts,
  give,
  measureOf,
  must,
  noon,
  OFFICE,
  START,
  submit,
  UNIT,
} from '../supervision/support.ts'
import { anyLife, asLedgers, type Life } from './lives.ts'

const started = (() => {
  // Imported by the office's own clock, long after the days that are rehearsed.
  const today = { at: noon('2026-11-25'), actor: OFFICE, actId: null }
  const by = { at: noon('2015-07-01'), actor: OFFICE, actId: null }
  const imported = {
    kind: 'imported',
    title: '测试方案',
    document: 'd',
    measures: 3,
    conditions: [],
  } as const
  const one = planFact(newPlan('p'), imported, today)
  const clock = { kind: 'stepped', at: by.at } as const
  const two = planFact(
    evolvePlan(newPlan('p'), one),
    { kind: 'planStarted', clock, startOn: START, acceptedReview: [] },
    by,
  )
  return [one, two] as readonly PlanFact[]
})()

/** Slips numbered as the register does: one after the other, in the order in which they were written. */
function source(ledgers: readonly MeasureLedger[]): BulletinSource {
  const raised = ledgers
    .flat()
    .filter(({ fact }) => fact.kind === 'slipRaised')
    .sort((a, b) => a.row - b.row)
  const register = raised.flatMap(({ fact }, i) =>
    fact.kind === 'slipRaised'
      ? [
          {
            key: slipKey(fact.obligationId, fact.level, fact.dueOn),
            number: i + 1,
            raisedOn: dateOf(fact.at),
          },
        ]
      : [],
  )
  const slipNumbers = new Map(register.map(({ key, number }) => [key, number]))
  return { planId: 'p', planFacts: started, ledgers, slipNumbers, slipSerials: slipSerials(register) }
}

function made(from: BulletinSource, asOf: PlanTime) {
  const found = bulletinOf(from, { asOf, from: null, number: 1 })
  if (!found.ok) throw new Error(found.error.message)
  return { bulletin: found.value, bytes: bulletinText(found.value) + JSON.stringify(found.value) }
}

const plan = fc.tuple(anyLife('2.1'), anyLife('10.1'), anyLife('1.1'))
const someInstant = (lives: readonly Life[], n: number): PlanTime => {
  const all = lives.flatMap((life) => life.facts.map((fact) => fact.at)).sort()
  return all[n % all.length] ?? noon('2015-07-01')
}

describe('a bulletin as of an instant', () => {
  it('is the same, byte for byte, however much has happened since', () => {
    let later = 0
    fc.assert(
      fc.property(plan, fc.nat(), (lives, n) => {
        const ledgers = asLedgers(lives)
        const asOf = someInstant(lives, n)
        const then = ledgers.map((lines) => lines.filter(({ fact }) => fact.at <= asOf))
        later += ledgers.flat().length - then.flat().length
        expect(made(source(ledgers), asOf).bytes).toBe(made(source(then), asOf).bytes)
      }),
      { numRuns: 25 },
    )
    expect(later).toBeGreaterThan(200)
  })

  it('does not depend on the order in which the ledgers are read', () => {
    fc.assert(
      fc.property(plan, fc.nat(), (lives, n) => {
        const ledgers = asLedgers(lives)
        const asOf = someInstant(lives, n)
        expect(made(source([...ledgers].reverse()), asOf).bytes).toBe(made(source(ledgers), asOf).bytes)
      }),
      { numRuns: 25 },
    )
  })

  it('counts what the measures show, and lists every completion and every slip once', () => {
    fc.assert(
      fc.property(plan, (lives) => {
        const ledgers = asLedgers(lives)
        const last = someInstant(lives, lives.reduce((n, life) => n + life.facts.length, 0) - 1)
        const { bulletin } = made(source(ledgers), last)
        const states = statesOf(ledgers)
        expect(bulletin.counts).toEqual(countsOf(states, mustDate(last.slice(0, 10))))
        const done = [...bulletin.completedOnTime, ...bulletin.completedLate, ...bulletin.completedUndated]
        const { completedOnTime, completedLate, completedUndated } = bulletin.counts
        expect(bulletin.completedLate).toHaveLength(completedLate)
        expect(done).toHaveLength(completedOnTime + completedLate + completedUndated)
        expect(bulletin.slips.map((slip) => slip.number)).toEqual(bulletin.slips.map((_, i) => i + 1))
        const days = bulletin.slips.map((slip) => slip.raisedOn)
        expect(days).toEqual([...days].sort())
        for (const { serial, raisedOn } of bulletin.slips)
          expect(serial).toMatch(new RegExp(`^${raisedOn.replaceAll('-', '')}-[1-9]`))
        expect(bulletin.overdue).toHaveLength(bulletin.counts.overdue)
      }),
      { numRuns: 25 },
    )
  })

  it('tells on time and late completion apart, with what went out meanwhile', () => {
    const first = { ...measureOf('2015年7月'), no: '1.1' }
    const lived = (no: string, doneOn: string | null): Life => {
      const start = firstFacts({ ...first, no })
      let { state, facts } = start
      for (const act of doneOn === null ? [] : [submit(doneOn), accept()]) {
        const result = give(state, act, '2015-08-04')
        facts = result.ok ? [...facts, ...result.value.facts] : facts
        state = must(result)
      }
      return { facts: [...facts, ...settle(state, noon('2015-08-20')).facts], to: mustDate('2015-08-20') }
    }
    const ledgers = asLedgers([lived('1.1', '2015-07-30'), lived('2.1', '2015-08-02'), lived('3.1', null)])
    const { bulletin, bytes } = made(source(ledgers), endOf(mustDate('2015-08-12')))
    expect(bulletin.completedOnTime.map((c) => [c.obligation, c.lateReported])).toEqual([
      ['1.1/2015-07', false],
    ])
    expect(bulletin.completedLate).toMatchObject([
      { obligation: '2.1/2015-07', lateDays: 2, lateWorkdays: 0 },
    ])
    expect(bulletin.overdue).toMatchObject([
      { obligation: '3.1/2015-07', lateDays: 12, slips: ['blue', 'orange'] },
    ])
    expect(bulletin.scores.map((s) => [s.unit, s.score])).toEqual([[UNIT.unit, 94.6]])
    expect(bytes).toContain(
      '| 3.1/2015-07 | 公开甲信息 | 市甲局 | 2015-07-31 | 12 天 | 蓝色督办单、橙色督办单 |',
    )
    expect(bytes).toContain('# 关于《测试方案》落实情况的通报')
    expect(bytes).toContain('本期：2015-07-01 至 2015-08-12，截至2015年8月12日24时')
  })

  it('is refused for a time at which the plan had not started', () => {
    const found = bulletinOf(
      source(asLedgers([{ facts: firstFacts(measureOf('2015年7月')).facts, to: START }])),
      {
        asOf: noon('2015-06-30'),
        from: null,
        number: null,
      },
    )
    expect(found.ok ? null : found.error.code).toBe('BULLETIN_BEFORE_START')
  })
})
