import { type IsoDate, mustDate } from './date.ts'
import type { PlanTime } from './time.ts'

/**
 * What people may write as a date. Narrower than the calendar's own 1900 to 2999, so that whatever is counted from it
 * (后20日, 3年内, the ladder) stays inside the calendar: 2999-12-31 for 长期 is no date that anything can count from.
 */
export const FIRST_DAY: IsoDate = mustDate('1990-01-01')
export const LAST_DAY: IsoDate = mustDate('2099-12-31')

export const isSaneDate = (date: IsoDate): boolean => date >= FIRST_DAY && date <= LAST_DAY
export const isSaneTime = (time: PlanTime): boolean => isSaneDate(time.slice(0, 10) as IsoDate)

/** 长期、以后: what to do with such a date. One sentence for every entrance. */
export const SANE_REMEDY = `写 ${FIRST_DAY} 至 ${LAST_DAY} 之间的日期；没有期限的不写日期`
