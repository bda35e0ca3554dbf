// A small plan on the real server with the web process's app over it, and one signed-in person of each role; each test file
// that imports it has its own.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import type { Office as ClientOffice } from '../../../client/office.ts'
import { advancePlan } from '../../../client/use/advance-plan.ts'
import { importPlan } from '../../../client/use/import-plan.ts'
import { startPlan } from '../../../client/use/start-plan.ts'
import { steppedAt } from '../../../domain/calendar/clock.ts'
import { mustDate } from '../../../domain/calendar/date.ts'
import { signedIn } from '../../web/support.ts'
import { type Office, openOffice, planId, smallPlan } from './office.ts'
import { webOver } from './web-over.ts'

export const d = mustDate
const DAY = d('2015-07-01')
export const plan = smallPlan([
  ['市甲局', '公开甲信息。', '2015年7月'],
  ['市甲局', '通报乙情况。', '2015年7月、12月'],
  ['市乙局', '公开丙信息。', '待省出台丙办法后'],
  ['市乙局', '公开丁信息。', '每月'],
])

export let office: Office
export let duban: ClientOffice
export let web: Awaited<ReturnType<typeof webOver>>
export const id = planId('web')
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
export type Json = any
export type Person = Awaited<ReturnType<typeof signedIn>>
export let [liaison, other, officer, second, leader, observer, admin]: Person[] = []

beforeAll(async () => {
  office = await openOffice()
  await importPlan(office.duban, id, plan)
  await startPlan(office.duban, id, {
    clock: { kind: 'stepped', at: steppedAt(DAY) },
    startOn: DAY,
    acceptedReview: [],
  })
  await advancePlan(office.duban, id, d('2015-07-20'))
  web = await webOver(office)
  duban = web.duban
  const enter = (login: string, ...hats: Parameters<typeof signedIn>[2][]) => signedIn(web, login, ...hats)
  liaison = await enter('zhangsan', ['unit', '市甲局'])
  other = await enter('lisi', ['unit', '市乙局'])
  officer = await enter('wangwu', ['office', '督查室'], ['issuer'])
  second = await enter('zhaoliu', ['office', '督查室'], ['unit', '市甲局'])
  leader = await enter('qianqi', ['leader', '市政府'])
  observer = await enter('sunba', ['observer'])
  admin = await enter('root1', ['admin'])
})
afterAll(async () => {
  await duban.close()
  await office.stop()
})

export const v1 = `/api/v1/plans/${id}`
export const read = async (who: Person | undefined, path: string) => {
  const answer = await who?.get(path)
  return { status: answer?.status, json: (await answer?.json()) as Json }
}
export const say = async (
  who: Person | undefined,
  path: string,
  body: object,
  key: string = randomUUID(),
  more: Readonly<Record<string, string>> = {},
) => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...more }
  const answer = await who?.send(path, { method: 'POST', body: JSON.stringify(body), headers })
  return {
    status: answer?.status,
    type: answer?.headers.get('content-type'),
    json: (await answer?.json()) as Json,
  }
}
export const submission = {
  type: 'submit',
  doneOn: '2015-07-18',
  urls: ['http://www.example.gov.cn/a'],
  files: [],
  note: null,
}
