import type { Every } from '../rule.ts'

/** 上月, 上个季度, 上一年度…: the report is on the period before. 上半年 is a half of its own, not the half before. */
const WORDS: Readonly<Record<Every, RegExp>> = {
  day: /前一[日天]|昨[日天]|上一日|前日/,
  week: /上(?:一?个|一)?(?:周|星期)/,
  month: /上(?:一?个|一)?月(?!旬)/,
  quarter: /上(?:一?个|一)?季/,
  halfYear: /上(?:一?个|一)半年/,
  year: /上(?:一?个|一)?年|去年/,
}
const ANY = /上(?:一个?)?期(?!限)|上一周期/

/** Does the clause, up to its comma, or else the measure's own text speak of the period before? (rules §3, covers) */
export function coversPrevious(every: Every, rest: string, measure: string): boolean {
  // 每年4月1日前,某厅报告上一年度情况: a comma right behind the date ends nothing.
  const said = rest.replace(/^,/, '')
  const stop = said.search(/[,。;]/)
  const own = stop < 0 ? said : said.slice(0, stop)
  return WORDS[every].test(own) || ANY.test(own) || (measure.length > 0 && WORDS[every].test(measure))
}
