import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { OFFICE } from '../../client/office.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { amendPlan, changeCalendar, comparePlan } from '../../client/use/amend-plan.ts'
import { reportEvent } from '../../client/use/events.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { installTable, removeTable } from '../../documents/calendars/install.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { sealTable } from '../../documents/calendars/schema.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { calendarsFolder } from '../../records/places.ts'
import { ledger, measureState, workflowIdOf } from '../../records/read.ts'
import { historyLength, type Office, openOffice, planId, smallPlan } from './support/office.ts'

const d = mustDate
const UNIT = { role: 'unit', unit: '市甲局' } as const
const evidence = { obligationId: null, urls: ['http://a.cn/x'], files: [], note: null }
/** An example of what a notice for 2027 might say; the real one is not known here. */
const EXAMPLE_2027 = sealTable({
  year: 2027,
  holidays: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04'].map((date) => ({
    date: d(date),
    name: '元旦',
  })),
  makeUpWorkdays: [{ date: d('2027-01-09'), name: '元旦' }],
  notices: [],
  provenance: 'example',
})

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.stop())

describe('a calendar installed while a plan runs', () => {
  it('recounts what is open on the running workflows; what has ended and what it does not touch gets no event', async () => {
    const { duban, client, dataDir } = office
    const id = planId('calendar')
    const rows = [
      ['市甲局', '报送总结。', '12月结束后3个工作日内'],
      ['市甲局', '公开信息。', '9月底前'],
      ['市甲局', '办结批复。', '经市人大批准后20个工作日内'],
      ['市甲局', '报送计划。', '12月结束后3个工作日内'],
    ] as const
    await importPlan(duban, id, smallPlan(rows, 2026))
    await startPlan(duban, id, {
      clock: { kind: 'stepped', at: steppedAt(d('2026-07-01')) },
      startOn: d('2026-07-01'),
      acceptedReview: [],
    })
    const about = { eventId: null, dueOn: null, title: null, document: null, url: null, measures: null }
    await advancePlan(duban, id, d('2026-12-10'))
    await reportEvent(duban, id, { condition: '市人大批准', effectiveOn: d('2026-12-10'), ...about })
    await advancePlan(duban, id, d('2026-12-20'))
    await actOn(duban, id, '4.1', 'submit', { ...evidence, actor: UNIT, doneOn: d('2026-12-20') })
    await actOn(duban, id, '4.1', 'accept', { actor: OFFICE, obligationId: null, note: null })
    const dueOf = async (no: string) =>
      (await measureState(duban.db, id, no))?.obligations.map((o) => [o.dueOn, o.provisional])
    // 12-31 is day 0, 01-01 off by estimate: Mon 01-04, Tue 01-05, Wed 01-06. 20 working days after Thu 12-10: Thu 01-07? 12-11 … 12-31 are 15, then 01-04 … 01-08.
    expect(await dueOf('1.1')).toEqual([['2027-01-06', true]])
    expect(await dueOf('3.1')).toEqual([['2027-01-08', true]])
    const lengths = () =>
      Promise.all(['1.1', '2.1', '3.1'].map((no) => historyLength(client, workflowIdOf(id, no))))
    const before = await lengths()

    installTable(calendarsFolder(dataDir), EXAMPLE_2027)
    const { version } = loadCalendar(calendarsFolder(dataDir))
    expect((await changeCalendar(duban, id, version)).changed).toEqual(['1.1', '3.1'])
    expect(await dueOf('1.1')).toEqual([['2027-01-07', false]])
    // Monday 01-04 is off, Saturday 01-09 is worked: the 20th is Saturday.
    expect(await dueOf('3.1')).toEqual([['2027-01-09', false]])
    expect(await dueOf('4.1')).toEqual([['2027-01-06', true]])
    const after = await lengths()
    expect(after[1]).toBe(before[1])
    console.log(
      `history events of a recounted measure: ${after.map((n, i) => n - (before[i] ?? 0)).join(', ')}`,
    )
    const says = (await ledger(duban.db, id, '1.1')).at(-1)?.says
    expect(says).toMatch(/节假日安排更新.*2027-01-06 → 2027-01-07/)

    // The same once more: no history event at all.
    expect((await changeCalendar(duban, id, version)).changed).toEqual([])
    expect(await lengths()).toEqual(after)
    removeTable(calendarsFolder(dataDir), 2027)
    await changeCalendar(duban, id, loadCalendar(calendarsFolder(dataDir)).version)
    expect(await dueOf('1.1')).toEqual([['2027-01-06', true]])
    expect(await checkRecords(duban)).toEqual([])
  })
})

describe('a plan amended while it runs', () => {
  it('keeps what was accepted, starts what is new, and opens a measure that was done where it has something to do again', async () => {
    const { duban, client } = office
    const id = planId('again')
    await importPlan(
      duban,
      id,
      smallPlan(
        [
          ['市甲局', '公开甲信息。', '9月底前'],
          ['市甲局', '公开乙信息。', '市人大批准后20日内'],
        ],
        2026,
      ),
    )
    await startPlan(duban, id, {
      clock: { kind: 'stepped', at: steppedAt(d('2026-07-01')) },
      startOn: d('2026-07-01'),
      acceptedReview: [],
    })
    const about = { eventId: null, dueOn: null, title: null, document: null, url: null, measures: null }
    await reportEvent(duban, id, { condition: '市人大批准', effectiveOn: d('2026-06-30'), ...about })
    await actOn(duban, id, '1.1', 'submit', { ...evidence, actor: UNIT, doneOn: d('2026-07-01') })
    await actOn(duban, id, '1.1', 'accept', { actor: OFFICE, obligationId: null, note: null })
    await client.workflow.getHandle(workflowIdOf(id, '1.1')).result()

    const rows = [
      ['市甲局', '公开甲信息。', '每季度'],
      ['市甲局', '公开乙信息。', '市人大批准后20日内'],
      ['市丙局', '公开丙信息。', '市人大批准后30日内'],
    ] as const
    const amendment = await comparePlan(duban, id, smallPlan(rows, 2026))
    expect((await amendPlan(duban, id, amendment)).changed).toEqual(['1.1', '3.1'])
    const first = await measureState(duban.db, id, '1.1')
    expect(first?.obligations.map((o) => [o.id, o.state])).toEqual([
      ['1.1/2026-09', 'completed'],
      ['1.1/2026-Q3', 'open'],
      ['1.1/2026-Q4', 'scheduled'],
    ])
    // What happened before it existed reaches the new measure too.
    const third = await measureState(duban.db, id, '3.1')
    expect(third?.obligations.map((o) => o.dueOn)).toEqual(['2026-07-30'])
    await actOn(duban, id, '1.1', 'submit', {
      ...evidence,
      obligationId: '1.1/2026-Q3',
      actor: UNIT,
      doneOn: d('2026-07-01'),
    })
    expect(await checkRecords(duban)).toEqual([])
  })
})
