import type { ReviewItem, Severity } from './rule.ts'

/** Every review code of the compiler: severity and sentence (docs/deadlines.md lists them; rules §4). */
const CODES = {
  'no-deadline': ['note', () => '没有写完成时限，按方案年度年底办结'],
  'before-issue': ['confirm', (d: string) => `${d} 在印发之日前已过：请确认是否已经完成，或另定日期`],
  vague: ['note', (w: string) => `“${w}”没有硬期限，不设到期日，不会催办`],
  'start-without-period': ['confirm', (t: string) => `“${t}”只写了开始，没有写多久一次、到什么时候为止`],
  'event-without-limit': ['confirm', (t: string) => `“${t}”之后没有写期限：事件发生后由督查室确定到期日`],
  'single-or-stream': ['note', (t: string) => `“${t}”可能不止发生一次：每报告一次，各立一项应办事项`],
  'anchor-on-rest-day': ['note', (d: string) => `${d} 是休息日：固定日期不顺延，请提前安排`],
  'before-inclusive': ['note', (t: string) => `“${t}”按含当日理解，提醒以前一天为准`],
  'before-span': ['confirm', (t: string) => `“${t}”按该时段最后一天理解，请确认不是该时段开始之前`],
  'month-only': ['note', (t: string) => `“${t}”只写到月份，按月末最后一天`],
  'exact-or-latest': ['note', (t: string) => `“${t}”按“不晚于”理解，也可能是指当天`],
  'year-assumed': ['note', (t: string) => `“${t}”没有写年份，取方案年度`],
  'year-unknown': ['confirm', (t: string) => `不知道“${t}”是哪一年`],
  'issue-date-unknown': ['confirm', () => '不知道印发日期：周期性工作从方案年度第一天算起'],
  'calendar-unpublished': ['note', (d: string) => `${d} 要用到尚未公布的节假日安排，为暂定日期`],
  'months-run-together': ['confirm', (t: string) => `“${t}”按两个月份理解，请确认`],
  'see-elsewhere': ['confirm', (t: string) => `期限写在别处（${t}），需要补充日期`],
  milestone: ['note', (t: string) => `期限针对的是“${t}”`],
  qualifier: ['note', (t: string) => `原文有“${t}”，按同一日期掌握`],
  unparsed: ['confirm', (t: string) => `“${t}”没有读懂，请补充期限`],
} as const satisfies Record<string, readonly [Severity, (text: string) => string]>

export type ReviewCode = keyof typeof CODES

export function reviewItem(code: ReviewCode, text = ''): ReviewItem {
  const [severity, message] = CODES[code]
  return { code, severity, message: message(text) }
}

export const REVIEW_CODES = Object.keys(CODES) as readonly ReviewCode[]
