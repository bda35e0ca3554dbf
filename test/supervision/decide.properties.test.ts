import { describe, expect, it } from 'vitest'
import { sameUnit } from '../../domain/basics/unit-name.ts'
import { addDays, mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { SLIP_LEVELS } from '../../domain/policy/levels.ts'
import type { Input } from '../../domain/supervision/acts.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { settle } from '../../domain/supervision/settle.ts'
import fc from '../properties.ts'
import { event, firstFacts, give, measureOf, OFFICE, startedOn, UNIT } from './support.ts'

const DEADLINES = [
  '2015年7月',
  '2015年7月、12月',
  '每月',
  '每季度首月25日前',
  '待省出台办法后',
  '审批或核准后两个工作日内',
  '市人大批准后20日内',
  '全年工作',
]

/** A step: some days pass, then something is tried on one of the obligations there are. */
const step = fc.record({
  days: fc.nat({ max: 40 }),
  what: fc.constantFrom(
    'wait',
    'submit',
    'submitOld',
    'accept',
    'acceptOwn',
    'return',
    'setDue',
    'event',
    'eventLate',
    'answer',
    'remind',
    'repeat',
  ),
  pick: fc.nat(),
  id: fc.nat({ max: 3 }),
})

interface Run {
  readonly state: MeasureState
  readonly facts: readonly Fact[]
}

function play(
  deadline: string,
  steps: readonly { days: number; what: string; pick: number; id: number }[],
): Run {
  const measure = measureOf(deadline)
  let state = startedOn(measure)
  const facts: Fact[] = []
  let today = mustDate('2015-07-01')
  let last: Input | null = null
  for (const [index, { days, what, pick, id }] of steps.entries()) {
    today = addDays(today, days)
    const target = state.obligations[pick % Math.max(1, state.obligations.length)]
    const obligationId = target?.id ?? null
    const actId = `act-${index}`
    const evidence = { urls: ['http://a.cn'], files: [], note: null }
    const inputs: Record<string, Input | null> = {
      wait: null,
      submit: { type: 'submit', actId, actor: UNIT, obligationId, doneOn: today, ...evidence },
      submitOld: {
        type: 'submit',
        actId,
        actor: UNIT,
        obligationId,
        doneOn: addDays(today, -9),
        ...evidence,
      },
      accept: { type: 'accept', actId, actor: OFFICE, obligationId, note: null },
      acceptOwn: { type: 'accept', actId, actor: UNIT, obligationId, note: null },
      return: { type: 'return', actId, actor: OFFICE, obligationId, reason: '缺', reworkOn: null },
      setDue: {
        type: 'setDue',
        actId,
        actor: OFFICE,
        obligationId,
        dueOn: addDays(today, 20 - (pick % 30)),
        reason: null,
      },
      event: event(measure, `ev-${id}`, today, today),
      eventLate: event(measure, `ev-${id}`, addDays(today, -40), today),
      answer: { type: 'answerWait', actId, actor: UNIT, clause: null, note: null },
      remind: { type: 'remind', actId, actor: OFFICE, obligationId, note: null },
      repeat: last,
    }
    const input = inputs[what] ?? null
    if (input === null) {
      const settled = settle(state, at(today, '12:00'))
      state = settled.state
      facts.push(...settled.facts)
      continue
    }
    const before = state
    const result = give(state, input, today)
    if (!result.ok) continue
    if (what === 'repeat' && 'actId' in input)
      expect(result.value.facts.filter((f) => f.actId === input.actId)).toEqual([])
    if (result.value.facts.length > 0) last = input
    state = result.value.state
    facts.push(...result.value.facts)
    expect(before.seq + result.value.facts.length).toBe(state.seq)
  }
  return { state, facts }
}

const anyRun = fc.record({
  deadline: fc.constantFrom(...DEADLINES),
  steps: fc.array(step, { maxLength: 40 }),
})

describe('whatever happens, in any order, doubled, late or refused', () => {
  it('facts are numbered without a gap and dated in order; the ledger replays to the state; the state survives JSON', () => {
    fc.assert(
      fc.property(anyRun, ({ deadline, steps }) => {
        const { state, facts } = play(deadline, steps)
        const first = startedOn(measureOf(deadline))
        expect(facts.map((f) => f.seq)).toEqual(facts.map((_, i) => first.seq + i))
        for (let i = 1; i < facts.length; i += 1) expect(facts[i]!.at >= facts[i - 1]!.at).toBe(true)
        const whole = replay([...firstFacts(measureOf(deadline)).facts, ...facts])
        expect(JSON.parse(JSON.stringify(whole))).toEqual(JSON.parse(JSON.stringify(state)))
      }),
      { numRuns: 300 },
    )
  })

  it('each slip at most once for a due date, in order of colour, never after completion, only after a recorded lapse', () => {
    fc.assert(
      fc.property(anyRun, ({ deadline, steps }) => {
        const { facts } = play(deadline, steps)
        const raised = new Map<string, string[]>()
        const ended = new Set<string>()
        const lapsed = new Set<string>()
        for (const fact of facts) {
          if (fact.kind === 'accepted') {
            ended.add(fact.obligationId)
            expect(sameUnit(fact.actor.unit, UNIT.unit)).toBe(false)
          }
          if (fact.kind === 'overdue') lapsed.add(fact.obligationId)
          if (fact.kind === 'slipRaised' || fact.kind === 'reminded' || fact.kind === 'overdue')
            expect(ended.has(fact.obligationId)).toBe(false)
          if (fact.kind !== 'slipRaised') continue
          expect(lapsed.has(fact.obligationId)).toBe(true)
          const key = `${fact.obligationId} ${fact.dueOn}`
          raised.set(key, [...(raised.get(key) ?? []), fact.level])
        }
        for (const levels of raised.values()) expect(levels).toEqual(SLIP_LEVELS.slice(0, levels.length))
      }),
      { numRuns: 300 },
    )
  })

  it('an event acts once, whatever the order in which reports arrive', () => {
    const ids = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 15 })
    fc.assert(
      fc.property(ids, (order) => {
        const measure = measureOf('审批或核准后两个工作日内')
        let state = startedOn(measure)
        for (const id of order) {
          const result = give(state, event(measure, `ev-${id}`, '2015-07-02', '2015-07-03'), '2015-07-03')
          if (result.ok) state = result.value.state
        }
        expect(state.obligations.map((o) => o.eventId).sort()).toEqual(
          [...new Set(order)].sort().map((id) => `ev-${id}`),
        )
      }),
    )
  })

  it('a worker that slept wakes to the same facts as one that did not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DEADLINES),
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 10 }),
        (deadline, naps) => {
          const end = naps.reduce((day, nap) => addDays(day, nap), mustDate('2015-07-01'))
          const once = settle(startedOn(measureOf(deadline)), at(end, '12:00'))
          let state = startedOn(measureOf(deadline))
          const facts: Fact[] = []
          let day = mustDate('2015-07-01')
          for (const nap of naps) {
            day = addDays(day, nap)
            const settled = settle(state, at(day, '12:00'))
            state = settled.state
            facts.push(...settled.facts)
          }
          expect(facts).toEqual(once.facts)
          expect(state).toEqual(once.state)
        },
      ),
    )
  })
})
