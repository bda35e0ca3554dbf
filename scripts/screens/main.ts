// npm run screens: pictures of every screen of the rehearsed year, for docs/images. Beside a running `npm start`:
//   npm run screens -- --url http://127.0.0.1:8234 [--data .duban] [--out docs/images] [--widths 1440,1024,390] [--only lead]
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium } from 'playwright-core'
import { type DemoPlaces, makeDemo } from '../../accounts/demo.ts'
import { openRecords } from '../../records/open.ts'
import { recordsOf } from '../../records/places.ts'
import { dataFolder } from '../../temporal/endpoint.ts'
import { inPalette } from './palette.ts'
import { SCREENS } from './screens.ts'

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8234' },
    data: { type: 'string', default: dataFolder() },
    out: { type: 'string', default: 'docs/images' },
    widths: { type: 'string', default: '1280' },
    only: { type: 'string', default: '' },
    whole: { type: 'boolean', default: false },
  },
})
const PLACES: DemoPlaces = { office: '督查室', unit: '市人力资源社会保障局', leader: '市政府' }
const HEIGHT = 900

async function shoot(browser: Browser, codes: ReadonlyMap<string, string>, width: number): Promise<void> {
  const pages = new Map<string, Awaited<ReturnType<typeof enter>>>()
  const enter = async (who: string) => {
    const context = await browser.newContext({
      ...{ viewport: { width, height: HEIGHT }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' },
      ...{ hasTouch: width < 600, isMobile: width < 600 },
      ...(known.get(who) ? { storageState: known.get(who) as never } : {}),
    })
    const page = await context.newPage()
    const code = codes.get(who)
    if (code !== undefined && !known.has(who)) {
      await page.goto(`${values.url}/demo?code=${code}`)
      await page.click('main button.primary')
      known.set(who, await context.storageState())
    }
    return page
  }
  for (const { name, who, path, go } of SCREENS.filter((one) => one.name.includes(values.only))) {
    const page = pages.get(who) ?? (await enter(who))
    pages.set(who, page)
    await page.goto(`${values.url}${path}`)
    await go?.(page)
    const png = await page.screenshot({ fullPage: values.whole, animations: 'disabled' })
    const small = inPalette(png)
    const file = values.widths.includes(',') ? `web-${name}-${width}.png` : `web-${name}.png`
    writeFileSync(join(values.out, file), small)
    process.stdout.write(`${file}  ${Math.ceil(small.length / 1024)} KB\n`)
  }
}

/** Sign-ins of this run: a link opens once. */
const known = new Map<string, unknown>()

const db = await openRecords(recordsOf(values.data))
const codes = new Map((await makeDemo(db, PLACES)).map(({ name, code }) => [name, code] as const))
await db.destroy()
mkdirSync(values.out, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.DUBAN_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
for (const width of values.widths.split(',').map(Number)) await shoot(browser, codes, width)
await browser.close()
