import { token } from '../tokens.ts'
import type { Reading } from './production.ts'

/** (遇节假日顺延): the document itself moves its fixed dates. */
const ROLL_WORDS =
  '[,(]?(?:如?遇|逢|如逢|若遇)?(?:法定|国家法定|公共)?(?:节假日|休息日|双休日|周末|公休日|节日)[^,;()]{0,8}?(顺延|延后|后延|提前|前移)(?:[至到][^,;()]{0,8})?\\)?'
export const ROLL = token(ROLL_WORDS)
const ROLL_HINT = /顺延|延后|后延|提前|前移/
const ROLL_BEHIND = new RegExp(`${ROLL_WORDS}$`)

/** 每月10日前报送,遇节假日顺延: the words about rest days stand behind the work. */
export function rollBehind(tail: string): { readonly tail: string; readonly roll: RegExpExecArray } | null {
  const roll = ROLL_HINT.test(tail) ? ROLL_BEHIND.exec(tail) : null
  return roll && { tail: tail.slice(0, roll.index), roll }
}

export function withRoll(reading: Reading, moved: RegExpExecArray, length = moved[0].length): Reading {
  const rolls = moved[1] === '提前' || moved[1] === '前移' ? 'backward' : 'forward'
  const rules = reading.rules.map((rule) =>
    rule.type === 'dates' || rule.type === 'recurring' ? ({ ...rule, rolls } as const) : rule,
  )
  return { ...reading, rules, end: reading.end + length }
}
