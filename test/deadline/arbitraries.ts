import { EMPTY } from '../../domain/deadline/grammar/span-form.ts'
import { triggerOf } from '../../domain/deadline/grammar/trigger.ts'
import type { DeadlineRule, Span } from '../../domain/deadline/rule.ts'
import fc from '../properties.ts'
import { recurringRules } from './arbitrary-recurring.ts'
import { lengths, monthNo, open, spans } from './arbitrary-spans.ts'

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

/** 2018年、6月: a bare year before a date without one is its frame, not a date of its own. */
const isFrame = (span: Span, i: number, list: readonly Span[]): boolean => {
  const next = list[i + 1]
  return (
    span.unit === 'year' &&
    !span.end &&
    !span.before &&
    next !== undefined &&
    next.year === null &&
    next.relative === null &&
    next.unit !== 'year'
  )
}

/** Rules that the grammar can yield. */
export const rules: fc.Arbitrary<DeadlineRule> = fc.oneof(
  fc
    .array(spans, { minLength: 1, maxLength: 3 })
    .filter((list) => !list.some(isFrame))
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
