import type { Trigger } from '../rule.ts'
import { ahead, during } from './ahead.ts'
import { readWithin } from './count.ts'
import { dayAfter, sameDay } from './day-after.ts'
import { afterEvent, bareLength, beforeEvent, definedTerm, tersely } from './event.ts'
import { accordingTo, external, whenever } from './external.ts'
import { fixed } from './fixed.ts'
import { nextOne, shortYear } from './next-one.ts'
import { lastMonths, spanFrom } from './part-of-year.ts'
import type { Production, Reading, ReadingContext } from './production.ts'
import { quota } from './quota.ts'
import { everyOtherMonth, nextPeriod, periodEnd, recurring } from './recurring.ts'
import { reportName } from './report-name.ts'
import { spanEnd } from './span-end.ts'
import { atOnceWithin, continuous, goingOnUntil, nothing, untilDone, vague } from './standing.ts'
import { festivalWindow, fiveYears, start, window } from './window.ts'

/** In order: a production stands before those that would read a part of what it reads whole. */
const PRODUCTIONS: readonly Production[] = [
  nothing,
  everyOtherMonth,
  reportName,
  recurring,
  periodEnd,
  nextPeriod,
  quota,
  lastMonths,
  spanFrom,
  spanEnd,
  fiveYears,
  festivalWindow,
  window,
  definedTerm,
  accordingTo,
  external,
  beforeEvent,
  ahead,
  afterEvent,
  sameDay,
  during,
  tersely,
  start,
  goingOnUntil,
  continuous,
  shortYear,
  fixed,
  nextOne,
  dayAfter,
  bareLength,
  whenever,
  atOnceWithin,
  vague,
  untilDone,
  (text, at, context) => sameEvent(text, at, context),
]

/** The first production that reads something at a position. */
export function readCore(text: string, at: number, context: ReadingContext): Reading | null {
  for (const production of PRODUCTIONS) {
    const reading = production(text, at, context)
    if (reading && (reading.end > at || text.length === 0)) return reading
  }
  return null
}

/** 发生后5小时内…,24小时内…: the second length hangs on the event of the first. */
const sameEvent: Production = (text, at, { strict, trigger }) => {
  const within = strict && trigger ? readWithin(text, at, 'after') : null
  if (!within?.closed || !trigger) return null
  const rule = { type: 'event', trigger, within: within.within, window: false, issue: false } as const
  return { rules: [rule], end: within.end }
}

export const triggerOfReading = (reading: Reading | undefined): Trigger | null => {
  const rule = reading?.rules[0]
  return rule?.type === 'event' && !rule.issue ? rule.trigger : null
}
