import * as z from 'zod'
import { GRADES } from '../../domain/policy/levels.ts'
import { DEFAULT_SCORING, type ScoringRules, SINGLE_SCORES, singles } from '../../domain/policy/scoring.ts'
import { OWN_SCORES } from '../../domain/supervision/facts.ts'

const said = '应为 -100 到 100 的数，最多两位小数（扣分写负数）'
const points = z
  .number(said)
  .min(-100, said)
  .max(100, said)
  .refine((n) => Math.abs(n * 100 - Math.round(n * 100)) < 1e-9, said)

const SLIPS = { 蓝色督办单: 'blue', 橙色督办单: 'orange', 红色督办单: 'red' } as const

/** Keys of a 评分 block: those that every policy has, and those that acts bring with them. */
const keys = [
  '基础分',
  ...Object.values(SINGLE_SCORES).map(([name]) => name),
  ...Object.keys(SLIPS),
  ...GRADES,
  ...OWN_SCORES.map(({ name }) => name),
]

/** 评分: what is written counts, the rest is as in the default. */
export const SCORES = z.strictObject(Object.fromEntries(keys.map((key) => [key, points.optional()])))

type Written = Readonly<Record<string, number | undefined>>

/** Scoring rules that go by the name and version of the policy that carries them. */
export function scoringOf(
  written: Written,
  { id, version, name }: Pick<ScoringRules, 'id' | 'version' | 'name'>,
): ScoringRules {
  const { base, slips, grades } = DEFAULT_SCORING
  const own = OWN_SCORES.flatMap(({ key, name: called }) => {
    const said = written[called]
    return said === undefined ? [] : [[key, said] as const]
  })
  return {
    ...{ id, version, name, base: written.基础分 ?? base },
    ...singles((key) => written[SINGLE_SCORES[key][0]] ?? DEFAULT_SCORING[key]),
    slips: numbers(SLIPS, (called, level) => written[called] ?? slips[level]),
    grades: numbers(
      { 优: '优', 良: '良', 合格: '合格' },
      (called, grade) => written[called] ?? grades[grade],
    ),
    ...(own.length > 0 ? { own: Object.fromEntries(own) } : {}),
  }
}

const numbers = <T extends string>(
  names: Readonly<Record<string, T>>,
  number: (called: string, name: T) => number,
) =>
  Object.fromEntries(Object.entries(names).map(([called, name]) => [name, number(called, name)])) as Record<
    T,
    number
  >

/** The whole block, as a file has it; of an act's own score only what was said. */
export const scoresWritten = (rules: ScoringRules): object => ({
  基础分: rules.base,
  ...Object.fromEntries(Object.entries(SLIPS).map(([called, level]) => [called, rules.slips[level]])),
  ...Object.fromEntries(Object.values(singles((key) => [SINGLE_SCORES[key][0], rules[key]] as const))),
  ...rules.grades,
  ...Object.fromEntries(
    OWN_SCORES.flatMap(({ key, name }) => (rules.own?.[key] === undefined ? [] : [[name, rules.own[key]]])),
  ),
})
