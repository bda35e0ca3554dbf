import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { importPlan } from '../../client/use/import-plan.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { planFieldsOf } from '../../domain/events/act.ts'
import { PLAN_TYPES, type PlanUpdate, planActOf } from '../../domain/events/acts/registry.ts'
import { factsOf, workflowIdOf } from '../../records/read.ts'
import { smallPlan } from '../small-plan.ts'
import { browserOver, type Entered, fillIn, PROGRAM } from './support/browser.ts'
import { runDuban } from './support/cli.ts'
import { planId } from './support/office.ts'
import { CASES, type Case, NOS, NOT_BY_NAME, ROWS, TODAY } from './support/plan-forms.ts'
import { startPlanOf } from './support/started.ts'
import { admin, duban, leader, liaison, observer, office, officer, type Person, web } from './support/web.ts'

// Every act on a plan as a whole is done three times, each on a plan of its own: by hand in a browser without script, by
// hand with script, at the command line. The ledgers of the three say the same.

const d = mustDate
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
