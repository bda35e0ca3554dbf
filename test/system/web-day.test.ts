import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measureState } from '../../records/read.ts'
import { type Listening, listen, placeOf } from '../../security/listen.ts'
import { PASSWORD } from '../web/support.ts'
import { chromiumPath } from './support/chromium.ts'
import { duban, id, web } from './support/web.ts'

const program = chromiumPath()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

describe.skipIf(program === null)('days at the desk, in a real Chromium', () => {
  let browser: Browser
  let listening: Listening
  beforeAll(async () => {
    listening = await listen(web.app.fetch, placeOf('127.0.0.1:0'))
    browser = await chromium.launch({
      executablePath: program ?? '',
      args: ['--no-sandbox', '--disable-gpu'],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await listening?.close()
  })

  const enter = async (login: string, how: Parameters<Browser['newContext']>[0] = {}) => {
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...how })
    const page = await context.newPage()
    await page.goto(`${listening.url}/login`)
    await page.fill('[name=login]', login)
    await page.fill('[name=password]', PASSWORD)
    await Promise.all([page.waitForURL('**/'), page.click('main button[type=submit]')])
    return { context, page, open: (path: string) => page.goto(`${listening.url}${path}`) }
  }
  const send = async (page: Page) => {
    await Promise.all([page.waitForURL(/done=1/), page.click('main form button.primary')])
    expect(await page.textContent('main .notice.done')).toContain('已办理')
  }
  const main = (page: Page) => page.textContent('main')
  const stateOf = async (no: string) => (await measureState(duban.db, id, no))?.obligations[0]?.state

  it.each([
    ['with script', true, '1.1'],
    ['without script', false, '2.1'],
  ])(
    'a liaison’s day, %s: report, submit with a file, have it sent back, submit again',
    async (_, script, no) => {
      const unit = await enter('zhangsan', { javaScriptEnabled: script })
      const office = await enter('wangwu', { javaScriptEnabled: script })
      // 今日 leads to the list, the list to the measure, the measure to the form.
      expect(await main(unit.page)).toContain('测试分工方案')
      await unit.open(`/p/${id}/measures`)
      await unit.page.click(`main table a[href$="/m/${no}"]`)
      await unit.page.click('main .acts a[href$="/act/progress"]')
      await unit.page.fill('[name=percent]', '60')
      await unit.page.fill('[name=text]', '已起草')
      await send(unit.page)
      await unit.open(`/p/${id}/m/${no}/act/submit`)
      await unit.page.fill('[name=doneOn]', '2015年7月18日')
      await unit.page.setInputFiles('[name=files]', {
        ...{ name: '佐证.txt', mimeType: 'text/plain', buffer: Buffer.from(`佐证内容 ${no}`) },
      })
      await send(unit.page)
      expect(await main(unit.page)).toContain('佐证.txt')
      expect(await stateOf(no)).toBe('submitted')

      await office.open('/review')
      const asked = office.page.locator('section.panel', { hasText: `${no}/` })
      expect(await asked.textContent()).toContain('佐证.txt')
      await asked.locator('a[href*="/act/return"]').click()
      await office.page.fill('[name=reason]', '缺公开截图')
      await send(office.page)
      expect(await stateOf(no)).toBe('returned')

      await unit.open('/')
      expect(await main(unit.page)).toContain('退回重办')
      await unit.open(`/p/${id}/m/${no}`)
      expect(await main(unit.page)).toContain('缺公开截图')
      await unit.page.click('main .acts a[href$="/act/submit"]')
      await unit.page.fill('[name=doneOn]', '2015-07-19')
      await unit.page.fill('[name=note]', '补了截图')
      await send(unit.page)

      await office.open('/review')
      const again = office.page.locator('section.panel', { hasText: `${no}/` })
      expect(await again.textContent()).toContain('补了截图')
      await again.locator('a[href*="/act/accept"]').click()
      await send(office.page)
      expect(new URL(office.page.url()).pathname).toBe('/review')
      expect(await stateOf(no)).toBe('completed')
      await unit.open(`/p/${id}/m/${no}`)
      expect(await main(unit.page)).toContain('办结')
      await unit.context.close()
      await office.context.close()
    },
  )

  it('two clerks at one item: who comes second sees what the first did, keeps his words, and decides again', async () => {
    const [one, two] = [await enter('wangwu'), await enter('zhaoliu')]
    const path = `/p/${id}/m/4.1/act/setDue`
    await one.open(path)
    await two.open(path)
    await one.page.fill('[name=dueOn]', '2015-08-10')
    await one.page.fill('[name=reason]', '来文要求')
    await two.page.fill('[name=dueOn]', '2015-08-25')
    await two.page.fill('[name=reason]', '会议议定的日期')
    await send(one.page)
    await two.page.click('main form button.primary')
    expect(await main(two.page)).toContain('您填表的时候，别人办了')
    expect(await main(two.page)).toContain('来文要求')
    expect(await two.page.inputValue('[name=reason]')).toBe('会议议定的日期')
    expect((await measureState(duban.db, id, '4.1'))?.obligations[0]?.dueOn).toBe('2015-08-10')
    await send(two.page)
    expect((await measureState(duban.db, id, '4.1'))?.obligations[0]?.dueOn).toBe('2015-08-25')
    await one.context.close()
    await two.context.close()
  })

  const wrongOf = async (page: Page): Promise<unknown> => {
    await page.evaluate(axe)
    return page.evaluate(
      `axe.run(document, { runOnly: ${JSON.stringify(TAGS)} }).then((r) => r.violations.map((v) => [v.id, v.nodes[0].html]))`,
    )
  }
  const sound = async (page: Page, what: string) => {
    const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
    expect([what, await wrongOf(page), Number(over) <= 0]).toEqual([what, [], true])
  }

  it('acts on many and 立项, each step without a finding of axe at 320 px', async () => {
    const { context, page, open } = await enter('wangwu', {
      bypassCSP: true,
      viewport: { width: 320, height: 800 },
    })
    await open(`/p/${id}/measures?group=month&cols=slip&cols=due`)
    await sound(page, 'the list in groups')
    await open(`/p/${id}/measures`)
    await page.check('[name=pick][value="4.1"]')
    await page.selectOption('#f-act', 'remind')
    await page.click('#bulk button')
    await sound(page, 'the form')
    await page.fill('[name=note]', '请抓紧')
    await page.click('main form button.primary')
    expect(await main(page)).toContain('1 项，都能办')
    await sound(page, 'the preview')
    await page.click('main form button.primary')
    await page.waitForSelector('.notice.done', { timeout: 120_000 })
    expect(await main(page)).toContain('办完：1 项办成')
    await sound(page, 'the outcome')
    await open('/measures/new')
    await sound(page, '立项')
    await page.fill('[name=text]', '核查违建并提出处置意见。')
    await page.fill('[name=lead]', '市甲局')
    await page.fill('[name=deadline]', '大约在冬季')
    await page.check('[name=source][value=批示]')
    await page.selectOption('[name=plan]', id)
    await page.click('[name=do][value=add]')
    expect(await main(page)).toContain('有 1 处读不准')
    await sound(page, 'what is asked')
    await page.check('[name^="a:"][value=deadline]')
    await page.fill('[name^="v:"]', '2015年9月1日前')
    await page.click('[name=do][value=look]')
    expect(await page.textContent('#read')).toContain('2015-09-01')
    await sound(page, 'what was read')
    await Promise.all([page.waitForURL(/\/m\/L1\?done=1/), page.click('[name=do][value=add]')])
    expect(await main(page)).toContain('批示')
    await context.close()
  })
})
