import { chanceOf } from './random.ts'

/** A kind of fault that a target can suffer: how often beside the others, and for how long. */
export interface FaultKind {
  readonly target: string
  readonly kind: string
  readonly weight: number
  readonly seconds: readonly [least: number, most: number]
}

export interface PlannedFault {
  readonly atMs: number
  readonly target: string
  readonly kind: string
  readonly forMs: number
  /** For what else is left to chance: which worker, which direction. */
  readonly draw: number
}

/**
 * What will go wrong and when: made from the seed alone, so that the same seed gives the same faults. The last
 * seconds are quiet.
 */
export function scheduleOf(
  seed: string,
  durationMs: number,
  menu: readonly FaultKind[],
): readonly PlannedFault[] {
  const chance = chanceOf(`${seed}/faults`)
  const times = new Map<FaultKind, number>()
  // What has come less often comes sooner: a short run sees many kinds.
  const weights = () =>
    Object.fromEntries(
      menu.map((one) => [`${one.target} ${one.kind}`, one.weight / (1 + 2 * (times.get(one) ?? 0))]),
    )
  const faults: PlannedFault[] = []
  for (let atMs = 3000; ; atMs += chance.between(1500, 8000)) {
    const chosen = chance.weighted(weights())
    const one = menu.find(({ target, kind }) => `${target} ${kind}` === chosen)
    if (one === undefined) return faults
    times.set(one, (times.get(one) ?? 0) + 1)
    const forMs = Math.round((one.seconds[0] + chance.next() * (one.seconds[1] - one.seconds[0])) * 1000)
    const draw = chance.next()
    if (atMs + 2000 > durationMs) return faults
    faults.push({ atMs, target: one.target, kind: one.kind, forMs, draw })
  }
}
