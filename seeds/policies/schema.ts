import { z } from 'zod'
import type { CheckInUnit } from '../../domain/deadline/check-ins.ts'
import type { SlipLevel } from '../../domain/policy/levels.ts'
import type { PolicyRules, RecipientRole, SupervisionPolicy } from '../../domain/supervision/policy.ts'
import { SCORES, scoresWritten, scoringOf } from './scores.ts'

const LEVELS: Readonly<Record<string, SlipLevel>> = { 蓝色: 'blue', 橙色: 'orange', 红色: 'red' }
const ROLES: Readonly<Record<string, RecipientRole>> = {
  联络员: 'liaison',
  单位负责人: 'unitHead',
  分管领导: 'leaderInCharge',
  督查室: 'office',
}
const UNITS: Readonly<Record<string, CheckInUnit>> = { 每月: 'month', 每季度: 'quarter', 每半年: 'halfYear' }

const nameIn = <T>(names: Readonly<Record<string, T>>, value: T): string =>
  Object.keys(names).find((name) => names[name] === value) ?? String(value)

const oneOf = <T>(names: Readonly<Record<string, T>>) =>
  z.string('应为文字').transform((text, context): T => {
    const found = names[text]
    if (found !== undefined) return found
    context.addIssue({ code: 'custom', message: `“${text}”不认识，可写：${Object.keys(names).join('、')}` })
    return z.NEVER
  })
const days = (least: number, most: number) => {
  const said = `应为 ${least} 到 ${most} 的整数（工作日）`
  return z.number(said).int(said).min(least, said).max(most, said)
}
const times = (most: number) => {
  const said = `应为 0 到 ${most} 的整数（次）`
  return z.number(said).int(said).min(0, said).max(most, said)
}

const remindBefore = z
  .array(days(1, 60), '应为几个数，如 [5, 1]')
  .max(5, '最多提前催办 5 次')
  .refine((list) => new Set(list).size === list.length, '同一天写了两次')
  .transform((list) => [...list].sort((a, b) => b - a))

const ORDER = Object.values(LEVELS)
const slips = z
  .array(
    z
      .strictObject({ 级别: oneOf(LEVELS), 间隔: days(1, 60), 发给: oneOf(ROLES) })
      .transform((rung) => ({ level: rung.级别, after: rung.间隔, to: rung.发给 })),
    '应为一列督办单',
  )
  .refine(
    (list) =>
      list.every((rung, i) => i === 0 || ORDER.indexOf(rung.level) > ORDER.indexOf(list[i - 1]!.level)),
    '级别要按蓝色、橙色、红色的次序，每级一次',
  )

const time = z
  .string('应写成加引号的时间，如 "09:00"')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '应为 00:00 到 23:59，如 "09:00"')

const RULES = {
  提前催办: remindBefore,
  督办单: slips,
  退回重办: days(1, 60),
  迟报: days(0, 60),
  发出时间: time,
  次数上限: z.strictObject({ 延期: times(20).optional(), 每日催办: times(20).optional() }).optional(),
  签收: z
    .strictObject({ 期限: days(1, 30), 提前提醒: days(0, 30).default(1), 逾期告知: oneOf(ROLES) })
    .optional(),
  等待询问: z.strictObject({ 答复期限: days(1, 60), 逾期告知: oneOf(ROLES) }).optional(),
  督查室时限: z
    .strictObject({
      审核: days(1, 60).optional(),
      延期答复: days(1, 60).optional(),
      挂账复核: days(1, 60).optional(),
      确定到期日: days(1, 60).optional(),
    })
    .optional(),
  进展查看: oneOf(UNITS).optional(),
  进展滞后: z
    .number('应为 1 到 100 的数（百分比）')
    .min(1, '应为 1 到 100 的数（百分比）')
    .max(100, '应为 1 到 100 的数（百分比）')
    .optional(),
  /** Calendar days after which what is to be done at once is due. */
  立行立改: z
    .int('应为 1 到 365 的整数')
    .min(1, '应为 1 到 365 的整数')
    .max(365, '应为 1 到 365 的整数')
    .optional(),
}
const partial = z.strictObject(RULES).partial()
type Written = z.output<typeof partial>

/** Rules under the names that the code uses; what is not written is left out. */
function rulesOf(written: Written): PolicyRules {
  const { 次数上限: most, 签收: sign, 等待询问: ask, 督查室时限: own } = written
  const rules = {
    remindBefore: written.提前催办,
    slips: written.督办单,
    reworkDays: written.退回重办,
    lateReportDays: written.迟报,
    noticeAt: written.发出时间,
    limits: most && { extensions: most.延期, remindersADay: most.每日催办 },
    acknowledge: sign && { days: sign.期限, remindBefore: sign.提前提醒, to: sign.逾期告知 },
    waits: ask && { answerDays: ask.答复期限, to: ask.逾期告知 },
    office:
      own &&
      present({
        review: own.审核,
        extension: own.延期答复,
        suspension: own.挂账复核,
        dueDate: own.确定到期日,
      }),
    checkIns: written.进展查看,
    slowShare: written.进展滞后 === undefined ? undefined : written.进展滞后 / 100,
    immediateDays: written.立行立改,
  }
  return present(rules)
}

const present = <T extends object>(all: T): Partial<T> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<T>

/** A 督办规则 file, as written in Chinese, into the policy that the workflows go by. */
export const POLICY_FILE = z
  .strictObject({
    编号: z
      .string('应为字母、数字、横线，如 san-se')
      .regex(/^[a-z0-9][a-z0-9-]{0,40}$/, '应为小写字母、数字、横线，如 san-se'),
    版本: z.number('应为正整数').int('应为正整数').min(1, '应为正整数'),
    名称: z.string('应为文字').trim().min(1, '不能为空').max(40, '最多 40 字'),
    ...RULES,
    评分: SCORES.optional(),
    静默: z.strictObject({ 从: time, 到: time, 休息日: z.boolean('应为 true 或 false') }).optional(),
    措施: z
      .record(z.string().regex(/^[\d]+([.-][\d]+)*$/, '措施编号应写成加引号的 "3.5"'), partial)
      .optional(),
  })
  .transform(
    ({
      编号: id,
      版本: version,
      名称: name,
      措施: single,
      评分: points,
      静默: silent,
      ...written
    }): SupervisionPolicy => {
      const measures =
        single && Object.fromEntries(Object.entries(single).map(([no, rules]) => [no, rulesOf(rules)]))
      const rules = rulesOf(written) as Omit<SupervisionPolicy, 'id' | 'version' | 'name'>
      const scores = points && scoringOf(points, { id, version, name })
      const quiet = silent && { from: silent.从, to: silent.到, restDays: silent.休息日 }
      return {
        id,
        version,
        name,
        ...rules,
        ...(quiet ? { quiet } : {}),
        ...(scores ? { scores } : {}),
        ...(measures ? { measures } : {}),
      }
    },
  )

function writtenRules(rules: PolicyRules): object {
  const { limits, acknowledge: sign, waits, office } = rules
  return {
    提前催办: rules.remindBefore,
    督办单: rules.slips?.map(({ level, after, to }) => ({
      级别: nameIn(LEVELS, level),
      间隔: after,
      发给: nameIn(ROLES, to),
    })),
    退回重办: rules.reworkDays,
    迟报: rules.lateReportDays,
    发出时间: rules.noticeAt,
    次数上限: limits && { 延期: limits.extensions, 每日催办: limits.remindersADay },
    签收: sign && { 期限: sign.days, 提前提醒: sign.remindBefore, 逾期告知: nameIn(ROLES, sign.to) },
    等待询问: waits && { 答复期限: waits.answerDays, 逾期告知: nameIn(ROLES, waits.to) },
    督查室时限: office && {
      审核: office.review,
      延期答复: office.extension,
      挂账复核: office.suspension,
      确定到期日: office.dueDate,
    },
    进展查看: rules.checkIns && nameIn(UNITS, rules.checkIns),
    进展滞后: rules.slowShare === undefined ? undefined : Math.round(rules.slowShare * 100),
    立行立改: rules.immediateDays,
  }
}

/** The policy under the names that a file uses; reading it again gives the same policy. */
export function asWritten({
  id,
  version,
  name,
  measures,
  scores,
  quiet,
  ...rules
}: SupervisionPolicy): object {
  const single =
    measures && Object.fromEntries(Object.entries(measures).map(([no, own]) => [no, writtenRules(own)]))
  return {
    编号: id,
    版本: version,
    名称: name,
    ...writtenRules(rules),
    静默: quiet && { 从: quiet.from, 到: quiet.to, 休息日: quiet.restDays },
    评分: scores && scoresWritten(scores),
    措施: single,
  }
}
