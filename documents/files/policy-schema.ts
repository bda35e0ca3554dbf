import * as z from 'zod'
import type { SlipLevel } from '../../domain/policy/levels.ts'
import {
  KNOBS,
  type Knob,
  type Knobs,
  type PolicyRules,
  RECIPIENTS,
  type SupervisionPolicy,
} from '../../domain/policy/policy.ts'
import { SCORES, scoresWritten, scoringOf } from './policy-scores.ts'

const LEVELS: Readonly<Record<string, SlipLevel>> = { 蓝色: 'blue', 橙色: 'orange', 红色: 'red' }
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
const remindBefore = z
  .array(days(1, 60), '应为几个数，如 [5, 1]')
  .max(5, '最多提前催办 5 次')
  .refine((list) => new Set(list).size === list.length, '同一天写了两次')
  .transform((list) => [...list].sort((a, b) => b - a))

const ORDER = Object.values(LEVELS)
const slips = z
  .array(
    z
      .strictObject({ 级别: oneOf(LEVELS), 间隔: days(1, 60), 发给: oneOf(RECIPIENTS) })
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

/** One rule as a file may have it. */
function read(key: string, knob: Knob): z.ZodType {
  switch (knob.kind) {
    case 'list':
      return key === 'slips' ? slips : remindBefore
    case 'time':
      return time
    case 'choice':
      return oneOf(knob.of)
    case 'group':
      return z.strictObject(written(knob.of))
    case 'number': {
      const { least, most, unit, share } = knob
      const said = `应为 ${least} 到 ${most} 的${share ? '数' : '整数'}${unit}`
      const number = share ? z.number(said) : z.number(said).int(said)
      return number.min(least, said).max(most, said)
    }
  }
}

const written = (knobs: Knobs): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.entries(knobs).map(([key, knob]) => [
      knob.name,
      knob.need ? read(key, knob) : read(key, knob).optional(),
    ]),
  )

const RULES = written(KNOBS)
const partial = z.strictObject(RULES).partial()
type Written = Readonly<Record<string, unknown>>

/** Rules under the names that the code uses; what is not written is left out. */
const rulesOf = (said: Written, knobs: Knobs = KNOBS): PolicyRules =>
  Object.fromEntries(
    Object.entries(knobs)
      .map(([key, knob]) => [key, meant(said[knob.name], knob)])
      .filter(([, value]) => value !== undefined),
  )

function meant(value: unknown, knob: Knob): unknown {
  if (knob.kind === 'number' && value === undefined) return knob.usual
  if (value === undefined) return undefined
  if (knob.kind === 'group') return rulesOf(value as Written, knob.of)
  return knob.kind === 'number' && knob.share ? (value as number) / 100 : value
}

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
        single &&
        Object.fromEntries(Object.entries(single).map(([no, rules]) => [no, rulesOf(rules as Written)]))
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

const writtenRules = (rules: Written, knobs: Knobs = KNOBS): object =>
  Object.fromEntries(Object.entries(knobs).map(([key, knob]) => [knob.name, shown(rules[key], key, knob)]))

function shown(value: unknown, key: string, knob: Knob): unknown {
  if (value === undefined) return undefined
  if (knob.kind === 'group') return writtenRules(value as Written, knob.of)
  if (knob.kind === 'choice') return nameIn(knob.of, value as string)
  if (knob.kind === 'number' && knob.share) return Math.round((value as number) * 100)
  return key === 'slips' ? slipsWritten(value as SupervisionPolicy['slips']) : value
}

const slipsWritten = (slips: SupervisionPolicy['slips']): object[] =>
  slips.map(({ level, after, to }) => ({
    级别: nameIn(LEVELS, level),
    间隔: after,
    发给: nameIn(RECIPIENTS, to),
  }))

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
    measures &&
    Object.fromEntries(Object.entries(measures).map(([no, own]) => [no, writtenRules(own as Written)]))
  return {
    编号: id,
    版本: version,
    名称: name,
    ...writtenRules(rules as Written),
    静默: quiet && { 从: quiet.from, 到: quiet.to, 休息日: quiet.restDays },
    评分: scores && scoresWritten(scores),
    措施: single,
  }
}
