import { randomUUID } from 'node:crypto'
import { chromium } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { addPerson, checkHat, OPERATOR, setPasswordByCode } from '../../accounts/people.ts'
import { makeToken } from '../../accounts/tokens.ts'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { factsOf, measureState, workflowIdOf } from '../../records/read.ts'
import { readRunFile } from '../../temporal/endpoint.ts'
import { PASSWORD } from '../web/support.ts'
import { PROGRAM, signIn } from './support/browser.ts'
import { smallPlan } from './support/office.ts'
import { ownServer } from './support/own-server.ts'
import { startPlanOf } from './support/started.ts'

// The web process is killed as a power cut would, in the middle of what people ask of it. Whoever got no answer sends the
// same under the same key, as every client of the interface may.

const server = ownServer('web-kill')
let [planId, officer, liaison] = ['', '', '']

beforeAll(async () => {
  const { duban } = server()
  const token = async (login: string, role: 'office' | 'unit', unit: string) => {
    const hat = checkHat({ role, unit })
    if (!hat.ok) throw new Error(hat.error.message)
    const person = await addPerson(duban.db, { login, name: '张三', hats: [hat.value] }, OPERATOR)
    if (!person.ok) throw new Error(person.error.message)
    const made = await makeToken(
      duban.db,
      person.value.id,
      { name: '重发', scopes: ['read', 'act'], units: [], days: 1 },
      OPERATOR,
    )
    if (!made.ok) throw new Error(made.error.message)
    return made.value.token
  }
  officer = await token('officer', 'office', '督查室')
  liaison = await token('liaison', 'unit', '市甲局')
  planId = await startPlanOf(
    duban,
    'web-killed',
    smallPlan([
      ['市甲局', '公开甲信息。', '2015年7月'],
      ['市甲局', '通报乙情况。', '2015年7月、12月'],
      ['市乙局', '公开丙信息。', '待省出台丙办法后'],
    ]),
    { until: mustDate('2015-07-20') },
  )
})

const { parse } = JSON
interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
  readonly json: any
}
/** @returns null: the process was gone before it had answered */
async function ask(token: string, path: string, body: object, key: string): Promise<Answer | null> {
  try {
    const answer = await fetch(`${readRunFile(server().dataDir)?.webUrl}/api/v1/plans/${planId}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        authorization: `Bearer ${token}`,
      },
    })
    const text = await answer.text()
    return { status: answer.status, json: parse(text) }
  } catch {
    return null
  }
}

/** Sent under one key until somebody answers: while the process is started again nobody does. */
async function insist(...asked: Parameters<typeof ask>): Promise<Answer> {
  for (;;) {
    const answer = await ask(...asked)
    if (answer !== null) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Until what has been asked for is bound to its key, which is the last thing before it is sent to the measure. */
async function claimed(key: string): Promise<void> {
  const { duban } = server()
  for (;;) {
    const rows = await duban.db.selectFrom('act_keys').select('act_id').where('act_id', '=', key).execute()
    if (rows.length > 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const told = async (no: string, actId: string) =>
  (await factsOf(server().duban.db, workflowIdOf(planId, no))).filter((fact) => fact.actId === actId)
const submission = (doneOn: string) => ({
  ...{ type: 'submit', doneOn, urls: ['http://www.example.gov.cn/a'], files: [], note: null },
})

it('an act that was done and whose answer was lost is not done again under its key', async () => {
  const key = randomUUID()
  const asked = [liaison, '/measures/1.1/acts', submission('2015-07-18'), key] as const
  expect((await insist(...asked)).json.already).toBe(false)
  expect(server().kill('web')).toBe(true)
  const again = await insist(...asked)
  expect([again.status, again.json.already]).toEqual([200, true])
  expect(await told('1.1', key)).toHaveLength(1)
  const changed = await insist(liaison, '/measures/1.1/acts', submission('2015-07-17'), key)
  expect([changed.status, changed.json.code]).toEqual([422, 'KEY_REUSED'])
})

it.each([
  ['alone', ['web']],
  ['with the worker', ['web', 'worker']],
] as const)('an act under way as the web process is killed, %s, happens once', async (_, victims) => {
  const { kill } = server()
  const key = randomUUID()
  const remind = { type: 'remind', obligation: '2.1/2015-07', note: victims.join() }
  const asked = [officer, '/measures/2.1/acts', remind, key] as const
  // Nothing can be answered while the worker stands still.
  expect(kill('worker', 'SIGSTOP')).toBe(true)
  const first = ask(...asked)
  await claimed(key)
  for (const victim of victims) expect(kill(victim)).toBe(true)
  expect(await first).toBeNull()
  if (!(victims as readonly string[]).includes('worker')) kill('worker', 'SIGCONT')
  expect((await insist(...asked)).status).toBe(200)
  expect(await told('2.1', key)).toHaveLength(1)
  expect((await insist(...asked)).json.already).toBe(true)
  expect(await told('2.1', key)).toHaveLength(1)
})

it.skipIf(PROGRAM === null)(
  'an act sent in a browser as the worker is killed: the page waits for the next one, and it has happened once',
  async () => {
    const { duban, dataDir, kill } = server()
    const hat = checkHat({ role: 'office', unit: '督查室' })
    if (!hat.ok) throw new Error(hat.error.message)
    const made = await addPerson(duban.db, { login: 'wangwu', name: '王五', hats: [hat.value] }, OPERATOR)
    if (!made.ok) throw new Error(made.error.message)
    await setPasswordByCode(duban.db, { code: made.value.code, password: PASSWORD }, '')
    const browser = await chromium.launch({ executablePath: PROGRAM ?? '', args: ['--no-sandbox'] })
    try {
      const page = await browser.newPage()
      // The web process may just be starting again.
      await expect.poll(() => readRunFile(dataDir)?.children.web ?? 0, { timeout: 60_000 }).not.toBe(0)
      const url = readRunFile(dataDir)?.webUrl ?? ''
      await expect
        .poll(
          () =>
            fetch(`${url}/healthz`).then(
              (answer) => answer.ok,
              () => false,
            ),
          { timeout: 60_000 },
        )
        .toBe(true)
      await page.goto(`${url}/login`)
      await signIn(page, 'wangwu')
      await page.goto(`${url}/p/${planId}/m/1.1/act/instruct`)
      await page.fill('[name=leader]', '市长')
      await page.fill('[name=text]', '抓紧办')
      const key = await page.inputValue('[name=actId]')
      expect(kill('worker', 'SIGSTOP')).toBe(true)
      await page.click('main form button.primary', { noWaitAfter: true })
      await claimed(key)
      expect(kill('worker')).toBe(true)
      await page.waitForURL('**done=1', { timeout: 120_000 })
      expect(await told('1.1', key)).toHaveLength(1)
    } finally {
      await browser.close()
    }
  },
)

it('an event reported as the web process is killed wakes once, and an act on several rows goes on where it stood', async () => {
  const { kill, duban } = server()
  const event = { condition: '省出台丙办法', effectiveOn: '2015-07-15' }
  const key = randomUUID()
  kill('worker', 'SIGSTOP')
  const first = ask(officer, '/events', event, key)
  kill('web')
  expect(await first).toBeNull()
  kill('worker', 'SIGCONT')
  expect((await insist(officer, '/events', event, key)).status).toBe(200)
  expect((await insist(officer, '/events', event, key)).json.already).toBe(true)
  const events = (await duban.plan(planId)).events
  expect(events.filter(({ condition }) => condition === event.condition)).toHaveLength(1)
  const woken = (await measureState(duban.db, planId, '3.1'))?.obligations
  expect(woken).toHaveLength(1)

  const many = { type: 'remind', note: '请报送', select: { filter: {} } }
  const { selection, count } = (await insist(officer, '/acts:preview', many, randomUUID())).json
  expect(count).toBeGreaterThan(2)
  const bulk = randomUUID()
  const rows = ask(officer, '/acts:bulk', { ...many, selection }, bulk)
  kill('web')
  await rows
  const before = (await measureState(duban.db, planId, '2.1'))?.obligations[0]?.reminded?.times ?? 0
  const done = await insist(officer, '/acts:bulk', { ...many, selection }, bulk)
  expect([done.status, done.json.refused]).toEqual([200, 0])
  const again = await insist(officer, '/acts:bulk', { ...many, selection }, bulk)
  expect(again.json.rows.every((row: { already?: boolean }) => row.already === true)).toBe(true)
  for (const no of ['2.1', '3.1']) {
    const acts = (await factsOf(duban.db, workflowIdOf(planId, no))).flatMap(({ actId }) => actId ?? [])
    expect(new Set(acts).size).toBe(acts.length)
  }
  expect(before).toBeGreaterThanOrEqual(2)
  expect(await checkRecords(duban)).toEqual([])
})
