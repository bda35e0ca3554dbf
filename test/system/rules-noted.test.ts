import { expect, it } from 'vitest'
import { actOn } from '../../client/use/act.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { measureState, workflowIdOf } from '../../records/read.ts'
import { keepGolden, patchesIn } from './support/golden.ts'
import { smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const office = officeOfTests()
const OFFICE = { role: 'office', unit: '督查室' } as const
const UNIT = { role: 'unit', unit: '市甲局' } as const

it('where the rules of today decide otherwise than those of 0.2.0, and there alone, a run notes by which it goes', async () => {
  const { duban, client } = office
  const id = await startPlanOf(duban, 'noted', smallPlan([['市甲局', '公开甲信息。', '2015年9月']]))
  const measure = workflowIdOf(id, '1.1')
  const noted = async () => patchesIn(await client.workflow.getHandle(measure).fetchHistory())
  const ask = { obligationId: null, dueOn: mustDate('2015-10-30'), reason: '量大' }
  await actOn(duban, id, '1.1', 'extend', { actor: UNIT, ...ask, measures: null })
  expect(await noted()).toEqual([])
  // A date that the office sets answers the request that was waiting: it did not in 0.2.0.
  await actOn(duban, id, '1.1', 'setDue', { actor: OFFICE, ...ask, dueOn: mustDate('2015-10-15') })
  expect(await noted()).toEqual(['rules-0.3'])
  expect((await measureState(duban.db, id, '1.1'))?.obligations[0]).toMatchObject({
    ...{ dueOn: '2015-10-15', extension: null },
  })
  await keepGolden(client, 'rules-1.1', measure)
})
