import { expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { slips } from '../../records/slips.ts'
import { stuckWorkflows } from '../../temporal/stuck.ts'
import { smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const office = officeOfTests({ maxCachedWorkflows: 20 })
const MANY = 200

it('a worker that has hundreds of workflows whose task fails lives on, and the work of the others goes on', async () => {
  const { client, taskQueue, duban } = office
  const starts = Array.from({ length: MANY }, (_, i) =>
    client.workflow.start('measure', { taskQueue, workflowId: `stuck-${taskQueue}-${i}`, args: [null] }),
  )
  const handles = await Promise.all(starts)
  const find = () => stuckWorkflows(client.connection as never, client.options.namespace, taskQueue)
  // Fifty are named, however many there are.
  while ((await find()).length < 50) await new Promise((resolve) => setTimeout(resolve, 500))
  const before = process.memoryUsage().rss
  const id = await startPlanOf(duban, 'many', smallPlan([['市甲局', '公开甲信息。', '2015年7月']]), {
    until: mustDate('2015-08-10'),
  })
  expect((await slips(duban.db, id)).map(({ level }) => level)).toEqual(['blue', 'orange'])
  expect(process.memoryUsage().rss - before).toBeLessThan(300e6)
  await Promise.all(handles.map((handle) => handle.terminate()))
})
