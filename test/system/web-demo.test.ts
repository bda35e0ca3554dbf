import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeDemo } from '../../accounts/demo.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { demoUsers } from '../../records/accounts/demo.ts'
import { measureState } from '../../records/read.ts'
import { browser } from '../web/support.ts'
import { type Office, openOffice, planId, smallPlan } from './support/office.ts'
import { webOver } from './support/web-over.ts'

// 演示账户 on the real server: they do in a rehearsal what their roles do, and nothing once there is a real plan.

const DAY = mustDate('2015-07-01')
const [played, real] = [planId('played'), planId('real')]
const document = smallPlan([['市甲局', '公开甲信息。', '2015年7月']])
let office: Office
let web: Awaited<ReturnType<typeof webOver>>
const opened = new Map<string, ReturnType<typeof browser>>()
const accepted = { startOn: DAY, acceptedReview: [] }

beforeAll(async () => {
  office = await openOffice()
  web = await webOver(office, { demo: true })
  await importPlan(office.duban, played, document)
  await startPlan(office.duban, played, { ...accepted, clock: { kind: 'stepped', at: steppedAt(DAY) } })
  await advancePlan(office.duban, played, mustDate('2015-07-20'))
  for (const { name, code } of await makeDemo(web.db, {
    office: '督查室',
    unit: '市甲局',
    leader: '市政府',
  })) {
    const at = browser(web, '127.0.0.1')
    await at.post('/demo', { code })
    opened.set(name, at)
  }
})
afterAll(async () => {
  await web.duban.close()
  await office.stop()
})

const act = (who: string, type: string, fields: Record<string, string>) => {
  const body = new FormData()
  for (const [name, value] of Object.entries({ actId: randomUUID(), ...fields })) body.set(name, value)
  return opened.get(who)?.send(`/p/${played}/m/1.1/act/${type}`, { method: 'POST', body })
}

it('what the roles do is done in a rehearsal, by the pages', async () => {
  const id = '1.1/2015-07'
  const submitted = await act('演示·联络员', 'submit', {
    ...{ obligation: id, doneOn: '2015-07-18', urls: 'http://www.example.gov.cn/a', note: '' },
  })
  expect(submitted?.status).toBe(303)
  const judged = await act('演示·督查室', 'accept', { obligation: id })
  expect(judged?.status).toBe(303)
  const state = await measureState(web.db, played, '1.1')
  expect(state?.obligations.find((o) => o.id === id)?.state).toBe('completed')
})

it('the first real plan takes them away, and what one of them sent to it by itself is refused by the measure', async () => {
  expect((await demoUsers(web.db)).length).toBe(5)
  await importPlan(office.duban, real, document)
  await startPlan(office.duban, real, { ...accepted, clock: { kind: 'wall' } })
  expect(await demoUsers(web.db)).toEqual([])
  for (const at of opened.values()) expect((await at.get('/')).headers.get('location')).toContain('/login')
  const actId = randomUUID()
  const someone: Actor = { role: 'office', unit: '督查室', userId: 'u-1', via: 'session', demo: true }
  await expect(
    actOn(web.duban, real, '1.1', 'remind', {
      actId,
      actor: someone,
      obligationId: null,
      note: '试',
    } as never),
  ).rejects.toMatchObject({
    refusal: { code: 'DEMO_ACCOUNT' },
  })
})
