import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATOR } from '../../accounts/people.ts'
import { actOn } from '../../client/use/act.ts'
import { issueBulletin } from '../../client/use/bulletin.ts'
import { closePlan } from '../../client/use/close-plan.ts'
import { changeEvent, reportEvent } from '../../client/use/events.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { makeLinkFor } from '../../client/use/links.ts'
import { previewPublic, publishPlan } from '../../client/use/publish.ts'
import { actTable } from '../../web/act-tables.ts'
import { askedFields } from '../../web/forms/act-fields.tsx'
import { smallPlan } from '../small-plan.ts'
import { openWeb, signedIn, browser as stranger, type Web } from '../web/support.ts'
import { axeFindings, browserOver, fillIn, overWidth, PROGRAM } from './support/browser.ts'
import { crawl, kindOf, slips, type Visited } from './support/crawl.ts'
import { planId } from './support/office.ts'
import { startPlanOf } from './support/started.ts'
import {
  admin,
  d,
  duban,
  id,
  leader,
  liaison,
  observer,
  officer,
  type Person,
  say,
  second,
  web,
} from './support/web.ts'

// Each role goes everywhere its pages lead: no way ends nowhere, and of every kind of page that it comes to axe finds
// nothing to say, at the width of a phone.

const OFFICE = { role: 'office', unit: '督查室' } as const
const UNIT = { role: 'unit', unit: '市甲局' } as const
let head: Person | undefined
let link = ''
const DRAFT = planId('draft')
const draft = (path: string) => `/p/${DRAFT}${path}`

/** Something of everything: events, evidence, a draft with doubts, a closed plan, a bulletin, an item, a public site. */
beforeAll(async () => {
  const WAIT = '省出台丙办法'
  const said = { dueOn: null, title: null, document: '粤办〔2015〕1号', url: null, measures: null }
  await changeEvent(duban, id, 'propose', {
    ...{ actor: { role: 'unit', unit: '市乙局' }, condition: WAIT, effectiveOn: d('2015-07-19') },
    ...{ title: null, document: null, url: null },
  })
  const bare = { condition: WAIT, expectedOn: d('2015-08-10'), actor: OFFICE }
  await changeEvent(duban, id, 'plan', { ...bare, dueOn: null, title: null, document: null, measures: null })
  const evidence = {
    obligationId: null,
    doneOn: d('2015-07-18'),
    urls: ['http://www.example.gov.cn/a'],
    files: [],
  }
  await actOn(duban, id, '1.1', 'submit', { ...evidence, actor: UNIT, note: '请审' })
  await actOn(duban, id, '4.1', 'remind', { actor: OFFICE, obligationId: null, note: null })
  const asOf = duban.now(await duban.plan(id))
  await issueBulletin(duban, id, { asOf, from: null, actor: OFFICE })
  const from = { db: duban.db, blobs: duban.blobs, dataDir: duban.dataDir }
  const asked = { number: null, fields: null, licence: '', footer: '', nextOn: null }
  const { seen } = await previewPublic(from, await duban.plan(id), asked)
  await publishPlan(from, await duban.plan(id), asked, seen, OPERATOR)
  const token = {
    no: '2.1',
    obligation: '2.1/2015-07',
    unit: null,
    recipient: '老李',
    days: null,
    code: false,
  }
  link = (await makeLinkFor(duban.db, await duban.plan(id), token, OPERATOR)).path

  const rows = [
    ['市甲局', '公开戊信息。', '2015年7月'],
    ['市甲局', '公开己信息。', `待${WAIT}后30日内`],
  ] as const
  const late = await startPlanOf(duban, 'late', smallPlan(rows), { until: d('2015-09-20') })
  await reportEvent(duban, late, {
    ...said,
    eventId: null,
    condition: WAIT,
    effectiveOn: d('2015-07-02'),
    actor: OFFICE,
  })
  const over = await startPlanOf(duban, 'over', smallPlan(rows))
  await closePlan(duban, over, '年度结束', OFFICE)
  await importPlan(duban, DRAFT, smallPlan([...rows, ['', '公开庚信息。', '大约在冬季']]))
  await say(officer, '/api/v1/measures', {
    ...{ text: '核查违建并提出处置意见。', lead: ['市甲局'], deadline: '2027年3月1日前', source: '批示' },
    reference: '云府办批〔2026〕12号',
  })
  head = await signedIn(web, 'touer', ['head', '市甲局'])
})

const ROLES: readonly (readonly [string, () => Person | undefined])[] = [
  ['督查室，能签发', () => officer],
  ['督查室兼联络员', () => second],
  ['单位联络员', () => liaison],
  ['单位负责人', () => head],
  ['领导', () => leader],
  ['观察员', () => observer],
  ['管理员', () => admin],
  ['没有登录的', () => undefined],
]
/** Where somebody who is not signed in may begin. */
const OPEN = () => ['/login', '/code', link, `/public/2015/${id}/`]

/** Whose pages are looked at: each of the others comes to no kind of page that one of these does not. */
const LOOKED = new Set(['督查室，能签发', '单位联络员', '单位负责人', '领导', '管理员', '没有登录的'])
const found = new Map<string, readonly Visited[]>()
const browser = browserOver(() => web)
const pagesOf = (visited: readonly Visited[]) =>
  [
    ...new Map(
      visited
        .filter(({ page, status }) => page !== null && status === 200)
        .map((one) => [kindOf(one.address), one]),
    ).values(),
  ].map(({ address }) => address)

const wrongOn = async (page: Page, address: string) => {
  const answer = await page.goto(browser.at(address))
  return [address, answer?.status(), await axeFindings(page), await overWidth(page)]
}

describe.each(ROLES)('%s', (name, who) => {
  it('every link leads somewhere, and no page says what none may', async () => {
    const person = who() ?? stranger(web)
    const { visited, links } = await crawl(
      (path) => person.get(path),
      who() === undefined ? OPEN() : ['/', '/me'],
    )
    found.set(name, visited)
    console.log(
      `${name}: ${visited.length} addresses, ${links} links, ${pagesOf(visited).length} kinds of page`,
    )
    expect(
      visited.filter(({ status }) => status >= 400).map((one) => [one.address, one.status, one.from]),
    ).toEqual([])
    expect(visited.length).toBeGreaterThan(3)
    for (const { address, page } of visited) {
      if (page === null) continue
      const { outside, inline, wordless } = page
      expect([address, slips(page.text), outside, inline, wordless]).toEqual([address, [], [], [], []])
    }
  })

  it.skipIf(PROGRAM === null || !LOOKED.has(name))(
    'axe finds nothing on any kind of page, and nothing is wider than 320 px',
    async () => {
      const how = { bypassCSP: true, viewport: { width: 320, height: 800 } }
      const person = who() ?? { cookies: new Map<string, string>() }
      const { page, context } = await browser.as(person, how)
      const wrong: unknown[] = []
      for (const address of pagesOf(found.get(name) ?? [])) {
        const seen = await wrongOn(page, address)
        if (JSON.stringify(seen) !== JSON.stringify([address, 200, [], 0])) wrong.push(seen)
      }
      expect(wrong).toEqual([])
      await context.close()
    },
  )
})

interface Wrong {
  readonly who: () => Person | undefined
  readonly at: () => string
  /** Which form of the page, by the end of its address; empty: the only one. */
  readonly form: string
  readonly says?: Readonly<Record<string, string>>
  readonly button?: string
}
const plan = (path: string) => () => `/p/${id}${path}`
const office = (at: () => string, form: string, says: Wrong['says'] = {}, button?: string): Wrong => ({
  ...{ who: () => officer, at, form, says },
  ...(button ? { button } : {}),
})
const WRONG: readonly Wrong[] = [
  office(plan('/events'), '/events', { condition: '没有写过的条件', effectiveOn: '乱写' }),
  office(plan('/events'), '/events/new/plan', { condition: '没有写过的条件', expectedOn: '乱写' }),
  office(() => '/plans/new', '/plans/new'),
  office(() => '/rules', '/rules/closures', { from: '乱写' }, '[value=do]'),
  office(() => '/rules', '/rules/calendar', { table: '乱写' }, '[value=do]'),
  office(plan('/policy'), '/policy', { text: '乱写' }, '[value=do]'),
  office(plan('/advance'), '/advance', { to: '乱写' }),
  office(plan('/close'), '/close', { carryTo: '下一年' }, '[value=close]'),
  office(plan('/sample'), '/sample', { count: '0' }),
  office(plan('/amend'), '/amend'),
  office(() => '/measures/new', '/measures/new', { text: '' }, '[value=add]'),
  office(() => draft('/start'), '/start', { on: '乱写' }, '[value=start]'),
  office(() => '/me', '/me/password', { before: 'x', password: 'y' }),
  office(() => '/me', '/me/tokens'),
  {
    who: () => liaison,
    at: plan('/events'),
    form: '/proposals',
    says: { condition: '没有写过的', effectiveOn: '乱写' },
  },
  { who: () => admin, at: () => '/admin/users', form: '/admin/users', says: { login: '有 空格' } },
  {
    who: () => admin,
    at: () => '/me/prove?next=/admin/users',
    form: '/me/prove',
    says: { password: '不是它' },
  },
  { who: () => undefined, at: () => '/login', form: '/login', says: { login: 'wangwu', password: '不是它' } },
  { who: () => undefined, at: () => '/code', form: '/code', says: { code: 'AAAA-BBBB-CCCC' } },
  { who: () => undefined, at: () => link, form: '', says: { doneOn: '乱写' } },
]

/** Sends a form as it is filled in, whatever the browser itself would have asked for. */
async function sendWrong(
  page: Page,
  { at, form, says = {}, button = 'button[type=submit]' }: Omit<Wrong, 'who'>,
) {
  await page.goto(browser.at(at()))
  const by = form === '' ? '' : `[action$="${form}"]`
  const asked = page.locator(`main form[method=post]${by}`).first()
  await page.evaluate(
    "for (const f of document.querySelectorAll('form')) f.noValidate = true; for (const d of document.querySelectorAll('details')) d.open = true",
  )
  for (const [field, value] of Object.entries(says)) await fillIn(asked, field, value)
  const answered = page.waitForResponse(
    (answer) => answer.request().isNavigationRequest() && answer.request().method() === 'POST',
  )
  const [answer] = await Promise.all([answered, asked.locator(button).first().click()])
  await page.waitForLoadState()
  return answer.status()
}

/** Acts whose form has something that has to be said, as each of these people comes to them. */
const mustSay = (type: string): readonly string[] | null => {
  const table = actTable(type)
  const needed =
    table === null
      ? []
      : askedFields(table).filter(
          ([, { need, kind }]) => need === undefined && !['list', 'flag'].includes(kind),
        )
  return needed.length === 0 ? null : needed.filter(([, { kind }]) => kind === 'date').map(([name]) => name)
}

it('who is not looked at comes to no kind of page that another does not', () => {
  const seen = (names: readonly string[]) =>
    new Set(names.flatMap((name) => pagesOf(found.get(name) ?? []).map((one) => kindOf(one).split('?')[0])))
  const looked = seen([...LOOKED])
  expect(looked.size).toBeGreaterThan(40)
  const all = seen(ROLES.map(([name]) => name))
  expect([...all].filter((kind) => !looked.has(kind))).toEqual([])
})

describe.skipIf(PROGRAM === null)('what was refused', () => {
  const soundAfter = async (page: Page, what: string, status: number) => {
    const said = await page.locator('.alert[role=alert], .wrong, .alert').count()
    return [what, status >= 400, said > 0, await axeFindings(page), await overWidth(page)]
  }
  const how = { bypassCSP: true, viewport: { width: 320, height: 800 } }

  it('is said on the page of the form, of every form, without a finding of axe', async () => {
    const contexts = new Map<Person | undefined, Awaited<ReturnType<typeof browser.as>>>()
    const wrong: unknown[] = []
    for (const { who, ...one } of WRONG) {
      const person = who()
      const known = contexts.get(person) ?? (await browser.as(person ?? { cookies: new Map() }, how))
      contexts.set(person, known)
      const what = `${one.at()} ${one.form}`
      const seen = await soundAfter(known.page, what, await sendWrong(known.page, one))
      if (JSON.stringify(seen) !== JSON.stringify([what, true, true, [], 0])) wrong.push(seen)
    }
    expect(wrong).toEqual([])
    for (const { context } of contexts.values()) await context.close()
  })

  it('of every act that has something to say, too', async () => {
    let forms = 0
    for (const [name, who] of ROLES.slice(0, 6)) {
      const person = who()
      if (person === undefined) continue
      const { page, context } = await browser.as(person, how)
      const acts = pagesOf(found.get(name) ?? []).filter((address) => address.includes('/act/'))
      for (const address of acts) {
        const type = /\/act\/(\w+)/.exec(address)?.[1] ?? ''
        const dates = mustSay(type)
        if (dates === null) continue
        const says = Object.fromEntries(dates.map((field) => [field, '乱写']))
        const status = await sendWrong(page, {
          at: () => address,
          form: `/act/${type}`,
          says,
          button: 'button.primary',
        })
        expect(await soundAfter(page, address, status)).toEqual([address, true, true, [], 0])
        forms += 1
      }
      await context.close()
    }
    expect(forms).toBeGreaterThan(20)
  })

  it('a page that is not there, or not for who asks, says so', async () => {
    const { page, context } = await browser.as(liaison ?? { cookies: new Map() }, how)
    for (const [address, status] of [
      ['/nirgends', 404],
      ['/admin/users', 404],
      [`/p/${id}/close`, 403],
      [`/p/${id}/m/9.9`, 404],
    ] as const) {
      const answer = await page.goto(browser.at(address))
      expect([address, answer?.status(), await axeFindings(page), await overWidth(page)]).toEqual([
        address,
        status,
        [],
        0,
      ])
    }
    await context.close()
  })
})

describe.skipIf(PROGRAM === null)('however it is looked at', () => {
  it('with letters twice as large nothing is wider than the window', async () => {
    const { page, context } = await browser.as(officer ?? { cookies: new Map() }, { bypassCSP: true })
    const wrong: unknown[] = []
    for (const address of pagesOf(found.get('督查室，能签发') ?? []).filter((one) => !one.includes('?'))) {
      await page.goto(browser.at(address))
      await page.addStyleTag({ content: 'html { font-size: 200% !important }' })
      const over = await overWidth(page)
      if (over > 0) wrong.push([address, over])
    }
    expect(wrong).toEqual([])
    await context.close()
  })

  it('on paper: no menu, no button, no colour alone; axe finds nothing', async () => {
    const { page, context } = await browser.as(officer ?? { cookies: new Map() }, { bypassCSP: true })
    await page.emulateMedia({ media: 'print' })
    const papers = pagesOf(found.get('督查室，能签发') ?? []).filter(
      (one) => one.startsWith('/p/') && !/\?|\/act\//.test(one),
    )
    expect(papers.length).toBeGreaterThan(8)
    for (const address of papers) {
      const seen = await wrongOn(page, address)
      const menu = await page.locator('header.top').isVisible()
      expect([...seen, menu]).toEqual([address, 200, [], 0, false])
    }
    await context.close()
  })
})

describe.skipIf(PROGRAM === null)('where nothing is yet', () => {
  let empty: Web
  beforeAll(async () => {
    empty = await openWeb()
  })
  afterAll(() => empty.close())
  const bare = browserOver(() => empty)

  it.each([
    ['office', '督查室'],
    ['unit', '市甲局'],
    ['leader', '市政府'],
    ['observer', undefined],
    ['admin', undefined],
  ] as const)('%s finds a sentence on every page, and a way on', async (role, unit) => {
    const person = await signedIn(empty, `${role}9`, [role, unit])
    const { visited } = await crawl((path) => person.get(path), ['/', '/me'])
    expect(visited.filter(({ status }) => status >= 400)).toEqual([])
    const { page, context } = await bare.as(person, {
      bypassCSP: true,
      viewport: { width: 320, height: 800 },
    })
    for (const address of pagesOf(visited)) {
      const answer = await page.goto(bare.at(address))
      expect([address, answer?.status(), await axeFindings(page), await overWidth(page)]).toEqual([
        address,
        200,
        [],
        0,
      ])
    }
    await context.close()
  })
})
