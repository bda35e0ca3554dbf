import { describe, expect, it } from 'vitest'
import { addDays, type IsoDate, mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { type SupervisionPolicy, THREE_COLOURS } from '../../domain/policy/policy.ts'
import type { Input } from '../../domain/supervision/acts.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { isOwed } from '../../domain/supervision/obligation.ts'
import { settle } from '../../domain/supervision/settle.ts'
import fc from '../properties.ts'
import { EVERY_ACT, evidence } from './every-act.ts'
import { ModelStep, stepsNamed } from './model-step.ts'
import { checkLedger, checkState } from './promises.ts'
import { event, firstFacts, give, measureOf, OFFICE, UNIT } from './support.ts'

/** What happened so far, beside the state that the rules keep. */
interface Model {
  readonly obligations: Set<string>
}
interface Real {
  state: MeasureState
  readonly facts: Fact[]
  today: IsoDate
  readonly measure: ReturnType<typeof measureOf>
  last: Input | null
  acts: number
  accepted: number
  refused: number
}

type Make = (real: Real, pick: number, obligationId: string | null) => Input | null
const DONE: Readonly<Record<string, Make>> = {
  ...EVERY_ACT,
  event: (r, n) => event(r.measure, `ev-${n % 4}`, r.today, r.today),
  eventLate: (r, n) => event(r.measure, `ev-${n % 4}`, addDays(r.today, -40), r.today),
  again: (r) => r.last,
  close: (r, n, o) => {
    const plain = { type: 'close', actId: `m-${r.acts}`, actor: OFFICE, reason: null } as const
    if (n % 9 !== 0 || o === null) return n % 9 === 0 ? plain : null
    return n % 2
      ? { ...plain, carry: { [o]: { planId: 'next', no: 'J1' } } }
      : { ...plain, terminate: { [o]: '不办' } }
  },
}

class Step extends ModelStep<Model, Real> {
  run(_: Model, real: Real): void {
    real.today = addDays(real.today, this.days)
    real.acts += 1
    const { obligations } = real.state
    const target = obligations[this.pick % Math.max(1, obligations.length)]?.id ?? null
    const input = DONE[this.name]?.(real, this.pick, target) ?? null
    if (input === null) {
      const settled = settle(real.state, at(real.today, '12:00'))
      real.state = settled.state
      real.facts.push(...settled.facts)
    } else {
      const before = JSON.stringify(real.state)
      const result = give(real.state, input as Input, real.today)
      if (!result.ok) {
        real.refused += 1
        expect(result.error.message).toMatch(/[\u4e00-\u9fff]/)
        // A refusal leaves no trace.
        expect(JSON.stringify(real.state)).toBe(before)
      } else {
        if (this.name === 'again' && 'actId' in input)
          expect(result.value.facts.filter((fact) => fact.actId === input.actId)).toEqual([])
        real.accepted += 1
        real.state = result.value.state
        real.facts.push(...result.value.facts)
        real.last = input as Input
      }
    }
    checkState(real.state, real.facts)
  }
}

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
/** Rules under which evidence goes to the office at once, and under which a head signs first. */
const RULES: readonly SupervisionPolicy[] = [
  THREE_COLOURS,
  { ...THREE_COLOURS, sign: { days: 2, to: 'leaderInCharge' } },
]
const commands = stepsNamed(Object.keys(DONE), Step, { picks: 400, days: 30 })
const RUNS = Number(process.env.DUBAN_MODEL_RUNS ?? 150)

describe('all acts and events, in any order, doubled, late, refused', { timeout: 60_000 }, () => {
  it('keep every promise of the ledger', () => {
    const counted = { accepted: 0, refused: 0, runs: 0 }
    fc.assert(
      fc.property(
        fc.constantFrom(...DEADLINES),
        fc.commands(commands, { maxCommands: 40, size: 'max' }),
        fc.constantFrom(...RULES),
        (deadline, steps, rules) => {
          const measure = measureOf(deadline)
          const first = firstFacts(measure, rules)
          const real: Real = {
            state: first.state,
            facts: [...first.facts],
            today: mustDate('2015-07-01'),
            measure,
            last: null,
            acts: 0,
            accepted: 0,
            refused: 0,
          }
          fc.modelRun(() => ({ model: { obligations: new Set<string>() }, real }), steps)
          checkLedger(real.facts)
          counted.accepted += real.accepted
          counted.refused += real.refused
          counted.runs += 1
        },
      ),
      { numRuns: RUNS },
    )
    console.log(`${counted.runs} lives, ${counted.accepted} acts done, ${counted.refused} refused`)
    // A model in which everything is refused would prove nothing.
    expect(counted.accepted).toBeGreaterThan(counted.runs)
  })

  it('an undone correction of an acceptance loses no date', () => {
    const measure = measureOf('2015年7月')
    let state = firstFacts(measure).state
    const by = (n: string) => ({ actId: n, obligationId: null })
    for (const act of [
      { type: 'submit', actor: UNIT, ...by('a'), doneOn: mustDate('2015-07-20'), ...evidence },
      { type: 'accept', actor: OFFICE, ...by('b'), note: null },
      { type: 'undoAccept', actor: OFFICE, ...by('c'), reason: '弄错' },
      { type: 'accept', actor: OFFICE, ...by('d'), note: null },
    ] as const) {
      const done = give(state, act, '2015-07-21')
      if (!done.ok) throw new Error(done.error.message)
      state = done.value.state
    }
    expect(state.obligations[0]).toMatchObject({
      state: 'completed',
      outcome: 'onTime',
      dueOn: '2015-07-31',
      originalDueOn: '2015-07-31',
      undone: [{ reason: '弄错' }],
    })
    expect(state.obligations.filter(isOwed)).toEqual([])
  })
})
