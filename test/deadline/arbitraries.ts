import fc from 'fast-check'
import { triggerOf } from '../../domain/deadline/grammar/trigger.ts'
import type {
  Anchor,
  DeadlineRule,
  Every,
  Place,
  RecurringRule,
  Span,
  Within,
} from '../../domain/deadline/rule.ts'

const EMPTY: Span = {
  unit: 'day',
  year: null,
  relative: null,
  part: null,
  month: null,
  day: null,
  end: false,
  before: false,
  clock: null,
}

const yearPart = fc.oneof(
  fc.constant({ year: null, relative: null }),
  fc.integer({ min: 2001, max: 2089 }).map((year) => ({ year, relative: null })),
  fc.constantFrom(-1, 0, 1, 2).map((offset) => ({ year: null, relative: { unit: 'year' as const, offset } })),
)
const monthNo = fc.integer({ min: 1, max: 12 })

const unitPart: fc.Arbitrary<Partial<Span>> = fc.oneof(
  fc.record({ unit: fc.constant('halfYear' as const), part: fc.constantFrom(1, 2), end: fc.boolean() }),
  fc.record({ unit: fc.constant('quarter' as const), part: fc.constantFrom(1, 2, 3, 4), end: fc.boolean() }),
  fc.record({ unit: fc.constant('month' as const), month: monthNo, end: fc.boolean() }),
  fc.record({ unit: fc.constant('tenDays' as const), month: monthNo, part: fc.constantFrom(1, 2, 3) }),
  fc.record({ unit: fc.constant('monthStart' as const), month: monthNo }),
  fc.record({
    unit: fc.constant('day' as const),
    month: monthNo,
    day: fc.integer({ min: 1, max: 28 }),
    clock: fc.constantFrom(null, '00:30', '09:00', '17:30', '23:59', '24:00'),
  }),
)

/** A span of a named or unnamed year. */
export const spans: fc.Arbitrary<Span> = fc
  .tuple(
    yearPart,
    fc.oneof(unitPart, fc.record({ unit: fc.constant('year' as const), end: fc.boolean() })),
    fc.boolean(),
  )
  .map(([y, unit, before]) => {
    const span = { ...EMPTY, ...y, ...unit, before }
    // A bare year without words is nothing: its end must be named.
    return span.unit === 'year' && y.year === null && y.relative === null ? { ...span, end: true } : span
  })

const open = (span: Span): Span => ({ ...span, before: false })

const halves = fc.constantFrom(1, 3, 5)
export const lengths = (direction: Within['direction']): fc.Arbitrary<Within> =>
  fc.oneof(
    fc
      .tuple(
        fc.integer({ min: 1, max: 90 }),
        fc.constantFrom('day', 'workday', 'week', 'month', 'year', 'hour', 'minute' as const),
        fc.option(fc.integer({ min: 1, max: 90 })),
      )
      .map(([count, unit, low]) => ({
        count: unit === 'year' ? (count % 30) + 1 : count,
        unit: unit as Within['unit'],
        direction,
        notBeforeCount: low !== null && low < (unit === 'year' ? (count % 30) + 1 : count) ? low : null,
      })),
    fc
      .tuple(halves, fc.constantFrom('halfMonth', 'halfYear' as const))
      .map(([count, unit]) => ({ count, unit: unit as Within['unit'], direction, notBeforeCount: null })),
  )

const triggers = fc
  .constantFrom(
    '省级方案下发',
    '市人大常委会审议通过',
    '收到申请',
    '信息产生或变更',
    '项目竣工',
    '项目竣工或验收',
    '《试点办法》印发',
    '事故发生',
    '上级明确责任',
    '预算执行进度',
  )
  .map((text) => triggerOf(text).trigger)

/** What comes before: a season, a term, a session, an act. */
const seasons = fc
  .constantFrom(
    '汛期',
    '2018年秋季学期开学',
    '每学期结束',
    '主汛期',
    '全国两会召开',
    '项目开工',
    '会议召开',
    '入汛',
  )
  .map((text) => triggerOf(text).trigger)

const place = (every: Every): fc.Arbitrary<Place> => {
  const make = (at: Place['at'], number: fc.Arbitrary<number | null>) =>
    fc
      .tuple(
        number,
        every === 'quarter' || every === 'halfYear'
          ? fc.constantFrom(1, 2, 3, -1)
          : every === 'year'
            ? monthNo
            : fc.constant(null),
      )
      .map(([n, month]) => ({ month, at, number: n, next: false }))
  if (every === 'week') return make('weekday', fc.integer({ min: 1, max: 7 }))
  return fc.oneof(
    make('day', fc.integer({ min: 1, max: 31 })),
    make('end', fc.constant(null)),
    make('tenDays', fc.constantFrom(1, 2, 3)),
    make('start', fc.constant(null)),
    make('workday', fc.constantFrom(-1, 1, 2, 3, 5, 10)),
    make('nthWeekday', fc.constantFrom(11, 25, 37, 95)),
  )
}

const anchors = (every: Every): fc.Arbitrary<readonly Anchor[]> =>
  fc
    .tuple(fc.array(place(every), { minLength: 0, maxLength: 2 }), fc.boolean(), fc.boolean())
    .map(([places, before, ranged]) => {
      const made = places.map((p) => ({ place: p, from: null, before, half: null, clock: null }))
      const [a, b] = places
      // 1日至5日: two days of one month.
      if (ranged && a && b && a.at === 'day' && b.at === 'day' && every === 'month')
        return [{ place: b, from: a, before, half: null, clock: null }]
      return made
    })

const recurringRules: fc.Arbitrary<RecurringRule> = fc
  .constantFrom('week', 'month', 'quarter', 'halfYear', 'year' as const)
  .chain((every) =>
    fc.record({
      type: fc.constant('recurring' as const),
      every: fc.constant(every as Every),
      interval: fc.constantFrom(1, 1, 1, 2, 3),
      workdaysOnly: fc.constant(false),
      covers: fc.constantFrom('previous', 'current' as const),
      anchors: anchors(every as Every),
      counted: fc.option(fc.oneof(lengths('after'), lengths('before')), { freq: 3 }),
      quota: fc.option(fc.record({ count: fc.integer({ min: 1, max: 12 }), atLeast: fc.boolean() }), {
        freq: 3,
      }),
      since: fc.option(spans.map(open), { freq: 3 }),
      until: fc.option(spans, { freq: 6 }),
      rolls: fc.constantFrom(null, null, 'forward', 'backward' as const),
    }),
  )
  .map((rule) => consistent(rule as RecurringRule))

/** A rule that words can say: 首月 and counts speak of the period before, a quota has no anchor. */
function consistent(given: RecurringRule): RecurringRule {
  // 9月底前每周: up to a span; 7月至9月每周: within both.
  const { since, until } = given
  const rule = until ? { ...given, until: { ...until, before: since === null } } : given
  if (rule.counted)
    return {
      ...rule,
      anchors: [],
      quota: null,
      covers: rule.counted.direction === 'after' ? 'previous' : 'current',
    }
  if (rule.quota) return { ...rule, anchors: [] }
  const first = (rule.every === 'quarter' || rule.every === 'halfYear') && rule.anchors[0]?.place.month === 1
  return first ? { ...rule, covers: 'previous' } : rule
}

const datedMonth = fc
  .tuple(fc.integer({ min: 2001, max: 2089 }), monthNo, fc.boolean())
  .map(([year, month, end]): Span => ({ ...EMPTY, unit: 'month', year, month, end }))

/** Dates and windows in one list: each run of dates and each window is a rule of its own. */
export const mixedLists: fc.Arbitrary<readonly DeadlineRule[]> = fc
  .array(fc.oneof(datedMonth, fc.tuple(datedMonth, datedMonth)), { minLength: 2, maxLength: 5 })
  .filter((items) => items.some(Array.isArray))
  .map((items) => {
    const rules: DeadlineRule[] = []
    for (const item of items) {
      const before = rules.at(-1)
      if (Array.isArray(item)) rules.push({ type: 'window', from: item[0], to: item[1] })
      else if (before?.type === 'dates')
        rules[rules.length - 1] = { ...before, spans: [...before.spans, item as Span] }
      else rules.push({ type: 'dates', spans: [item as Span], rolls: null })
    }
    return rules
  })

/** Rules that the grammar can yield. */
export const rules: fc.Arbitrary<DeadlineRule> = fc.oneof(
  fc
    .array(spans, { minLength: 1, maxLength: 3 })
    .map((list): DeadlineRule => ({ type: 'dates', spans: list, rolls: null })),
  // 国庆节前: before the holiday begins; with a year or without.
  fc.tuple(fc.integer({ min: 1, max: 7 }), fc.option(fc.integer({ min: 2008, max: 2030 }))).map(
    ([part, year]): DeadlineRule => ({
      type: 'dates',
      spans: [{ ...EMPTY, unit: 'festival', part, year, before: true }],
      rolls: null,
    }),
  ),
  // 春节期间; 节前, of no named festival
  fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.option(fc.integer({ min: 2008, max: 2030 })))
    .map(([part, year]): DeadlineRule => {
      const from = { ...EMPTY, unit: 'festival' as const, part, year }
      return { type: 'window', from, to: { ...from, end: true } }
    }),
  fc.constant<DeadlineRule>({
    type: 'dates',
    spans: [{ ...EMPTY, unit: 'festival', before: true }],
    rolls: null,
  }),
  seasons.map(
    (trigger): DeadlineRule => ({
      type: 'event',
      trigger,
      within: { count: 0, unit: 'day', direction: 'before', notBeforeCount: null },
      window: false,
      issue: false,
    }),
  ),
  fc.tuple(spans, spans).map(([from, to]): DeadlineRule => ({ type: 'window', from: open(from), to })),
  spans.map((from): DeadlineRule => ({ type: 'start', from: open(from) })),
  fc
    .tuple(spans, lengths('after'))
    .map(([span, within]): DeadlineRule => ({ type: 'spanEnd', span: open(span), within })),
  recurringRules,
  fc
    .tuple(triggers, lengths('after'))
    .map(
      ([trigger, within]): DeadlineRule => ({ type: 'event', trigger, within, window: false, issue: false }),
    ),
  fc
    .tuple(triggers, lengths('before'), fc.boolean())
    .map(
      ([trigger, within, window]): DeadlineRule => ({ type: 'event', trigger, within, window, issue: false }),
    ),
  triggers.map(
    (trigger): DeadlineRule => ({ type: 'event', trigger, within: null, window: false, issue: false }),
  ),
  fc
    .constantFrom('上级规定时限', '国家统一部署', '省有关文件要求')
    .map((text): DeadlineRule => ({ type: 'external', trigger: { text, stream: false, alternatives: [] } })),
  fc.constantFrom(
    { type: 'continuous', wholeYear: true, aroundTheClock: false },
    { type: 'continuous', wholeYear: false, aroundTheClock: false },
    { type: 'continuous', wholeYear: false, aroundTheClock: true },
  ) as fc.Arbitrary<DeadlineRule>,
  fc.constantFrom('及时', '尽快', '适时', '立行立改').map((word): DeadlineRule => ({ type: 'vague', word })),
  fc.constant<DeadlineRule>({ type: 'none' }),
)
