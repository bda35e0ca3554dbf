import { IMMEDIATE_DAYS } from './profile.ts'
import type { ReviewItem, Severity } from './rule.ts'

type Sentence = (about: string) => string

/**
 * Every review code of the compiler (rules §4; docs/deadlines.md). confirm: the answer can change a date, an owner
 * or whether the work ends, and holds the start of the plan back; note: shown, asked of nobody.
 */
const TABLE = {
  'no-deadline': ['confirm', () => '没有写完成时限，暂按方案年度最后一天'],
  'before-issue': ['confirm', (d) => `${d} 在印发之日前已过：是已经完成，还是另定日期？`],
  'start-without-period': ['confirm', (t) => `“${t}”只写了开始，没有写多久一次、到什么时候为止`],
  'before-span': ['confirm', (t) => `“${t}”按该时段最后一天理解，也可能是指该时段开始之前`],
  'months-run-together': ['confirm', (t) => `“${t}”之后紧接着又一个月份，按两个月份理解`],
  'which-period': [
    'confirm',
    (t) => `“${t}”没有写哪一个月或季度，按印发时的当月当季理解，也可能是指每月每季`,
  ],
  'next-one': ['confirm', (t) => `“${t}”没有写哪一月哪一周，按印发之后的下一个理解`],
  'first-or-before': ['confirm', (t) => `“${t}”按该时段最前面的一段理解，也可能是指在该时段之前`],
  'from-then-length': ['confirm', (t) => `“${t}”从该时段第一天起算，也可能是从该时段结束起算`],
  'year-or-length': ['confirm', (t) => `“${t}”按年份理解，也可能是指这么多年`],
  'weekday-or-count': ['confirm', (t) => `“${t}”按每周星期一理解，也可能是指每周一次`],
  'already-done': ['confirm', (t) => `原文写“${t}”：请确认这一项是否已经办结`],
  'which-festival': ['confirm', (t) => `“${t}”没有写是哪个节，请补充日期`],
  'year-doubled': ['confirm', (t) => `“${t}”前面像是漏了年份，取方案年度；也可能是指每年年底`],
  'start-assumed': ['confirm', (t) => `“${t}”没有写从什么时候算起，按文件印发之日起算`],
  'single-or-stream': ['confirm', (t) => `“${t}”可能只发生一次，也可能多次发生，请确认`],
  'see-elsewhere': ['confirm', (t) => `期限写在别处（${t}），需要补充日期`],
  'year-unknown': ['confirm', (t) => `不知道“${t}”是哪一年`],
  'issue-date-unknown': ['confirm', () => '不知道印发日期，从方案年度第一天算起'],
  'which-year': ['confirm', (t) => `“${t}”没有写从哪一年起，按方案年度就是第一次`],
  'every-year': ['confirm', (t) => `“${t}”跟在“每年”之后，按每年办理理解`],
  'no-occurrence': ['confirm', (t) => `“${t}”在方案年度内没有应办的日期`],
  unparsed: ['confirm', (t) => `“${t}”没有读懂，请补充或确认可以不管`],
  'event-without-limit': ['confirm', (t) => `“${t}”之后没有写期限：发生后由督查机构确定到期日`],
  'event-ahead': [
    'confirm',
    (t) =>
      `“${t}”的日子没有日历可查（学期看校历，汛期、会议等由主管部门定）：日期定下后请报告，或直接写明日期`,
  ],
  immediate: [
    'confirm',
    (t) =>
      `“${t}”没有写日期：按 ${IMMEDIATE_DAYS} 日催办（督办规则可改），自印发或启动之日起算；也可另写期限`,
  ],
  vague: ['note', (t) => `“${t}”没有硬期限，不设到期日，不催办`],
  'disclosure-limit': [
    'note',
    () => '公开类事项没有硬期限：可参照政府信息公开条例第26条，自形成或变更之日起20个工作日内',
  ],
  'anchor-on-rest-day': ['note', (d) => `${d} 是休息日：固定日期不顺延，请提前办理`],
  'fixed-on-rest-day': ['note', (d) => `${d} 是休息日：固定日期不顺延，请提前办理`],
  'before-inclusive': ['note', (t) => `“${t}”含当日，提醒以前一天为准`],
  'month-only': ['note', (t) => `“${t}”只写到月份，按该月最后一天`],
  'month-start': ['note', (t) => `“${t}”按该月5日`],
  'mid-year': ['note', (t) => `“${t}”按上半年最后一天（6月30日）`],
  'exact-or-latest': ['note', (t) => `“${t}”按不晚于当日理解，也可能是指就在当日`],
  'short-month': ['note', (t) => `“${t}”在较短的月份取最后一天`],
  'year-assumed': ['note', (t) => `“${t}”没有写年份，取方案年度`],
  'year-short': ['note', (t) => `“${t}”的年份只写了两位，按 20XX 年理解`],
  'festival-unpublished': ['confirm', (t) => `“${t}”要看当年的放假安排，尚未公布：安装节假日安排后才有日期`],
  'long-series': ['note', (t) => `“${t}”的终点在十年以后，日期先列十年`],
  'year-after-plan': ['note', (t) => `“${t}”按方案年度的下一年理解`],
  'every-other': ['note', (t) => `“${t}”按所写间隔理解，也可能是指中间隔开这么多`],
  'year-relative': ['note', (t) => `“${t}”的年份按印发之日推算`],
  'year-rolled': ['note', (t) => `“${t}”的月份小于前一个，按下一年理解`],
  'festival-next': ['note', (t) => `“${t}”在方案年度的已过，按下一个理解`],
  'calendar-unpublished': ['note', (d) => `${d} 要用到尚未公布的节假日安排，为暂定日期，公布后重算`],
  hedged: ['note', (t) => `原文有“${t}”，仍按所写日期掌握`],
  'clause-object': ['note', (t) => `一个单元格写了几项时限，各对应：${t}`],
} as const satisfies Record<string, readonly [Severity, Sentence]>

export type ReviewCode = keyof typeof TABLE
export const REVIEW_CODES = Object.keys(TABLE) as readonly ReviewCode[]
export const severityOf = (code: ReviewCode): Severity => TABLE[code][0]

/** One item in words; `about` is the wording or the date that it speaks of. */
export function reviewItem(code: ReviewCode, about = ''): ReviewItem {
  const [severity, sentence] = TABLE[code] as readonly [Severity, Sentence]
  return { code, severity, message: sentence(about), ...(about ? { about } : {}) }
}

export const isReviewCode = (code: string): code is ReviewCode => code in TABLE
