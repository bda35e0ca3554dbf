import { createSecretKey, randomBytes } from 'node:crypto'
import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'
import { Worker } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { reportEvent } from '../../client/use/events.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { checkProjections } from '../../records/check.ts'
import { measureState, workflowIdOf } from '../../records/read.ts'
import { dataConverter } from '../../security/data-converter.ts'
import type { KeyRing } from '../../security/keys.ts'
import { bundleWorkflows } from '../../worker/bundle.ts'
import { type Office, openOffice, planId, smallPlan } from './support/office.ts'

const k1 = createSecretKey(randomBytes(32))
const k2 = createSecretKey(randomBytes(32))
const [FIRST, SECOND] = ['key-2026-11', 'key-2027-01']
const keys: KeyRing = { current: FIRST, keys: new Map([[FIRST, k1]]) }
const rotated: KeyRing = { current: SECOND, keys: new Map([...keys.keys, [SECOND, k2]]) }

let office: Office
let bundle: Awaited<ReturnType<typeof bundleWorkflows>>
beforeAll(async () => {
  bundle = await bundleWorkflows(true)
  office = await openOffice({ keys, bundle })
})
afterAll(() => office.stop())

const historyOf = (client: Client, id: string) => client.workflow.getHandle(id).fetchHistory()
/** A history as the server keeps it: bytes, so that nothing hides in an encoding. */
const bytesOf = async (id: string) =>
  Buffer.from(proto.temporal.api.history.v1.History.encode(await historyOf(office.client, id)).finish())

const WORDING = '公开棚户区改造项目信息'
const CONDITION = '省出台具体规定'
const NOTE = '附件是盖章的扫描件'
const REASON = '材料缺少公开时间'

describe('with payload encryption', () => {
  const id = planId('sealed')
  const measure = workflowIdOf(id, '1.1')
  beforeAll(async () => {
    const { duban } = office
    const rows = [
      ['市甲局', WORDING, '待省出台具体规定后'],
      ['市乙局', '发布月度情况。', '每月'],
    ] as const
    await importPlan(duban, id, smallPlan(rows))
    const startOn = d('2015-07-01')
    await startPlan(duban, id, {
      clock: { kind: 'stepped', at: steppedAt(startOn) },
      startOn,
      acceptedReview: [],
    })
    const event = { condition: CONDITION, effectiveOn: startOn, dueOn: d('2015-07-20'), eventId: 'ev-1' }
    await reportEvent(duban, id, { ...event, title: '某号文件', document: null, url: null, measures: null })
    const actor = { role: 'unit', unit: '市甲局' } as const
    const evidence = {
      actor,
      obligationId: null,
      doneOn: startOn,
      urls: ['http://a.cn/x'],
      files: [],
      note: NOTE,
    }
    await actOn(duban, id, '1.1', 'submit', evidence)
    const office1 = { role: 'office', unit: '督查室' } as const
    await actOn(duban, id, '1.1', 'return', {
      actor: office1,
      obligationId: null,
      reason: REASON,
      reworkOn: null,
    })
  })

  it('everything works as without: what happened is in the records, and they agree', async () => {
    const state = await measureState(office.duban.db, id, '1.1')
    expect(state?.obligations.map((o) => [o.eventId, o.state])).toEqual([['ev-1', 'returned']])
    expect(await checkProjections(office.duban.db)).toEqual([])
  })

  it('the history holds no word of the measure, its evidence or its review', async () => {
    const [kept, plan] = [await bytesOf(measure), await bytesOf(id)]
    for (const secret of [WORDING, NOTE, REASON, '某号文件', 'http://a.cn/x'])
      expect([secret, kept.includes(secret), plan.includes(secret)]).toEqual([secret, false, false])
    // The search really looks: names of messages are there in plain text.
    expect(kept.includes('提交佐证') && kept.includes('触发事件') && plan.includes('报告事件')).toBe(true)
    // Said in docs/security.md: what search attributes hold stays readable.
    expect(kept.includes('市甲局') && kept.includes(CONDITION)).toBe(true)
  })

  it('a refusal comes back whole: code, sentence, remedy', async () => {
    const actor = { role: 'unit', unit: '市甲局' } as const
    const own = actOn(office.duban, id, '2.1', 'accept', { actor, obligationId: null, note: null })
    await expect(own).rejects.toMatchObject({ refusal: { code: expect.stringMatching(/^[A-Z_]+$/) } })
    await expect(own).rejects.toThrow(/[\u4e00-\u9fff]/)
  })

  it('replays with its keys, also after a rotation, and not without', async () => {
    const histories = [
      { workflowId: measure, history: (await historyOf(office.client, measure)) as never },
      { workflowId: id, history: (await historyOf(office.client, id)) as never },
    ]
    const replay = async (ring: KeyRing | null) => {
      const failed: string[] = []
      const options = { workflowBundle: bundle, dataConverter: dataConverter(ring, 'default') }
      for await (const result of Worker.runReplayHistories(options, histories))
        if (result.error) failed.push(result.error.message)
      return failed
    }
    expect(await replay(keys)).toEqual([])
    expect(await replay(rotated)).toEqual([])
    expect((await replay(null).catch((error: Error) => [error.message])).join()).toContain('没有给密钥')
    // The failure itself is encrypted with the wrong key: its words are in the worker's log only.
    const wrong: KeyRing = { current: FIRST, keys: new Map([[FIRST, k2]]) }
    expect(await replay(wrong)).toHaveLength(2)
  })
})

describe('switching on, and rotating, while measures run', () => {
  it('a measure begun in plain text goes on encrypted, then under the next key', async () => {
    const id = planId('switch')
    const startOn = d('2015-07-01')
    const clock = { kind: 'stepped', at: steppedAt(startOn) } as const
    const plain = await openOffice()
    await importPlan(plain.duban, id, smallPlan([['市甲局', '发布月度情况。', '每月']]))
    await startPlan(plain.duban, id, { clock, startOn, acceptedReview: [] })
    const where = { dataDir: plain.dataDir, taskQueue: plain.taskQueue }
    await plain.stop({ keep: true })

    const sealed = await openOffice({ keys, bundle, ...where })
    await advancePlan(sealed.duban, id, d('2015-08-05'))
    await sealed.stop({ keep: true })

    const later = await openOffice({ keys: rotated, bundle, ...where })
    await advancePlan(later.duban, id, d('2015-09-10'))
    const state = await measureState(later.duban.db, id, '1.1')
    expect(state?.obligations.filter((o) => o.slips.length > 0).map((o) => o.period)).toContain('2015-07')
    const kept = await bytesOf(workflowIdOf(id, '1.1'))
    expect(['json/plain', FIRST, SECOND].filter((mark) => !kept.includes(mark))).toEqual([])
    await later.stop()
  })
})

describe('what encryption costs', () => {
  it('no history event, and less than half as many bytes again', async () => {
    const plain = await openOffice()
    const costOf = async ({ duban, client }: Office) => {
      const id = planId('cost')
      const startOn = d('2015-07-01')
      await importPlan(duban, id, smallPlan([['市甲局', WORDING, '2015年7月']]))
      const clock = { kind: 'stepped', at: steppedAt(startOn) } as const
      await startPlan(duban, id, { clock, startOn, acceptedReview: [] })
      await advancePlan(duban, id, d('2015-08-14'))
      const history = await historyOf(client, workflowIdOf(id, '1.1'))
      const bytes = proto.temporal.api.history.v1.History.encode(history).finish().length
      return { events: history.events?.length ?? 0, bytes }
    }
    const [before, sealed] = [await costOf(plain), await costOf(office)]
    await plain.stop()
    console.log(
      `one measure up to its red slip: ${before.events} events, ${before.bytes} bytes; encrypted ${sealed.bytes}`,
    )
    expect(before.events).toBeGreaterThan(15)
    expect(sealed.events).toBe(before.events)
    expect(sealed.bytes / before.bytes).toBeLessThan(1.5)
  })
})
