import type { Evidence, Violation } from './evidence.ts'

/** Less than this, and a run proves nothing. */
export interface Minima {
  readonly answered: number
  readonly faults: number
  readonly faultKinds: number
  readonly completed: number
  readonly notices: number
}

export const completedOf = (evidence: Evidence): number =>
  evidence.measures.flatMap((m) => m.state?.obligations ?? []).filter((o) => o.state === 'completed').length

export function checkProgress(evidence: Evidence, minima: Minima): readonly Violation[] {
  const { sent, faults, received } = evidence
  const came = faults.filter((fault) => fault.failed === null)
  const reached: Minima = {
    answered: sent.filter((one) => one.answer !== null).length,
    faults: came.length,
    faultKinds: new Set(came.map(({ target, kind }) => `${target} ${kind}`)).size,
    completed: completedOf(evidence),
    notices: new Set(received.filter((one) => one.taken).map((one) => one.key)).size,
  }
  return (Object.keys(minima) as (keyof Minima)[])
    .filter((what) => reached[what] < minima[what])
    .map((what) => ({
      code: 'PROVES_NOTHING',
      where: what,
      message: `${reached[what]}, at least ${minima[what]} are needed`,
    }))
}
