import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { DEFAULT_SCORING, type ScoringRules } from '../../domain/policy/scoring.ts'
import { entriesOf } from '../../domain/reckoning/entries.ts'
import { statesOf } from '../../domain/reckoning/lines.ts'
import { scoresByPeriod, scoresOf } from '../../domain/reckoning/scores.ts'
import fc from '../properties.ts'
import { anyLife, asLedgers } from './lives.ts'

const plan = fc.tuple(anyLife('1.1'), anyLife('2.1'), anyLife('10.1'))
const ALWAYS = { from: mustDate('2015-01-01'), to: mustDate('2099-12-31') }
const hundredths = fc.integer({ min: -500, max: 100 }).map((n) => n / 100)
const anyRules: fc.Arbitrary<ScoringRules> = fc.record({
  id: fc.constant('r'),
  version: fc.constant(1),
  name: fc.constant('r'),
  base: fc.constantFrom(0, 100),
  slips: fc.record({ blue: hundredths, orange: hundredths, red: hundredths }),
  latePerDay: hundredths,
  lateMost: fc.constant(-9),
  lateReported: hundredths,
  returned: hundredths,
  partLate: hundredths,
  extended: hundredths,
  urged: hundredths,
  instructed: hundredths,
  unacknowledged: hundredths,
  unanswered: hundredths,
  unfinished: hundredths,
  grades: fc.record({ 优: hundredths, 良: hundredths, 合格: hundredths }),
})

describe('whatever happens', () => {
  it('a score is the base and the sum of its entries, and every entry names a row of its own measure', () => {
    let seen = 0
    fc.assert(
      fc.property(plan, anyRules, (lives, rules) => {
        const ledgers = asLedgers(lives)
        const rows = new Map(ledgers.flatMap((lines) => lines.map(({ row, fact }) => [row, fact] as const)))
        const units = scoresOf(ledgers, () => rules, ALWAYS)
        for (const { unit, base, points, score, entries } of units) {
          const cents = entries.reduce((sum, e) => sum + Math.round(e.points * 100), 0)
          expect([Math.round(points * 100), Math.round(score * 100)]).toEqual([cents, base * 100 + cents])
          for (const entry of entries) {
            expect(rows.has(entry.row)).toBe(true)
            expect(entry.unit).toBe(unit)
            seen += 1
          }
        }
        const all = ledgers.flatMap((lines) => entriesOf(lines, () => rules))
        expect(units.flatMap((u) => u.entries)).toHaveLength(all.length)
      }),
      { numRuns: 25 },
    )
    expect(seen).toBeGreaterThan(200)
  })

  it('what is taken back cancels its entry exactly, once', () => {
    let taken = 0
    fc.assert(
      fc.property(anyLife('1.1'), anyRules, (life, rules) => {
        const entries = entriesOf(asLedgers([life])[0] ?? [], () => rules)
        const backs = entries.filter((e) => e.takesBack !== null)
        taken += backs.length
        for (const back of backs) {
          const origin = entries.filter((e) => e.row === back.takesBack && e.takesBack === null)
          expect(origin.some((e) => e.points === -back.points && e.unit === back.unit)).toBe(true)
        }
        const keys = backs.map((e) => `${e.takesBack} ${e.obligationId} ${e.says}`)
        expect(new Set(keys).size).toBe(keys.length)
      }),
      { numRuns: 80 },
    )
    expect(taken).toBeGreaterThan(5)
  })

  it('periods add up: two halves make the whole, and later rows change no earlier period', () => {
    fc.assert(
      fc.property(plan, fc.nat({ max: 300 }), (lives, n) => {
        const ledgers = asLedgers(lives)
        const cut = mustDate('2015-07-01')
        const days = lives.flatMap((life) => life.facts.map((fact) => fact.at.slice(0, 10))).sort()
        const middle = mustDate(days[n % days.length] ?? cut)
        const whole = scoresOf(ledgers, () => DEFAULT_SCORING, ALWAYS).flatMap((u) => u.entries)
        const first = scoresOf(ledgers, () => DEFAULT_SCORING, { ...ALWAYS, to: middle })
        const known = ledgers.map((lines) => lines.filter(({ fact }) => fact.at.slice(0, 10) <= middle))
        expect(
          scoresOf(known, () => DEFAULT_SCORING, { ...ALWAYS, to: middle }).flatMap((u) => u.entries),
        ).toEqual(first.flatMap((u) => u.entries))
        const later = whole.filter((e) => e.on > middle)
        expect(first.flatMap((u) => u.entries).length + later.length).toBe(whole.length)
      }),
      { numRuns: 25 },
    )
  })

  it('months, quarters and years hold every entry once', () => {
    fc.assert(
      fc.property(plan, fc.constantFrom('month', 'quarter', 'year'), (lives, by) => {
        const ledgers = asLedgers(lives)
        const days = lives.flatMap((life) => life.facts.map((fact) => fact.at.slice(0, 10))).sort()
        const span = { from: mustDate('2015-07-10'), to: mustDate(days.at(-1) ?? '2015-07-10') }
        if (span.to < span.from) return
        const rules = () => DEFAULT_SCORING
        const whole = scoresOf(ledgers, rules, span).flatMap((u) => u.entries)
        const parts = scoresByPeriod(ledgers, rules, by, span)
        expect(parts[0]?.from).toBe(span.from)
        expect(parts.at(-1)?.to).toBe(span.to)
        expect(parts.flatMap((p) => p.units.flatMap((u) => u.entries))).toHaveLength(whole.length)
      }),
      { numRuns: 25 },
    )
  })

  it('the states that the rows yield are those the measures have', () => {
    fc.assert(
      fc.property(plan, (lives) => {
        for (const state of statesOf(asLedgers(lives))) {
          const life = lives.find(
            (l) => l.facts[0]?.kind === 'started' && l.facts[0].setup.no === state.setup.no,
          )
          expect(state.seq).toBe((life?.facts.at(-1)?.seq ?? 0) + 1)
        }
      }),
      { numRuns: 30 },
    )
  })
})
