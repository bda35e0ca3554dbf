import { z } from 'zod'
import { DEFAULT_SCORING, type ScoringRules } from '../../domain/policy/scoring.ts'

const said = '应为 -100 到 100 的数，最多两位小数（扣分写负数）'
const points = z
  .number(said)
  .min(-100, said)
  .max(100, said)
  .refine((n) => Math.abs(n * 100 - Math.round(n * 100)) < 1e-9, said)

/** Keys of a 评分 block, each with where it stands in the rules. */
const SINGLE = {
  逾期每天: 'latePerDay',
  逾期最多: 'lateMost',
  迟报: 'lateReported',
  退回: 'returned',
  会办逾期: 'partLate',
  延期: 'extended',
  人工催办: 'urged',
  领导批示: 'instructed',
  未签收: 'unacknowledged',
  未答复: 'unanswered',
  年终未完成: 'unfinished',
} as const
const SLIPS = { 蓝色督办单: 'blue', 橙色督办单: 'orange', 红色督办单: 'red' } as const
const GRADES = ['优', '良', '合格'] as const

const keys = ['基础分', ...Object.keys(SINGLE), ...Object.keys(SLIPS), ...GRADES]

/** 评分: what is written counts, the rest is as in the default. */
export const SCORES = z.strictObject(Object.fromEntries(keys.map((key) => [key, points.optional()])))

type Written = Readonly<Record<string, number | undefined>>

const taken = <T extends string>(
  written: Written,
  names: Readonly<Record<string, T>>,
  base: Record<T, number>,
) =>
  Object.fromEntries(
    Object.entries(names).map(([key, name]) => [name, written[key] ?? base[name]]),
  ) as Record<T, number>

/** Scoring rules that go by the name and version of the policy that carries them. */
export const scoringOf = (
  written: Written,
  { id, version, name }: Pick<ScoringRules, 'id' | 'version' | 'name'>,
): ScoringRules => ({
  id,
  version,
  name,
  base: written.基础分 ?? DEFAULT_SCORING.base,
  ...taken(written, SINGLE, DEFAULT_SCORING),
  slips: taken(written, SLIPS, DEFAULT_SCORING.slips),
  grades: taken(written, { 优: '优', 良: '良', 合格: '合格' }, DEFAULT_SCORING.grades),
})

/** The whole block, as a file has it. */
export const scoresWritten = (rules: ScoringRules): object => ({
  基础分: rules.base,
  ...Object.fromEntries(Object.entries(SLIPS).map(([key, level]) => [key, rules.slips[level]])),
  ...Object.fromEntries(Object.entries(SINGLE).map(([key, name]) => [key, rules[name]])),
  ...rules.grades,
})
