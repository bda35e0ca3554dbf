import { addDays, type IsoDate, mustDate } from '../../domain/calendar/date.ts'
import type { MeasureLedger } from '../../domain/reckoning/lines.ts'
import type { Input } from '../../domain/supervision/acts.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { settle } from '../../domain/supervision/settle.ts'
import fc from '../properties.ts'
import { event, firstFacts, give, measureOf, noon, OFFICE, UNIT } from '../supervision/support.ts'

/** Something done on a day to the first obligation it fits, or an event; what is refused leaves no trace. */
type Do = (today: IsoDate, n: number, measure: ReturnType<typeof measureOf>) => Input
const by = (actor: typeof OFFICE | typeof UNIT | typeof HELPER, n: number) => ({
  actId: `l-${n}`,
  actor,
  obligationId: null,
})
const HELPER = { role: 'unit', unit: '市乙局' } as const
const links = { urls: ['http://a.cn'], files: [], note: null }

const DEEDS: readonly Do[] = [
  (today, n) => ({ type: 'submit', ...by(UNIT, n), doneOn: addDays(today, -(n % 12)), ...links }),
  (_, n) => ({ type: 'accept', ...by(OFFICE, n), note: null, grade: n % 2 ? '优' : '合格' }),
  (_, n) => ({ type: 'return', ...by(OFFICE, n), reason: '缺', reworkOn: null }),
  (_, n) => ({ type: 'undoAccept', ...by(OFFICE, n), reason: '弄错' }),
  (_, n) => ({ type: 'remind', ...by(OFFICE, n), note: null }),
  (_, n) => ({ type: 'givePart', ...by(HELPER, n), text: '已报' }),
  (today, n) => ({ type: 'extend', ...by(UNIT, n), dueOn: addDays(today, 30), reason: '多', measures: null }),
  (_, n) => ({ type: 'grantExtension', ...by(OFFICE, n), dueOn: null, note: null }),
  (today, n) => ({
    type: 'suspend',
    ...by(OFFICE, n),
    reason: '等',
    ground: null,
    reviewOn: addDays(today, 9),
  }),
  (_, n) => ({ type: 'resume', ...by(OFFICE, n), reason: null, dueOn: null, keepDue: true }),
  (_, n) => ({ type: 'terminate', ...by(OFFICE, n), reason: '不办' }),
  (today, n) => ({ type: 'restore', ...by(OFFICE, n), reason: '要办', dueOn: addDays(today, 5) }),
  (today, n) => ({
    ...{ type: 'instruct', ...by(OFFICE, n), leader: '王副市长', text: '抓紧' },
    dueOn: n % 2 ? addDays(today, 10) : null,
  }),
  (_, n) => ({
    ...{ type: 'reassign', ...by(OFFICE, n), units: ['市乙局'], reason: '改革' },
    leadUnit: n % 2 ? '市甲局' : '市丙局',
  }),
  (today, n, measure) => event(measure, `ev-${n % 3}`, addDays(today, -(n % 20)), today),
  (today, n, measure) => {
    const again = event(measure, `ev-${n % 3}`, addDays(today, -(n % 9)), today)
    return again.type === 'delivery' && again.delivery.type === 'event'
      ? { ...again, delivery: { type: 'correct', event: again.delivery.event } }
      : again
  },
  (_, n) => ({ type: 'delivery', actor: OFFICE, delivery: { type: 'revoke', eventId: `ev-${n % 3}` } }),
  (_, n) => ({ type: 'close', actId: `l-${n}`, actor: OFFICE, reason: null }),
]

/** The everyday acts come more often than those that end a life. */
const anyDeed = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...DEEDS.slice(0, 4), ...DEEDS.slice(14, 17)) },
  { weight: 1, arbitrary: fc.constantFrom(...DEEDS) },
)

const DEADLINES = [
  '2015年7月',
  '每月',
  '审批或核准后两个工作日内',
  '待省出台办法后',
  '2015年8月、12月',
] as const

export interface Life {
  readonly facts: readonly Fact[]
  /** The last day lived. */
  readonly to: IsoDate
}

/** A measure's ledger under acts in any order, over about a year. */
export const anyLife = (no: string): fc.Arbitrary<Life> =>
  fc
    .tuple(
      fc.constantFrom(...DEADLINES),
      fc.array(fc.tuple(anyDeed, fc.nat({ max: 20 })), { minLength: 10, maxLength: 40, size: 'max' }),
    )
    .map(([deadline, steps]) => {
      const measure = { ...measureOf(deadline), no }
      const lead = measure.units[0]
      const helped = {
        ...measure,
        units: lead ? [lead, { ...lead, name: HELPER.unit, role: 'supporting' as const }] : [],
      }
      let { state, facts } = firstFacts(helped)
      let today = mustDate('2015-07-01')
      for (const [i, [deed, days]] of steps.entries()) {
        today = addDays(today, days)
        const done = deed(today, i, helped)
        const result = done ? give(state, done, today) : null
        const next = result?.ok ? result.value : settle(state, noon(today))
        state = next.state
        facts = [...facts, ...next.facts]
      }
      return { facts, to: today }
    })

/** Ledger rows as the store numbers them: all measures' facts by the time they were written. */
export function asLedgers(lives: readonly Life[]): readonly MeasureLedger[] {
  const rows = lives
    .flatMap((life, m) => life.facts.map((fact) => ({ m, fact })))
    .sort((a, b) => (a.fact.at < b.fact.at ? -1 : a.fact.at > b.fact.at ? 1 : a.m - b.m))
  return lives.map((_, m) => rows.flatMap(({ m: of, fact }, i) => (of === m ? [{ row: i + 1, fact }] : [])))
}
