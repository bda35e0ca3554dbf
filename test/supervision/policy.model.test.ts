import { expect, it } from 'vitest'
import { addDays, mustDate as d, type IsoDate } from '../../domain/calendar/date.ts'
import { dateOf } from '../../domain/calendar/time.ts'
import { isWorkingDay } from '../../domain/calendar/workdays.ts'
import { SLIP_LEVELS } from '../../domain/policy/levels.ts'
import { type SupervisionPolicy, THREE_COLOURS } from '../../domain/policy/policy.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { changePolicy } from '../../domain/supervision/policy-change.ts'
import { settle } from '../../domain/supervision/settle.ts'
import fc from '../properties.ts'
import {
  accept,
  calendar,
  firstFacts,
  give,
  measureOf,
  noon,
  OFFICE,
  sendBack,
  submit,
  UNIT,
} from './support.ts'

/** Lives of the suite; a longer run by DUBAN_MODEL_RUNS. */
const LIVES = Number(process.env.DUBAN_MODEL_RUNS ?? 150)

const gap = fc.integer({ min: 1, max: 6 })
const policies = fc
  .record({
    remindBefore: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
    gaps: fc.tuple(gap, gap, gap),
    levels: fc.subarray([...SLIP_LEVELS]),
    reworkDays: gap,
    acknowledge: fc.option(fc.record({ days: gap, remindBefore: fc.integer({ min: 0, max: 3 }) }), {
      nil: undefined,
    }),
    waits: fc.option(gap, { nil: undefined }),
  })
  .map(
    ({ gaps, levels, acknowledge, waits, remindBefore, reworkDays }): SupervisionPolicy => ({
      ...THREE_COLOURS,
      id: 'any',
      remindBefore: [...remindBefore].sort((a, b) => b - a),
      slips: levels.map((level, i) => ({ level, after: gaps[i] ?? 1, to: 'liaison' })),
      reworkDays,
      waits: waits === undefined ? undefined : { answerDays: waits, to: 'unitHead' },
      ...(acknowledge ? { acknowledge: { ...acknowledge, to: 'unitHead' } } : {}),
    }),
  )

const moves = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('policy' as const), policy: policies }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'submit' as const,
        'return' as const,
        'accept' as const,
        'sign' as const,
        'answer' as const,
      ),
    }),
  },
)
const TEXTS = ['2015年7月', '2015年8月25日前', '待省出台办法后', '每季度末', '长期坚持']

const days = fc.array(fc.tuple(fc.integer({ min: 0, max: 25 }), moves), { maxLength: 12 })

it('rules changed in any order, amid acts: nothing doubled, dated back or lost, each level in its turn, the ledger replays', () => {
  const seen = { changed: 0, same: 0, slips: 0, lapses: 0, refused: 0 }
  fc.assert(
    fc.property(fc.constantFrom(...TEXTS), policies, days, (text, first, steps) => {
      const begun = firstFacts(measureOf(text), first)
      let { state } = begun
      const facts: Fact[] = [...begun.facts]
      let today: IsoDate = d('2015-07-01')
      const changedOn: IsoDate[] = []
      for (const [i, [wait, move]] of steps.entries()) {
        today = addDays(today, wait)
        const by = { actId: `m${i}`, actor: UNIT }
        const settled = settle(state, noon(today))
        facts.push(...settled.facts)
        state = settled.state
        let input:
          | Act
          | {
              type: 'replan'
              actId: string
              actor: typeof OFFICE
              cause: { kind: 'policy'; id: string; version: number; name: string; reason: null }
              replan: ReturnType<typeof changePolicy>
            }
        if (move.do === 'policy') {
          const replan = changePolicy(state, move.policy, calendar, today)
          if (replan === null) seen.same += 1
          const dues = state.obligations.map((o) => o.dueOn)
          const cause = { kind: 'policy', id: 'any', version: i, name: '任意', reason: null } as const
          input = { type: 'replan', actId: `m${i}`, actor: OFFICE, cause, replan }
          changedOn.push(today)
          expect(replan?.changes.map((c) => c.dueOn) ?? []).toEqual(replan?.changes.map((c) => c.from) ?? [])
          expect(dues).toEqual(state.obligations.map((o) => o.dueOn))
        } else if (move.do === 'submit') input = submit(today, { actId: `m${i}` })
        else if (move.do === 'return') input = sendBack({ actId: `m${i}` })
        else if (move.do === 'accept') input = accept({ actId: `m${i}` })
        else if (move.do === 'sign') input = { ...by, type: 'acknowledge', note: null }
        else input = { ...by, type: 'answerWait', clause: null, note: null }
        const done = give(state, input, today)
        if (!done.ok) {
          seen.refused += 1
          continue
        }
        if (move.do === 'policy' && done.value.facts.length > 0) {
          seen.changed += 1
          // Changing rules sets nothing off by itself on the day of the change.
          expect(done.value.facts.map((fact) => fact.kind)).toEqual(['replanned'])
          const again = changePolicy(done.value.state, move.policy, calendar, today)
          expect(again).toBeNull()
        }
        facts.push(...done.value.facts)
        state = done.value.state
      }
      const end = settle(state, noon('2016-06-01'))
      facts.push(...end.facts)

      expect(replay(facts)).toEqual(end.state)
      const slips = facts.filter((fact) => fact.kind === 'slipRaised')
      seen.slips += slips.length
      const once = slips.map((fact) => `${fact.obligationId} ${fact.dueOn} ${fact.level}`)
      expect(new Set(once).size).toBe(once.length)
      for (const fact of slips) {
        const before = slips.filter((s) => s.obligationId === fact.obligationId && s.seq < fact.seq)
        for (const one of before)
          expect(SLIP_LEVELS.indexOf(one.level)).toBeLessThan(SLIP_LEVELS.indexOf(fact.level))
      }
      for (const fact of facts) {
        const onItsOwn =
          fact.kind === 'slipRaised' || fact.kind === 'acknowledgeDue' || fact.kind === 'waitUnanswered'
        if (onItsOwn || (fact.kind === 'reminded' && fact.before !== null))
          expect(isWorkingDay(calendar, dateOf(fact.at))).toBe(true)
        if (onItsOwn) seen.lapses += 1
      }
      const times = facts.map((fact) => fact.at)
      expect([...times].sort()).toEqual(times)
      const asked = facts.filter((fact) => fact.kind === 'acknowledgeDue' && fact.step === 'lapse')
      expect(asked.length).toBeLessThanOrEqual(1)
    }),
    { numRuns: LIVES },
  )
  console.log(`${LIVES} lives`, seen)
  for (const count of [seen.changed, seen.slips, seen.lapses]) expect(count).toBeGreaterThan(LIVES / 10)
})
