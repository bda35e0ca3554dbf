import type { DeadlineRule, Span } from '../rule.ts'
import { skip, token } from '../tokens.ts'
import type { Note, Reading } from './production.ts'
import { readSpan } from './span.ts'
import { readWindow } from './window-words.ts'

const JOINER = token('(?:、|,|/|以及|及|和|与|并|;)')

interface Item {
  readonly from: Span
  /** Null for a single date. */
  readonly to: Span | null
  readonly end: number
}

function readItem(text: string, at: number): Item | null {
  const window = readWindow(text, at)
  if (window) return window
  const one = readSpan(text, at, true)
  return one && !one.guess ? { from: one.span, to: null, end: one.end } : null
}

/** The last month of a span inside its year; null where the list has no order by months. */
function monthOf(span: Span): number | null {
  if (span.unit === 'quarter') return (span.part ?? 0) * 3
  if (span.unit === 'halfYear') return (span.part ?? 0) * 6
  return span.month
}

const lacksYear = (span: Span) => span.year === null && span.relative === null

/** The year that a list carries: a printed one, or so many years after the plan's. */
interface Carried {
  readonly year: number | null
  readonly later: boolean
  readonly month: number | null
}

const withYear = (span: Span, { year, later }: Carried): Span =>
  !lacksYear(span)
    ? span
    : year !== null
      ? { ...span, year }
      : later
        ? { ...span, relative: { unit: 'chain', offset: 1 } }
        : span

/** After an item: the year goes on, one more where its window runs over New Year. */
function after(item: Item, from: Span, carried: Carried): Carried {
  const last = item.to ?? item.from
  const month = monthOf(last)
  const over = item.to !== null && lacksYear(item.to) && (month ?? 12) < (monthOf(from) ?? 0)
  const year = last.year ?? from.year ?? carried.year
  return {
    year: year === null ? null : year + (over ? 1 : 0),
    later: carried.later || (year === null && over),
    month,
  }
}

/** A month smaller than the one before it in the list lies in the next year (rules §3, fixed). */
function rolled(item: Item, carried: Carried): boolean {
  const month = monthOf(item.from)
  return lacksYear(item.from) && carried.month !== null && month !== null && month < carried.month
}

/**
 * Dates and windows in one list: 2018年7月、9月至11月; 7—8月、10—11月. The year is carried through, and each run of dates
 * and each window is a rule of its own. Null where the list has one item only, or no window.
 */
export function mixedList(text: string, at: number): Reading | null {
  const rules: DeadlineRule[] = []
  const notes: Note[] = []
  let carried: Carried = { year: null, later: false, month: null }
  let end = at
  let count = 0
  for (let next = at; ; ) {
    const item = readItem(text, next)
    if (!item) break
    if (rolled(item, carried)) {
      notes.push({ code: 'year-rolled', about: text.slice(next, item.end) })
      carried = { ...carried, year: carried.year && carried.year + 1, later: carried.year === null }
    }
    const from = withYear(item.from, carried)
    const before = rules.at(-1)
    if (item.to) rules.push({ type: 'window', from, to: item.to })
    else if (before?.type === 'dates') rules[rules.length - 1] = { ...before, spans: [...before.spans, from] }
    else rules.push({ type: 'dates', spans: [from], rolls: null })
    carried = after(item, from, carried)
    end = item.end
    count += 1
    const joiner = skip(JOINER, text, end)
    if (joiner === 0) break
    next = end + joiner
  }
  return count > 1 && rules.some((rule) => rule.type === 'window') ? { rules, end, notes } : null
}
