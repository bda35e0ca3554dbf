import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils'
import { Worker } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { rehearse } from '../../client/use/rehearse.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { loadScript } from '../../documents/files/script.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { dateOf, fromEpochMs } from '../../domain/calendar/time.ts'
import type { WorkPlan } from '../../domain/plan/plan.ts'
import type { Script } from '../../domain/rehearsal/script.ts'
import { latestEvidence } from '../../domain/supervision/obligation.ts'
import { factsOf, measureState, measureStates, workflowIdOf } from '../../records/read.ts'
import { comparable, playThrough } from '../play-through.ts'
import { patchesIn } from './support/golden.ts'
import {
  bundleOfTheSdk,
  historyLength,
  type Office,
  openOffice,
  planId,
  seedPlan,
  sharedBundle,
  smallPlan,
} from './support/office.ts'

const d = mustDate
const OFFICE = { role: 'office', unit: '督查室' } as const
const HISTORIES = fileURLToPath(new URL('../histories/', import.meta.url))
const scriptOf = (name: string) =>
  loadScript(fileURLToPath(new URL(`../../seeds/rehearsals/${name}.json`, import.meta.url)))
const script = scriptOf('2015')
const disputes = scriptOf('2015-disputes')

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.stop())

describe('history events are counted', () => {
  it('a fixed date on a wall clock, evidence on time, one acceptance: at most 48', async () => {
    const today = dateOf(fromEpochMs(Date.now()))
    const year = Number(today.slice(0, 4)) + 1
    const id = planId('wall')
    await importPlan(office.duban, id, smallPlan([['市甲局', '公开甲信息。', `${year}年11月`]], year))
    await startPlan(office.duban, id, { clock: { kind: 'wall' }, startOn: today, acceptedReview: [] })
    const unit = { role: 'unit', unit: '市甲局' } as const
    await actOn(office.duban, id, '1.1', 'submit', {
      actor: unit,
      obligationId: null,
      doneOn: today,
      urls: ['http://a.cn/x'],
      files: [],
      note: null,
    })
    await actOn(office.duban, id, '1.1', 'accept', { actor: OFFICE, obligationId: null, note: null })
    await office.client.workflow.getHandle(workflowIdOf(id, '1.1')).result()
    const events = await historyLength(office.client, workflowIdOf(id, '1.1'))
    console.log(`history events, fixed date on a wall clock: ${events} (at most 48)`)
    expect(events).toBeLessThanOrEqual(48)
  })

  it('7.3, monthly, seven reports on time, on real timers of a fast clock: at most 285', async () => {
    const id = planId('monthly')
    const rows = smallPlan([['市卫生计生局', '发布上个月全市法定传染病疫情信息。', '每月']])
    await importPlan(office.duban, id, rows)
    const clock = {
      kind: 'rate',
      base: steppedAt(d('2015-07-01')),
      since: Date.now(),
      perSecond: 6 * 86_400,
    } as const
    await startPlan(office.duban, id, { clock, startOn: d('2015-07-01'), acceptedReview: [] })
    const unit = { role: 'unit', unit: '市卫生计生局' } as const
    for (let done = 0; done < 7; ) {
      const state = await measureState(office.duban.db, id, '1.1')
      const open = state?.obligations.find((o) => o.state === 'open')
      if (open) {
        const on = dateOf(office.duban.now(await office.duban.plan(id)))
        const at = { obligationId: open.id }
        await actOn(office.duban, id, '1.1', 'submit', {
          ...at,
          actor: unit,
          doneOn: on,
          urls: ['http://a.cn/x'],
          files: [],
          note: null,
        })
        await actOn(office.duban, id, '1.1', 'accept', { ...at, actor: OFFICE, note: null })
        done += 1
      } else await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await office.client.workflow.getHandle(workflowIdOf(id, '1.1')).result()
    const state = await measureState(office.duban.db, id, '1.1')
    expect(state?.obligations.map((o) => [o.outcome, latestEvidence(o) !== null])).toEqual(
      Array(7).fill(['onTime', true]),
    )
    const events = await historyLength(office.client, workflowIdOf(id, '1.1'))
    console.log(`history events, 7.3 with seven reports on time: ${events} (at most 285)`)
    expect(events).toBeLessThanOrEqual(285)
  })
})

it('an office reminder costs at most 7 events: the measure’s one alarm serves its clocks', async () => {
  const id = planId('reminder')
  await importPlan(office.duban, id, smallPlan([['市甲局', '公开甲信息。', '2015年11月']]))
  const clock = {
    kind: 'rate',
    base: steppedAt(d('2015-07-01')),
    since: Date.now(),
    perSecond: 2 * 86_400,
  } as const
  await startPlan(office.duban, id, { clock, startOn: d('2015-07-01'), acceptedReview: [] })
  await actOn(office.duban, id, '1.1', 'submit', {
    actor: { role: 'unit', unit: '市甲局' },
    obligationId: null,
    doneOn: d('2015-07-01'),
    urls: ['http://a.cn/x'],
    files: [],
    note: null,
  })
  const workflow = workflowIdOf(id, '1.1')
  const before = await historyLength(office.client, workflow)
  const told = async () => (await factsOf(office.duban.db, workflow)).filter((f) => f.kind === 'officeDue')
  while ((await told()).length < 2) await new Promise((resolve) => setTimeout(resolve, 100))
  const { told: state } = (await measureState(office.duban.db, id, '1.1'))?.obligations[0] ?? {}
  expect(state).toMatchObject({ wait: 'review', step: 'lapse' })
  const events = (await historyLength(office.client, workflow)) - before
  console.log(`history events, two office reminders: ${events} (at most 14)`)
  expect(events).toBeLessThanOrEqual(14)
})

/** Events that follow from what is asked, without those of workflow tasks, of which a busy machine makes more. */
async function commandEvents(workflow: string): Promise<number> {
  const { events = [] } = await office.client.workflow.getHandle(workflow).fetchHistory()
  const isTask = (event: object) =>
    Object.entries(event).some(([key, value]) => key.startsWith('workflowTask') && value)
  return (events ?? []).filter((event) => !isTask(event)).length
}

it.each([
  ['2015年11月', ['2015-08-03'], 17],
  ['每月', ['2015-07-20', '2015-08-20', '2015-09-21', '2015-10-20', '2015-11-20', '2015-12-21'], 107],
] as const)(
  'an accepted life (%s) costs no event more than in release 0.2.0',
  async (deadline, days, most) => {
    const id = planId('life')
    await importPlan(office.duban, id, smallPlan([['市甲局', '公开甲信息。', deadline]]))
    await startPlan(office.duban, id, {
      clock: { kind: 'stepped', at: steppedAt(d('2015-07-01')) },
      startOn: d('2015-07-01'),
      acceptedReview: [],
    })
    const unit = { role: 'unit', unit: '市甲局' } as const
    for (const day of days) {
      await advancePlan(office.duban, id, d(day))
      const open = (await measureState(office.duban.db, id, '1.1'))?.obligations.find(
        (o) => o.state === 'open',
      )
      const at = { obligationId: open?.id ?? null }
      await actOn(office.duban, id, '1.1', 'submit', {
        ...at,
        actor: unit,
        doneOn: d(day),
        urls: ['http://a.cn/x'],
        files: [],
        note: null,
      })
      await actOn(office.duban, id, '1.1', 'accept', { ...at, actor: OFFICE, note: null })
    }
    await office.client.workflow.getHandle(workflowIdOf(id, '1.1')).result()
    const events = await commandEvents(workflowIdOf(id, '1.1'))
    console.log(`history events, ${deadline}: ${events} without workflow tasks (release 0.2.0: ${most})`)
    expect(events).toBeLessThanOrEqual(most)
  },
)

describe('histories replay', () => {
  const replay = async (name: string, histories: { workflowId: string; history: never }[]) => {
    const workflowBundle = await sharedBundle()
    const failed: string[] = []
    for await (const result of Worker.runReplayHistories({ workflowBundle }, histories))
      if (result.error) failed.push(`${name} ${result.workflowId}: ${result.error.message}`)
    return failed
  }

  it.each([
    ['a year', '', script],
    ['a quarter with every act', 'disputes-', disputes],
  ])('%s of every measure and of the plan, recorded now', async (_, prefix, script) => {
    const id = planId('replay')
    await importPlan(office.duban, id, seedPlan())
    await startPlan(office.duban, id, {
      clock: { kind: 'stepped', at: steppedAt(script.from) },
      startOn: script.from,
      acceptedReview: [],
    })
    await rehearse(office.duban, id, script)
    const states = await measureStates(office.duban.db, id)
    const histories = await Promise.all(
      [id, ...states.map((s) => workflowIdOf(id, s.setup.no))].map(async (workflowId) => ({
        workflowId,
        history: await office.client.workflow.getHandle(workflowId).fetchHistory(),
      })),
    )
    expect(await replay('now', histories as never)).toEqual([])
    const release = process.env.DUBAN_RECORD_HISTORIES
    if (!release) return
    const folder = `${HISTORIES}${release}/`
    mkdirSync(folder, { recursive: true })
    // Of the year the same measures in every release; of the acts those to which most was done.
    const acts = histories.filter((h) => h.workflowId !== id)
    acts.sort((a, b) => (b.history.events?.length ?? 0) - (a.history.events?.length ?? 0))
    const nos = ['1.1', '3.2', '3.6', '5.1', '7.3', '10.6', '12.1', '17.1', '27.1']
    const chosen = prefix ? acts.slice(0, 12).map((h) => h.workflowId) : nos.map((no) => workflowIdOf(id, no))
    const kept = new Set([id, ...chosen])
    for (const { workflowId, history } of histories.filter((h) => kept.has(h.workflowId)))
      writeFileSync(
        `${folder}${prefix}${workflowId.slice(id.length + 1) || 'plan'}.json.gz`,
        gzipSync(historyToJSON(history as never)),
      )
  })

  const golden = (release: string) =>
    readdirSync(`${HISTORIES}${release}`).map((file) => ({
      workflowId: file.replace('.json.gz', ''),
      history: historyFromJSON(
        JSON.parse(gunzipSync(readFileSync(`${HISTORIES}${release}/${file}`)).toString('utf8')),
      ),
    }))

  it('the golden ones of every release', async () => {
    const releases = existsSync(HISTORIES) ? readdirSync(HISTORIES) : []
    expect(releases).toEqual(expect.arrayContaining(['0.2.0', '0.3.0']))
    for (const release of releases) {
      const histories = golden(release)
      expect(histories.length).toBeGreaterThan(5)
      expect(await replay(release, histories as never)).toEqual([])
    }
  })

  it('what 0.3.0 noted in its runs where 0.2.0 had gone another way is among its golden ones', () => {
    const noted = new Set(golden('0.3.0').flatMap(({ history }) => patchesIn(history)))
    expect([...noted].sort()).toEqual([
      'due-before-failed',
      'due-before-unread',
      'left-asked',
      'messages-parsed',
      'rules-0.3',
      'seals-asked',
    ])
  })

  it('what no SDK decodes and had stopped 0.2.0 goes on: it is read, where the SDK alone fails on it', async () => {
    const files = readdirSync(`${HISTORIES}0.2.0`).filter((file) =>
      /^stuck-(?:protobuf|unnamed|notjson)/.test(file),
    )
    const histories = files.map((file) => {
      const json = JSON.parse(gunzipSync(readFileSync(`${HISTORIES}0.2.0/${file}`)).toString('utf8'))
      return {
        workflowId: file.replace('.json.gz', ''),
        history: historyFromJSON(withLastDone(json)) as never,
      }
    })
    expect(await replay('stuck', histories)).toEqual([])
    const workflowBundle = await bundleOfTheSdk()
    const fails: string[] = []
    for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories))
      if (error) fails.push(workflowId)
    expect(fails.sort()).toEqual(histories.map(({ workflowId }) => workflowId).sort())
    expect(fails.length).toBe(6)
  })
})

/** Its last task, which failed again and again, as done: of a task that is still open a replay reports no failure. */
function withLastDone({ events }: { readonly events: readonly Record<string, unknown>[] }): object {
  const last = (type: string) =>
    events.findLast((event) => event.eventType === `EVENT_TYPE_WORKFLOW_TASK_${type}`)
  const [scheduled, started] = [last('SCHEDULED'), last('STARTED')]
  const done = {
    eventId: String(events.length + 1),
    eventTime: started?.eventTime,
    eventType: 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED',
    workflowTaskCompletedEventAttributes: {
      scheduledEventId: scheduled?.eventId,
      startedEventId: started?.eventId,
    },
  }
  return { events: [...events, done] }
}

describe('continue-as-new', () => {
  it('loses no event: 60 reports to a measure that starts anew every 30 history events', async () => {
    const id = planId('anew')
    const short = await openOffice({ historyLimit: 30 })
    const { duban, client } = short
    await importPlan(duban, id, smallPlan([['市丙局', '公开审批结果。', '审批或核准后两个工作日内']]))
    const clock = { kind: 'stepped', at: steppedAt(d('2015-07-01')) } as const
    await startPlan(duban, id, { clock, startOn: d('2015-07-01'), acceptedReview: [] })
    const signals = Array.from({ length: 60 }, (_, i) => ({
      condition: '审批',
      effectiveOn: '2015-07-01',
      eventId: `ev-${i}`,
    }))
    const plan = client.workflow.getHandle(id)
    await Promise.all(signals.map((signal) => plan.signal('触发事件', signal)))
    await advancePlan(duban, id, d('2015-07-02'))
    const state = await measureState(duban.db, id, '1.1')
    expect(state?.obligations.map((o) => o.eventId).sort()).toEqual(signals.map((s) => s.eventId).sort())
    const description = await client.workflow.getHandle(workflowIdOf(id, '1.1')).describe()
    expect(description.historyLength).toBeLessThan(60)
    const first = description.raw.workflowExecutionInfo?.firstRunId
    expect(first).not.toBe(description.runId)
    await short.stop()
  })
})

async function sameAsOracle(cache: number, plan: WorkPlan, until: Script): Promise<void> {
  const cold = await openOffice({ maxCachedWorkflows: cache })
  try {
    const id = planId(`cache-${cache}`)
    const clock = { kind: 'stepped', at: steppedAt(until.from) } as const
    await importPlan(cold.duban, id, plan)
    await startPlan(cold.duban, id, { clock, startOn: until.from, acceptedReview: [] })
    await rehearse(cold.duban, id, until)
    const oracle = playThrough(plan, id, until, loadCalendar())
    expect(comparable(await measureStates(cold.duban.db, id))).toEqual(
      JSON.parse(JSON.stringify(comparable(oracle))),
    )
  } finally {
    await cold.stop()
  }
}

describe('the outcome does not depend on what a worker remembers', () => {
  it('a cache of 2 for 73 measures: nearly every task is a replay', async () => {
    const to = d('2015-09-10')
    await sameAsOracle(2, seedPlan(), { ...script, to, acts: script.acts.filter((act) => act.on <= to) })
  })

  // The SDK drops local activities in flight at every eviction, so without a cache each step waits for a task
  // timeout: a small plan, then, but every single task from the first event on.
  it('a cache of 0', async () => {
    const plan = smallPlan([['市丁局', '公开丁信息。', '市人大批准后20日内']])
    const acts = [
      { on: d('2015-07-03'), do: 'event', condition: '市人大批准', effectiveOn: d('2015-07-02') },
    ] as const
    await sameAsOracle(0, plan, {
      ...script,
      to: d('2015-07-24'),
      acts,
      habits: [{ for: ['*'], submit: -2, accept: 1 }],
    })
  })
})
