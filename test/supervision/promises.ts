import { expect } from 'vitest'
import { sameUnit } from '../../domain/basics/unit-name.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { SLIP_LEVELS } from '../../domain/policy/levels.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import type { Fact } from '../../domain/supervision/facts.ts'

export function checkState(state: MeasureState, facts: readonly Fact[]): void {
  // The ledger alone yields the state, and the state survives JSON.
  const whole = replay(facts)
  expect(whole).toEqual(state)
  expect(JSON.parse(JSON.stringify(state))).toEqual(JSON.parse(JSON.stringify(whole)))
  expect(facts.map((fact) => fact.seq)).toEqual(facts.map((_, i) => i + 1))
  for (let i = 1; i < facts.length; i += 1)
    expect((facts[i]?.at ?? '') >= (facts[i - 1]?.at ?? '')).toBe(true)
  expect(new Set(state.obligations.map((o) => o.id)).size).toBe(state.obligations.length)
}

/** What no ledger may ever tell, whatever was tried. */
export function checkLedger(facts: readonly Fact[]): void {
  const quiet = new Map<string, string>()
  const raised = new Map<string, string[]>()
  const submitter = new Map<string, string>()
  const presenter = new Map<string, string>()
  const before = new Map<string, string | undefined>()
  for (const fact of facts) {
    const target = 'obligationId' in fact ? fact.obligationId : ''
    switch (fact.kind) {
      case 'submitted':
        submitter.set(target, fact.actor.unit)
        quiet.set(target, 'submitted')
        break
      case 'presented':
        presenter.set(target, fact.actor.unit)
        break
      // Where the unit's head signs, the office has it from then on.
      case 'signed':
        expect(presenter.has(target)).toBe(true)
        submitter.set(target, presenter.get(target) ?? '')
        quiet.set(target, 'submitted')
        break
      case 'accepted':
        expect(submitter.has(target)).toBe(true)
        expect(sameUnit(submitter.get(target) ?? '', fact.actor.unit)).toBe(false)
        quiet.set(target, 'completed')
        break
      case 'suspended':
        quiet.set(target, 'suspended')
        break
      case 'extensionAsked':
        quiet.set(target, 'extension')
        break
      case 'terminated':
        quiet.set(target, 'terminated')
        break
      case 'acceptUndone':
        quiet.set(target, 'submitted')
        break
      case 'spotChecked':
        if (fact.again !== undefined) quiet.delete(target)
        break
      case 'returned':
      case 'resumed':
      case 'extended':
      case 'extensionRefused':
      case 'stageCompleted':
      case 'restored':
        quiet.delete(target)
        break
      case 'eventRevoked':
        for (const id of fact.withdrawn) {
          before.set(id, quiet.get(id))
          quiet.set(id, 'revoked')
        }
        break
      case 'eventRestored':
        for (const { obligationId } of fact.restored) {
          const was = before.get(obligationId)
          if (was === undefined) quiet.delete(obligationId)
          else quiet.set(obligationId, was)
        }
        break
      case 'slipRaised': {
        // Nothing escalates after completion, under review, suspended, revoked, or while an extension is pending.
        expect(quiet.get(target)).toBeUndefined()
        const key = `${target} ${fact.dueOn}`
        raised.set(key, [...(raised.get(key) ?? []), fact.level])
        break
      }
      case 'overdue':
        expect(quiet.get(target)).toBeUndefined()
        break
      case 'reminded':
        if (fact.before !== null) expect(quiet.get(target)).toBeUndefined()
        break
      case 'officeDue':
        // The office's silence is no shelter: the ladder goes on when its answer is overdue.
        if (fact.wait === 'extension' && fact.step === 'lapse' && quiet.get(target) === 'extension')
          quiet.delete(target)
        break
      case 'closed':
        // A request for extension ends with what ends here; all else stands as it stood when the plan is reopened.
        for (const { obligationId } of [...(fact.carried ?? []), ...(fact.terminated ?? [])])
          if (quiet.get(obligationId) === 'extension') quiet.delete(obligationId)
        break
      default:
    }
  }
  for (const levels of raised.values()) expect(levels).toEqual(SLIP_LEVELS.slice(0, levels.length))
}
