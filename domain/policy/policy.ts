import { sameContent } from '../basics/canonical.ts'
import type { CheckInUnit } from '../deadline/check-ins.ts'
import type { SlipLevel } from './levels.ts'
import type { ScoringRules } from './scoring.ts'

/** Who a notice goes to; names are filled in from the roster, roles are what the policy knows. */
export type RecipientRole = 'liaison' | 'unitHead' | 'leaderInCharge' | 'office'

/**
 * 督办规则. Every count is in working days (工作日) of the plan's calendar; `noticeAt` is a time of day in
 * Asia/Shanghai. Reminders and slips go out on working days only, so that no ladder is spent over a holiday.
 */
export interface SupervisionPolicy {
  readonly id: string
  readonly version: number
  readonly name: string
  /** Reminders this many working days before the due date, latest last. */
  readonly remindBefore: readonly number[]
  /** Each level counts from the one before it; the first from the due date. */
  readonly slips: readonly { readonly level: SlipLevel; readonly after: number; readonly to: RecipientRole }[]
  /** Working days a unit has after evidence was returned (退回重办). */
  readonly reworkDays: number
  /** Done in time but reported more than this many working days after the due date: 迟报, a separate fact. */
  readonly lateReportDays: number
  readonly noticeAt: string
  /** Absent: 2 extensions an obligation, 3 reminders by hand a day. */
  readonly limits?: { readonly extensions?: number; readonly remindersADay?: number }
  /** 计分规则. Absent: those of `DEFAULT_SCORING`. */
  readonly scores?: ScoringRules
  /** 签收 within so many working days of the start or of a 改派, else told to `to`. Absent: no clock. */
  readonly acknowledge?: { readonly days: number; readonly remindBefore: number; readonly to: RecipientRole }
  /** 等待询问 answered within so many working days, else told to `to` and to the office. Absent: no clock. */
  readonly waits?: { readonly answerDays: number; readonly to: RecipientRole }
  /** 督查室时限: working days in which the office answers. Absent, whole or one: no such clock (rules of 0.2.0). */
  readonly office?: OfficeDays
  /**
   * 审签: the unit's head signs within so many working days before evidence reaches the office, else told to `to` and to
   * the office. `own`: whether a head may sign what he handed in himself (absent: he may). Absent: no such rule.
   */
  readonly sign?: { readonly days: number; readonly to: RecipientRole; readonly own?: 'may' | 'other' }
  /** 进展滞后: yellow when less than this share of the elapsed time is done. Absent: 0.7. */
  readonly slowShare?: number
  /** 立行立改 without a date is due after so many days. Absent: 15. */
  readonly immediateDays?: number
  /** How often continuous work is looked at; fixed when a measure starts. Absent: every quarter. */
  readonly checkIns?: CheckInUnit
  /** 静默: from one time of day to another, and on rest days, only red slips are sent. Absent: never quiet. */
  readonly quiet?: { readonly from: string; readonly to: string; readonly restDays: boolean }
  /** What holds for single measures, by number, instead of the rules above. */
  readonly measures?: Readonly<Record<string, PolicyRules>>
}

/** Working days the office has for a review, an answer to an extension, a suspension to look at again, a date to set. */
export interface OfficeDays {
  readonly review?: number
  readonly extension?: number
  readonly suspension?: number
  readonly dueDate?: number
}

/** The rules without the name they go by. */
export type PolicyRules = Partial<
  Omit<SupervisionPolicy, 'id' | 'version' | 'name' | 'measures' | 'scores' | 'quiet'>
>

/** How one rule is written: its name in a policy's file and its bounds there. `need`: a policy must say it. */
export type Knob = { readonly name: string; readonly need?: true } & (
  | {
      readonly kind: 'number'
      readonly least: number
      readonly most: number
      /** @example '工作日' */
      readonly unit: string
      /** What holds where its group is written without it. */
      readonly usual?: number
      /** Written as a percentage. */
      readonly share?: true
    }
  | { readonly kind: 'time' }
  | { readonly kind: 'choice'; readonly of: Readonly<Record<string, string>> }
  | { readonly kind: 'group'; readonly of: Knobs }
  /** Lists, which their reader knows. */
  | { readonly kind: 'list' }
)
export type Knobs = Readonly<Record<string, Knob>>

const days = (name: string, least = 1, most = 60, usual?: number): Knob => ({
  ...{ kind: 'number', name, least, most, unit: '（工作日）' },
  ...(usual === undefined ? {} : { usual }),
})
const times = (name: string): Knob => ({ kind: 'number', name, least: 0, most: 20, unit: '（次）' })
const list = (name: string): Knob => ({ kind: 'list', name })
const time = (name: string): Knob => ({ kind: 'time', name })
const choice = (name: string, of: Readonly<Record<string, string>>): Knob => ({ kind: 'choice', name, of })
const group = (name: string, of: Knobs): Knob => ({ kind: 'group', name, of })
const needed = (knob: Knob): Knob => ({ ...knob, need: true })

export const RECIPIENTS: Readonly<Record<string, RecipientRole>> = {
  联络员: 'liaison',
  单位负责人: 'unitHead',
  分管领导: 'leaderInCharge',
  督查室: 'office',
}
/** Who is told, as sentences name him; a plan's office may go by another name. @example recipientName('unitHead') // '单位负责人' */
export const recipientName = (role: RecipientRole): string =>
  role === 'office' ? '督查机构' : (Object.keys(RECIPIENTS).find((name) => RECIPIENTS[name] === role) ?? role)
const told: Knob = needed(choice('逾期告知', RECIPIENTS))

/** Every rule that may hold for a plan or one measure, in the order of a policy's file. */
export const KNOBS: Readonly<Record<keyof PolicyRules, Knob>> = {
  remindBefore: needed(list('提前催办')),
  slips: needed(list('督办单')),
  reworkDays: needed(days('退回重办')),
  lateReportDays: needed(days('迟报', 0)),
  noticeAt: needed(time('发出时间')),
  limits: group('次数上限', { extensions: times('延期'), remindersADay: times('每日催办') }),
  acknowledge: group('签收', {
    days: needed(days('期限', 1, 30)),
    remindBefore: days('提前提醒', 0, 30, 1),
    to: told,
  }),
  waits: group('等待询问', { answerDays: needed(days('答复期限')), to: told }),
  office: group('督查室时限', {
    review: days('审核'),
    extension: days('延期答复'),
    suspension: days('挂账复核'),
    dueDate: days('确定到期日'),
  }),
  sign: group('审签', {
    days: needed(days('期限', 1, 30)),
    to: told,
    own: choice('本人提交', { 本人可以审签: 'may', 由他人审签: 'other' }),
  }),
  checkIns: choice('进展查看', { 每月: 'month', 每季度: 'quarter', 每半年: 'halfYear' }),
  slowShare: { kind: 'number', name: '进展滞后', least: 1, most: 100, unit: '（百分比）', share: true },
  /** Calendar days after which what is to be done at once is due. */
  immediateDays: { kind: 'number', name: '立行立改', least: 1, most: 365, unit: '' },
}

/** The rules as they hold for one measure; when notices are sent and what counts are the plan's. @example policyFor({ …, measures: { '3.5': { reworkDays: 2 } } }, '3.5').reworkDays // 2 */
export function policyFor(policy: SupervisionPolicy, no: string): SupervisionPolicy {
  const { measures, quiet: _quiet, scores: _scores, ...common } = policy
  return { ...common, ...measures?.[no] }
}

/** The same rules, whatever the order in which a file names them. */
export const sameRules = (a: SupervisionPolicy, b: SupervisionPolicy): boolean => sameContent(a, b)

/** 三色督办, the default: due Friday 2015-07-31 → blue 08-03, orange 08-06, red 08-13. */
export const THREE_COLOURS: SupervisionPolicy = {
  id: 'san-se',
  version: 3,
  name: '三色督办',
  remindBefore: [5, 1],
  slips: [
    { level: 'blue', after: 1, to: 'liaison' },
    { level: 'orange', after: 3, to: 'unitHead' },
    { level: 'red', after: 5, to: 'leaderInCharge' },
  ],
  reworkDays: 5,
  lateReportDays: 3,
  noticeAt: '09:00',
  limits: { extensions: 2, remindersADay: 3 },
  waits: { answerDays: 5, to: 'unitHead' },
  office: { review: 5, extension: 3, suspension: 3, dueDate: 5 },
  slowShare: 0.7,
  checkIns: 'quarter',
  quiet: { from: '20:00', to: '08:00', restDays: true },
}

/** The default of 0.2.0, by which plans go on that were imported then and set no rules of their own. */
export const THREE_COLOURS_2: SupervisionPolicy = (() => {
  const { office: _, ...rules } = THREE_COLOURS
  return { ...rules, version: 2 }
})()
