import type { Period, PeriodUnit } from '../calendar/period.ts'

/** What the unit is asked to show, from the verb of the measure. First match wins; the order goes from the particular to the general. */
const ASKS: readonly (readonly [RegExp, string])[] = [
  [/通报|检查|督查|普查|调研/, '通报或检查情况报告，及公布的链接和日期'],
  [/制定|制订|起草|修订|完善.*(制度|办法|机制|模板)|编制/, '印发的文件（文号、日期、正文或链接）'],
  [/培训/, '培训通知、课程安排和签到等办理记录'],
  [/公开|公布|发布|公示|更新|披露|曝光/, '公开页面的链接和公开日期'],
  [/召开|会议/, '通知、签到或纪要等办理记录'],
  [/建设|建立|搭建|升级|平台|系统/, '建成情况说明及可查看的链接或验收材料'],
]

/**
 * What counts as evidence for a measure, in Chinese. A proposal for the office, not a legal requirement.
 * @example askFor('公开污染物减排项目及减排考核结果。') // '公开页面的链接和公开日期'
 */
export const askFor = (measureText: string): string =>
  ASKS.find(([verb]) => verb.test(measureText))?.[1] ?? '办理情况说明及证明材料'

const SPAN: Partial<Record<PeriodUnit, string>> = { month: '本月', quarter: '本季度', halfYear: '本半年' }

export const checkInAsk = (period: Period | null): string =>
  `${(period && SPAN[period.unit]) ?? '本期'}进展情况（做了什么、链接或材料）`
