import { clip } from '../basics/text.ts'
import { parsePeriod, periodName } from '../calendar/period.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureSetup } from '../plan/measure/state.ts'

/** Bytes of a measure's text that a line of a list has room for: sixty characters. */
const LINE_BYTES = 183

/**
 * What an obligation is about, in words, so that a list can be read without the plan beside it: the milestone (or the
 * instruction) where it has one, the measure's text, and its period.
 * @example '公开财政预决算信息（2015年第三季度）'
 */
export function taskWords(
  setup: Pick<MeasureSetup, 'text'>,
  o: Pick<Obligation, 'milestone' | 'period'>,
): string {
  const words = o.milestone ? `${o.milestone}：${setup.text}` : setup.text
  const period = o.period === null ? null : parsePeriod(o.period.replace(/@.*$/, ''))
  return `${clip(words.replace(/\s+/g, ' ').replace(/[。；;]$/, ''), LINE_BYTES)}${period === null ? '' : `（${periodName(period)}）`}`
}
