import type { Payload } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import { inPool } from '../../activities/pool.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { setPolicy } from '../../client/use/amend-plan.ts'
import { checkRecords } from '../../client/use/check-records.ts'
import { reportEvent } from '../../client/use/events.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { resume } from '../../client/use/resume.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { loadPolicy } from '../../documents/files/policy.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { LONGEST_REFERENCE, LONGEST_TITLE } from '../../domain/fields/field.ts'
import { policyFor } from '../../domain/policy/policy.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { changePolicy } from '../../domain/supervision/policy-change.ts'
import { applyReplan } from '../../domain/supervision/replan-apply.ts'
import { factsOf, measureState, measureStates, planState, workflowIdOf } from '../../records/read.ts'
import { ENCODINGS, json } from '../messages/encodings.ts'
import { malformedRows } from '../messages/malformed.ts'
import { hugeShots, junkShots, type Sent, sample, storm, stuckAmong } from '../messages/storm.ts'
import { planId, smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const d = mustDate
const office = officeOfTests()
const OFFICE = { role: 'office', unit: '督查室' } as const
const UNIT = { role: 'unit', unit: '市甲局' } as const
const ROWS = [
  ['市甲局', '公开甲信息。', '2026年9月底前'],
  ['市甲局', '落实规定。', '省出台具体规定后20日内'],
  ['市甲局', '公开审批结果。', '收到申请后两个工作日内'],
] as const

const begin = (name: string) =>
  startPlanOf(office.duban, name, smallPlan(ROWS, 2026), { from: d('2026-07-02') })
const targets = (planId: string) => ({
  planId,
  measures: ['1.1', '2.1', '3.1'].map((no) => workflowIdOf(planId, no)),
})
const signal = (workflowId: string, value: unknown) => signalWith(workflowId, [json(value)])
const signalWith = (workflowId: string, payloads: readonly Payload[]) =>
  office.client.workflowService.signalWorkflowExecution({
    namespace: office.client.options.namespace,
    workflowExecution: { workflowId },
    signalName: '触发事件',
    input: { payloads: [...payloads] },
  })

const eventOf = (condition: string, on: string) => ({
  condition,
  effectiveOn: d(on),
  eventId: null,
  dueOn: null,
  title: null,
  document: null,
  url: null,
  measures: null,
})

/** All that people do afterwards still works. */
async function lifeGoesOn(id: string): Promise<void> {
  const { duban } = office
  const reported = await reportEvent(duban, id, eventOf('省出台具体规定', '2026-07-01'))
  expect(reported.woke).toEqual(['2.1'])
  await advancePlan(duban, id, d('2026-10-05'))
  const states = await measureStates(duban.db, id)
  expect(states.find((s) => s.setup.no === '1.1')?.obligations[0]).toMatchObject({
    state: 'open',
    overdueSince: '2026-10-01',
  })
  const evidence = { urls: ['http://a.cn/x'], files: [], note: null }
  for (const no of ['1.1', '2.1']) {
    const on = { obligationId: null, doneOn: d('2026-10-01'), ...evidence }
    await actOn(duban, id, no, 'submit', { actor: UNIT, ...on })
    await actOn(duban, id, no, 'accept', { actor: OFFICE, obligationId: null, note: null })
  }
}

async function expectSound(id: string): Promise<void> {
  const { planId, measures } = targets(id)
  expect(await stuckAmong(office.client, [planId, ...measures])).toEqual([])
  expect(await malformedRows(office.duban.db, id)).toEqual([])
  expect((await checkRecords(office.duban)).filter(({ where }) => where.startsWith(id))).toEqual([])
}

/** Lenient rules, then those of three colours: each is written down, and the measures stand as the rules say. */
async function underOtherRules(id: string): Promise<readonly Fact[]> {
  const { db } = office.duban
  const all = (await measureStates(db, id)).map(({ setup }) => setup.no)
  for (const name of ['kuan-song', 'san-se']) {
    const policy = loadPolicy(name)
    if (!policy.ok) throw new Error(policy.error.message)
    const today = d((await planState(db, id))?.at?.slice(0, 10) ?? '')
    const before = await measureStates(db, id)
    const { changed } = await setPolicy(office.duban, id, policy.value, { actor: OFFICE })
    expect(changed).toEqual(all)
    for (const state of before) {
      const { no } = state.setup
      const cause = { kind: 'policy', id: name, version: 1, name, reason: null } as const
      const replan = changePolicy(state, policyFor(policy.value, no), loadCalendar(), today)
      if (replan === null) throw new Error('nothing to replan')
      const now = await measureState(db, id, no)
      expect(now?.obligations).toEqual(applyReplan(state, replan, cause, today).obligations)
      expect(now?.setup.policy.id).toBe(name)
    }
  }
  const facts = await Promise.all(all.map((no) => factsOf(db, workflowIdOf(id, no))))
  const replanned = facts.flat().filter(({ kind }) => kind === 'replanned')
  expect(replanned.length).toBeGreaterThanOrEqual(2 * all.length)
  return replanned
}

describe('nothing that is large stops a measure', () => {
  const CONDITIONS = [...'甲乙丙丁戊己庚辛壬癸子丑'].map((sign) => `省出台关于${sign.repeat(50)}的办法`)

  it('it waits for more conditions than the list of workflows can show, each as long as it shows any', async () => {
    const cell = CONDITIONS.map((one) => `待${one}后20日内`).join('；')
    const id = await startPlanOf(office.duban, 'waits', smallPlan([['市甲局', '公开甲信息。', cell]], 2026), {
      from: d('2026-07-02'),
    })
    const state = await measureState(office.duban.db, id, '1.1')
    expect(state?.waits.map(({ text }) => text)).toEqual(CONDITIONS)
    const where = workflowIdOf(id, '1.1')
    await advancePlan(office.duban, id, d('2026-10-05'))
    const reported = await reportEvent(office.duban, id, eventOf(String(CONDITIONS[11]), '2026-10-01'))
    expect(reported.woke).toEqual(['1.1'])
    expect(await stuckAmong(office.client, [id, where])).toEqual([])
  })

  it('it is moved on by years at once, and changed when its state has to be squeezed', async () => {
    const daily = smallPlan([['市甲局', '每日巡查。', '2026年7月起每日报送，至2030年12月31日']], 2026)
    const id = await startPlanOf(office.duban, 'years', daily, { from: d('2026-07-02') })
    await advancePlan(office.duban, id, d('2027-07-02'))
    const state = await measureState(office.duban.db, id, '1.1')
    expect(Buffer.byteLength(JSON.stringify(state))).toBeGreaterThan(1_300_000)
    const where = workflowIdOf(id, '1.1')
    await underOtherRules(id)
    // Ended by a hand, it begins again with that state.
    await office.client.workflow.getHandle(where).terminate()
    await resume(office.duban, where, { dryRun: false, force: false, withoutMessages: false })
    await advancePlan(office.duban, id, d('2027-07-12'))
    expect(await stuckAmong(office.client, [id, where])).toEqual([])
  })

  it('it has more to change than one message carries: it is written in parts, and comes to the same', async () => {
    const id = await begin('parts')
    const where = workflowIdOf(id, '3.1')
    const wait = (await measureState(office.duban.db, id, '3.1'))?.waits[0]
    const [conditionId, clause] = [wait?.conditionId, wait?.clause]
    const asked = (n: number, i: number) => ({
      ...{
        id: `3.1/e${n}-${i}`,
        clause,
        period: null,
        eventId: `e${n}`,
        ask: '公开审批结果',
        milestone: null,
      },
      ...{
        opensOn: '2026-10-09',
        notBefore: null,
        dueOn: '2026-12-31',
        provisional: false,
        policy: false,
        why: [],
      },
      ladder: {
        reminders: [{ on: '2026-12-24', before: 5 }],
        slips: [{ level: 'blue', on: '2027-01-04' }],
        ...{ lateReportAfter: '2027-01-07', calendar: 'x', provisional: false },
      },
    })
    for (let n = 0; n < 3; n += 1) {
      const event = {
        eventId: `e${n}`,
        conditionId,
        effectiveOn: '2026-07-02',
        title: null,
        document: null,
      }
      const obligations = Array.from({ length: 900 }, (_, i) => asked(n, i))
      await signal(where, {
        delivery: { type: 'event', event: { ...event, obligations } },
        ...{ actor: OFFICE, at: '2026-07-02T12:00' },
      })
    }
    const known = async () => (await measureState(office.duban.db, id, '3.1'))?.obligations.length
    await expect.poll(known, { timeout: 60_000 }).toBe(2_700)
    const replanned = await underOtherRules(id)
    expect(replanned.length).toBeGreaterThan(8)
    const sizes = replanned.map((fact) => JSON.stringify(fact).length)
    expect(Math.max(...sizes)).toBeLessThan(500_000)
    await lifeGoesOn(id)
    await expectSound(id)
  })
})

describe('nothing that arrives stops a plan or a measure', () => {
  it("a plan's signal that is sent to a measure reaches its plan, which wakes whom it is for", async () => {
    const id = await begin('stray')
    await signal(workflowIdOf(id, '1.1'), { condition: '收到申请', effectiveOn: '2026-03-01' })
    await expect
      .poll(async () => (await planState(office.duban.db, id))?.events, { timeout: 20_000 })
      .toMatchObject([{ condition: '收到申请', via: '1.1', effectiveOn: '2026-03-01' }])
    await lifeGoesOn(id)
    await expectSound(id)
  })

  it('nothing moves a measure on a real clock ahead of it, neither by an update nor by a signal', async () => {
    const id = planId('ahead')
    await importPlan(office.duban, id, smallPlan([['市甲局', '每月报送情况。', '每月']], 2026))
    const startOn = d('2026-07-02')
    await startPlan(office.duban, id, { clock: { kind: 'wall' }, startOn, acceptedReview: [] })
    const where = workflowIdOf(id, '1.1')
    const before = (await factsOf(office.duban.db, where)).length
    const handle = office.client.workflow.getHandle(where)
    const far = { to: '2031-01-01T12:00' }
    await expect(handle.executeUpdate('推进', { args: [far] })).rejects.toMatchObject({
      cause: { type: 'CLOCK_NOT_STEPPED' },
    })
    await handle.signal('补办', { name: '推进', message: far })
    const since = async () => (await factsOf(office.duban.db, where)).slice(before)
    await expect.poll(async () => (await since()).length, { timeout: 20_000 }).toBe(1)
    expect(await since()).toMatchObject([{ kind: 'unmatched', name: '触发事件' }])
    await handle.terminate()
    await office.client.workflow.getHandle(id).terminate()
  })

  it('a signal in every encoding there is, to the plan and to a measure: each is kept, none stops either', async () => {
    const id = await begin('encoded')
    const kinds = Object.entries(ENCODINGS)
    for (const workflowId of [id, workflowIdOf(id, '2.1')])
      await Promise.all(kinds.map(([, make]) => signalWith(workflowId, make())))
    await lifeGoesOn(id)
    await expectSound(id)
    const events = (await planState(office.duban.db, id))?.events ?? []
    const from = (via: string | undefined) => events.filter((event) => event.via === via)
    // The same event twice is one; the rest is a row each.
    expect(from(undefined).length).toBeGreaterThan(kinds.length - 6)
    expect(from('2.1').length).toBeGreaterThan(kinds.length - 6)
  })

  it('sixty reports of the longest texts are taken, sixty of longer ones refused with a code, and the plan goes on', async () => {
    const id = await begin('long')
    const sent: (string | undefined)[] = []
    await inPool(
      Array.from({ length: 120 }, (_, i) => i),
      6,
      async (i) => {
        const [title, document] = i % 2 ? [7_900, 7_900] : [LONGEST_TITLE, LONGEST_REFERENCE]
        const report = {
          condition: '收到申请',
          effectiveOn: d('2026-07-01'),
          eventId: `ev-${i}`,
          dueOn: null,
          title: '长'.repeat(title),
          document: '长'.repeat(document),
          url: null,
          measures: null,
        }
        sent[i] = await reportEvent(office.duban, id, report).then(
          () => 'taken',
          (error: { refusal?: { code: string } }) => error.refusal?.code,
        )
      },
    )
    expect(sent).toEqual(Array.from({ length: 60 }, () => ['taken', 'TEXT_TOO_LONG']).flat())
    await lifeGoesOn(id)
    await expectSound(id)
    const state = await measureState(office.duban.db, id, '3.1')
    expect(state?.obligations.length).toBe(60)
  })

  it('junk in any one field, in any encoding, of any size: refused or kept, and life goes on', async () => {
    const id = await begin('junk')
    const seed = Number(process.env.DUBAN_SEED ?? 20260302)
    const shots = [...sample(junkShots(targets(id), seed), 0.12, seed), ...hugeShots(targets(id))]
    const sent = await storm(office.client, shots)
    const updates = sent.filter(({ shot }) => shot.way === 'update')
    // What the server itself does not take is tried again by the client until it gives up.
    const heard = ({ shot }: Sent) => shot.kind !== 'huger'
    expect(updates.filter(({ outcome }) => outcome === 'taken')).toEqual([])
    expect(sent.filter(heard).filter(({ outcome }) => outcome === 'silent' || outcome === 'failed')).toEqual(
      [],
    )
    expect(sent.length).toBeGreaterThan(400)
    await lifeGoesOn(id)
    await expectSound(id)
    const events = (await planState(office.duban.db, id))?.events ?? []
    const unread = events.filter((event) => event.unread !== undefined)
    expect(unread.length).toBeGreaterThan(10)
    for (const event of unread) expect(event.conditionId).toBeNull()
  })
})
