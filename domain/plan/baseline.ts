import type { IsoDate } from '../calendar/date.ts'
import type { DoneBefore } from './measure/planned.ts'

/** 起点: what is said of a date that is past already when a plan starts. */
export type BaselineMode = 'as-is' | 'done' | 'from-today'

export const BASELINE_NAMES: Readonly<Record<BaselineMode, string>> = {
  'as-is': '照旧',
  done: '已办结',
  'from-today': '从今起催办',
}

/** What is said of one item; `dueOn` is the new date of one that is chased from today. */
export interface BaselineItem extends Partial<DoneBefore> {
  readonly as: BaselineMode
  readonly dueOn?: IsoDate | null
}

/**
 * How a plan starts whose dates are partly past: for all of them, and for single items (by obligation, or by measure for
 * all that is past of it), which go before.
 */
export interface Baseline {
  readonly mode: BaselineMode
  /** The new date of what is chased from today and has none of its own. */
  readonly dueOn: IsoDate | null
  readonly items: Readonly<Record<string, BaselineItem>>
}

export const AS_IS: Baseline = { mode: 'as-is', dueOn: null, items: {} }

/** How many of what is past go which way. @example '已办结 3 项、从今起催办 2 项、照旧 1 项' */
export function baselineText(counts: Readonly<Record<BaselineMode, number>>): string {
  const modes: readonly BaselineMode[] = ['done', 'from-today', 'as-is']
  return modes
    .filter((mode) => counts[mode] > 0)
    .map((mode) => `${BASELINE_NAMES[mode]} ${counts[mode]} 项`)
    .join('、')
}
