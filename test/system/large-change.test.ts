import { expect, it } from 'vitest'
import { RefusedError } from '../../client/refusal.ts'
import { changeCalendar, setPolicy } from '../../client/use/amend-plan.ts'
import { checkRecords } from '../../client/use/check-records.ts'
import { installTable } from '../../documents/calendars/install.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { sealTable } from '../../documents/calendars/schema.ts'
import { loadPolicy } from '../../documents/files/policy.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { MEASURE_NAMES } from '../../domain/messages/measure-names.ts'
import { calendarsFolder } from '../../records/places.ts'
import { factsOf, measureState, workflowIdOf } from '../../records/read.ts'
import { stuckAmong } from '../messages/storm.ts'
import { smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const office = officeOfTests()
const d = mustDate
const OFFICE = { role: 'office', unit: '督查室' } as const
/** Obligations of one event: as many as a message carries. */
const OF_ONE = 850
const EVENTS = 7

it('rules and calendar change for a measure with 5,950 open obligations: it is done, or refused with a sentence; nothing is stuck', async () => {
  const { duban, client, dataDir } = office
  const plan = smallPlan([['市甲局', '公开审批结果。', '收到申请后两个工作日内']], 2026)
  const id = await startPlanOf(duban, 'large', plan, { from: d('2026-07-02') })
  const measure = workflowIdOf(id, '1.1')
  const wait = (await measureState(duban.db, id, '1.1'))?.waits[0]
  const asked = (n: number, i: number) => ({
    ...{ id: `1.1/e${n}-${i}`, clause: wait?.clause, period: null, eventId: `e${n}`, ask: '公开审批结果' },
    ...{ milestone: null, opensOn: '2026-10-09', notBefore: null, dueOn: '2027-01-05', provisional: true },
    ...{ policy: false, why: [] },
    ladder: {
      reminders: [{ on: '2026-12-24', before: 5 }],
      slips: [{ level: 'blue', on: '2027-01-06' }],
      ...{ lateReportAfter: '2027-01-07', calendar: 'x', provisional: true },
    },
  })
  for (let n = 0; n < EVENTS; n += 1) {
    const obligations = Array.from({ length: OF_ONE }, (_, i) => asked(n, i))
    const event = { eventId: `e${n}`, conditionId: wait?.conditionId, effectiveOn: '2026-07-02', obligations }
    await client.workflow.getHandle(measure).signal(MEASURE_NAMES.deliver, {
      delivery: { type: 'event', event: { ...event, title: null, document: null } },
      ...{ actor: OFFICE, at: '2026-07-02T12:00' },
    })
  }
  const count = async () => (await measureState(duban.db, id, '1.1'))?.obligations.length
  await expect.poll(count, { timeout: 300_000, interval: 1_000 }).toBe(EVENTS * OF_ONE)

  const outcome = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => {
        if (!(error instanceof RefusedError)) throw error
        expect(error.refusal.message).toMatch(/[\u4e00-\u9fff]{4}/)
        return error.refusal.code
      },
    )
  const policy = loadPolicy('kuan-song')
  if (!policy.ok) throw new Error(policy.error.message)
  const rules = await outcome(setPolicy(duban, id, policy.value, { actor: OFFICE }))
  const holidays = [1, 2, 3, 4].map((day) => ({ date: d(`2027-01-0${day}`), name: '元旦' }))
  const makeUpWorkdays = [{ date: d('2027-01-09'), name: '元旦' }]
  installTable(
    calendarsFolder(dataDir),
    sealTable({ year: 2027, holidays, makeUpWorkdays, notices: [], provenance: 'example' }),
  )
  const { version } = loadCalendar(calendarsFolder(dataDir))
  const calendar = await outcome(changeCalendar(duban, id, version))
  console.log(`rules: ${rules}; calendar: ${calendar}`)

  expect(await stuckAmong(client, [id, measure])).toEqual([])
  expect((await checkRecords(duban)).filter(({ where }) => where.startsWith(id))).toEqual([])
  // The plan has the rules; the measure goes by them, or says why not.
  const kinds = (await factsOf(duban.db, measure)).map(({ kind }) => kind)
  const now = (await measureState(duban.db, id, '1.1'))?.setup.policy.id
  expect(now === 'kuan-song' || kinds.includes('stepFailed')).toBe(true)
}, 900_000)
