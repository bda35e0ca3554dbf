import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { measureState } from '../../records/read.ts'
import { browserOver, type Entered, PROGRAM, says } from './support/browser.ts'
import { planId } from './support/office.ts'
import { duban, web } from './support/web.ts'

// A week at the desk, in pages alone: the document comes in as prose with doubts, and goes out as a bulletin.

const browser = browserOver(() => web)

/** Each journey has words of its own: what was answered of a text stays answered. */
const prose = (mark: string) => `云州市2015年重点工作分工方案（${mark}）
云府办〔2015〕12号
2015年7月1日
为做好今年工作，制定本方案。
一、推进公开
1.公开甲信息${mark}。（市甲局牵头，市乙局配合，2015年7月底前完成）
2.公开乙信息${mark}。（市甲局牵头，待省出台丙办法后30日内完成）
3.公开丙信息${mark}。（市乙局牵头，大约在冬季完成）
4.公开丁信息${mark}。（2015年9月底前完成）
5.公开戊信息${mark}。（市乙局牵头，2015年8月底前完成）
`
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const go = (page: Page, selector: string) => Promise.all([page.waitForNavigation(), page.click(selector)])
const main = (page: Page) => page.textContent('main')
/** The main button of a form. */
const send = (page: Page) => go(page, 'main form button.primary')

/** One question after the other: what has a text of its own to write is written, the rest is taken as proposed. */
async function answerDoubts(page: Page): Promise<number> {
  let answered = 0
  while (page.url().includes('/doubts/')) {
    const value = page.locator('.option:has([name^=value-])').first()
    if ((await value.count()) > 0) {
      const units = (await value.locator('[name^=value-]').getAttribute('placeholder'))?.startsWith('单位')
      await value.locator('[type=radio]').check()
      await value.locator('[name^=value-]').fill(units ? '市乙局' : '2015年10月底前')
    }
    await send(page)
    answered += 1
  }
  return answered
}

async function importAndStart({ page, open }: Entered, name: string, mark: string): Promise<void> {
  await open('/plans/new')
  const file = { name: '方案.txt', mimeType: 'text/plain', buffer: Buffer.from(prose(mark)) }
  await page.setInputFiles('[name=file]', file)
  await send(page)
  await says(page, '“大约在冬季”之后没有写期限')
  await go(page, 'main a.primary')
  expect(await answerDoubts(page)).toBe(2)
  await says(page, '没有要确认的了')
  expect(await main(page)).toContain('2015-10-31')
  await page.fill('[name=id]', name)
  await go(page, 'form:has([name=offices]) button.primary')
  await go(page, 'main a.primary')
  await page.fill('[name=on]', '2015年7月6日')
  await go(page, 'main [value=try]')
  await go(page, 'main [value=start]')
  await says(page, '已启动：5 项措施。')
  await page.locator('aside', { hasText: '演练，今天是 2015-07-06' }).waitFor()
}

async function reportEvent({ page, open }: Entered, name: string): Promise<void> {
  await open(`/p/${name}/events`)
  await page.fill('[name=condition]', '省出台丙办法')
  await page.fill('[name=effectiveOn]', '2015/7/3')
  await page.fill('[name=document]', '粤府〔2015〕3号')
  await go(page, 'section.panel [value=look]')
  expect(await page.textContent('#foreseen')).toContain('1.2')
  expect(await page.inputValue('[name=document]')).toBe('粤府〔2015〕3号')
  await go(page, 'section.panel form button.primary')
  await says(page, '已报告；唤醒了 1.2。')
}

async function submit({ page, open }: Entered, at: string, note: string): Promise<void> {
  await open(at)
  await go(page, 'main .acts a[href$="/act/submit"]')
  await page.fill('[name=doneOn]', '2015年7月6日')
  await page.fill('[name=note]', note)
  await page.setInputFiles('[name=files]', {
    ...{ name: `${note}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`${at} ${note}`) },
  })
  await page.click('main form button.primary')
  await page.waitForURL('**done=1')
  await says(page, `${note}.txt`)
}

const review = async ({ page, open }: Entered, shown: string, act: 'accept' | 'return', name: string) => {
  await open('/review')
  const asked = page.locator('section.panel', { hasText: shown }).filter({
    has: page.locator(`a[href*="/p/${name}/"]`),
  })
  expect(await asked.count()).toBe(1)
  await Promise.all([page.waitForNavigation(), asked.locator(`a[href*="/act/${act}"]`).click()])
  if (act === 'return') await page.fill('[name=reason]', '缺公开截图')
  await send(page)
  expect(new URL(page.url()).pathname).toBe('/review')
}

describe.skipIf(PROGRAM === null)('a week in pages alone', () => {
  it.each([
    ['Asia/Shanghai', 'zh-CN', true, '甲'],
    ['America/Los_Angeles', 'en-US', true, '乙'],
    ['America/Los_Angeles', 'en-US', false, '丙'],
  ] as const)(
    'the browser in %s, %s, with script %s: import, doubts, start, event, submit, return, accept, extend, 批示, remind, bulletin, close',
    async (timezoneId, locale, script, mark) => {
      const how = { timezoneId, locale, javaScriptEnabled: script }
      const name = planId(`w${script ? locale.slice(0, 2) : 'off'}`)
      const at = (no: string) => `/p/${name}/m/${no}`
      const [office, unit, other, lead] = await Promise.all([
        browser.enter('wangwu', how),
        browser.enter('zhangsan', how),
        browser.enter('lisi', how),
        browser.enter('qianqi', { ...how, ...PHONE }),
      ])
      await importAndStart(office, name, mark)
      await reportEvent(office, name)

      await submit(unit, at('1.1'), '第一稿')
      await review(office, '第一稿', 'return', name)
      await unit.open('/')
      expect(await main(unit.page)).toContain('退回重办')
      await unit.open(at('1.1'))
      expect(await main(unit.page)).toContain('缺公开截图')
      await submit(unit, at('1.1'), '第二稿')
      await review(office, '第二稿', 'accept', name)
      expect((await measureState(duban.db, name, '1.1'))?.obligations[0]?.state).toBe('completed')

      await other.open(`${at('1.5')}/act/extend`)
      await other.page.fill('[name=dueOn]', '2015年9月15日')
      await other.page.fill('[name=reason]', '数据还没有到')
      await send(other.page)
      await office.open(at('1.5'))
      expect(await main(office.page)).toContain('数据还没有到')
      await go(office.page, 'main .acts a[href$="/act/grantExtension"]')
      await send(office.page)
      await says(office.page, '2015-09-15（周二）')
      expect(await main(office.page)).toContain('2015-08-31')

      // The leader has a phone; whatever its clock says, the day is the plan's.
      await lead.open('/lead')
      await lead.open(at('1.5'))
      await go(lead.page, 'main .acts a[href$="/act/instruct"]')
      expect(await lead.page.inputValue('[name=leader]')).toBe('qianqi的姓名')
      await lead.page.fill('[name=text]', '请于月底前报我')
      await lead.page.fill('[name=dueOn]', '2015-07-31')
      await send(lead.page)
      await says(lead.page, '请于月底前报我')
      expect(await lead.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      await other.open(at('1.5'))
      expect(await main(other.page)).toContain('请于月底前报我')

      await office.open(`/p/${name}/measures?unit=${encodeURIComponent('市乙局')}`)
      await office.page.selectOption('#f-act', 'remind')
      await office.page.check('[name=which][value=all]')
      await go(office.page, '#bulk button[type=submit]')
      await office.page.fill('[name=note]', '请抓紧')
      await send(office.page)
      await go(office.page, 'main form button.primary')
      const preview = office.page.url()
      await expect
        .poll(
          async () => {
            await office.page.goto(preview)
            return main(office.page)
          },
          { timeout: 120_000 },
        )
        .toMatch(/办完：[1-9]\d* 项办成/)

      await office.open(`/p/${name}/bulletins`)
      await go(office.page, 'main a.primary')
      expect(await main(office.page)).toContain('市乙局')
      await go(office.page, 'form[method=post] button.primary')
      await says(office.page, '已发布第 1 期。')
      await go(office.page, 'main .cards a')
      await says(office.page, '第 1 期')
      await office.open(`/p/${name}/close`)
      await go(office.page, 'main [value=try]')
      await office.page.fill('[name=reason]', '演练结束')
      await go(office.page, 'main [value=close]')
      await says(office.page, '方案已结束。')
      for (const one of [office, unit, other, lead]) await one.context.close()
    },
  )

  it('and the records agree with the workflows', async () => {
    expect(await checkRecords(duban)).toEqual([])
  })
})
