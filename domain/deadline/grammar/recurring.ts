import { DIGIT_SIGNS, NUMBER } from '../numerals.ts'
import type { RecurringRule } from '../rule.ts'
import { read, skip, token } from '../tokens.ts'
import { readAnchors } from './anchor.ts'
import { coversPrevious } from './covers.ts'
import { readCounted, skipOver } from './period-count.ts'
import type { Note, Production, ReadingContext } from './production.ts'
import { readQuota } from './quota.ts'
import { anchorOf, bareRule, EVERY, type Head, readBounds, readHeads } from './recurring-head.ts'
import { TIME } from './seasons.ts'

/** 月度终了, 季后, 年度结束: 每 left out, but a period's end is counted from. */
const ENDING = token(
  `(?:自|于|在)?(?:本|该|当)?(?:会计|财务|财政|自然|公历)?(年度|季度?|月度?|半年度?|上半年度?|周)(?=结束|终了|期满|届满|后[${DIGIT_SIGNS}]|首月)`,
)
/** 次年 names one year and so one date; 次月 is said of every month. */
const NEXT_HEAD = token('(?:次|翌)(月|周|季度?)|下一?个?(季度)(?=首|第|末)')
/** The rest of an anchor that is none: the 32nd, a 13th month, a fourth month of a quarter. */
const NO_ANCHOR = token(
  `第?(?:${NUMBER})个?(?:月|日|号|季度|旬)|[八九十](?![0-9一二三四五六七八九十]*[个次])|第|的?(?:${TIME})`,
)
/** 每月发放工资之日起5日内: an event that happens each month, no period. */
const OF_EVENT = token(`[^,;。0-9]{2,20}?(?:之日起|之日后|之日前)(?=[${DIGIT_SIGNS}])`)
const PERIOD_END = token('[末底]前?')

/** 每周一通报 is read as 每周一, and asked about; 一次 is a count. */
const ONE_EACH_WEEK = /^一[^次期轮回批]/

interface Series {
  readonly rule: RecurringRule
  readonly verb?: string | undefined
  readonly end: number
}

/** What stands after 每X: counted from its end, an anchor, a quota, or nothing; null where the anchor is nonsense. */
function series(text: string, at: number, head: Head, context: ReadingContext): Series | null {
  const base = bareRule(head.word, head.interval)
  const counted = readCounted(text, at)
  if (counted)
    return {
      rule: {
        ...base,
        anchors: [],
        covers: counted.within.direction === 'after' ? 'previous' : 'current',
        counted: counted.within,
      },
      end: counted.end,
    }
  const monday = head.every === 'week' && ONE_EACH_WEEK.test(text.slice(at, at + 2))
  const quota = monday ? null : readQuota(text, at)
  const from = quota?.end ?? skipOver(text, at, head.every)
  const swallowed = base.anchors.length > 0 ? skip(PERIOD_END, text, from) : 0
  const found = base.anchors.length > 0 ? null : readAnchors(text, from, head.every)
  if (found === 'nonsense') return null
  const end = found?.end ?? quota?.end ?? at + swallowed
  const anchors = found?.anchors ?? base.anchors
  const inFirstMonth =
    (head.every === 'quarter' || head.every === 'halfYear') && anchors[0]?.place.month === 1
  const previous = found?.next || inFirstMonth || coversPrevious(head.every, text.slice(end), context.measure)
  return {
    rule: { ...base, covers: previous ? 'previous' : 'current', anchors, quota: quota?.quota ?? null },
    verb: quota?.verb,
    end,
  }
}

/** Cheap sieves: what a head, and what each of the forms without 每 needs. */
const HEAD_SIGN = /[每按分逐隔双]|[年季度月旬]一/
const OTHER_SIGN = /[于在每逢双单]/
const NEXT_SIGN = /[次翌下]/

/** recurring: bare, anchored, counted from a period's end; 每月(季度) as two series (rules §3). */
export const recurring: Production = (text, at, context) => {
  if (!HEAD_SIGN.test(text)) return null
  const bounds = readBounds(text, at)
  const found = readHeads(text, bounds.end)
  if (!found) return null
  const all = found.heads.flatMap((head) => series(text, found.end, head, context) ?? [])
  if (all.length < found.heads.length) return null
  const end = Math.max(...all.map((r) => r.end))
  if (read(NO_ANCHOR, text, end) || (end === found.end && read(OF_EVENT, text, end))) return null
  const rules = all.map((r) => ({ ...r.rule, since: bounds.since, until: bounds.until }))
  const verb = all[0]?.verb
  const object = bounds.object
  const notes: Note[] = []
  if (found.between) notes.push({ code: 'every-other', about: text.slice(at, end) })
  if (isOneOrMonday(rules[0], text, found.end, end))
    notes.push({ code: 'weekday-or-count', about: text.slice(at, end) })
  return { rules, end, notes, ...(verb ? { verb } : {}), ...(object ? { object } : {}) }
}

const ONE = token('一(?![、,和及至到前上下的]|[0-9时点]|早|晚|中午)')
/** 每周一报送: on Mondays, or once a week? Not where an hour, a limit or another day says that it is a weekday. */
const isOneOrMonday = (rule: RecurringRule | undefined, text: string, at: number, end: number): boolean =>
  rule?.every === 'week' &&
  end === at + 1 &&
  end < text.length &&
  skip(ONE, text, at) > 0 &&
  !/[(,;。]/.test(text[end] ?? '')

const OTHER_MONTH = token('(?:于|在)?每?(?:逢)?(双|单)数?月份?')

/** 每双月10日前: every second month, which from January are the even ones; 单月底: six months of each year. */
export const everyOtherMonth: Production = (text, at) => {
  const match = OTHER_SIGN.test(text[at] ?? '') ? read(OTHER_MONTH, text, at) : null
  if (!match) return null
  const from = at + match[0].length
  const found = readAnchors(text, from, 'month')
  if (found === 'nonsense') return null
  const end = found?.end ?? from
  if (match[1] === '双') return { rules: [{ ...bareRule('月', 2), anchors: found?.anchors ?? [] }], end }
  const places = found?.anchors ?? [anchorOf('end', null)]
  const anchors = [1, 3, 5, 7, 9, 11].flatMap((month) =>
    places.map((anchor) => ({ ...anchor, place: { ...anchor.place, month } })),
  )
  return { rules: [{ ...bareRule('年'), anchors }], end }
}

/** 月度终了后15日内, 季后10日内, 季度首月25日前: 每 left out. */
export const periodEnd: Production = (text, at, context) => {
  const match = read(ENDING, text, at)
  const every = EVERY[match?.[1] ?? '']
  if (!match || !every) return null
  const found = series(text, at + match[0].length, { every, word: match[1] ?? '', interval: 1 }, context)
  return !found || (found.rule.counted === null && found.rule.anchors.length === 0)
    ? null
    : { rules: [found.rule], end: found.end }
}

/** 次月5日前, 次季度首月: each period's report, in the next one. */
export const nextPeriod: Production = (text, at, context) => {
  const match = NEXT_SIGN.test(text[at] ?? '') ? read(NEXT_HEAD, text, at) : null
  const word = match?.[1] ?? match?.[2] ?? ''
  const every = EVERY[word]
  if (!every) return null
  const found = series(text, at, { every, word, interval: 1 }, context)
  return found?.rule.covers === 'previous' && (found.rule.anchors.length > 0 || found.rule.counted)
    ? { rules: [found.rule], end: found.end }
    : null
}
