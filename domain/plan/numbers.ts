import type { PlanState } from './model/state.ts'

type Numbers = Pick<PlanState, 'numbers'>

/** 原1.3: the measure that runs under 1.3, where the plan's latest text prints that number for another. */
const MARK = '原'

/** The number under which a measure runs, for the one that lists show. @example '原1.3' → '1.3' */
export const numberOf = (state: Numbers, shown: string): string =>
  shown.startsWith(MARK) ? shown.slice(MARK.length) : (state.numbers?.[shown] ?? shown)

/**
 * The number that lists show and commands take, for the one under which a measure runs: what the plan's latest text
 * prints; 原1.3 for one that the text has no more and whose number another measure bears now.
 */
export const shownNumberOf = (state: Numbers, no: string): string => {
  const numbers = state.numbers ?? {}
  const printed = Object.entries(numbers).find(([, running]) => running === no)?.[0]
  return printed ?? (no in numbers ? `${MARK}${no}` : no)
}

/** For people: the number, and the one it runs under where that is another. @example '1.3（原 1.2）' */
export const numberLabel = (shown: string, no: string): string =>
  shown === no || shown === `${MARK}${no}` ? shown : `${shown}（原 ${no}）`

/** 序号12, 第12项, １２: what stands around a number when people say it. */
const SAID = /^(?:序号|第|no\.?)|(?:[项条号、.]|项任务)$/gi

/**
 * The measures that a handle means, by the numbers that lists show: one by its own number; else those of the task whose
 * 序号 it is, one where the task has one.
 * @example measuresMeant('序号3', ['2.1', '3.1']) // ['3.1']
 */
export function measuresMeant(asked: string, shown: readonly string[]): readonly string[] {
  const plain = asked.normalize('NFKC').replace(/\s/g, '')
  if (shown.includes(plain)) return [plain]
  const bare = plain.replace(SAID, '')
  return shown.includes(bare) ? [bare] : shown.filter((no) => no.startsWith(`${bare}.`))
}
