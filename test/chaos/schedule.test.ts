import { describe, expect, it } from 'vitest'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { addDays } from '../../domain/calendar/date.ts'
import { openOracle } from '../oracle.ts'
import { OFFICE } from './acts.ts'
import { movesOf } from './moves.ts'
import { FIRST_DAY, planOf } from './plans.ts'
import { chanceOf } from './random.ts'
import { scheduleOf } from './schedule.ts'

const menu = ['a', 'b', 'c'].map((kind) => ({ target: 't', kind, weight: 1, seconds: [1, 5] as const }))

describe('one seed is one run', () => {
  it('of faults: the same times, targets and lengths', () => {
    expect(scheduleOf('7', 120_000, menu)).toEqual(scheduleOf('7', 120_000, menu))
    expect(scheduleOf('7', 120_000, menu)).not.toEqual(scheduleOf('8', 120_000, menu))
    expect(new Set(scheduleOf('7', 60_000, menu).map(({ kind }) => kind)).size).toBe(3)
  })

  it('of load: the same plan, and the same moves on every day', () => {
    const lived = (seed: string) => {
      const chance = chanceOf(`${seed}/plan/3`)
      const { plan } = planOf(chance)
      const oracle = openOracle(plan, 'c3', FIRST_DAY, loadCalendar(), OFFICE)
      const days = Array.from({ length: 30 }, (_, i) => {
        const today = addDays(FIRST_DAY, 2 * i + 1)
        oracle.advance(today)
        return movesOf(oracle, today, 'c3', chance)
      })
      return { days, facts: oracle.states().map(({ setup }) => oracle.facts(setup.no)) }
    }
    expect(lived('7')).toEqual(lived('7'))
    expect(lived('7')).not.toEqual(lived('8'))
    const moves = lived('7').days.flatMap(({ chains, events }) => [...chains.flat(), ...events])
    expect(moves.length).toBeGreaterThan(30)
    expect(moves.some(({ expected }) => expected !== 'done')).toBe(true)
  })
})
