import { expect, it } from 'vitest'
import { loadPolicy, policyText, shippedPolicies, shippedText } from '../../documents/files/policy.ts'
import { admin, id, liaison, officer, type Person, read, say, v1 } from './support/web.ts'

// Calendars, rules of one's own and closures over the interface: what the command line does with files of the machine.

const upload = async (who: Person | undefined, name: string, text: string) => {
  const answer = await who?.send('/api/v1/blobs', { method: 'PUT', body: text })
  const { sha256 } = ((await answer?.json()) ?? {}) as { sha256: string }
  return { sha256, name }
}
const table = JSON.stringify({
  year: 2015,
  notices: [{ title: '国务院办公厅关于2015年部分节假日安排的通知', number: null, issuedOn: '2014-12-16' }],
  holidays: [
    { date: '2015-01-01', name: '元旦' },
    { from: '2015-12-21', to: '2015-12-31', name: '国庆 春节 清明 劳动 端午 中秋' },
  ],
  makeUpWorkdays: [],
})
const dueDays = async (no: string) =>
  (await read(officer, `${v1}/measures/${no}`)).json.obligations.map((o: { dueOn: string | null }) => o.dueOn)

it('a closure moves the ladders of what is open: tried first, then done and told to the plan, and taken back', async () => {
  const body = { from: '2015-07-27', to: '2015-07-31', name: '台风停工', reason: '市三防办通告' }
  for (const who of [liaison, admin]) {
    const refused = await say(who, '/api/v1/calendars/closures', body)
    expect([refused.status, refused.json.class]).toEqual([403, 'forbidden'])
  }
  const before = (await read(officer, '/api/v1/calendars')).json.version
  const dues = await dueDays('1.1')
  const tried = await say(officer, '/api/v1/calendars/closures', { ...body, dryRun: true })
  expect([tried.status, tried.json.dryRun]).toEqual([200, true])
  expect(tried.json.plans.find((one: { plan: string }) => one.plan === id).changed.length).toBeGreaterThan(0)
  expect((await read(officer, '/api/v1/calendars')).json.version).toBe(before)
  const done = await say(officer, '/api/v1/calendars/closures', body)
  expect([done.status, done.json.version === before]).toEqual([200, false])
  const told = (await read(officer, `${v1}/measures/1.1/history`)).json.items.at(-1)
  expect([told.who, told.via]).toEqual(['wangwu的姓名（督查室）', 'session'])
  expect((await read(officer, '/api/v1/calendars/days/2015-07-28')).json.working).toBe(false)
  const [entry] = (await read(liaison, '/api/v1/calendars/closures')).json.items
  expect(entry).toMatchObject({ name: '台风停工', by: '督查室', removed: null })
  const backwards = await say(officer, '/api/v1/calendars/closures', { ...body, to: '2015-07-01' })
  expect([backwards.status, backwards.json.code]).toEqual([422, 'CLOSURE_DATES'])
  const taken = await say(officer, `/api/v1/calendars/closures/${entry.id}/remove`, { reason: '没有停工' })
  expect([taken.status, taken.json.version]).toEqual([200, before])
  expect(await dueDays('1.1')).toEqual(dues)
  const again = await say(officer, `/api/v1/calendars/closures/${entry.id}/remove`, {})
  expect([again.status, again.json.code]).toEqual([404, 'CLOSURE_NOT_FOUND'])
})

it('a year is checked, installed from an uploaded file and taken away again', async () => {
  const file = await upload(officer, '2015.json', table)
  const checked = await say(officer, '/api/v1/calendars:check', file)
  expect(checked.json).toMatchObject({ year: 2015, holidays: 12, makeUpWorkdays: 0 })
  const bad = await upload(officer, '坏.json', table.replace('2015-12-31', '2015-12-01'))
  const refused = await say(officer, '/api/v1/calendars', bad)
  expect([refused.status, refused.json.code]).toEqual([422, 'CALENDAR_INVALID'])
  expect((await say(officer, '/api/v1/calendars', { ...file, sha256: 'a'.repeat(64) })).json.code).toBe(
    'FILE_NOT_FOUND',
  )
  expect((await say(liaison, '/api/v1/calendars', file)).status).toBe(403)
  const before = (await read(officer, '/api/v1/calendars')).json.version
  const tried = await say(officer, '/api/v1/calendars', { ...file, dryRun: true })
  expect([tried.status, tried.json.year]).toEqual([200, 2015])
  expect((await read(officer, '/api/v1/calendars')).json.version).toBe(before)
  const done = await say(officer, '/api/v1/calendars', file)
  expect([done.status, done.json.version]).toEqual([200, tried.json.version])
  expect((await read(officer, '/api/v1/calendars/days/2015-12-25')).json.working).toBe(false)
  const gone = await say(officer, '/api/v1/calendars/2015/remove', {})
  expect([gone.status, gone.json.version]).toEqual([200, before])
  expect((await say(officer, '/api/v1/calendars/2015/remove', {})).json.code).toBe('CALENDAR_YEAR_NOT_FOUND')
  expect((await say(officer, '/api/v1/calendars:apply', {})).status).toBe(200)
})

it('rules of one’s own are checked line by line and set from an uploaded file', async () => {
  const { json: now } = await read(officer, `${v1}/policy`)
  const shipped = (await read(officer, '/api/v1/policies')).json.items[0]
  const { json: checkedShipped } = await say(
    officer,
    '/api/v1/policies:check',
    await upload(officer, 'x.yaml', '名称: 坏'),
  )
  expect(checkedShipped.code).toBe('POLICY_INVALID')
  expect(checkedShipped.detail).toMatch(/第 \d+ 行|缺少这一项/)
  const text = policyFile()
  const own = await upload(officer, '我们的规则.yaml', text)
  const checked = await say(officer, '/api/v1/policies:check', own)
  expect([checked.status, checked.json.policy.id]).toEqual([200, 'women'])
  const tried = await say(officer, `${v1}/policy`, { policyFile: own, reason: null, dryRun: true })
  expect([tried.status, tried.json.dryRun, tried.json.policy.id]).toEqual([200, true, 'women'])
  const both = await say(officer, `${v1}/policy`, { policy: shipped.id, policyFile: own, reason: null })
  expect([both.status, both.json.code]).toEqual([422, 'FIELD_INVALID'])
  expect((await say(officer, `${v1}/policy`, { reason: null })).json.code).toBe('FIELD_MISSING')
  expect((await say(liaison, `${v1}/policy`, { policyFile: own, reason: null })).status).toBe(403)
  const set = await say(officer, `${v1}/policy`, { policyFile: own, reason: '市政府要求' })
  expect([set.status, set.json.before.id]).toEqual([200, now.id])
  expect((await read(officer, `${v1}/policy`)).json.id).toBe('women')
})

it('the page of the rules: those that ship are offered, what moves is said before they are set, what is no rule is said where it stands', async () => {
  const at = `/p/${id}/policy`
  const page = async (asked: Promise<Response> | undefined) => {
    const answer = await asked
    return [answer?.status, (await answer?.text()) ?? ''] as const
  }
  const textIn = (html: string) =>
    (/<textarea[^>]*name="text"[^>]*>([\s\S]*?)<\/textarea>/.exec(html)?.[1] ?? '')
      .replaceAll('&quot;', '"')
      .replaceAll('&gt;', '>')
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&')
  const before = (await read(officer, `${v1}/policy`)).json
  const [status, html] = await page(officer?.get(at))
  expect([status, textIn(html)]).toEqual([200, expect.stringContaining(before.name)])
  for (const name of shippedPolicies()) expect(html).toContain(`${at}?ships=${name}`)
  const [, ships] = await page(officer?.get(`${at}?ships=ji-jian`))
  const text = textIn(ships)
  expect(text.trim()).toBe(shippedText('ji-jian').trim())

  const [looked, would] = await page(officer?.post(at, { text, reason: '', do: 'look' }))
  expect([looked, would]).toEqual([200, expect.stringContaining('id="foreseen"')])
  expect((await read(officer, `${v1}/policy`)).json).toEqual(before)
  const [wrong, again] = await page(
    officer?.post(at, { text: '名称: 坏\n催办: 明天', reason: '为什么', do: 'do' }),
  )
  expect([wrong, textIn(again)]).toEqual([422, '名称: 坏\n催办: 明天'])
  expect(again).toContain('value="为什么"')
  for (const who of [liaison, admin])
    expect((await who?.post(at, { text, do: 'do' }))?.status).toBeGreaterThanOrEqual(403)
  expect((await read(officer, `${v1}/policy`)).json).toEqual(before)
  const set = await officer?.post(at, { text, reason: '要求', do: 'do' })
  expect(set?.headers.get('location')).toBe(`${at}?done=1`)
  expect((await read(officer, `${v1}/policy`)).json.id).toBe('ji-jian')
})

it('a reopening is tried first: what would go on, and nothing is done', async () => {
  const open = await say(officer, `${v1}/reopen`, { reason: '误操作', dryRun: true })
  expect([open.status, open.json.code]).toEqual([409, 'PLAN_NOT_CLOSED'])
  const closing = { carryTo: null, dueOn: null, reason: '年底' }
  expect((await say(officer, `${v1}/close`, closing)).status).toBe(200)
  const tried = await say(officer, `${v1}/reopen`, { reason: '误操作', dryRun: true })
  expect([tried.status, tried.json.dryRun]).toEqual([200, true])
  expect(tried.json.reopens.toSorted()).toEqual(['1.1', '2.1', '3.1', '4.1'])
  expect([tried.json.withdraws, tried.json.leaves]).toEqual([[], []])
  expect((await read(officer, v1)).json.phase).toBe('closed')
  const done = await say(officer, `${v1}/reopen`, { reason: '误操作' })
  expect([done.status, done.json.reopened]).toEqual([200, tried.json.reopens.length])
})

function policyFile(): string {
  const found = loadPolicy('san-se')
  if (!found.ok) throw new Error(found.error.message)
  return policyText({ ...found.value, id: 'women', name: '我们的规则' })
}
