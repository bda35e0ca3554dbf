import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { at, fromEpochMs, toEpochMs } from '../../domain/calendar/time.ts'
import { planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { type ChannelKind, type Message, needed, sent } from '../../notices/channel.ts'
import { Sender } from '../../notices/sender.ts'
import { reachOf } from '../../notices/settings.ts'
import { openRecords } from '../../records/open.ts'
import { sends } from '../../records/sends.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { calendar, noon, OFFICE } from '../supervision/support.ts'

it('a kind of channel is one object: set up by name, told what is for it, its receipt kept, what it lacks said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'duban-channel-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const got: Message[] = []
  /** 短信, as an office might add it. */
  const sms: ChannelKind = {
    kind: 'sms',
    name: '短信',
    open(id, settings) {
      const signature = needed(settings, 'signature')
      return {
        id,
        whole: false,
        async send(message) {
          got.push(message)
          return sent(`${signature} 已收`)
        },
      }
    },
  }
  const settings = (more: object) =>
    JSON.stringify({
      channels: [{ id: '短信', kind: 'sms', ...more }],
      people: [{ unit: '市甲局', role: '联络员', at: { 短信: '13800000000' } }],
    })
  expect(() => reachOf(settings({}), 'f', [sms])).toThrow('渠道 短信：缺少 signature')
  expect(() => reachOf(settings({ signature: '督查' }), 'f')).toThrow('kind 应为')

  const db = await openRecords(join(folder, 'records.sqlite'))
  const now = toEpochMs(at(mustDate('2015-07-24'), '10:00'))
  const body = { kind: 'imported', title: '方案', document: 'x', measures: 1, conditions: [] } as const
  await writePlanFacts(db, 'p', [
    planFact(newPlan('p'), body, { at: noon('2015-07-01'), actor: OFFICE, actId: null }),
  ])
  const { state } = await db.selectFrom('plans').select('state').executeTakeFirstOrThrow()
  const running = { ...(JSON.parse(state) as PlanState), phase: 'running', clock: { kind: 'wall' } }
  await db
    .updateTable('plans')
    .set({ phase: 'running', state: JSON.stringify(running) })
    .execute()
  await db
    .insertInto('outbox')
    .values({
      ...{ key: 'n1', plan_id: 'p', no: '1.1', obligation_id: '1.1/2015-07', kind: 'returned', level: null },
      ...{ to_unit: '市甲局', to_role: 'liaison', subject: '退回', body: '请重办。', sent_at: null },
      ...{ plan_at: fromEpochMs(now), created_at: new Date(now).toISOString() },
    })
    .execute()
  await new Sender(db, reachOf(settings({ signature: '督查' }), 'f', [sms]), {
    now: () => now,
    calendar: () => calendar,
    rehearsals: false,
    log: { warn: () => undefined },
  }).round()
  expect(got.map(({ to }) => to)).toEqual(['13800000000'])
  expect(await sends(db, 'p')).toMatchObject([{ channel: '短信', state: 'sent', receipt: '督查 已收' }])
  await db.destroy()
})
