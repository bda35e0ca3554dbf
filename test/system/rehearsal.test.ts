import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { rehearse } from '../../client/use/rehearse.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { loadScript } from '../../documents/files/script.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { countsOf, lateListOf, waitingOf } from '../../domain/reckoning/outcome.ts'
import { measureStates } from '../../records/read.ts'
import { comparable, playThrough } from '../play-through.ts'
import { type Office, openOffice, planId, seedPlan } from './support/office.ts'

const script = loadScript(fileURLToPath(new URL('../../seeds/rehearsals/2015.json', import.meta.url)))

describe('the year 2015 on the real server', () => {
  let office: Office
  const id = planId('year')
  beforeAll(async () => {
    office = await openOffice()
  })
  afterAll(() => office.stop())

  it('ends as the oracle says, obligation by obligation, within 90 seconds', async () => {
    const { duban, client } = office
    const plan = seedPlan()
    const began = Date.now()
    await importPlan(duban, id, plan)
    await startPlan(duban, id, {
      clock: { kind: 'stepped', at: steppedAt(script.from) },
      startOn: script.from,
      acceptedReview: [],
    })
    const done = await rehearse(duban, id, script)
    const seconds = (Date.now() - began) / 1000
    const states = await measureStates(duban.db, id)

    expect(done.refusals).toEqual([])
    expect(comparable(states)).toEqual(
      JSON.parse(JSON.stringify(comparable(playThrough(plan, id, script, loadCalendar())))),
    )

    let events = (await client.workflow.getHandle(id).describe()).historyLength
    for await (const run of client.workflow.list({ query: `DubanPlan = '${id}'` }))
      events += run.historyLength
    console.log(
      `rehearsal of 2015: ${seconds.toFixed(1)} s, ${events} history events, ${done.acts} acts on ${done.days} days`,
    )
    expect(seconds).toBeLessThan(90)
  })

  it('shows every kind of outcome that the scenario was written for', async () => {
    const states = await measureStates(office.duban.db, id)
    const counts = countsOf(states, script.to)
    expect(counts).toMatchObject({ measures: 73, overdue: 1, lateReported: 1 })
    expect(counts.completedOnTime).toBeGreaterThan(140)
    const slips = new Set(lateListOf(states, script.to).map((late) => late.slips.join()))
    expect([...slips]).toEqual(expect.arrayContaining(['blue', 'blue,orange', 'blue,orange,red']))
    const never = waitingOf(states).filter((w) => !w.stream)
    expect(never.map((w) => w.condition)).toEqual(['国家批复', '省相关体制理顺'])
    const find = (o: string) => states.flatMap((s) => s.obligations).find((x) => x.id === o)
    expect(find('5.1/ev-b')).toMatchObject({ dueOn: '2015-09-07', state: 'completed' })
    expect(find('22.1/2015-08')).toMatchObject({ outcome: 'onTime', lateReported: true })
    expect(states.flatMap((s) => s.obligations).filter((o) => o.returns.length > 0)).toHaveLength(3)
  })

  it('leaves records, projections and running workflows in agreement', async () => {
    expect(await checkRecords(office.duban)).toEqual([])
  })
})
