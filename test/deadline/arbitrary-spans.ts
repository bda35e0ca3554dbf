import { EMPTY } from '../../domain/deadline/grammar/span-form.ts'
import type { Span, Within } from '../../domain/deadline/rule.ts'
import fc from '../properties.ts'

const yearPart = fc.oneof(
  fc.constant({ year: null, relative: null }),
  fc.integer({ min: 2001, max: 2089 }).map((year) => ({ year, relative: null })),
  fc.constantFrom(-1, 0, 1, 2).map((offset) => ({ year: null, relative: { unit: 'year' as const, offset } })),
)
export const monthNo = fc.integer({ min: 1, max: 12 })

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

export const open = (span: Span): Span => ({ ...span, before: false })

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
