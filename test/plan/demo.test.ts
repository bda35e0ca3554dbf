import { describe, expect, it } from 'vitest'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { planFact } from '../../domain/events/facts.ts'
import { evolvePlan, newPlan } from '../../domain/events/life.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { mayPlan } from '../../domain/events/offices.ts'
import { isForDemo } from '../../domain/events/rehearsal.ts'

const DAY = mustDate('2015-07-01')
const STEPPED = { kind: 'stepped', at: steppedAt(DAY) } as const
const WALL = { kind: 'wall' } as const
const office = { role: 'office', unit: '督查室', userId: 'u-1' } as const
const demo = { ...office, demo: true } as const
const said = { actId: 'a-1', at: null }

const importedBy = (actor: typeof demo | typeof office): PlanState =>
  evolvePlan(
    newPlan('p'),
    planFact(
      newPlan('p'),
      { kind: 'imported', title: '方案', document: 'd', measures: 1, conditions: [], offices: ['督查室'] },
      { at: at(DAY, '09:00'), actor, actId: 'a-0' },
    ),
  )
const started = (clock: typeof WALL | typeof STEPPED, by: typeof demo | typeof office): PlanState => ({
  ...importedBy(by),
  phase: 'running',
  clock,
  startOn: DAY,
})
const codeOf = (state: PlanState, input: object) => {
  const answer = mayPlan(state, { ...said, actor: demo, ...input } as never)
  return answer.ok ? 'may' : answer.error.code
}
const start = { type: 'start', startOn: DAY, acceptedReview: [] }

describe('what a 演示账户 may do to a plan', () => {
  it('imports what it then plays as a rehearsal, never what goes by the real clock', () => {
    expect(codeOf(newPlan('p'), { type: 'import', document: 'd', offices: ['督查室'] })).toBe('may')
    expect(codeOf(importedBy(demo), { ...start, clock: STEPPED })).toBe('may')
    expect(codeOf(importedBy(demo), { ...start, clock: WALL })).toBe('DEMO_ACCOUNT')
  })

  it('touches no draft of the office’s, and no plan that runs by the real clock, also not its own draft', () => {
    expect(codeOf(importedBy(office), { ...start, clock: STEPPED })).toBe('DEMO_ACCOUNT')
    expect(codeOf(importedBy(office), { type: 'import', document: 'e', offices: ['督查室'] })).toBe(
      'DEMO_ACCOUNT',
    )
    expect(codeOf(started(WALL, demo), { type: 'report' })).toBe('DEMO_ACCOUNT')
    expect(codeOf(started(STEPPED, office), { type: 'report' })).toBe('may')
  })

  it('knows of rehearsals and of its own drafts alone; the office’s import takes a draft back', () => {
    expect(isForDemo(importedBy(demo))).toBe(true)
    expect(isForDemo(importedBy(office))).toBe(false)
    expect(isForDemo(started(STEPPED, office))).toBe(true)
    expect(isForDemo(started(WALL, demo))).toBe(false)
    const again = planFact(
      importedBy(demo),
      { kind: 'imported', title: '方案', document: 'e', measures: 1, conditions: [], offices: ['督查室'] },
      { at: at(DAY, '09:00'), actor: office, actId: 'a-2' },
    )
    expect(isForDemo(evolvePlan(importedBy(demo), again))).toBe(false)
  })
})
