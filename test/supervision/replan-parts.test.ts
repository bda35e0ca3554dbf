import { describe, expect, it } from 'vitest'
import { loadPolicy } from '../../documents/files/policy.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import type { Replan, ReplanCause } from '../../domain/plan/measure/replan.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { decide } from '../../domain/supervision/decide.ts'
import { changePolicy } from '../../domain/supervision/policy-change.ts'
import { replanParts } from '../../domain/supervision/replan-parts.ts'
import { AMENDMENT, CALENDAR, closedOn, Life, shipped } from './replan-support.ts'
import { measureOf, OFFICE } from './support.ts'

const TODAY = mustDate('2015-09-15')
const NOW = at(TODAY, '12:00')

/** One part after another, as the workflow's loop takes them. */
function applied(
  state: MeasureState,
  parts: readonly Replan[],
  cause: ReplanCause,
  of = parts.length,
): MeasureState {
  return parts.reduce((now, replan, i) => {
    const more = i < of - 1 ? ({ more: true } as const) : {}
    const input = { type: 'replan', actor: OFFICE, actId: 'a1', cause, replan, ...more } as const
    const decided = decide(now, input, { at: NOW, answer: null })
    if (!decided.ok) throw new Error(decided.error.message)
    return decided.value.state
  }, state)
}

const daily = (text: string) => Life.of(text).on('2015-09-15')
const others = loadPolicy('ji-jian')
if (!others.ok) throw new Error(others.error.message)

const CASES: Readonly<Record<string, () => readonly [Life, ReplanCause, Replan | null]>> = {
  'other rules': () => {
    const life = daily('每日')
    const replan = changePolicy(life.state, others.value, shipped, TODAY)
    return [life, { kind: 'policy', id: 'x', version: 1, name: 'x', reason: null }, replan]
  },
  'a calendar': () => {
    const life = daily('每周')
    life.calendar = closedOn('2015-09-30', '2015-10-30', '2015-11-30', '2015-12-31')
    return [life, CALENDAR, life.ask(CALENDAR)]
  },
  'an amendment that moves, adds, takes away and leaves what is late': () => {
    const life = daily('每月')
    life.measure = measureOf('每季度，2015年10月底前总结')
    return [life, AMENDMENT, life.ask(AMENDMENT)]
  },
  'an amendment that asks again for what one before took away': () => {
    const life = daily('每月')
    life.amend('2015年12月')
    life.measure = measureOf('每月')
    return [life, AMENDMENT, life.ask(AMENDMENT)]
  },
}

describe.each(Object.keys(CASES))('%s', (name) => {
  it('comes to the same in parts of any size as in one, and is done with the last', () => {
    const [life, cause, replan] = CASES[name]?.() ?? []
    if (life === undefined || cause === undefined || replan == null) throw new Error('nothing to replan')
    const whole = applied(life.state, [replan], cause)
    expect(whole).not.toEqual(life.state)
    for (const most of [1, 300, 900, 3_000]) {
      const parts = replanParts(replan, most)
      if (most === 1) expect(parts.length).toBeGreaterThan(2)
      for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(most + 4_000)
      const { seq, ...now } = applied(life.state, parts, cause)
      expect(now).toEqual({ ...whole, seq: undefined })
      expect(seq).toBe(life.state.seq + parts.length)
      const half = applied(life.state, parts.slice(0, -1), cause, parts.length)
      if (parts.length > 1) expect(half.seenActs).not.toContain('a1')
    }
  })
})

it('what fits is one part, as it is', () => {
  const replan: Replan = { changes: [], added: [], withdrawn: ['1.1/2015-07'], waits: null, setup: null }
  expect(replanParts(replan)).toEqual([replan])
})
