import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { type Listening, listen, placeOf } from '../../../security/listen.ts'
import { KEYED } from '../../../web/app.tsx'
import { PASSWORD, type Web } from '../../web/support.ts'
import { chromiumPath } from './chromium.ts'

/** null: none is here, and it was said; whoever needs one skips. */
export const PROGRAM = chromiumPath()

type How = Parameters<Browser['newContext']>[0]
export interface Entered {
  readonly context: BrowserContext
  readonly page: Page
  open(path: string): ReturnType<Page['goto']>
}

/** A real Chromium before the pages of a test file, while its tests run. */
export function browserOver(app: () => Pick<Web, 'app'>) {
  let browser: Browser
  let listening: Listening
  beforeAll(async () => {
    if (PROGRAM === null) return
    listening = await listen(app().app.fetch, placeOf('127.0.0.1:0'), { keyed: KEYED })
    browser = await chromium.launch({
      executablePath: PROGRAM,
      args: ['--no-sandbox', '--disable-gpu'],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await listening?.close()
  })
  const at = (path: string) => `${listening.url}${path}`
  const begin = async (how: How): Promise<Entered> => {
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...how })
    const page = await context.newPage()
    return { context, page, open: (path) => page.goto(at(path)) }
  }
  return {
    at,
    /** The server goes away, as it does when it is started anew; what was open is cut off. */
    goAway: () => listening.close(),
    /** It is there again, under the address it had. */
    async comeBack(): Promise<void> {
      listening = await listen(app().app.fetch, placeOf(listening.url.replace('http://', '')), {
        keyed: KEYED,
      })
    },
    /** One who signs in by the page, as people do. */
    async enter(login: string, how: How = {}): Promise<Entered> {
      const entered = await begin(how)
      await entered.open('/login')
      await signIn(entered.page, login)
      return entered
    },
    /** One who is signed in already. */
    async as(person: { readonly cookies: ReadonlyMap<string, string> }, how: How = {}): Promise<Entered> {
      const entered = await begin(how)
      const cookies = [...person.cookies].map(([name, value]) => ({ name, value, url: listening.url }))
      await entered.context.addCookies(cookies)
      return entered
    },
  }
}

/** Fills in the sign-in that a page shows. */
export async function signIn(page: Page, login: string): Promise<void> {
  await page.fill('[name=login]', login)
  await page.fill('[name=password]', PASSWORD)
  await Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')])
}

/** Waits until the page says it. */
export const says = (page: Page, text: string): Promise<void> =>
  page.locator('main', { hasText: text }).waitFor({ timeout: 120_000 })

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds on a page; its context has to have been made with bypassCSP. */
export async function axeFindings(page: Page): Promise<readonly unknown[]> {
  await page.evaluate(axe)
  // The page's own script: axe is there by name.
  return page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(TAGS)} }).then((r) => r.violations.map((v) => [v.id, v.nodes[0].html]))`,
  )
}

/** By how much a page is wider than its window. */
export const overWidth = async (page: Page): Promise<number> =>
  Math.max(0, Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth')))

/** Fills a form's field, whatever kind of input it is; empty says nothing. */
export async function fillIn(form: ReturnType<Page['locator']>, name: string, value: string): Promise<void> {
  const field = form.locator(`[name="${name}"]`)
  const kind = await field
    .first()
    .evaluate((one: { tagName: string; type: string }) => `${one.tagName} ${one.type}`)
  if (kind === 'INPUT radio') await form.locator(`[name="${name}"][value="${value}"]`).check()
  else if (kind === 'INPUT checkbox') await field.first().setChecked(value !== '')
  else if (kind.startsWith('SELECT')) await field.first().selectOption(value)
  else await field.first().fill(value)
}
