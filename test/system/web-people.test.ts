import { randomUUID } from 'node:crypto'
import { defaultPayloadConverter } from '@temporalio/common'
import type { temporal } from '@temporalio/proto'
import { expect, it } from 'vitest'
import { delegate } from '../../accounts/delegation.ts'
import { OPERATOR } from '../../accounts/people.ts'
import { namedIn } from '../../client/views/people.ts'
import { addDays } from '../../domain/calendar/date.ts'
import { dateOf, fromEpochMs } from '../../domain/calendar/time.ts'
import { workflowIdOf } from '../../records/read.ts'
import { signedIn } from '../web/support.ts'
import { duban, id, liaison, office, officer, other, read, say, submission, v1, web } from './support/web.ts'

type Payload = temporal.api.common.v1.IPayload
const textIn = (payload: Payload | null | undefined): string =>
  payload ? defaultPayloadConverter.fromPayload<string>(payload as never) : ''

/** What the Temporal UI shows of a history: the summaries of its steps, and where it stands. */
async function shownOf(workflowId: string) {
  const handle = office.client.workflow.getHandle(workflowId)
  const { events } = await handle.fetchHistory()
  const summaries = (events ?? [])
    .map(({ userMetadata }) => textIn(userMetadata?.summary))
    .filter((s) => s !== '')
  const { currentDetails } = (await handle.query('__temporal_workflow_metadata')) as {
    currentDetails: string
  }
  return { summaries, details: currentDetails, whole: JSON.stringify(events) }
}

it('who acted, and for whom, stands in histories by account, in bulletins beside them by name, and in both for who may know', async () => {
  const deputy = await signedIn(web, 'zhouba', ['unit', '市甲局'])
  const [from, to] = [liaison?.id ?? '', deputy.id]
  const today = dateOf(fromEpochMs(Date.now()))
  const lent = await delegate(
    duban.db,
    from,
    { to: 'zhouba', unit: '市甲局', from: today, until: addDays(today, 1) },
    OPERATOR,
  )
  expect(lent.ok).toBe(true)

  const done = await say(deputy, `${v1}/measures/1.1/acts`, { ...submission, onBehalfOf: from })
  expect(done.status).toBe(200)
  const who = 'zhouba的姓名（市甲局，代 zhangsan的姓名）'
  const history = await read(officer, `${v1}/measures/1.1/history`)
  expect(history.json.items.at(-1)).toMatchObject({ kind: 'submitted', who })

  const marked = `账户 ${to}（市甲局，代 账户 ${from}）`
  const { summaries, details, whole } = await shownOf(workflowIdOf(id, '1.1'))
  const summary = summaries.find((one) => one.startsWith(marked)) ?? ''
  expect(summary).toContain('提交')
  expect(details).toContain(`（${marked}提交）`)
  expect(await namedIn(duban.db, summary)).toBe(summary.replace(marked, who))
  for (const word of ['的姓名', 'zhouba', 'zhangsan']) expect(whole + details).not.toContain(word)

  const event = { condition: '省出台丙办法', effectiveOn: '2015-07-15' }
  expect((await say(officer, `${v1}/events`, event)).status).toBe(200)
  const plan = await shownOf(id)
  expect(plan.summaries.filter((one) => one.startsWith(`账户 ${officer?.id}（督查室）`))).toHaveLength(1)

  expect((await say(officer, `${v1}/measures/1.1/acts`, { type: 'accept', grade: '优' })).status).toBe(200)
  expect((await say(officer, `${v1}/bulletins`, {}, randomUUID())).status).toBe(200)
  const all = (await read(officer, `${v1}/bulletins/1`)).json
  expect(all.unchanged).toBe(true)
  expect(all.text).not.toContain('的姓名')
  const told = (handlers: readonly { who: string; what: string }[]) =>
    handlers.map((one) => [one.who, one.what.slice(0, 2)])
  expect(told(all.handlers)).toEqual([
    [who, '提交'],
    ['wangwu的姓名（督查室）', expect.stringMatching(/审核|通过/)],
  ])
  // A unit's people know of their own.
  expect(told((await read(deputy, `${v1}/bulletins/1`)).json.handlers)).toEqual([[who, '提交']])
  expect((await read(other, `${v1}/bulletins/1`)).json.handlers).toEqual([])
  const page = await (await officer?.get(`/p/${id}/bulletins/1`))?.text()
  expect(page).toContain(who)
  const [paper, own] = await Promise.all(
    ['', '?handlers=1'].map(async (query) => {
      const answer = await officer?.get(`${v1}/bulletins/1/docx${query}`)
      return ((await answer?.arrayBuffer()) ?? new ArrayBuffer(0)).byteLength
    }),
  )
  expect(own).toBeGreaterThan(paper ?? 0)
})
