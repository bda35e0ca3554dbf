import { loadCalendar } from '../documents/calendars/load.ts'
import { inspectBytes } from '../documents/inspect.ts'
import { mustDate } from '../domain/calendar/date.ts'
import type { WorkPlan } from '../domain/plan/plan.ts'

export type SmallRow = readonly [unit: string, measure: string, deadline: string]

/** The text of a small plan from its rows, as a document has it. */
export function smallPlanText(rows: readonly SmallRow[], year = 2015): string {
  const head = '序号\n\t工作任务\n\t牵头单位\n\t具体措施\n\t完成时限'
  const body = rows.map(
    ([unit, measure, deadline], i) => `\t${i + 1}\n\t任务${i + 1}\n\t${unit}\n\t${measure}\n\t${deadline}`,
  )
  return `${year}年测试分工方案\n\n\t${head}\n\n${body.join('\n\n')}\n`
}

/** A small plan from rows of unit, measure and deadline, issued on 1 July of the year. */
export function smallPlan(rows: readonly SmallRow[], year = 2015): WorkPlan {
  const read = inspectBytes(
    Buffer.from(smallPlanText(rows, year)),
    'small.txt',
    { issuedOn: mustDate(`${year}-07-01`) },
    loadCalendar(),
  )
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}
