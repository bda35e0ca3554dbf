import type { Anchor, Every, Place, RecurringRule } from '../../domain/deadline/rule.ts'
import fc from '../properties.ts'
import { lengths, monthNo, open, spans } from './arbitrary-spans.ts'

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

export const recurringRules: fc.Arbitrary<RecurringRule> = fc
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
