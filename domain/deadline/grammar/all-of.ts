import { actAtEnd, saysAct } from './acts.ts'
import { bareCondition } from './bare-condition.ts'

const AND = /,?(?:并且|而且|且)(?:同时)?/
const EACH = /^(.+?)(?:均|都|皆|全部)(.{2,4})$/

/**
 * The ways of a condition that has come only when all have: A且B, where both say what happens; A和B均批准, where the act is
 * said once for all. Empty otherwise: A和B批准 may be one act, 审定并公布 is one act in two steps.
 */
export function allOf(text: string): readonly string[] {
  const plain = text.replace(/《[^》]*》|\([^)]*\)|“[^”]*”/g, (quoted) => '□'.repeat(quoted.length))
  if (plain.includes('或')) return []
  const parts = plain.split(AND).length === 1 ? [] : text.split(AND)
  const ways = parts.map((part) => bareCondition(part).replace(/(?:之?后|以后)$/, ''))
  if (ways.length > 1) return ways.every((way) => way.length > 2 && saysAct(way)) ? ways : []
  const [, list = '', act = ''] = EACH.exec(text) ?? []
  const names = list.split(/[、和及与]/)
  return names.length > 1 && names.every((name) => name.length > 2) && actAtEnd(act) === act
    ? names.map((name) => name + act)
    : []
}
