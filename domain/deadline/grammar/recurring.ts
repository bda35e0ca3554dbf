import { NUMERAL, numeral } from '../numerals.ts'
import type { Anchor, DeadlineRule, Every, Span } from '../rule.ts'
import type { Production } from './production.ts'
import { readSpan } from './span.ts'
import { readWithin } from './within.ts'

const EVERY: Record<string, Every> = {
  日: 'day',
  天: 'day',
  周: 'week',
  星期: 'week',
  月: 'month',
  月度: 'month',
  季: 'quarter',
  季度: 'quarter',
  半年: 'halfYear',
  年: 'year',
  年度: 'year',
}
const UNIT = '(半年|季度?|月度?|周|星期|日|天|年度?)'
const WEEKDAY = '一二三四五六日'
const BEFORE = '(以前|之前|前)?'
const NONE: Anchor = { month: null, day: null, weekday: null, half: null, before: false, next: false }

/** 上月, 上个季度, 上一年度…: the report is on the period before (rules §3, covers). */
const COVERS_PREVIOUS = /上(?:一)?个?(?:月|季度|周|年度?|半年)|(?<!本)上年/

type Found = { readonly anchor: Anchor; readonly length: number } | null

/** The anchor inside the period, read after 每X. */
function readAnchor(text: string, every: Every): Found {
  const forms: readonly [RegExp, (m: RegExpExecArray) => Anchor | null][] = [
    [
      new RegExp(`^(首|末|第(${NUMERAL})个)月份?(?:(${NUMERAL})[日号]|(月?底|末))?${BEFORE}`),
      (m) => ({
        ...NONE,
        month: m[1] === '首' ? 1 : m[1] === '末' ? -1 : numeral(m[2] ?? ''),
        day: m[3] ? numeral(m[3]) : m[4] ? 0 : null,
        before: m[5] !== undefined,
      }),
    ],
    [
      new RegExp(`^的?次(?:月|年)(?:(${NUMERAL})月)?(?:(${NUMERAL})[日号]|(底|末))?${BEFORE}(?:以内|内)?`),
      (m) => ({
        ...NONE,
        next: true,
        month: m[1] ? numeral(m[1]) : null,
        day: m[2] ? numeral(m[2]) : m[3] ? 0 : null,
        before: m[4] !== undefined,
      }),
    ],
    [
      new RegExp(`^(?:的?(?:周|星期))?([${WEEKDAY}天])(上午|下午)?${BEFORE}`),
      (m) =>
        every === 'week'
          ? {
              ...NONE,
              weekday: m[1] === '天' ? 7 : WEEKDAY.indexOf(m[1] ?? '') + 1,
              half: m[2] === '上午' ? 'morning' : m[2] === '下午' ? 'afternoon' : null,
              before: m[3] !== undefined,
            }
          : null,
    ],
    [
      new RegExp(`^(${NUMERAL})月份?(?:(${NUMERAL})[日号]|(底|末|初))?${BEFORE}`),
      (m) =>
        every === 'year'
          ? {
              ...NONE,
              month: numeral(m[1] ?? ''),
              day: m[2] ? numeral(m[2]) : m[3] === '初' ? 5 : m[3] ? 0 : null,
              before: m[4] !== undefined,
            }
          : null,
    ],
    [
      new RegExp(`^的?(?:(${NUMERAL})[日号]|(底|末|终))${BEFORE}`),
      (m) =>
        m[1] && every !== 'month'
          ? null
          : { ...NONE, day: m[1] ? numeral(m[1]) : 0, before: m[3] !== undefined },
    ],
  ]
  for (const [pattern, read] of forms) {
    const match = pattern.exec(text)
    const anchor = match && match[0].length > 0 ? read(match) : null
    if (match && anchor) return inRange(anchor, every) ? { anchor, length: match[0].length } : null
  }
  return null
}

/** A 13th month or a 32nd day is no anchor. */
function inRange(anchor: Anchor, every: Every): boolean {
  const months = every === 'year' ? 12 : every === 'halfYear' ? 6 : every === 'quarter' ? 3 : 1
  const { month, day } = anchor
  if (month !== null && month !== -1 && (month < 1 || month > (anchor.next ? 12 : months))) return false
  return day === null || (day >= 0 && day <= 31)
}

const HEAD = new RegExp(`^(?:从|自)?每个?${UNIT}(?:\\((?:每个?)?${UNIT}\\))?`)
const AFTER_END = /^(?:结束|终了|期满|度终了)(?:之日)?(?:以后|之后|后|起)/
const NTH_TIMES = new RegExp(
  `^(?:(?:每(半年|季度?|月|周|年|日))(?:至少|不少于|不低于)?(${NUMERAL})次(?:以上)?|(?:至少|不少于)?(${NUMERAL})次\\/(半年|季度?|月|周|年)|至少(?:每年)?(${NUMERAL})次)`,
)

function series(
  every: Every,
  text: string,
  measure: string,
  since: Span | null,
): { rule: DeadlineRule; length: number } {
  const base = { type: 'recurring', every, times: null, since } as const
  const mentioned = COVERS_PREVIOUS.test(text) || COVERS_PREVIOUS.test(measure)
  const end = AFTER_END.exec(text)
  const counted = end && readWithin(text.slice(end[0].length), 'after')
  if (end && counted)
    return {
      rule: { ...base, covers: 'previous', anchor: null, afterEnd: counted.within },
      length: end[0].length + counted.length,
    }
  const found = readAnchor(text, every)
  const inNext = found !== null && (found.anchor.next || (found.anchor.month === 1 && every === 'quarter'))
  return {
    rule: {
      ...base,
      covers: inNext || mentioned ? 'previous' : 'current',
      anchor: found?.anchor ?? null,
      afterEnd: null,
    },
    length: found?.length ?? 0,
  }
}

/** recurring: 每月 · 每季度首月25日前 · 每周一下午 · 每季度结束后20日内 · 每月(季度)… as two series (rules §3). */
export const recurring: Production = (segment, { measure }) => {
  const quota = NTH_TIMES.exec(segment)
  if (quota) {
    const every = EVERY[quota[1] ?? quota[4] ?? '年'] ?? 'year'
    const times = numeral(quota[2] ?? quota[3] ?? quota[5] ?? '')
    if (times === null) return null
    const rule = {
      type: 'recurring',
      every,
      covers: 'current',
      anchor: null,
      afterEnd: null,
      times,
      since: null,
    } as const
    return { rules: [rule], length: quota[0].length }
  }
  const sinceText = /^(?:自|从)/.exec(segment)
  const since = sinceText ? readSpan(segment.slice(1)) : null
  const sinceTail = since ? /^(?:起|开始),?/.exec(segment.slice(1 + since.length)) : null
  const offset = since && sinceTail ? 1 + since.length + sinceTail[0].length : 0
  const head = HEAD.exec(segment.slice(offset))
  if (!head) return null
  const units = [head[1], head[2]].flatMap((unit) => (unit && EVERY[unit] ? [EVERY[unit]] : []))
  const rest = segment.slice(offset + head[0].length)
  const read = units.map((every) => series(every, rest, measure, offset > 0 && since ? since.span : null))
  const length = Math.max(...read.map((r) => r.length))
  return { rules: read.map((r) => r.rule), length: offset + head[0].length + length }
}

/** 月度终了后15日内, 年度终了之日起三个月内, 季度结束后… without 每. */
export const periodEnd: Production = (segment) => {
  const match = /^(年度|季度|月度|半年)(?=结束|终了|期满)/.exec(segment)
  const every = match ? EVERY[match[1] ?? ''] : undefined
  if (!match || !every) return null
  const read = series(every, segment.slice(match[0].length), '', null)
  return read.length === 0 ? null : { rules: [read.rule], length: match[0].length + read.length }
}

/** 次月5日前, 次年3月31日前: monthly or yearly, on the period before. */
export const nextPeriodAnchor: Production = (segment) => {
  const match = /^次(月|年)/.exec(segment)
  if (!match) return null
  const every = match[1] === '月' ? 'month' : 'year'
  const found = readAnchor(segment, every)
  if (!found || (found.anchor.day === null && found.anchor.month === null)) return null
  const rule = {
    type: 'recurring',
    every,
    covers: 'previous',
    anchor: found.anchor,
    afterEnd: null,
    times: null,
    since: null,
  } as const
  return { rules: [rule], length: found.length }
}
