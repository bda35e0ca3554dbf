import type { FaultKind } from './schedule.ts'

/** Undoes a fault. It does not fail: what was to be undone may have been swept away by another fault. */
export type End = () => Promise<void> | void

/** One thing that can go wrong on a stage. */
export interface Target extends FaultKind {
  /** @param draw 0 ≤ x < 1: what the kind leaves open */
  readonly begin: (draw: number) => Promise<End> | End
}

export const nothing: End = () => undefined
