/** 督办单 levels in the order in which they are raised. */
export const SLIP_LEVELS = ['blue', 'orange', 'red'] as const

export type SlipLevel = (typeof SLIP_LEVELS)[number]

export type Grade = (typeof GRADES)[number]

/** 办理质量, given on acceptance. */
export const GRADES = ['优', '良', '合格'] as const
