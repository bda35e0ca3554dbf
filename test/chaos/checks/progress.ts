import type { MeasureState } from '../../../domain/plan/measure/state.ts'
import type { Evidence, Violation } from './evidence.ts'

/** Less than this, and a run proves nothing. */
export interface Minima {
  readonly answered: number
  readonly faults: number
  readonly faultKinds: number
  readonly completed: number
  readonly notices: number
  /** Acts of people with accounts, through the web process. */
  readonly byWeb: number
}

/** What tells how far a run has come, while it goes on or after it. */
export interface Progress extends Pick<Evidence, 'sent' | 'faults' | 'received'> {
  readonly states: readonly (MeasureState | null)[]
}

export const completedOf = (states: Progress['states']): number =>
  states.flatMap((state) => state?.obligations ?? []).filter((o) => o.state === 'completed').length

function reachedBy({ sent, faults, received, states }: Progress): Minima {
  const came = faults.filter((fault) => fault.failed === null)
  return {
    answered: sent.filter((one) => one.answer !== null).length,
    faults: came.length,
    faultKinds: new Set(came.map(({ target, kind }) => `${target} ${kind}`)).size,
    completed: completedOf(states),
    byWeb: sent.filter((one) => one.by !== null && one.answer !== null).length,
    notices: new Set(received.filter((one) => one.taken).map((one) => one.key)).size,
  }
}

/** What has not come about often enough yet, with how often it has. */
export function lackingIn(progress: Progress, minima: Minima) {
  const reached = reachedBy(progress)
  return (Object.keys(minima) as (keyof Minima)[])
    .filter((what) => reached[what] < minima[what])
    .map((what) => ({ what, reached: reached[what], needed: minima[what] }))
}

export function checkProgress(evidence: Evidence, minima: Minima): readonly Violation[] {
  const states = evidence.measures.map(({ state }) => state)
  return lackingIn({ ...evidence, states }, minima).map(({ what, reached, needed }) => ({
    code: 'PROVES_NOTHING',
    where: what,
    message: `${reached}, at least ${needed} are needed`,
  }))
}
