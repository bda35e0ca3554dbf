import type { PlanTime } from '../calendar/time.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { decide } from './decide.ts'
import type { Fact } from './facts.ts'
import { nextWake } from './wake.ts'

/** A measure can't have more wakes than this in one go; past it something is wrong in the rules. */
const MOST = 10_000

/**
 * Handles every wake up to and including `until`, in order, each at its own plan time. The same on every
 * clock: a worker that slept through a week writes the same facts as one that did not. After `most` wakes it stops, and
 * `more` says that there are others to come.
 */
export function settle(
  state: MeasureState,
  until: PlanTime,
  most = MOST,
): { readonly state: MeasureState; readonly facts: readonly Fact[]; readonly more?: true } {
  const facts: Fact[] = []
  let current = state
  for (let n = 0; n < most; n += 1) {
    const wake = nextWake(current)
    if (wake === null || wake.at > until) return { state: current, facts }
    const decided = decide(current, { type: 'wake' }, { at: wake.at, answer: null })
    if (!decided.ok || decided.value.facts.length === 0) return { state: current, facts }
    current = decided.value.state
    facts.push(...decided.value.facts)
  }
  if (most < MOST) return { state: current, facts, more: true }
  throw new Error(`${state.setup.planId}-${state.setup.no}: more than ${MOST} wakes up to ${until}`)
}
