import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { setPolicy } from '../../client/use/amend-plan.ts'
import { issueBulletin } from '../../client/use/bulletin.ts'
import { closePlan } from '../../client/use/close-plan.ts'
import { changeEvent, reportEvent } from '../../client/use/events.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { bulletinUntil } from '../../client/views/bulletin-until.ts'
import { shippedText } from '../../documents/files/policy.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { planFieldsOf } from '../../domain/events/act.ts'
import { PLAN_TYPES, type PlanUpdate, planActOf } from '../../domain/events/acts/registry.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import { factsOf, workflowIdOf } from '../../records/read.ts'
import { type SmallRow, smallPlan, smallPlanText } from '../small-plan.ts'
import { browserOver, type Entered, fillIn, PROGRAM } from './support/browser.ts'
import { runDuban } from './support/cli.ts'
import { planId } from './support/office.ts'
import { startPlanOf } from './support/started.ts'
import { admin, duban, leader, liaison, observer, office, officer, type Person, web } from './support/web.ts'

// Every act on a plan as a whole is done three times, each on a plan of its own: by hand in a browser without script, by
// hand with script, at the command line. The ledgers of the three say the same.

const WAIT = '省出台丙办法'
const ROWS: readonly SmallRow[] = [
  ['市甲局牵头，市乙局配合', '公开甲信息。', '2015年7月'],
  ['市甲局', '公开乙信息。', `待${WAIT}后30日内`],
  ['市乙局', '公开丙信息。', '2015年9月底前'],
]
const REVISED: readonly SmallRow[] = [
  ROWS[0],
  ROWS[1],
  ['市乙局', '公开丙信息和目录。', '2015年10月底前'],
] as never
const NOS = ['1.1', '2.1', '3.1']
const OFFICE = { role: 'office', unit: '督查室' } as const
const UNIT = { role: 'unit', unit: '市甲局' } as const
const TODAY = '2015-07-01'
const d = mustDate

const folder = mkdtempSync(join(tmpdir(), 'duban-plan-forms-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const paper = (name: string, rows: readonly SmallRow[]) => {
  const path = join(folder, name)
  writeFileSync(path, smallPlanText(rows))
  return path
}
const [FIRST, SECOND] = [paper('方案.txt', ROWS), paper('修订.txt', REVISED)]

interface Case {
  readonly type: PlanUpdate
  /** How it is told apart from another of its kind. */
  readonly what?: string
  readonly by?: () => Person | undefined
  /** What the plan is before it: running, when nothing else is said. */
  readonly is?: 'none' | 'draft'
  /** What has to have happened; answers with the event that the act is about. */
  readonly before?: (plan: string) => Promise<string>
  readonly page: (plan: string, event: string) => string
  /** A document that the page asks for first. */
  readonly document?: string
  readonly form: (plan: string, event: string) => string
  readonly says: (plan: string) => Readonly<Record<string, string>>
  /** The button, where it is not the form's first. */
  readonly button?: string
  readonly cli: (plan: string, event: string) => readonly string[]
}

const EVENT = { eventId: null, dueOn: null, title: null, document: null, url: null, measures: null }
const reported = async (plan: string) =>
  (await reportEvent(duban, plan, { ...EVENT, condition: WAIT, effectiveOn: d(TODAY), actor: OFFICE }))
    .eventId
const changed = async (plan: string, type: Parameters<typeof changeEvent>[2], said: object) =>
  (await changeEvent(duban, plan, type, { actor: OFFICE, ...said })).eventId
const planned = (plan: string) =>
  changed(plan, 'plan', {
    ...{ condition: WAIT, expectedOn: d('2015-07-10') },
    ...{ dueOn: null, title: null, document: null, measures: null },
  })
const proposed = (plan: string) =>
  changed(plan, 'propose', {
    ...{ condition: WAIT, effectiveOn: d(TODAY), actor: UNIT },
    ...{ title: null, document: null, url: null },
  })
const issued = async (plan: string) => {
  const asOf = bulletinUntil(duban.now(await duban.plan(plan)), undefined)
  await issueBulletin(duban, plan, { asOf, from: null, actor: OFFICE })
  return ''
}

const events = (plan: string) => `/p/${plan}/events`
const ofEvent = (type: string) => (_: string, event: string) => `form[action$="/events/${event}/${type}"]`
const form = (ending: string) => () => `form[method=post][action$="${ending}"]`

const CASES: readonly Case[] = [
  {
    type: 'import',
    is: 'none',
    page: () => '/plans/new',
    document: FIRST,
    form: () => 'form[action^="/plans/new/"]:has([name=offices])',
    says: (plan) => ({ id: plan, offices: '督查室' }),
    cli: (plan) => ['plan', 'import', FIRST, '--id', plan, '--issued-on', TODAY],
  },
  {
    type: 'start',
    is: 'draft',
    page: (plan) => `/p/${plan}/start`,
    form: form('/start'),
    says: () => ({ clock: 'stepped', on: TODAY, mode: 'as-is' }),
    button: '[value=start]',
    cli: (plan) => ['plan', 'start', plan, '--clock', `stepped@${TODAY}`],
  },
  {
    type: 'delete',
    is: 'draft',
    page: (plan) => `/p/${plan}`,
    form: form('/delete'),
    says: () => ({}),
    cli: (plan) => ['plan', 'delete', plan, '--yes'],
  },
  {
    type: 'report',
    page: events,
    form: form('/events'),
    says: () => ({
      ...{ condition: WAIT, effectiveOn: TODAY, document: '粤办〔2015〕1号', title: '丙办法' },
      ...{ url: 'https://www.example.gov.cn/b', dueOn: '2015-09-30', measures: '2.1' },
    }),
    cli: (plan) => [
      ...['event', 'report', plan, WAIT, '--on', TODAY, '--document', '粤办〔2015〕1号', '--title', '丙办法'],
      ...['--url', 'https://www.example.gov.cn/b', '--due-on', '2015-09-30', '--measure', '2.1'],
    ],
  },
  {
    type: 'report',
    what: '又一来源',
    before: reported,
    page: events,
    form: form('/events'),
    says: () => ({ condition: WAIT, effectiveOn: TODAY, sameAs: 'EVENT', document: '粤府〔2015〕9号' }),
    cli: (plan, event) => [
      ...['event', 'report', plan, WAIT, '--on', TODAY, '--same-as', event, '--document', '粤府〔2015〕9号'],
    ],
  },
  {
    type: 'report',
    what: '有时刻',
    page: events,
    form: form('/events'),
    says: () => ({ condition: WAIT, effectiveOn: '2015-06-30', effectiveAt: '15:30', units: '市甲局' }),
    cli: (plan) => ['event', 'report', plan, WAIT, '--on', '2015-06-30T15:30', '--unit', '市甲局'],
  },
  {
    type: 'report',
    what: '另一次',
    before: reported,
    page: events,
    form: form('/events'),
    says: () => ({ condition: WAIT, effectiveOn: '2015-06-29', another: '1' }),
    cli: (plan) => ['event', 'report', plan, WAIT, '--on', '2015-06-29', '--another'],
  },
  {
    type: 'correct',
    before: reported,
    page: events,
    form: ofEvent('correct'),
    says: () => ({
      effectiveOn: '2015-06-29',
      dueOn: '2015-08-20',
      document: '粤办〔2015〕2号',
      reason: '抄错',
    }),
    cli: (plan, event) => [
      ...['event', 'correct', plan, event, '--on', '2015-06-29', '--due-on', '2015-08-20'],
      ...['--document', '粤办〔2015〕2号', '--reason', '抄错'],
    ],
  },
  {
    type: 'revoke',
    before: reported,
    page: events,
    form: ofEvent('revoke'),
    says: () => ({ reason: '误报' }),
    cli: (plan, event) => ['event', 'revoke', plan, event, '--reason', '误报', '--yes'],
  },
  {
    type: 'restore',
    before: async (plan) => {
      const eventId = await reported(plan)
      await changed(plan, 'revoke', { eventId, reason: '误报' })
      return eventId
    },
    page: events,
    form: ofEvent('restore'),
    says: () => ({ reason: '确有其事' }),
    cli: (plan, event) => ['event', 'restore', plan, event, '--reason', '确有其事'],
  },
  {
    type: 'propose',
    by: () => liaison,
    page: events,
    form: form('/proposals'),
    says: () => ({
      ...{ condition: WAIT, effectiveOn: '2015-06-30', effectiveAt: '9:05', title: '丙办法' },
      ...{ document: '粤办〔2015〕1号', url: 'https://www.example.gov.cn/b' },
    }),
    cli: (plan) => [
      ...['event', 'propose', plan, '--condition', WAIT, '--effective-on', '2015-06-30', '--as', '市甲局'],
      ...['--effective-at', '2015-06-30T09:05', '--title', '丙办法', '--document', '粤办〔2015〕1号'],
      ...['--url', 'https://www.example.gov.cn/b'],
    ],
  },
  {
    type: 'assign',
    before: proposed,
    page: events,
    form: ofEvent('assign'),
    says: () => ({ condition: WAIT }),
    cli: (plan, event) => ['event', 'assign', plan, event, WAIT],
  },
  {
    type: 'plan',
    page: events,
    form: form('/events/new/plan'),
    says: () => ({
      ...{ condition: WAIT, expectedOn: '2015-07-20', dueOn: '2015-09-30', title: '丙办法' },
      ...{ document: '粤办〔2015〕1号', measures: '2.1' },
    }),
    cli: (plan) => [
      ...['event', 'plan', plan, WAIT, '--on', '2015-07-20', '--due-on', '2015-09-30', '--title', '丙办法'],
      ...['--document', '粤办〔2015〕1号', '--measures', '2.1'],
    ],
  },
  {
    type: 'move',
    before: planned,
    page: events,
    form: ofEvent('move'),
    says: () => ({ expectedOn: '2015-07-30', reason: '会议推迟' }),
    cli: (plan, event) => ['event', 'move', plan, event, '--on', '2015-07-30', '--reason', '会议推迟'],
  },
  {
    type: 'cancel',
    before: planned,
    page: events,
    form: ofEvent('cancel'),
    says: () => ({ reason: '议程取消' }),
    cli: (plan, event) => ['event', 'cancel', plan, event, '--reason', '议程取消'],
  },
  {
    type: 'confirm',
    before: planned,
    page: events,
    form: ofEvent('confirm'),
    says: () => ({ effectiveOn: TODAY, document: '粤办〔2015〕3号', url: 'https://www.example.gov.cn/c' }),
    cli: (plan, event) => [
      ...['event', 'confirm', plan, event, '--on', TODAY, '--document', '粤办〔2015〕3号'],
      ...['--url', 'https://www.example.gov.cn/c'],
    ],
  },
  {
    type: 'subscribe',
    page: (plan) => `/p/${plan}/m/1.1/act/suspend`,
    form: form('/act/suspend'),
    says: () => ({
      ...{ reason: '等办法', reviewOn: '2015-08-03', ground: '粤办〔2015〕4号' },
      ...{ 'until.text': WAIT, 'until.dueOn': '2015-08-31' },
    }),
    cli: (plan) => [
      ...['obligation', 'suspend', plan, '1.1', '--reason', '等办法', '--review-on', '2015-08-03'],
      ...['--ground', '粤办〔2015〕4号', '--until-event', WAIT, '--resume-due-on', '2015-08-31'],
    ],
  },
  {
    type: 'advance',
    page: (plan) => `/p/${plan}/advance`,
    form: form('/advance'),
    says: () => ({ to: '2015-07-10' }),
    cli: (plan) => ['plan', 'advance', plan, '--to', '2015-07-10'],
  },
  {
    type: 'amend',
    page: (plan) => `/p/${plan}/amend`,
    document: SECOND,
    form: () => 'form:has([name=reference])',
    says: () => ({ reference: '粤办〔2015〕5号', reason: '任务调整' }),
    cli: (plan) => [
      ...['plan', 'amend', plan, SECOND, '--issued-on', TODAY, '--accept-review'],
      ...['--reference', '粤办〔2015〕5号', '--reason', '任务调整'],
    ],
  },
  {
    type: 'policy',
    before: async (plan) => {
      await setPolicy(duban, plan, { ...THREE_COLOURS, id: 'qian', name: '从前的' })
      return ''
    },
    page: (plan) => `/p/${plan}/policy?ships=ji-jian`,
    form: form('/policy'),
    says: () => ({ text: shippedText('ji-jian'), reason: '市政府要求' }),
    button: '[value=do]',
    cli: (plan) => ['policy', 'set', plan, 'ji-jian', '--reason', '市政府要求'],
  },
  {
    type: 'close',
    page: (plan) => `/p/${plan}/close`,
    form: form('/close'),
    says: () => ({ reason: '年度结束' }),
    button: '[value=close]',
    cli: (plan) => ['plan', 'close', plan, '--reason', '年度结束', '--yes'],
  },
  {
    type: 'reopen',
    before: async (plan) => {
      await closePlan(duban, plan, '年度结束', OFFICE)
      return ''
    },
    page: (plan) => `/p/${plan}/reopen`,
    form: form('/reopen'),
    says: () => ({ reason: '误操作' }),
    cli: (plan) => ['plan', 'reopen', plan, '--reason', '误操作'],
  },
  {
    type: 'bulletin',
    page: (plan) => `/p/${plan}/bulletins/draft`,
    form: form('/bulletins/draft'),
    says: () => ({}),
    cli: (plan) => ['bulletin', 'issue', plan, '--yes'],
  },
  {
    type: 'withdrawBulletin',
    before: issued,
    page: (plan) => `/p/${plan}/bulletins/1`,
    form: form('/withdraw'),
    says: () => ({ reason: '数字有误' }),
    cli: (plan) => ['bulletin', 'withdraw', plan, '1', '--reason', '数字有误'],
  },
]

/** What a form does not ask by the field's own name, and how it comes about. */
const NOT_BY_NAME: Partial<Record<PlanUpdate, readonly string[]>> = {
  // The document that was uploaded and read; the rules are changed once it is there.
  import: ['document', 'policy'],
  // Dates that are past and readings that are open have their own questions on the page.
  start: ['startOn', 'acceptedReview', 'accepted', 'baseline'],
  // A number is made for it; the hour of one that was reported comes with a second report.
  report: ['eventId', 'addsHour'],
  correct: ['eventId', 'effectiveAt', 'cleared'],
  revoke: ['eventId'],
  restore: ['eventId'],
  assign: ['eventId'],
  move: ['plannedId'],
  cancel: ['plannedId'],
  confirm: ['plannedId'],
  // Comes of 挂账 until something has happened.
  subscribe: ['condition', 'no'],
  amend: ['document', 'from', 'numbers', 'counts', 'accepted'],
  policy: ['policy'],
  close: ['yearEnd'],
  reopen: ['leave'],
  bulletin: ['bulletin'],
  withdrawBulletin: ['number'],
}

const browser = browserOver(() => web)
const kept = new Map<string, Promise<Entered>>()
async function pageFor(who: Person | undefined, script: boolean): Promise<Page> {
  if (who === undefined) throw new Error('nobody')
  const key = `${who.id} ${script}`
  const entered = kept.get(key) ?? browser.as(who, { javaScriptEnabled: script })
  kept.set(key, entered)
  return (await entered).context.newPage()
}

/** Presses a button of a form and waits for the answer of the page that it leads to. */
async function press(page: Page, button: Locator): Promise<void> {
  const answered = page.waitForResponse(
    (answer) => answer.request().isNavigationRequest() && answer.request().method() === 'POST',
  )
  const [answer] = await Promise.all([answered, button.click()])
  await page.waitForLoadState()
  const alerts = await page.locator('main .alert[role=alert]').allTextContents()
  expect([answer.status() < 400, alerts]).toEqual([true, []])
}

/** Does an act by hand; what the page asks for first is given, and a part that is folded is opened. */
async function byHand(one: Case, plan: string, event: string, script: boolean): Promise<string> {
  const page = await pageFor((one.by ?? (() => officer))(), script)
  await page.goto(browser.at(one.page(plan, event)))
  if (one.document !== undefined) {
    await page.setInputFiles('[name=file]', one.document)
    await page.click('main details summary')
    await page.fill('[name=issued_on]', TODAY)
    await press(page, page.locator('main button.primary'))
  }
  const asked = page.locator(one.form(plan, event))
  for (const fold of [page.locator('main details', { has: asked }), asked.locator('details')])
    for (const one of await fold.all())
      if ((await one.getAttribute('open')) === null) await one.locator('summary').first().click()
  for (const [name, value] of Object.entries(one.says(plan)))
    await fillIn(asked, name, value === 'EVENT' ? event : value)
  const action = (await asked.getAttribute('action')) ?? ''
  await press(page, asked.locator(one.button ?? 'button[type=submit] >> nth=0'))
  await page.close()
  return action
}

/** All that was written down of a plan and its measures. */
const ledgers = async (plan: string) =>
  Promise.all([plan, ...NOS.map((no) => workflowIdOf(plan, no))].map((id) => factsOf(duban.db, id)))
const countsOf = async (plan: string) => (await ledgers(plan)).map((facts) => facts.length)

/** Of a bulletin: it names its plan, and so does its hash. */
const OWN = new Set(['seq', 'at', 'actId', 'reportedAt', 'root', 'cut', 'sha256'])
/** What the facts say that came since, without who by account, when and under which number. */
async function since(plan: string, before: readonly number[]): Promise<unknown> {
  const fresh = (await ledgers(plan)).map((facts, i) => facts.slice(before[i]))
  const text = JSON.stringify(fresh, (key, value) => {
    if (OWN.has(key)) return undefined
    if (value !== null && typeof value === 'object' && 'role' in value && 'unit' in value) return value.unit
    return value
  })
  return JSON.parse(text.replaceAll(plan, 'PLAN').replaceAll(/\b(ev|pl)-(\d{8})-[0-9a-z]+/g, '$1-$2'))
}

async function ready(
  one: Case,
  name: string,
): Promise<{ plan: string; event: string; had: readonly number[] }> {
  let plan = planId(name)
  if (one.is === 'draft') await importPlan(duban, plan, smallPlan(ROWS))
  else if (one.is !== 'none') plan = await startPlanOf(duban, name, smallPlan(ROWS), { from: d(TODAY) })
  const event = (await one.before?.(plan)) ?? ''
  return { plan, event, had: await countsOf(plan) }
}

/** A form's fields as its browser would send them: an act on a measure may carry files. */
function bodyFor(action: string, says: Readonly<Record<string, string>>): RequestInit {
  if (!action.includes('/act/'))
    return {
      body: new URLSearchParams(says).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }
  const body = new FormData()
  for (const [name, value] of Object.entries(says)) body.append(name, value)
  return { body }
}

const nameOf = ({ type, what = '' }: Case) => `${planActOf(type).name}${what}`

describe.skipIf(PROGRAM === null)(
  'every act on a plan has its form, which says what the command line says',
  () => {
    it('no act is without one, and a form asks for all that its act says', () => {
      const covered = new Set<string>(CASES.map(({ type }) => type))
      // 节假日安排更新 is done to all plans at once: below.
      expect(PLAN_TYPES.filter((type) => !covered.has(type))).toEqual(['calendar'])
      for (const type of covered as Set<PlanUpdate>) {
        const said = CASES.filter((one) => one.type === type).flatMap((one) => Object.keys(one.says('x')))
        const missing = Object.keys(planFieldsOf(planActOf(type))).filter(
          (field) => !said.includes(field) && !NOT_BY_NAME[type]?.includes(field),
        )
        expect([type, missing]).toEqual([type, []])
      }
    })

    it.concurrent.each(CASES.map((one) => [nameOf(one), one] as const))('%s', async (_, one) => {
      const name = `f${CASES.indexOf(one)}`
      const [off, on, typed] = await Promise.all(['o', 's', 't'].map((way) => ready(one, `${name}${way}`)))
      if (off === undefined || on === undefined || typed === undefined) throw new Error('never')
      const ran = await runDuban(office, [...one.cli(typed.plan, typed.event), '-o', 'json'])
      expect([ran.exit, ran.exit === 0 ? '' : ran.err]).toEqual([0, ''])
      const wanted = await since(typed.plan, typed.had)
      expect(JSON.stringify(wanted)).not.toBe('[[],[],[],[]]')

      const action = await byHand(one, off.plan, off.event, false)
      expect(await since(off.plan, off.had)).toEqual(wanted)
      await byHand(one, on.plan, on.event, true)
      expect(await since(on.plan, on.had)).toEqual(wanted)

      const before = await countsOf(off.plan)
      for (const who of [observer, leader, admin, one.by === undefined ? liaison : observer]) {
        const answer = await who?.send(action, { method: 'POST', ...bodyFor(action, one.says(off.plan)) })
        expect([who?.id, [403, 404].includes(answer?.status ?? 0)]).toEqual([who?.id, true])
      }
      expect(await countsOf(off.plan)).toEqual(before)
    })

    it('节假日安排更新: days that are registered as closed reach every plan that runs, and are taken back', async () => {
      const plan = await startPlanOf(duban, 'closure', smallPlan(ROWS), { from: d(TODAY) })
      const kinds = async (had: readonly number[]) => {
        const [facts = []] = (await since(plan, had)) as { kind: string }[][]
        return facts.map(({ kind }) => kind)
      }
      const page = await pageFor(officer, true)
      const closing = async (day: string) => {
        await page.goto(browser.at('/rules'))
        await page.click('details:has(form[action="/rules/closures"]) > summary')
        const asked = page.locator('form[action="/rules/closures"]')
        for (const [field, value] of Object.entries({ from: day, name: '台风', reason: '停工令' }))
          await fillIn(asked, field, value)
        await press(page, asked.locator('[value=do]'))
      }
      const [first, second] = [
        await countsOf(plan),
        ['--from', '2015-07-29', '--name', '台风', '--reason', '停工令'],
      ]
      await closing('2015-07-28')
      const byForm = await kinds(first)
      const had = await countsOf(plan)
      const ran = await runDuban(office, ['calendar', 'closure', 'add', ...second, '-o', 'json'])
      expect([ran.exit, ran.exit === 0 ? '' : ran.err]).toEqual([0, ''])
      expect([byForm.flat().length > 0, byForm]).toEqual([true, await kinds(had)])
      for (const who of [liaison, observer, leader])
        expect(
          (await who?.post('/rules/closures', { from: '2015-07-23', name: 'x', reason: 'x', do: 'do' }))
            ?.status,
        ).toBeGreaterThanOrEqual(403)
      await page.close()
    })
  },
)
