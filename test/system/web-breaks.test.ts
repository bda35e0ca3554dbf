import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Office as ClientOffice } from '../../client/office.ts'
import { actOn } from '../../client/use/act.ts'
import { WAITING } from '../../client/waiting.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { factsOf, workflowIdOf } from '../../records/read.ts'
import { ISLANDS } from '../../web/words/islands.ts'
import { W } from '../../web/words/zh-CN.ts'
import { signedIn, type Web } from '../web/support.ts'
import { browserOver, PROGRAM, says, signIn } from './support/browser.ts'
import { type Office, openOffice, smallPlan } from './support/office.ts'
import { startPlanOf } from './support/started.ts'
import { webOver } from './support/web-over.ts'

// What breaks while somebody works: the worker, the session, the stream. Each has its sentence, and no text is lost.

let front: Office
let back: Office
let duban: ClientOffice
let web: Web
let plan = ''
const OFFICE = { role: 'office', unit: '督查室' } as const

beforeAll(async () => {
  front = await openOffice()
  const { dataDir, client } = front
  back = await openOffice({ dataDir, taskQueue: `${front.taskQueue}-back` })
  duban = (await webOver({ ...front, client, taskQueue: back.taskQueue })).duban
  // The pages look for a worker where none has ever been: one that ended stays on the server's list for minutes.
  web = await webOver({ ...front, client, taskQueue: `${front.taskQueue}-nobody` })
  plan = await startPlanOf(
    duban,
    'breaks',
    smallPlan([
      ['市甲局', '公开甲信息。', '2015年7月'],
      ['市甲局', '公开乙信息。', '2015年8月'],
      ['市乙局', '公开丙信息。', '2015年9月'],
    ]),
    { until: mustDate('2015-07-20') },
  )
  await signedIn(web, 'wangwu', ['office', '督查室'])
  await signedIn(web, 'zhangsan', ['unit', '市甲局'])
  await signedIn(web, 'sunba', ['observer'])
})
afterAll(async () => {
  await web?.close()
  await duban?.close()
  await back?.stop({ keep: true })
  await front?.stop()
})

const browser = browserOver(() => web)
const told = async (no: string, kind: string) =>
  (await factsOf(duban.db, workflowIdOf(plan, no))).filter((fact) => fact.kind === kind)
const press = (page: Page) => page.click('main form button.primary')
const done = (page: Page) => page.waitForURL('**done=1')

describe.skipIf(PROGRAM === null)('in a real Chromium', () => {
  it('no worker: the page says so and keeps the text; once one is there the act has happened once, however often it is sent', async () => {
    const { page, open, context } = await browser.enter('wangwu')
    await open(`/p/${plan}/m/1.1/act/remind`)
    await page.fill('[name=note]', '写了很久的一段话')
    const usual = { ...WAITING }
    Object.assign(WAITING, { lookMs: 200, nobodyMs: 0 })
    try {
      await back.stop({ keep: true })
      await press(page)
      await says(page, '没有工作进程在运行')
    } finally {
      Object.assign(WAITING, usual)
    }
    expect(await page.textContent('main .alert')).toContain(W.kept.down)
    expect(await page.inputValue('[name=note]')).toBe('写了很久的一段话')
    back = await openOffice({ dataDir: front.dataDir, taskQueue: back.taskQueue })
    await press(page)
    await done(page)
    expect((await told('1.1', 'reminded')).map((fact) => 'note' in fact && fact.note)).toEqual([
      '写了很久的一段话',
    ])
    await context.close()
  })

  it('the stream breaks off and comes back: both are said, and what happened meanwhile is shown', async () => {
    const { page, open, context } = await browser.enter('sunba')
    const heard = page.waitForResponse((answer) => answer.url().includes('/api/v1/stream'))
    await open(`/p/${plan}/measures`)
    await heard
    const region = page.locator('live-region')
    await browser.goAway()
    await region.filter({ hasText: ISLANDS.lost }).waitFor()
    await actOn(duban, plan, '3.1', 'terminate', {
      actor: OFFICE,
      obligationId: null,
      reason: '并入别的事项',
    })
    await browser.comeBack()
    await region.filter({ hasText: '3.1' }).waitFor({ timeout: 60_000 })
    await page.locator('tr.fresh[data-row$=" 3.1"]').waitFor()
    await context.close()
  })

  const overNow = () => web.db.deleteFrom('sessions').execute()

  it.each([
    ['with script', true],
    ['without script', false],
  ])(
    'the session is over in mid-form, %s: after signing in the text is there and goes on',
    async (_, script) => {
      const { page, open, context } = await browser.enter('wangwu', { javaScriptEnabled: script })
      const no = script ? '1.1' : '2.1'
      const before = (await told(no, 'dueSet')).length
      await open(`/p/${plan}/m/${no}/act/setDue`)
      await page.fill('[name=dueOn]', '2015-09-14')
      await page.fill('[name=reason]', `“登录过期” <也在> ${script}`)
      await overNow()
      await press(page)
      await says(page, W.kept.note)
      await page.fill('[name=login]', 'wangwu')
      await page.fill('[name=password]', '不是这个口令，打错了')
      await Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')])
      await says(page, W.kept.note)
      await signIn(page, 'wangwu')
      await says(page, W.kept.lead)
      await press(page)
      await done(page)
      const facts = (await told(no, 'dueSet')).slice(before)
      expect(facts.map((fact) => 'reason' in fact && fact.reason)).toEqual([`“登录过期” <也在> ${script}`])
      await context.close()
    },
  )

  it.each([
    ['with script', true, '1.1'],
    ['without script', false, '2.1'],
  ])('with a file, %s: the text is kept and the file is asked for again', async (_, script, no) => {
    const { page, open, context } = await browser.enter('zhangsan', { javaScriptEnabled: script })
    const file = { name: '佐证.txt', mimeType: 'text/plain', buffer: Buffer.from(`佐证 ${no}`) }
    await open(`/p/${plan}/m/${no}/act/submit`)
    await page.fill('[name=doneOn]', '2015-07-18')
    await page.fill('[name=note]', '说明写好了')
    await page.setInputFiles('[name=files]', file)
    await overNow()
    await press(page)
    await says(page, W.kept.note)
    await signIn(page, 'zhangsan')
    await press(page)
    await page.locator('main [name=files]').waitFor()
    expect([await page.inputValue('[name=doneOn]'), await page.inputValue('[name=note]')]).toEqual([
      '2015-07-18',
      '说明写好了',
    ])
    await page.setInputFiles('[name=files]', file)
    await press(page)
    await done(page)
    expect(await told(no, 'submitted')).toHaveLength(1)
    await context.close()
  })
})
