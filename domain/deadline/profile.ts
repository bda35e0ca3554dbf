/** The named, versioned set of choices that are ours and not the law's; every answer shows it (deadline-rules, head). */
const PROFILE = 'cn-admin/v1'

/** 月初 means by the 5th: no law says so. */
export const MONTH_START_DAY = 5
/** 半个月 is fifteen days: 民法典 knows none. */
export const HALF_MONTH_DAYS = 15
/** 立行立改 without a date is due so many days after the issue, or the start if that is later. */
export const IMMEDIATE_DAYS = 15

/** Marks a sentence as the profile's choice. */
export const ours = (sentence: string): string => `${sentence}（督办规则 ${PROFILE}）`
