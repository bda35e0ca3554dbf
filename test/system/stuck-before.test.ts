import type { Payload } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { reportEvent } from '../../client/use/events.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { measureState, planState, workflowIdOf } from '../../records/read.ts'
import { ENCODINGS } from '../messages/encodings.ts'
import { malformedRows } from '../messages/malformed.ts'
import { bundleOfTheSdk, type Office, openOffice, smallPlan } from './support/office.ts'
import { startPlanOf } from './support/started.ts'

const d = mustDate
const OFFICE = { role: 'office', unit: '督查室' } as const
const UNIT = { role: 'unit', unit: '市甲局' } as const
const ROWS = [
  ['市甲局', '公开甲信息。', '2026年9月底前'],
  ['市甲局', '落实规定。', '省出台具体规定后20日内'],
] as const

const signal = (office: Office, workflowId: string, payloads: readonly Payload[]) =>
  office.client.workflowService.signalWorkflowExecution({
    namespace: office.client.options.namespace,
    workflowExecution: { workflowId },
    signalName: '触发事件',
    input: { payloads: [...payloads] },
  })

const attempts = async (office: Office, id: string): Promise<number> => {
  const { raw } = await office.client.workflow.getHandle(id).describe()
  return Number(raw.pendingWorkflowTask?.attempt ?? 0)
}

/** What 0.2.0's decoding fails on, a plan each. */
const KINDS = ['jsonProtobuf', 'notJson', 'unknown'] as const

describe('what a signal stopped before goes on under this release', () => {
  it('plans and measures that could not decode a signal take it up, and all later acts work', async () => {
    const before = await openOffice({ bundle: await bundleOfTheSdk() })
    const { taskQueue, dataDir } = before
    const ids: string[] = []
    for (const kind of KINDS) {
      const id = await startPlanOf(before.duban, `stuck-${kind.toLowerCase()}`, smallPlan(ROWS, 2026), {
        from: d('2026-07-02'),
      })
      ids.push(id)
      const payloads = (ENCODINGS[kind] as () => readonly Payload[])()
      await signal(before, id, payloads)
      await signal(before, workflowIdOf(id, '1.1'), payloads)
    }
    for (const id of ids)
      for (const where of [id, workflowIdOf(id, '1.1')])
        await expect.poll(() => attempts(before, where), { timeout: 30_000 }).toBeGreaterThan(1)
    await before.stop({ keep: true })

    const now = await openOffice({ taskQueue, dataDir })
    try {
      const { duban } = now
      // The server gives a failed task out again by itself, after ten seconds and more.
      for (const id of ids)
        for (const where of [id, workflowIdOf(id, '1.1')])
          await expect.poll(() => attempts(now, where), { timeout: 120_000 }).toBeLessThan(2)
      for (const id of ids) {
        const reported = await reportEvent(duban, id, {
          condition: '省出台具体规定',
          effectiveOn: d('2026-07-01'),
          eventId: null,
          dueOn: null,
          title: null,
          document: null,
          url: null,
          measures: null,
        })
        expect(reported.woke).toEqual(['2.1'])
        await advancePlan(duban, id, d('2026-10-05'))
        const evidence = { urls: ['http://a.cn/x'], files: [], note: null }
        for (const no of ['1.1', '2.1']) {
          const on = { obligationId: null, doneOn: d('2026-10-01'), ...evidence }
          await actOn(duban, id, no, 'submit', { actor: UNIT, ...on })
          await actOn(duban, id, no, 'accept', { actor: OFFICE, obligationId: null, note: null })
          expect((await measureState(duban.db, id, no))?.obligations[0]?.state).toBe('completed')
        }
        // Its own, and the measure's, which the measure passed on; both are shown, neither woke anybody.
        const unread = (await planState(duban.db, id))?.events.filter((event) => event.unread !== undefined)
        expect(unread?.map((event) => event.via ?? null).sort()).toEqual(['1.1', null])
        expect(await malformedRows(duban.db, id)).toEqual([])
      }
      expect(await checkRecords(duban)).toEqual([])
    } finally {
      await now.stop()
    }
  })
})
