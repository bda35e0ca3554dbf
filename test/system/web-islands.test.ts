import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Listening, listen, placeOf } from '../../security/listen.ts'
import { PASSWORD } from '../web/support.ts'
import { chromiumPath } from './support/chromium.ts'
import { id, web } from './support/web.ts'

const program = chromiumPath()

describe.skipIf(program === null)('with script, in a real Chromium', () => {
  let browser: Browser
  let listening: Listening
  const kept = new Map<string, Page>()
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
  const at = (path: string) => `${listening.url}${path}`
  /** Somebody's page, signed in once. */
  const of = async (login: string): Promise<Page> => {
    const known = kept.get(login)
    if (known !== undefined) return known
    const page = await (
      await browser.newContext({ locale: 'en-US', timezoneId: 'America/Los_Angeles' })
    ).newPage()
    await page.goto(at('/login'))
    await page.fill('[name=login]', login)
    await page.fill('[name=password]', PASSWORD)
    await Promise.all([page.waitForURL('**/'), page.click('main button[type=submit]')])
    kept.set(login, page)
    return page
  }
  const open = async (login: string, path: string) => {
    const page = await of(login)
    await page.goto(at(path))
    return page
  }

  it.each([
    ['2015年10月10日', '2015-10-10，周六，调休上班'],
    ['2015/10/1', '2015-10-01，周四，休息'],
    ['20151009', '2015-10-09，周五，工作日'],
  ])('a date says its day by the calendar of China, wherever the browser is: %s', async (typed, says) => {
    const page = await open('wangwu', `/p/${id}/m/1.1/act/setDue`)
    await page.fill('[name=dueOn]', typed)
    await page.locator('date-hint', { hasText: says }).waitFor()
  })

  it('what follows from an act is said while the form is filled in, and nothing is done', async () => {
    const page = await open('wangwu', `/p/${id}/m/1.1/act/setDue`)
    await page.fill('[name=dueOn]', '2015-08-14')
    await page.fill('[name=reason]', '等名单')
    const said = page.locator('live-preview #foreseen')
    await said.waitFor()
    expect(await said.textContent()).toMatch(/2015-07-31 → 2015-08-14，催办 2015-08-07、2015-08-13/)
    await page.fill('[name=dueOn]', '2015-09-14')
    await page.locator('live-preview', { hasText: '→ 2015-09-14' }).waitFor()
    expect(await page.locator('#foreseen').count()).toBe(1)
    await page.fill('[name=dueOn]', '乱写')
    await page.locator('#foreseen').waitFor({ state: 'detached' })
    await page.goto(at(`/p/${id}/m/1.1`))
    expect(await page.textContent('main')).not.toContain('2015-08-14')
  })

  it('a unit is found by the initials of its pinyin and taken with the keys', async () => {
    const page = await open('wangwu', `/p/${id}/measures`)
    await page.locator('[name=unit]').pressSequentially('syj')
    await page.locator('[role=option]', { hasText: '市乙局' }).waitFor()
    expect(await page.getAttribute('[name=unit]', 'aria-expanded')).toBe('true')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await page.inputValue('[name=unit]')).toBe('市乙局')
    await page.keyboard.press('Enter')
    await page.waitForURL('**unit=%E5%B8%82%E4%B9%99%E5%B1%80**')
    expect(await page.locator('tbody tr').count()).toBe(2)
  })

  it('keys go through the list, open the palette and help, do nothing in a field or while pinyin is composed', async () => {
    const page = await open('wangwu', `/p/${id}/measures`)
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key)
    const second = page.locator('tbody tr').nth(1).locator('a').first()
    await page.keyboard.press('j')
    expect(await second.evaluate((link: { matches: (s: string) => boolean }) => link.matches(':focus'))).toBe(
      true,
    )
    await page.keyboard.press('?')
    await page.locator('[role=dialog]', { hasText: '快捷键' }).waitFor()
    await page.keyboard.press('Escape')
    expect(await page.locator('[role=dialog]').count()).toBe(0)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('待审')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/review')
    await page.goto(at(`/p/${id}/measures`))
    await page.fill('[type=search][name=q]', '')
    await page.focus('[type=search][name=q]')
    await page.keyboard.type('j?g')
    expect([
      await page.inputValue('[type=search][name=q]'),
      await page.locator('[role=dialog]').count(),
    ]).toEqual(['j?g', 0])
    await page.evaluate(
      "document.querySelector('h1').dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true, isComposing: true }))",
    )
    expect(await page.locator('[role=dialog]').count()).toBe(0)
  })

  it('a file on its way shows how far it is, and a pasted screenshot is one of the files', async () => {
    const page = await open('zhangsan', `/p/${id}/m/2.1/act/submit`)
    await page.fill('[name=doneOn]', '2015-07-18')
    await page.evaluate(`(() => {
      const data = new DataTransfer()
      const bytes = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), (c) => c.charCodeAt(0))
      data.items.add(new File([bytes], 'image.png', { type: 'image/png' }))
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
    })()`)
    await page.locator('paste-shot', { hasText: '已加入截屏 截屏1.png' }).waitFor()
    await page.locator('main button.primary').click()
    await page.waitForURL(`**/p/${id}/m/2.1?done=1`)
    expect(await page.textContent('main')).toContain('截屏1.png')
  })

  it('a file that is refused leaves the form with what was typed, and says why', async () => {
    const page = await open('zhangsan', `/p/${id}/m/1.1/act/submit`)
    await page.fill('[name=doneOn]', '2015-07-18')
    await page.fill('[name=note]', '说明还在')
    await page.setInputFiles('[name=files]', {
      name: '程序.exe',
      mimeType: 'application/x-msdownload',
      buffer: Buffer.from('MZ'),
    })
    await page.locator('main button.primary').click()
    await page.locator('.alert').waitFor()
    expect([await page.inputValue('[name=note]'), page.url()]).toEqual([
      '说明还在',
      at(`/p/${id}/m/1.1/act/submit`),
    ])
  })

  it('a row that somebody else changed is shown anew in its place, and said', async () => {
    const page = await open('sunba', `/p/${id}/measures`)
    const office = await (await browser.newContext()).newPage()
    await office.context().addCookies(await (await of('wangwu')).context().cookies())
    await office.goto(at(`/p/${id}/m/4.1/act/terminate`))
    await office.fill('[name=reason]', '并入别的事项')
    await Promise.all([office.waitForURL('**done=1'), office.locator('main button.primary').click()])
    await page.locator('tr.fresh[data-row$=" 4.1"]').waitFor()
    expect(await page.textContent('live-region')).toContain('4.1 有变化')
    await office.close()
  })

  it('two minutes before a session ends it is said, and one can stay', async () => {
    const page = await open('sunba', '/plans')
    await page.evaluate(
      "document.querySelector('main').insertAdjacentHTML('beforeend', '<session-guard data-seconds=\"120\"></session-guard>')",
    )
    const guard = page.locator('main session-guard')
    await guard.locator('[role=alert]', { hasText: '两分钟后登录过期' }).waitFor()
    await guard.locator('button').click()
    await guard.locator('[role=status]', { hasText: '已延长' }).waitFor()
  })

  it('the register is printed on A4 across, its heading on every sheet', async () => {
    const page = await open('wangwu', `/p/${id}/measures/print?light=green`)
    expect(await page.textContent('thead')).toContain('灯：绿灯')
    const sheet = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(sheet).toMatch(/\/MediaBox \[0 0 84[12][.\d]* 59[45][.\d]*\]/)
    expect(await page.evaluate("getComputedStyle(document.querySelector('thead')).display")).toBe(
      'table-header-group',
    )
  })
})
