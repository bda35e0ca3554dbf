import { NUMBER, numeral } from '../numerals.ts'
import type { Anchor, Every, Place } from '../rule.ts'
import {
  BEFORE,
  CLOCK,
  clockOf,
  halfOf,
  hoursTo,
  isNoClock,
  type Match,
  read,
  skip,
  token,
} from '../tokens.ts'

const WEEKDAYS = '一二三四五六日天'
const WEEKDAY = token(`的?(?:周|星期|礼拜)?([一二三四五六日天1-7])(?!次|期|至少|个|月|日|号)`)
const MONTH_NO = token(`的?(?:(首|末)个?月份?|最后一?个月|第(${NUMBER})个?月份?)的?`)
const MONTH_OF_YEAR = token(`的?(${NUMBER})月份?的?`)
const SHORT_MONTH = token(`的?(${NUMBER})(?=(?:[至到]|-+)${NUMBER}月)`)
const QUARTER_OF_YEAR = token('的?第?([一二三四1-4])季度的?')
const HALF_OF_YEAR = token('的?([上下])半年的?')
const DAY = token(`[的之]?(?:当月|该月)?(${NUMBER})[日号](?!内|以内)`)
const SHORT_DAY = token(`的?(${NUMBER})(?=(?:[至到]|-+)${NUMBER}[日号])`)
const FIRST_DAYS = token(`的?(?:(?:前|头)(${NUMBER})[日天]|(${NUMBER})[日天号](?=内|以内))`)
/** 月底最后一个工作日 says the end twice. */
const WORKDAY = token(
  `的?(?:(?:第|前|头)?(${NUMBER})个?工作日|(?:(?:月|季度?|年)?[底末]前?的?)?(最后一?个?)工作日|(首个?)工作日)(?!后)`,
)
/** 第二个周五, 最后一个周五, 首个周一. */
const NTH_WEEKDAY = token(
  '的?(?:第([一二三四五1-5])个?|(最后一?个?)|(首个?))(?:周|星期|礼拜)([一二三四五六日天])',
)
const END = token('的?(?:月|季度?|年)?(?:底|末|终(?!了)|最后一[日天])')
const START = token('的?月?初')
const TEN_DAYS = token('的?([上中下])旬末?')
const NEXT = token('的?(?:次|翌)(月|年度?|周|季度?|日)份?的?|的?下(?:一?个?)(月|年度?|周|季度?|半年)份?的?')
const DASH = token('(?:起)?(?:至|到|-+)')
const INSIDE = token('(?:以内|之内|内|期间|之间|下班)')
const LIMIT = token(BEFORE)
const HOUR = token(CLOCK)
const JOINER = token('(?:、|,|和|及|以及|与|/)(?:每[月周年季度]*)?')

const place = (at: Place['at'], number: number | null, month: number | null = null): Place => ({
  month,
  at,
  number,
  next: false,
})

interface PlaceReading {
  readonly place: Place
  readonly end: number
}

/** A place inside one month: a day, its end, a 旬, its start, an N-th working day. */
function inMonth(text: string, at: number, month: number | null): PlaceReading | null {
  const found = (m: RegExpExecArray, p: Place | null): PlaceReading | null =>
    p === null ? null : { place: p, end: at + m[0].length }
  const nth = read(NTH_WEEKDAY, text, at)
  if (nth) {
    const n = nth[2] ? 9 : nth[3] ? 1 : (numeral(nth[1] ?? '') ?? 1)
    const day = Math.min(WEEKDAYS.indexOf(nth[4] ?? '') + 1, 7)
    return found(nth, place('nthWeekday', n * 10 + day, month))
  }
  const work = read(WORKDAY, text, at)
  if (work) {
    const n = work[2] ? -1 : work[3] ? 1 : numeral(work[1] ?? '')
    return n === null || n > 23 || n === 0 ? null : found(work, place('workday', n, month))
  }
  const day = read(DAY, text, at) ?? read(FIRST_DAYS, text, at) ?? read(SHORT_DAY, text, at)
  if (day) {
    const n = numeral(day[1] ?? day[2] ?? '')
    return n === null || n < 1 || n > 31 ? null : found(day, place('day', n, month))
  }
  const ten = read(TEN_DAYS, text, at)
  if (ten) return found(ten, place('tenDays', '上中下'.indexOf(ten[1] ?? '') + 1, month))
  const end = read(END, text, at)
  if (end) return found(end, place('end', null, month))
  const start = read(START, text, at)
  return start ? found(start, place('start', null, month)) : null
}

const MONTHS: Partial<Record<Every, number>> = { quarter: 3, halfYear: 6, year: 12 }

/** The month first, where the period has several; then the place in it. */
function readPlace(text: string, at: number, every: Every, month: number | null = null): PlaceReading | null {
  if (every === 'week') {
    const m = read(WEEKDAY, text, at)
    if (m) {
      const n = numeral(m[1] ?? '') ?? WEEKDAYS.indexOf(m[1] ?? '') + 1
      return { place: place('weekday', m[1] === '日' || m[1] === '天' ? 7 : n), end: at + m[0].length }
    }
    const end = read(END, text, at)
    return end ? { place: place('end', null), end: at + end[0].length } : null
  }
  const size = MONTHS[every]
  if (size === undefined) return every === 'month' ? inMonth(text, at, null) : null
  const no = read(MONTH_NO, text, at) ?? (every === 'year' ? monthOfYear(text, at) : null)
  if (no) {
    const month = no[1] === '首' ? 1 : no[1] === '末' ? -1 : no[2] ? numeral(no[2]) : -1
    if (month === null || month === 0 || month > size) return null
    const end = at + no[0].length
    return inMonth(text, end, month) ?? { place: place('end', null, month), end }
  }
  return inMonth(text, at, month)
}

/** 每年7月, 每年第一季度(末/首月…), 每年上半年, as the month that ends them. */
function monthOfYear(text: string, at: number): (readonly (string | undefined)[] & { 0: string }) | null {
  const month = read(MONTH_OF_YEAR, text, at) ?? read(SHORT_MONTH, text, at)
  if (month) return [month[0], undefined, month[1]]
  const quarter = read(QUARTER_OF_YEAR, text, at)
  if (quarter) return [quarter[0], undefined, String((numeral(quarter[1] ?? '') ?? 0) * 3)]
  const half = read(HALF_OF_YEAR, text, at)
  return half ? [half[0], undefined, half[1] === '上' ? '6' : '12'] : null
}

export interface AnchorsReading {
  readonly anchors: readonly Anchor[]
  readonly end: number
  /** 次月, 次年: the period that is reported on has ended. */
  readonly next: boolean
}

const NONSENSE = 'nonsense'
const named = (hour: Match | null) => [hour?.[1], hour?.[2], hour?.[3]] as const

/** One anchor; `nonsense` where it names an hour that no clock shows. */
function readOne(
  text: string,
  at: number,
  every: Every,
  month: number | null,
): { anchor: Anchor; end: number } | typeof NONSENSE | null {
  const first = readPlace(text, at, every, month)
  const clockOnly = first ? null : read(HOUR, text, at)
  if (!first) {
    if (!clockOnly || every !== 'day' || clockOnly[0].length === 0) return null
    if (isNoClock(...named(clockOnly))) return NONSENSE
    const hours = hoursTo(text, at, at + clockOnly[0].length)
    const end = hours?.end ?? at + clockOnly[0].length
    const limit = skip(LIMIT, text, end)
    return {
      anchor: {
        place: place('end', null),
        from: null,
        before: limit > 0,
        half: halfOf(clockOnly[1]),
        clock: hours?.clock ?? clockOf(...named(clockOnly)),
      },
      end: end + limit,
    }
  }
  let { end } = first
  let target = first.place
  let from: Place | null = null
  const dash = skip(DASH, text, end)
  if (dash > 0) {
    const next = skip(NEXT, text, end + dash)
    const second = readPlace(text, end + dash + next, every, first.place.month)
    if (second) {
      from = first.place
      const sameMonth = second.place.month === null && every !== 'month' && every !== 'week'
      target = {
        ...second.place,
        month: sameMonth ? first.place.month : second.place.month,
        next: next > 0,
      }
      if (from.at === 'end') from = { ...from, at: 'day', number: 1 }
      end = second.end
    }
  }
  const hour = read(HOUR, text, end)
  if (isNoClock(...named(hour))) return NONSENSE
  const hours = hour?.[2] === undefined ? null : hoursTo(text, end, end + hour[0].length)
  end = hours?.end ?? end + (hour?.[0].length ?? 0)
  end += skip(INSIDE, text, end)
  const limit = skip(LIMIT, text, end)
  return {
    anchor: {
      place: target,
      from,
      before: limit > 0,
      half: halfOf(hour?.[1]),
      clock: hours?.clock ?? clockOf(...named(hour)),
    },
    end: end + limit,
  }
}

/**
 * The anchors after 每X: 首月25日前, 底, 周一下午, 5日、15日, 1-5日, 次月10日前; `nonsense` where one of them names an hour
 * that no clock shows, so that the whole is refused.
 */
export function readAnchors(text: string, at: number, every: Every): AnchorsReading | typeof NONSENSE | null {
  const nextWord = read(NEXT, text, at)
  const unit = nextWord?.[1] ?? nextWord?.[2] ?? ''
  const nextFits = nextWord !== null && fits(unit, every)
  const start = nextFits ? at + nextWord[0].length : at
  // 次月 after a quarter is the first month of the next one.
  const month = nextFits && unit === '月' && every !== 'month' ? 1 : null
  const anchors: Anchor[] = []
  let end = start
  for (let next = start; ; ) {
    const later = anchors.length > 0 ? read(NEXT, text, next) : null
    const from = later && fits(later[1] ?? later[2] ?? '', every) ? next + later[0].length : next
    const one = readOne(text, from, every, anchors.at(-1)?.place.month ?? month)
    if (one === NONSENSE) return NONSENSE
    if (!one) break
    const { anchor } = one
    anchors.push(from === next ? anchor : { ...anchor, place: { ...anchor.place, next: true } })
    end = one.end
    const joiner = skip(JOINER, text, end)
    if (joiner === 0) break
    next = end + joiner
  }
  if (anchors.length === 0) return null
  const limited = anchors.at(-1)?.before ?? false
  return {
    anchors: limited ? anchors.map((a) => ({ ...a, before: true })) : anchors,
    end,
    next: nextFits,
  }
}

const fits = (unit: string, every: Every): boolean =>
  unit.startsWith('月')
    ? every !== 'week' && every !== 'day'
    : unit.startsWith('年')
      ? every === 'year'
      : unit.startsWith('季')
        ? every === 'quarter'
        : unit === '半年'
          ? every === 'halfYear'
          : unit === '周'
            ? every === 'week'
            : every === 'day'
