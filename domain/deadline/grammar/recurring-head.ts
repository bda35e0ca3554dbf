import { NUMBER, numeral, YEAR } from '../numerals.ts'
import type { Anchor, Every, RecurringRule, Span } from '../rule.ts'
import { read, skip, token } from '../tokens.ts'
import { readSpan, spanOf } from './span.ts'
import { readWindow } from './window-words.ts'

export const EVERY: Readonly<Record<string, Every>> = {
  日: 'day',
  天: 'day',
  工作日: 'day',
  周: 'week',
  星期: 'week',
  礼拜: 'week',
  月: 'month',
  月度: 'month',
  旬: 'month',
  半月: 'month',
  半个月: 'month',
  季: 'quarter',
  季度: 'quarter',
  半年: 'halfYear',
  半年度: 'halfYear',
  年: 'year',
  年度: 'year',
}
export function anchorOf(at: Anchor['place']['at'], number: number | null): Anchor {
  const place = { month: null, at, number, next: false }
  return { place, from: null, before: false, half: null, clock: null }
}
const HALF_MONTH: readonly Anchor[] = [anchorOf('day', 15), anchorOf('end', null)]
const TEN_DAYS: readonly Anchor[] = [1, 2, 3].map((n) => anchorOf('tenDays', n))

/** The rule of a unit's word with nothing further said: 半月 and 旬 have their days by themselves. */
export function bareRule(word: string, interval = 1): RecurringRule {
  const every = EVERY[word] ?? 'month'
  const halves = word.startsWith('半') && every === 'month'
  return {
    type: 'recurring',
    every,
    interval,
    workdaysOnly: word === '工作日',
    covers: 'current',
    anchors: word === '旬' ? TEN_DAYS : halves ? HALF_MONTH : [],
    counted: null,
    quota: null,
    since: null,
    until: null,
    rolls: null,
  }
}

const UNIT = '(工作日|半年度?|半个?月|旬|季度?|月度?|周|星期|礼拜|日|天|年度?)'
const HEAD = token(
  `(?:务必?|须|应当?)?(?:于|在|自|从)?每(?:一|(隔))?(?:(${NUMBER})个?)?个?(?:自然|会计|财务|财政|公历)?${UNIT}(?!(?:24|二十四)小时)`,
)
const MORE = token(
  `(?:\\((?:每个?)?${UNIT}((?:[、/,]每?个?${UNIT})*)\\)|[、/和或及]每?个?${UNIT}(?![0-9一二三四五六七八九十底末首]))`,
)
/** 按月, 逐月, 隔周: the same thing in other words. */
const BY = token(`(?:(按|分|逐)|(隔|双(?=周)))(季度?|月度?|周|日|年度?|半年|旬)(?![0-9]|期|照|时|计|批|报请)`)
/** 季度一通报, 半年一总结: once in each. */
const ONCE = token(
  `(?<![\\u4e00-\\u9fff0-9])(半年|季度?|半月|月|旬|年)一(?=(?:次|例会|碰头|专题|集中|全面)?(?:通报|调度|研判|总结|汇报|报告|上报|督查|督导|检查|自查|排查|展示|竞赛|评比|评议|评估|考核|点评|培训|会商|公示|公开|更新|盘点|比|测|讲|学|清|查|报|会|结|评|议|审)|例会|主题)`,
)
/** 2018-2020年每年. */
const YEARS = token(`(${YEAR})年?(?:-+|至|到)(${YEAR})年度?(?:期间)?,?(?=每)`)
const FROM_TO = token('(?:至|到|-+)')
const UNTIL_END = token(',?(?:期间|止)?,?')
const SINCE = token('(?:起|开始|以后|之后|后),?')
const LEAD = token('(?:自|从)')
/** 下半年每月, 9月底前每周: inside one span, or up to it. */
const INSIDE = token('(?:内|期间),?(?=每)|,(?=每)')
const SUBJECT = token(
  '(?!务|请|应|须|要|于|在|并|均|需)([^,;。:()0-9每]{2,16}?)(?:应当?|须|要|需)?(?:在|于)?(?=每个?(?:年|月|季|半年|周|日))',
)
/** 4-10月,每月25日前; 3-11月每月开展1次. */
const AFTER_RANGE = token('(?:期间|之间|止)?(?:内|里)?[,:的]?(?:于|在|按|要|应|须|需|均|坚持|做到)?')
const YEAR_OF = token(`(?:${YEAR})年度?(?=每)|全年,?(?=每)`)

export interface Head {
  readonly every: Every
  readonly word: string
  readonly interval: number
}

export interface Bounds {
  readonly since: Span | null
  readonly until: Span | null
  readonly end: number
  /** 2020年起,各省每年…: who has to act, between the start and 每. */
  readonly object?: string
}

/** 自2018年起每…, 2018年至2020年每…, 2018年每…. */
export function readBounds(text: string, at: number): Bounds {
  const none = { since: null, until: null, end: at }
  const year = read(YEAR_OF, text, at)
  if (year) {
    const span = year[0].startsWith('全年') ? null : (readSpan(text, at)?.span ?? null)
    return { since: span, until: span, end: at + year[0].length }
  }
  const lead = skip(LEAD, text, at)
  const years = read(YEARS, text, at + lead)
  if (years) {
    const [since, until] = [spanOf(`${years[1]}年`), spanOf(`${years[2]}年`)]
    return { since, until, end: at + lead + years[0].length }
  }
  const range = readWindow(text, at)
  const joined = range ? skip(AFTER_RANGE, text, range.end) : 0
  if (range && text[range.end + joined] === '每')
    return { since: range.from, until: range.to, end: range.end + joined }
  const from = readSpan(text, at + lead)
  if (!from) return none
  const dash = skip(FROM_TO, text, from.end)
  const to = dash > 0 ? readSpan(text, from.end + dash) : null
  if (to) return { since: from.span, until: to.span, end: to.end + skip(UNTIL_END, text, to.end) }
  const inside = lead > 0 ? 0 : skip(INSIDE, text, from.end)
  if (inside > 0 || (lead === 0 && text[from.end] === '每'))
    return { since: from.span.before ? null : from.span, until: from.span, end: from.end + inside }
  const since = skip(SINCE, text, from.end)
  if (since === 0) return none
  const end = from.end + since
  const who = read(SUBJECT, text, end)
  const bounds = { since: from.span, until: null, end: end + (who?.[0].length ?? 0) }
  return who?.[1] ? { ...bounds, object: who[1] } : bounds
}

export interface HeadsReading {
  readonly heads: readonly Head[]
  readonly end: number
  /** 每隔三天: every third, or three between? */
  readonly between?: boolean
}

/** 每X, 每两个X, 每X(Y), 按X, 隔X: one head for each series. */
export function readHeads(text: string, at: number): HeadsReading | null {
  const by = read(BY, text, at)
  if (by) {
    const word = by[3] ?? ''
    const every = EVERY[word]
    return every ? { heads: [{ every, word, interval: by[2] ? 2 : 1 }], end: at + by[0].length } : null
  }
  const once = read(ONCE, text, at)
  if (once) {
    const word = once[1] ?? ''
    const every = EVERY[word]
    return every ? { heads: [{ every, word, interval: 1 }], end: at + once[0].length } : null
  }
  const head = read(HEAD, text, at)
  if (!head) return null
  const word = head[3] ?? ''
  const every = EVERY[word]
  const said = head[2] === undefined ? 1 : numeral(head[2])
  // 每隔一周 is every second one.
  const interval = head[1] !== undefined && said === 1 ? 2 : said
  if (every === undefined || interval === null || interval < 1 || interval > 366) return null
  let end = at + head[0].length
  const list: Head[] = [{ every, word, interval }]
  for (let more = read(MORE, text, end); more; more = read(MORE, text, end)) {
    const words = [more[1] ?? more[4] ?? '', ...(more[2] ?? '').split(/[、/,]每?个?/)]
    for (const other of words) {
      const unit = EVERY[other]
      if (unit) list.push({ every: unit, word: other, interval: 1 })
    }
    end += more[0].length
  }
  const between = head[1] !== undefined && interval > 2
  return { heads: list, end, ...(between ? { between } : {}) }
}
