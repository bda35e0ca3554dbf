import { describe, expect, it } from 'vitest'
import { addDays, mustDate as d, type IsoDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { DEFAULT_SCORING } from '../../domain/policy/scoring.ts'
import { entriesOf } from '../../domain/reckoning/entries.ts'
import type { Input } from '../../domain/supervision/acts.ts'
import { isEnded } from '../../domain/supervision/obligation.ts'
import { lightOf } from '../../domain/supervision/phase.ts'
import fc from '../properties.ts'
import { EVERY_ACT } from '../supervision/every-act.ts'
import { documentOf, type Row, RunningPlan } from './running.ts'

const START = d('2026-03-02')
/** Every kind of wording: dates, lists, windows, periods and several of one, counts, conditions, work without a date. */
const WORDINGS = [
  '2026年3月底前',
  '3月底前、6月底前、9月底前',
  '4月至9月',
  '9月前两周',
  '每月',
  '每月5日前',
  '每月8日前',
  '每月10日、25日前',
  '每半月',
  '每季度首月25日前',
  '每季度结束后15个工作日内',
  '每周五前',
  '每月20日前，2026年11月底前总结',
  '印发之日起20个工作日内',
  '印发之日起3个月内',
  '今年底前',
  '市人大批准后20日内',
  '审批或核准后两个工作日内',
  '全年工作',
  '及时',
  '从4月起',
]
const UNITS = ['市甲局', '市乙局', '市丙局', '市丁局']
const rowOf = (i: number, wording: string, unit = UNITS[i] ?? ''): Row => [
  unit,
  `${['报送重点项目建设进度', '公开部门预算决算信息', '制定营商环境实施细则', '开展食品安全监督抽检'][i]}。`,
  wording,
]

type Step =
  | { readonly do: 'pass'; readonly days: number }
  | { readonly do: 'act'; readonly row: number; readonly act: string; readonly pick: number }
  | {
      readonly do: 'amend'
      readonly row: number
      readonly wording: string
      readonly how: 'deadline' | 'unit' | 'text' | 'out'
      readonly late: number
    }
const ACTS = Object.keys(EVERY_ACT).filter((name) => name !== 'close')
const row = fc.nat({ max: 3 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 40 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('act' as const),
      row,
      act: fc.constantFrom(...ACTS),
      pick: fc.nat({ max: 4000 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('amend' as const),
      row,
      wording: fc.constantFrom(...WORDINGS),
      how: fc.constantFrom('deadline', 'deadline', 'deadline', 'unit', 'text', 'out'),
      late: fc.nat({ max: 10 }),
    }),
  },
)

const rulesAt = () => DEFAULT_SCORING
/** Everything that anyone can see of a measure: what happened, dates, slips, lights, score. */
const seenOf = (plan: RunningPlan, no: string) =>
  structuredClone({
    state: plan.state(no),
    facts: plan.facts(no),
    lights: plan.state(no).obligations.map((o) => lightOf(o, plan.today)),
    score: entriesOf(
      plan.facts(no).map((fact, i) => ({ row: i + 1, fact })),
      rulesAt,
    ),
  })
const redOf = (state: MeasureState, today: IsoDate) =>
  state.obligations.filter((o) => lightOf(o, today) === 'red' && !isEnded(o))

/** What was red before the amendment of its own row is red after it, but the one date that the revision names anew. */
function staysLate(was: MeasureState, now: MeasureState, today: IsoDate, out: boolean): number {
  let late = 0
  for (const o of redOf(was, today)) {
    const after = now.obligations.find(({ id }) => id === o.id)
    expect(after).toBeDefined()
    if (after === undefined) continue
    expect(after.slips).toEqual(o.slips)
    if (out && after.state === 'withdrawn') continue
    if (o.period === null && after.dueOn !== o.dueOn) {
      expect(after.dueOn !== null && after.dueOn >= today).toBe(true)
      expect(after.originalDueOn).toBe(o.originalDueOn)
      continue
    }
    late += 1
    expect([lightOf(after, today), after.dueOn, after.overdueSince]).toEqual(['red', o.dueOn, o.overdueSince])
  }
  return late
}

const RUNS = Number(process.env.DUBAN_MODEL_RUNS ?? 25)

describe('amending one row of a plan', () => {
  it('leaves every fact, date, slip, light and score of the others, and nothing that is late is late no more', () => {
    const counted = { amended: 0, others: 0, late: 0, acts: 0 }
    fc.assert(
      fc.property(
        fc.tuple(...UNITS.map(() => fc.constantFrom(...WORDINGS))),
        fc.array(step, { minLength: 4, maxLength: 14 }),
        (wordings, steps) => {
          const rows: Row[] = wordings.map((wording, i) => rowOf(i, wording))
          const plan = new RunningPlan(documentOf(rows, START), START)
          const runsAs = rows.map((_, i) => `${i + 1}.1`)
          for (const [n, one] of steps.entries()) {
            if (one.do === 'pass') {
              plan.on(addDays(plan.today, one.days))
              continue
            }
            const no = runsAs[one.row] ?? ''
            if (one.do === 'act') {
              const { obligations } = plan.state(no)
              const target = obligations[one.pick % Math.max(1, obligations.length)]?.id ?? null
              // The act that was drawn, or the next one that is accepted where the measure stands.
              for (const name of [...ACTS, ...ACTS].slice(ACTS.indexOf(one.act)).slice(0, ACTS.length)) {
                const input = EVERY_ACT[name]?.(
                  { acts: n * 1000 + one.row, today: plan.today },
                  one.pick,
                  target,
                )
                if (input === null || input === undefined) continue
                const { unit, role } = input.actor
                const actor = role === 'unit' ? { role, unit: plan.state(no).setup.leadUnit } : { role, unit }
                if (plan.give(no, { ...input, actor } as Input) !== 'ok') continue
                counted.acts += 1
                break
              }
              continue
            }
            const others = [...plan.measures.keys()].filter((other) => other !== no)
            const before = others.map((other) => seenOf(plan, other))
            const [, text] = rows[one.row] as Row
            const changed: Row =
              one.how === 'deadline'
                ? [rows[one.row]?.[0] ?? '', text, one.wording]
                : one.how === 'unit'
                  ? [UNITS[(one.row + 1) % UNITS.length] ?? '', text, rows[one.row]?.[2] ?? '']
                  : [rows[one.row]?.[0] ?? '', text.replace('。', '并及时公开。'), rows[one.row]?.[2] ?? '']
            // Left out: a row that says nothing of this one takes its place, so that the others keep their numbers.
            if (one.how === 'out') rows[one.row] = ['市戊局', `${n}号专项行动按时收官验收。`, '12月']
            else rows[one.row] = changed
            const was = plan.state(no)
            const revised = documentOf(rows, addDays(plan.today, -one.late), `修订稿之${n}`)
            const dates = plan.amend(revised)
            if (one.how === 'out') runsAs[one.row] = [...plan.measures.keys()].at(-1) ?? ''
            counted.amended += 1
            counted.others += others.length
            expect(others.map((other) => seenOf(plan, other))).toEqual(before)
            expect(dates.every((change) => !others.includes(change.no))).toBe(true)
            counted.late += staysLate(was, plan.state(no), plan.today, one.how === 'out')
            // The same document again is no change.
            expect(plan.amend(revised)).toEqual([])
          }
        },
      ),
      { numRuns: RUNS },
    )
    console.log(counted)
    for (const count of Object.values(counted)) expect(count).toBeGreaterThan(RUNS / 4)
  })
})
