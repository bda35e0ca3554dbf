import { defaultPayloadConverter } from '@temporalio/common'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actOn } from '../../client/use/act.ts'
import { reportEvent } from '../../client/use/events.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { addDays } from '../../domain/calendar/date.ts'
import { dateOf, fromEpochMs } from '../../domain/calendar/time.ts'
import { workflowIdOf } from '../../records/read.ts'
import { type Office, openOffice, planId, smallPlan } from './support/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.stop())

const today = dateOf(fromEpochMs(Date.now()))
const year = Number(today.slice(0, 4)) + 1

/** Everything the Temporal UI shows as text of a history: names of updates, signals and activities, and summaries. */
async function shown(workflowId: string): Promise<string[]> {
  const { events } = await office.client.workflow.getHandle(workflowId).fetchHistory()
  return (events ?? []).flatMap((event) => {
    const summary = event.userMetadata?.summary
    return [
      event.activityTaskScheduledEventAttributes?.activityType?.name,
      event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name,
      event.workflowExecutionSignaledEventAttributes?.signalName,
      event.timerStartedEventAttributes ? '定时' : null,
      summary ? String(defaultPayloadConverter.fromPayload(summary)) : null,
    ].filter((text): text is string => typeof text === 'string')
  })
}

describe('a history can be read in Chinese', () => {
  const id = planId('read')
  beforeAll(async () => {
    const rows = [
      ['市甲局', '公开甲信息。', `${year}年11月`],
      ['市乙局', '制定乙办法。', '待省出台乙规定后'],
    ] as const
    await importPlan(office.duban, id, smallPlan(rows, year))
    await startPlan(office.duban, id, { clock: { kind: 'wall' }, startOn: today, acceptedReview: [] })
  })

  it('what is asked, when the next thing happens and why, who did what', async () => {
    const unit = { role: 'unit', unit: '市甲局' } as const
    await actOn(office.duban, id, '1.1', 'submit', {
      actor: unit,
      obligationId: null,
      doneOn: today,
      urls: ['http://a.cn/x'],
      files: [],
      note: null,
    })
    const text = (await shown(workflowIdOf(id, '1.1'))).join('\n')
    expect(text).toContain('请求佐证 1.1/')
    expect(text).toContain('提交佐证')
    expect(text).toContain(`市甲局 提交佐证 1.1/${year}-11，${today} 完成`)
    expect(text).toMatch(new RegExp(`定时\\n${year}-11-\\d\\d 催办 1.1/${year}-11（提前 5 个工作日）`))
  })

  it('what a measure waits for and since when: current details and search attributes', async () => {
    const handle = office.client.workflow.getHandle(workflowIdOf(id, '2.1'))
    const metadata = (await handle.query('__temporal_workflow_metadata')) as { currentDetails?: string }
    expect(metadata.currentDetails).toContain(`等待：省出台乙规定，自 ${today} 起，截至 ${today} 已等 0 天`)
    expect(metadata.currentDetails).toContain('询问“省出台乙规定”是否已发生')
    const { searchAttributes } = await handle.describe()
    expect(searchAttributes).toMatchObject({
      DubanPlan: [id],
      DubanMeasure: ['2.1'],
      DubanUnit: ['市乙局'],
      DubanState: ['等待条件'],
      DubanWaitingFor: ['省出台乙规定'],
    })
    const event = {
      condition: '省出台乙规定',
      effectiveOn: today,
      dueOn: addDays(today, 30),
      eventId: 'ev-1',
    }
    await reportEvent(office.duban, id, { ...event, title: null, document: null, url: null, measures: null })
    // The attribute follows the record in the same workflow task's successor.
    await expect
      .poll(async () => (await handle.describe()).searchAttributes)
      .toMatchObject({ DubanState: ['办理中'] })
    expect((await shown(workflowIdOf(id, '2.1'))).join('\n')).toContain('触发事件')
  })
})
