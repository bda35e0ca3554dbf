import { describe, expect, it } from 'vitest'
import { sameContent } from '../../domain/basics/canonical.ts'
import { addDays, mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { newPlan } from '../../domain/events/life.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { comparablePlan, packPlan, unpackPlan } from '../../domain/events/packing.ts'
import type { PlanEvent } from '../../domain/events/plan-event.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { plannedToLive } from '../../domain/supervision/obligation.ts'
import { comparableMeasures, packMeasure, unpackMeasure } from '../../domain/supervision/packing.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { accept, event, give, measureOf, must, OFFICE, startedOn, submit } from './support.ts'

/** What a continue-as-new may carry, with room for what stands beside the state. */
const MOST_BYTES = 1_800_000
const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value))
const carried = <P>(packed: P): P => JSON.parse(JSON.stringify(packed)) as P

const stream = measureOf('审批或核准后两个工作日内')
/** One occurrence of a stream, reported, done and accepted; and the measure with `count` of them. */
function streamOf(count: number): MeasureState {
  let state = startedOn(stream)
  state = must(give(state, event(stream, 'ev-0', '2015-07-01', '2015-07-01'), '2015-07-01'))
  state = must(give(state, submit('2015-07-02', { note: '已经办结，材料附后' }), '2015-07-02'))
  state = must(give(state, accept(), '2015-07-02'))
  const [done] = state.obligations as [Obligation]
  const obligations = Array.from({ length: count }, (_, i): Obligation => {
    const eventId = `ev-201507${String(i).padStart(6, '0')}-${(i * 7919).toString(16)}`
    const dueOn = addDays(mustDate('2015-07-03'), i % 300)
    return {
      ...done,
      id: `1.1/${eventId}`,
      eventId,
      dueOn,
      originalDueOn: dueOn,
      openedOn: addDays(dueOn, -2),
    }
  })
  return { ...state, obligations, seenEvents: obligations.slice(-2_000).map((o) => String(o.eventId)) }
}

describe('what a run hands on to the next always fits', () => {
  it('a small state goes as it is', () => {
    const state = streamOf(20)
    expect(packMeasure(state)).toBe(state)
    expect(unpackMeasure(state)).toBe(state)
  })

  it('10,000 that are open, overdue and slipped: all of it that is asked for again, letter by letter', () => {
    const daily = measureOf('每日报送')
    let state = startedOn(daily)
    state = settle(state, at(mustDate('2015-09-01'), '00:00')).state
    const [open] = state.obligations.filter((o) => o.slips.length > 0) as [Obligation]
    const obligations = Array.from({ length: 10_000 }, (_, i): Obligation => {
      const dueOn = addDays(mustDate('2015-07-03'), i)
      const slips = open.slips.map((slip, n) => ({ ...slip, number: 3 * i + n, dueOn }))
      return { ...open, id: `1.1/${dueOn}`, dueOn, originalDueOn: dueOn, openedOn: addDays(dueOn, -1), slips }
    })
    const many = { ...state, obligations } as MeasureState
    expect(size(many)).toBeGreaterThan(5_000_000)
    const packed = carried(packMeasure(many))
    expect(size(packed)).toBeLessThan(MOST_BYTES)
    expect(JSON.stringify(unpackMeasure(packed)) === JSON.stringify(many)).toBe(true)
  })

  it('10,000 finished occurrences of a stream: ids, dates, states and order stay', () => {
    const state = streamOf(10_000)
    const packed = carried(packMeasure(state))
    expect(size(packed)).toBeLessThan(MOST_BYTES)
    const again = unpackMeasure(packed)
    const brief = (s: MeasureState) =>
      s.obligations.map((o) => [
        o.id,
        o.eventId,
        o.state,
        o.dueOn,
        o.originalDueOn,
        o.openedOn,
        o.outcome,
        o.acceptedAt,
      ])
    expect(brief(again)).toEqual(brief(state))
    // Packed once more on the next occasion it is the same again.
    expect(brief(unpackMeasure(carried(packMeasure(again))))).toEqual(brief(state))
  })

  it('an acceptance of long ago can be undone and given again', () => {
    const state = streamOf(10_000)
    const first = state.obligations[0] as Obligation
    const on = { obligationId: first.id, actor: OFFICE }
    const undo = { type: 'undoAccept', actId: 'u', reason: '弄错', ...on } as const
    const again = unpackMeasure(carried(packMeasure(state)))
    const undone = must(give(again, undo, '2015-07-20'))
    const given = must(give(undone, accept(on), '2015-07-20'))
    expect(given.obligations[0]).toMatchObject({ id: first.id, state: 'completed', outcome: 'onTime' })
  })

  it('twelve open obligations with the longest texts of everything, each many times', () => {
    const long = '长'.repeat(8_000)
    const state = streamOf(12)
    const crowded: MeasureState = {
      ...state,
      obligations: state.obligations.map((o) => ({
        ...plannedToLive(o),
        state: 'open',
        progress: Array.from({ length: 60 }, () => ({
          on: mustDate('2015-07-02'),
          percent: 5,
          text: long,
          by: '市甲局',
        })),
        evidence: Array.from({ length: 30 }, () => ({
          ...(o.evidence[0] as Obligation['evidence'][number]),
          note: long,
        })),
        returns: Array.from({ length: 30 }, () => ({
          on: mustDate('2015-07-02'),
          reason: long,
          reworkOn: mustDate('2015-07-09'),
        })),
      })),
    }
    expect(size(crowded)).toBeGreaterThan(20_000_000)
    expect(size(packMeasure(crowded))).toBeLessThan(MOST_BYTES)
  })

  it('20,000 events of a plan, the latest whole', () => {
    const one = (i: number): PlanEvent => ({
      eventId: `ev-2015070${i % 10}-${(i * 7919).toString(16)}`,
      condition: '审批或核准',
      conditionId: 'c-3f9a1c',
      effectiveOn: addDays(mustDate('2015-07-01'), i % 300),
      dueOn: null,
      title: `关于第 ${i} 件申请的批复`,
      document: `粤建房〔2015〕${i}号`,
      url: null,
      measures: i % 50 === 0 ? ['1.1'] : null,
      reportedAt: at(addDays(mustDate('2015-07-01'), i % 300), '12:00'),
      reportedBy: OFFICE,
      revoked: i % 97 === 0,
    })
    const state: PlanState = { ...newPlan('p'), events: Array.from({ length: 20_000 }, (_, i) => one(i)) }
    const packed = carried(packPlan(state))
    expect(size(packed)).toBeLessThan(MOST_BYTES)
    const again = unpackPlan(packed)
    const brief = (s: PlanState) =>
      s.events.map((e) => [
        e.eventId,
        e.condition,
        e.conditionId,
        e.effectiveOn,
        e.measures,
        e.reportedAt,
        e.reportedBy,
        e.revoked,
      ])
    expect(brief(again)).toEqual(brief(state))
    expect(again.events.at(-1)).toEqual(state.events.at(-1))
    // Compared with the ledger's, whatever came since, it is the same; another date is not.
    const more = (s: PlanState): PlanState => ({ ...s, events: [...s.events, one(20_000)] })
    expect(sameContent(comparablePlan(more(again)), comparablePlan(more(state)))).toBe(true)
    const other = { ...state, events: state.events.map((e, i) => (i === 7 ? { ...e, revoked: true } : e)) }
    expect(sameContent(comparablePlan(again), comparablePlan(other))).toBe(false)
  })
})

describe('a carried state agrees with that of the ledger', () => {
  const same = (a: MeasureState, b: MeasureState) => sameContent(...comparableMeasures(a, b))

  it('a measure: whatever was done since it was packed, and however often it was', () => {
    let whole = streamOf(600)
    let run = whole
    const undone = { obligationId: whole.obligations[0]?.id ?? '', actor: OFFICE }
    expect(packMeasure(whole)).toHaveProperty('early')
    const inputs = [
      event(stream, 'ev-new', '2015-07-20', '2015-07-20'),
      submit('2015-07-20', { note: '长'.repeat(3_000), obligationId: '1.1/ev-new' }),
      { type: 'undoAccept', actId: 'u', reason: '弄错', ...undone },
      accept({ ...undone, obligationId: '1.1/ev-new' }),
      accept(undone),
    ] as const
    for (const input of inputs) {
      run = must(give(unpackMeasure(carried(packMeasure(run))), input, '2015-07-20'))
      whole = must(give(whole, input, '2015-07-20'))
      const [a, b] = comparableMeasures(run, whole)
      expect(a).toEqual(b)
    }
  })

  it('a measure that differs in a date, a state or a number of them does not', () => {
    const whole = streamOf(600)
    const run = unpackMeasure(carried(packMeasure(whole)))
    const changed = (at: number, patch: Partial<Obligation>): MeasureState => ({
      ...whole,
      obligations: whole.obligations.map((o, i) => (i === at ? { ...o, ...patch } : o)),
    })
    expect(same(run, changed(3, { dueOn: mustDate('2015-07-04') }))).toBe(false)
    expect(same(run, changed(3, { outcome: 'late' }))).toBe(false)
    expect(same(run, changed(599, { state: 'open' }))).toBe(false)
    expect(same(run, { ...whole, obligations: whole.obligations.slice(1) })).toBe(false)
    expect(same(run, { ...whole, seq: whole.seq + 1 })).toBe(false)
  })
})
