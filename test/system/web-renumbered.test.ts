import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { amendPlan, comparePlan } from '../../client/use/amend-plan.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { signedIn } from '../web/support.ts'
import { type Office, openOffice, planId, smallPlan } from './support/office.ts'
import { webOver } from './support/web-over.ts'

const DAY = mustDate('2015-07-01')
const id = planId('renumbered')
let office: Office
let web: Awaited<ReturnType<typeof webOver>>

/** The first measure goes, so the one that waits is printed as 1.1 and runs as 2.1. */
beforeAll(async () => {
  office = await openOffice()
  const waits = ['市乙局', '公开丙信息。', '待省出台丙办法后1个月内'] as const
  await importPlan(office.duban, id, smallPlan([['市甲局', '公开甲信息。', '2015年7月'], waits]))
  const clock = { kind: 'stepped', at: steppedAt(DAY) } as const
  await startPlan(office.duban, id, { clock, startOn: DAY, acceptedReview: [] })
  await amendPlan(office.duban, id, await comparePlan(office.duban, id, smallPlan([waits]), {}, true))
  web = await webOver(office)
})
afterAll(async () => {
  await web.close()
  await office.stop()
})

it('the interface and the pages tell whom an event woke by the numbers that lists show', async () => {
  const officer = await signedIn(web, 'wangwu', ['office', '督查室'])
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() }
    const answer = await officer.send(path, { method: 'POST', body: JSON.stringify(body), headers })
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
  }
  const told = { condition: '省出台丙办法', effectiveOn: '2015-07-01' }
  const reported = await post(`/api/v1/plans/${id}/events`, told)
  expect(reported.json).toMatchObject({
    woke: ['1.1'],
    dates: [{ measure: '1.1', label: expect.stringMatching(/^2\.1\/.*（现 1\.1）$/) }],
  })
  const { eventId } = reported.json as { eventId: string }
  const page = await officer.get(`/p/${id}/events/${eventId}/correct`)
  const form = await page.text()
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form)?.[1] ?? ''
  const corrected = await officer.post(`/p/${id}/events/${eventId}/correct`, {
    ...{ effectiveOn: '2015-06-30', reason: '印发日期', actId: field('actId') },
  })
  expect(decodeURIComponent(corrected.headers.get('location') ?? '')).toContain('changed=1.1')
})
