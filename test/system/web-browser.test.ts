import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Listening, listen, placeOf } from '../../security/listen.ts'
import { smallPlanText } from '../small-plan.ts'
import { PASSWORD } from '../web/support.ts'
import { chromiumPath } from './support/chromium.ts'
import { planId } from './support/office.ts'
import { id, web } from './support/web.ts'

const program = chromiumPath()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

describe.skipIf(program === null)('in a real Chromium', () => {
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

  const PLAN = [
    '',
    '/measures',
    '/m/1.1',
    '/events',
    '/calendar',
    '/units',
    `/units/${encodeURIComponent('市甲局')}`,
    '/slips',
    '/notices',
    '/bulletins',
  ].map((path) => `/p/${id}${path}`)
  const OFFICE = [
    '/plans/new',
    '/rules',
    '/review',
    `/p/${id}/advance`,
    `/p/${id}/amend`,
    `/p/${id}/close`,
    `/p/${id}/bulletins/draft`,
    `/p/${id}/m/1.1/act/remind`,
  ]
  const PAGES: Readonly<Record<string, readonly string[]>> = {
    wangwu: ['/', '/plans', '/units', '/search?q=sjj', '/me', ...PLAN, ...OFFICE],
    zhangsan: ['/', '/plans', '/search?q=sjj', '/me', '/me/totp', ...PLAN, `/p/${id}/m/1.1/act/submit`],
    qianqi: ['/', '/lead', '/plans', '/me', ...PLAN, `/p/${id}/m/1.1/act/instruct`],
    sunba: ['/', '/plans', '/me', ...PLAN],
    root1: [
      '/',
      '/me',
      '/admin/users',
      '/admin/user/wangwu',
      '/admin/roster',
      '/admin/system',
      '/rules',
      '/admin/audit',
    ],
  }
  const wrongOf = async (page: Page): Promise<unknown> => {
    await page.evaluate(axe)
    // The page's own script: axe is there by name.
    return page.evaluate(
      `axe.run(document, { runOnly: ${JSON.stringify(TAGS)} }).then((r) => r.violations.map((v) => [v.id, v.nodes[0].html]))`,
    )
  }

  it.each(Object.keys(PAGES))(
    'axe finds nothing on any page of %s, and nothing is wider than a phone',
    async (login) => {
      const { context, page, open } = await enter(login, {
        bypassCSP: true,
        viewport: { width: 320, height: 800 },
      })
      for (const path of PAGES[login] ?? []) {
        const answer = await open(path)
        expect([path, answer?.status(), await wrongOf(page)]).toEqual([path, 200, []])
        const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        expect([path, Number(over) <= 0]).toEqual([path, true])
      }
      await context.close()
    },
  )

  /** A page of each kind: day, figures, list, item, form, events, picture, table, paper, settings, account. */
  const KINDS = [
    '/',
    `/p/${id}`,
    `/p/${id}/measures`,
    `/p/${id}/m/1.1`,
    `/p/${id}/m/1.1/act/remind`,
    `/p/${id}/events`,
    `/p/${id}/calendar`,
    `/p/${id}/units`,
    `/p/${id}/bulletins/draft`,
    '/rules',
    '/me',
  ]
  /** What one presses or types in and sees no edge of, where colours of one's own take the place of the page's. */
  const EDGELESS = `[...document.querySelectorAll('button, .button, input:not([type=hidden]), select, textarea')]
    .filter((one) => one.checkVisibility() && getComputedStyle(one).borderTopStyle === 'none')
    // A box to tick that no style took over is drawn by the browser itself.
    .filter((one) => !/checkbox|radio/.test(one.type) || getComputedStyle(one).appearance === 'none')
    .map((one) => one.outerHTML)`

  it.each([
    ['letters twice as large', {}, 'html { font-size: 200% !important }'],
    ['colours of one’s own', { forcedColors: 'active' }, ''],
  ] as const)(
    'with %s axe finds nothing on a page of each kind, and nothing is cut off',
    async (_, how, css) => {
      const { context, page, open } = await enter('wangwu', { bypassCSP: true, ...how })
      const wrong: unknown[] = []
      for (const path of KINDS) {
        await open(path)
        if (css !== '') await page.addStyleTag({ content: css })
        const over = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
        const edgeless = css === '' ? await page.evaluate(EDGELESS) : []
        const found = [await wrongOf(page), edgeless, over > 0]
        if (JSON.stringify(found) !== JSON.stringify([[], [], false])) wrong.push([path, ...found])
      }
      expect(wrong).toEqual([])
      await context.close()
    },
  )

  const write = async (page: Page, rows: Parameters<typeof smallPlanText>[0]) => {
    const file = { name: '方案.txt', mimeType: 'text/plain', buffer: Buffer.from(smallPlanText(rows)) }
    await page.setInputFiles('[name=file]', file)
    await page.click('details summary')
    await page.fill('[name=issued_on]', '2015年7月1日')
    await page.click('main button.primary')
  }
  const confirmAll = async (page: Page) => {
    while (page.url().includes('/doubts/')) {
      const value = page.locator('.option:has([name^=value-])').first()
      if ((await value.count()) > 0) {
        const units = (await value.locator('[name^=value-]').getAttribute('placeholder'))?.startsWith('单位')
        await value.locator('[type=radio]').check()
        await value.locator('[name^=value-]').fill(units ? '市丙局' : '2015年8月底前')
      }
      const from = page.url()
      await Promise.all([page.waitForURL((url) => url.href !== from), page.click('main button.primary')])
    }
  }
  const said = (page: Page) => page.locator('main .notice').first().textContent()

  it.each([
    ['Asia/Shanghai', 'zh-CN', true],
    ['America/Los_Angeles', 'en-US', false],
  ])(
    'from a document with doubts to a bulletin and the end, in %s, %s, with script: %s',
    async (timezoneId, locale, script) => {
      const { context, page, open } = await enter('wangwu', { timezoneId, locale, javaScriptEnabled: script })
      const name = planId(`j${locale.slice(0, 2)}`)
      // Answers stay with what was asked: each has words of its own.
      await open('/plans/new')
      await write(page, [
        ['市甲局', `公开甲信息（${locale}）。`, '2015年7月'],
        ['市乙局', `公开乙信息（${locale}）。`, '大约在冬季'],
        ['', `公开丙信息（${locale}）。`, '2015年9月底前'],
      ])
      await page.click('main a.primary')
      await confirmAll(page)
      await page.fill('[name=id]', name)
      await page.click('main button.primary')
      await open(`/p/${name}/start`)
      await page.fill('[name=on]', '2015-08-10')
      await page.click('[value=try]')
      expect(await page.textContent('main')).toContain('2015-08-10 启动时有 1 项已过到期日')
      await page.click('[value=start]')
      expect(await said(page)).toBe('已启动：3 项措施。')
      await open(`/p/${name}/advance`)
      await page.fill('[name=to]', '2015.8.25')
      await page.click('main button.primary')
      expect(await said(page)).toContain('现在是 2015-08-25')
      await open(`/p/${name}/m/1.1/act/setDue`)
      await page.fill('[name=dueOn]', '2015年9月11日')
      await page.click('[value=look]')
      expect(await page.textContent('#foreseen')).toContain('2015-07-31 → 2015-09-11')
      await open(`/p/${name}/notices`)
      await page.selectOption('[name=light]', 'red')
      await page.click('main button.primary')
      expect(await page.textContent('caption')).toBe('会催 1 项')
      await page.click('main button.primary')
      expect(await said(page)).toBe('已催办 1 项。')
      await open(`/p/${name}/bulletins/draft`)
      await page.click('form[method=post] button.primary >> nth=-1')
      expect(await said(page)).toBe('已发布第 1 期。')
      await open(`/p/${name}/close`)
      await page.click('[value=close]')
      expect(await said(page)).toBe('方案已结束。')
      await context.close()
    },
  )

  it('two at one item: who comes second sees what the first did, and loses no word', async () => {
    const first = await enter('wangwu')
    const late = await enter('qianqi')
    const contexts: BrowserContext[] = [first.context, late.context]
    await late.open(`/p/${id}/m/1.1/act/instruct`)
    await first.open(`/p/${id}/m/1.1/act/remind`)
    await first.page.fill('[name=note]', '请抓紧')
    await first.page.click('main button.primary')
    expect(await said(first.page)).toBe('已办理。')
    await late.page.fill('[name=text]', '这一项写了很久')
    await late.page.click('main button.primary')
    expect(await late.page.textContent('main .notice')).toContain('请抓紧')
    expect(await late.page.inputValue('[name=text]')).toBe('这一项写了很久')
    await late.page.click('main button.primary')
    expect(await said(late.page)).toBe('已办理。')
    for (const context of contexts) await context.close()
  })

  it('the keyboard alone signs in, jumps to the text and opens an item', async () => {
    const context = await browser.newContext({ locale: 'zh-CN' })
    const page = await context.newPage()
    await page.goto(`${listening.url}/login`)
    await page.focus('[name=login]')
    await page.keyboard.type('wangwu')
    await page.keyboard.press('Tab')
    await page.keyboard.type(PASSWORD)
    await Promise.all([page.waitForURL('**/'), page.keyboard.press('Enter')])
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('跳到正文')
    await page.keyboard.press('Enter')
    await page.waitForURL(/#main$/)
    await context.close()
  })
})
