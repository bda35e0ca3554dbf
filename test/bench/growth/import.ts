import { importPlan } from '../../../client/use/import-plan.ts'
import { loadCalendar } from '../../../documents/calendars/load.ts'
import { inspectBytes } from '../../../documents/inspect.ts'
import { mustDate } from '../../../domain/calendar/date.ts'
import { measuresOf } from '../../../domain/plan/plan.ts'
import type { Growth } from '../figures.ts'
import { seconds } from '../sides.ts'
import { openStage } from '../stage.ts'

const DEADLINES = [
  '2015年11月',
  '每季度首月25日前',
  '待省出台具体规定后10个工作日内',
  '预算批复后20日内',
  '全年',
]

/** A plan as text, with wordings of the field. */
function typed(rows: number): Buffer {
  const head = '序号\n\t工作任务\n\t牵头单位\n\t具体措施\n\t完成时限'
  const body = Array.from(
    { length: rows },
    (_, i) =>
      `\t${i + 1}\n\t任务${i + 1}\n\t市甲${i % 40}局\n\t公开第${i}项信息，由各有关单位按职责分工落实，并及时报送进展情况。\n\t${DEADLINES[i % DEADLINES.length]}`,
  )
  return Buffer.from(`2015年测试分工方案\n\n\t${head}\n\n${body.join('\n\n')}\n`)
}

/** Reading a document and importing it, until it stands in the records as a draft. */
export async function importing(sizes: readonly number[], say: (line: string) => void): Promise<Growth[]> {
  const stage = await openStage(say)
  const worker = await stage.worker('duban')
  const calendar = loadCalendar()
  const read: number[] = []
  const imported: number[] = []
  try {
    inspectBytes(typed(20), 'warm.txt', { issuedOn: mustDate('2015-07-01') }, calendar)
    for (const size of sizes) {
      const bytes = typed(size)
      const from = performance.now()
      const plan = inspectBytes(bytes, 'plan.txt', { issuedOn: mustDate('2015-07-01') }, calendar)
      read.push((performance.now() - from) / 1000)
      if (!plan.ok) throw new Error(plan.error.message)
      const found = measuresOf(plan.value).length
      if (found !== size) throw new Error(`${found} measures read, ${size} written`)
      imported.push(await seconds(() => importPlan(stage.duban, `p${size}`, plan.value)))
      say(`import of ${size} rows done`)
    }
  } finally {
    await worker.stop()
    await stage.close()
  }
  return [
    {
      name: 'reading a plan',
      what: 'rows',
      sizes,
      seconds: read,
      about: 'tables, units, every deadline compiled',
    },
    {
      name: 'importing it',
      what: 'rows',
      sizes,
      seconds: imported,
      about: 'until the draft is in the records',
    },
  ]
}
