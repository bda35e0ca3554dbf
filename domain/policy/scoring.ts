import type { Grade, SlipLevel } from './levels.ts'

/**
 * 计分规则, carried by a policy as `scores`. Every number is points: below zero a deduction, above zero a bonus, zero:
 * does not count. At most two decimals. What a policy leaves out counts as in `DEFAULT_SCORING`.
 */
export interface ScoringRules {
  readonly id: string
  readonly version: number
  readonly name: string
  /** What a unit starts every period with. */
  readonly base: number
  /** 督办单, by level, each one raised. */
  readonly slips: Readonly<Record<SlipLevel, number>>
  /** 逾期办结: for each calendar day past the due date … */
  readonly latePerDay: number
  /** … but no more than this for one obligation. */
  readonly lateMost: number
  /** 迟报: done in time, reported late. */
  readonly lateReported: number
  /** 退回重办, each round. */
  readonly returned: number
  /** 会办意见 after the due date: counts against the unit that gave it, not the lead. */
  readonly partLate: number
  /** 延期 granted. */
  readonly extended: number
  /** 人工催办, each one. */
  readonly urged: number
  /** 领导批示, each one. An instruction may praise: by default it does not count. */
  readonly instructed: number
  /** 逾期未签收, each unit that had not signed. Counts against that unit. */
  readonly unacknowledged: number
  /** 等待询问 left unanswered, each one. */
  readonly unanswered: number
  /** Past its due date and unfinished when the plan is closed. */
  readonly unfinished: number
  /** 办理质量 given on acceptance. */
  readonly grades: Readonly<Record<Grade, number>>
  /** Of acts that bring their own score, by its key. Absent: as the act says. */
  readonly own?: Readonly<Record<string, number>>
}

/** A sum of points without the rounding of binary fractions. @example sumPoints([-0.1, -0.2]) // -0.3 */
export const sumPoints = (points: readonly number[]): number =>
  points.reduce((sum, p) => sum + Math.round(p * 100), 0) / 100

/** Scores of one number each, as a policy's file names them, with what holds where nothing is written. */
export const SINGLE_SCORES = {
  latePerDay: ['逾期每天', -0.2],
  lateMost: ['逾期最多', -5],
  lateReported: ['迟报', -0.5],
  returned: ['退回', -1],
  partLate: ['会办逾期', -1],
  extended: ['延期', 0],
  urged: ['人工催办', -0.5],
  instructed: ['领导批示', 0],
  unacknowledged: ['未签收', -0.5],
  unanswered: ['未答复', -0.5],
  unfinished: ['年终未完成', -3],
} as const

export type SingleScore = keyof typeof SINGLE_SCORES
const SINGLES = Object.keys(SINGLE_SCORES) as readonly SingleScore[]

/** A row for each of them. */
export const singles = <T>(row: (key: SingleScore) => T): Readonly<Record<SingleScore, T>> =>
  Object.fromEntries(SINGLES.map((key) => [key, row(key)])) as Record<SingleScore, T>

/** The default: 100 points a period, three slips cost 6 in all, a day late 0.2 up to 5, 优 earns 1. */
export const DEFAULT_SCORING: ScoringRules = {
  id: 'san-se-ji-fen',
  version: 1,
  name: '三色督办计分',
  base: 100,
  slips: { blue: -1, orange: -2, red: -3 },
  ...singles((key): number => SINGLE_SCORES[key][1]),
  grades: { 优: 1, 良: 0, 合格: 0 },
}
