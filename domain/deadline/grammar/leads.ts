import { NUMBER, NUMERALS, YEAR } from '../numerals.ts'
import { read, skip, token } from '../tokens.ts'
import type { Note } from './production.ts'

export const HEDGE = token('(?:原则上|力争|争取|计划|预计|拟定?|大约|约|大致)')
export const PLAIN = token(
  `(?:(?:周|星期|礼拜)[一二三四五六日天],?(?=(?:${YEAR}年)?${NUMBER}月)|分别(?:于|在)?|定于|定在|要(?=于|在|[0-9])|最迟不晚于|最迟不超过|最迟|最晚|不迟于|不晚于|不超过|确保|务必|必须|应当?|须于?|截至|截止到?|截止时间|于|在|到|至|并|且|请|均|需|要求|同时|此后|以后|之后|,)`,
)
/** Words before a deadline that begin none themselves, where what follows them surely does. */
const SURE_LEAD = token(
  '(?:应当?|必须|须|需|并|且|均|一般|最迟|至迟|分别|限|要|可以?)(?=应|须|需|必须|当|分别|最迟|均|限|在(?!建(?!设)|岗|线|校|职|编|册|地|用)|于|自(?!然|治|查|评|主|行|贸|愿|身|检|筹|有)|从(?!业|事|严|重)|经(?!济|营|费|办|贸|信|开|适|纪|验|常)|每|收到|接到)',
)
const SURE_HEDGE = token(
  '(?:原则上|力争|争取)(?=应|须|在|于|自(?!然|治|查|评|主|行)|从(?!业|事|严)|每|收到|接到)',
)
/** 试点地区要于…, 公司应当在…: who has to act stands first. */
const SUBJECT = token(
  '([^,:;。()0-9每自从在]{2,24}?)(?:应当?|必须|须|(?<!主|重|需|首|只|还)要|需)(?=在(?!建|岗|线|校|职)|于|自(?!然|治|查|评|主|行)|从(?!业|事|严))',
)
/** Cheap sieve before it. */
const HAS_MODAL = /(?:应当?|必须|须|要|需)[在于自从]/
export const LABEL = token('[^:,;。]{0,12}?(?:时限|时间|期限|日期|频次|频率|周期|节点)(?:要求)?(?::|为|是)')
export const OBJECT = token(
  `([^:,;。(]{1,16}):(?![0-9])|([^:,;。()0-9]{2,20}(?:阶段|环节|时段|时期))\\((?=[${NUMERALS}上下第])`,
)
/** 月报每月5日前, 第一阶段2018年9月底前: what it is about, with no colon. */
export const NOUN_OBJECT = token(
  `([^,:;。()0-9]{0,10}?(?:月报|季报|年报|周报|日报|半年报|公报|报告|报表|信息|数据|总结|名单|结果|清单|第[一二三四五](?:阶段|批|期)|首批)),?(?=每|按|次[月年]|于|在|${YEAR}|${NUMBER}月|[上下]半年|年底|第)`,
)
export const MARKER = token(
  '(?:[①-⑳⑴-⒇㈠-㈩]|\\([0-9一二三四五六七八九十]{1,2}\\)|第?[一二三四五六七八九十]是|[一二三四五六七八九十]{1,2}、(?=[一二][〇零九][〇零一二三四五六七八九]{2}年|(?:19|20)[0-9]{2}年)|[0-9]{1,2}[.、)](?![0-9]{1,2}(?:月|日|、)))',
)
/** 待A要在B后: the whole is a condition. */
const WAITING = token('待|等|如|若|凡|根据|按|依')
export const OPEN = token('\\(')

/** 第一周:3月1日-3月7日, 第二轮(3月8日-14日): the name of the days that follow. */
const WEEK = token(`(第(?:${NUMBER})个?(?:周|星期|轮))[:(]?(?=(?:${YEAR}[年.])?[0-9]{1,2}[月.][0-9])`)

/** What was found before the core of a clause. */
export interface Lead {
  readonly core: number
  readonly notes: readonly Note[]
  readonly object: string | null
  readonly done: boolean
}

/** Words of duty and haste, and who has to act, where what follows them surely begins a deadline. */
export function sureLead(text: string, at: number): Lead {
  const notes: Note[] = []
  let object: string | null = null
  let core = at
  const week = text[at] === '第' ? read(WEEK, text, at) : null
  if (week) {
    object = week[1] ?? null
    core += week[0].length
  }
  for (;;) {
    const sure = skip(SURE_LEAD, text, core)
    const hedge = sure > 0 ? null : read(SURE_HEDGE, text, core)
    if (hedge) notes.push({ code: 'hedged', about: hedge[0] })
    const may: boolean = sure === 0 && !hedge && object === null && HAS_MODAL.test(text)
    const subject: RegExpExecArray | null = may ? read(SUBJECT, text, core) : null
    if (subject && !read(WAITING, text, core)) object = subject[1] ?? null
    const step = sure || hedge?.[0].length || (object && subject ? subject[0].length : 0)
    if (!step) break
    core += step
  }
  return { core, notes, object, done: false }
}
