import type { Span } from '../rule.ts'
import { read, skip, token } from '../tokens.ts'
import { festivalDays } from './festival-forms.ts'
import { mixedList } from './mixed.ts'
import type { Production } from './production.ts'
import { EMPTY } from './span-form.ts'
import { tailLength } from './tail.ts'
import { LEAD, readFrom, readWindow } from './window-words.ts'

const LATER = token('(?:起|开始|以后|之后|后(?![0-9一二三四五六七八九十两个]))')
const MORE = token('(?:、|,|/|以及|及|和|与|并|;)')

/** window: A至B, A-B in any dash (rules §3, row 3). Both ends inclusive. */
export const window: Production = (text, at) => {
  const found = readWindow(text, at)
  if (!found) return null
  const list = skip(MORE, text, found.end) > 0 ? mixedList(text, at) : null
  const { from, to, end } = found
  return list ?? { rules: [{ type: 'window', from, to }], end }
}

/** startOnly: 从…起, …开始 (rules §3, row 4). */
export const start: Production = (text, at) => {
  const lead = skip(LEAD, text, at)
  const from = readFrom(text, at + lead)
  if (!from || from.span.before) return null
  const later = skip(LATER, text, from.end)
  if (later === 0) return null
  return { rules: [{ type: 'start', from: from.span }], end: from.end + later }
}

/** 春节期间: from the first day off to the last. */
export const festivalWindow: Production = (text, at) => {
  const found = /期间|当中/.test(text) ? festivalDays(text, at) : null
  if (!found || tailLength(text, found.end) === null) return null
  const { span, end } = found
  return { rules: [{ type: 'window', from: span, to: { ...span, end: true } }], end }
}

const FIVE_YEARS = token('[“"]?十([一二三四五六])五[”"]?(?:规划)?(期间|时期|期末|末)?')

/** “十四五”期间, “十四五”末: the five-year plans, counted from the eleventh (2006 to 2010). */
export const fiveYears: Production = (text, at) => {
  const match = read(FIVE_YEARS, text, at)
  if (!match) return null
  const first = 2006 + 5 * '一二三四五六'.indexOf(match[1] ?? '一')
  const end = at + match[0].length
  const year = (y: number): Span => ({ ...EMPTY, unit: 'year', year: y })
  if (match[2]?.endsWith('末'))
    return { rules: [{ type: 'dates', spans: [{ ...year(first + 4), end: true }], rolls: null }], end }
  return { rules: [{ type: 'window', from: year(first), to: year(first + 4) }], end }
}
