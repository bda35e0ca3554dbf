import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskPiles } from '../../client/views/desk.ts'
import { glanceOf, unitsIn, unitTotalsIn } from '../../client/views/glance.ts'
import { planShow } from '../../client/views/reading.ts'
import { standingOf } from '../../client/views/standing.ts'
import { toReview } from '../../client/views/to-review.ts'
import { isOneOf, sameUnit } from '../../domain/basics/unit-name.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { addDays, endOfMonth, type IsoDate, isoDate, mustDate } from '../../domain/calendar/date.ts'
import { newPlan } from '../../domain/events/life.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { DESK, type DeskKind, todayOf } from '../../domain/reckoning/today.ts'
import { owedBy } from '../../domain/supervision/duty.ts'
import { measureLight, nextOwedOn } from '../../domain/supervision/phase.ts'
import { leadsName, leadsOf, unitsOf } from '../../domain/supervision/units.ts'
import { refreshBoard } from '../../records/board/refresh.ts'
import { dueByDay, dueWithin } from '../../records/duties/query.ts'
import { writing } from '../../records/exclusive.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { type Projection, projectionOf, writeProjections } from '../../records/projections.ts'
import { measureStates, workflowIdOf } from '../../records/read.ts'
import { writeFacts } from '../../records/write.ts'
import { storeKinds } from './stores.ts'
import { playedDays, playedFacts } from './year.ts'

/** Some of them asked for 签收, which that year knew nothing of. */
const asked = new Map<MeasureState, MeasureState>()
function askedToSign(state: MeasureState): MeasureState {
  if (!state.setup.no.endsWith('.1')) return state
  const clock = { remindOn: '2015-08-03', lapseOn: '2015-08-05' }
  const known = asked.get(state) ?? ({ ...state, acknowledging: clock } as never as MeasureState)
  asked.set(state, known)
  return known
}
const days = playedDays('2015-disputes').map(({ today, states }) => ({
  today,
  states: states.map(askedToSign),
}))
const KINDS = Object.keys(DESK) as DeskKind[]
const planOn = (planId: string, day: IsoDate): PlanState => ({
  ...newPlan(planId),
  title: '方案',
  phase: 'running',
  startOn: mustDate('2015-07-01'),
  clock: { kind: 'stepped', at: steppedAt(day) },
})

describe.each(storeKinds())('what is counted of obligations on $name', ({ missing, make, close }) => {
  let db: Db
  beforeAll(async () => {
    if (!missing) db = await openRecords(await make())
  }, 60_000)
  afterAll(async () => {
    await db?.destroy()
    await close()
  }, 60_000)

  it('is what the rules count, on days of a year with every dispute, for the office and for a unit', async (context) => {
    if (missing) return context.skip(missing)
    const written = new Map<string, MeasureState>()
    const units = [...new Set(days[0]?.states.flatMap(unitsOf))]
    const seen = new Map<string, number>()
    for (const [nth, { today, states }] of days.filter((_, i) => i % 5 === 0).entries()) {
      await writing(db, async (tx) => {
        const changed: Projection[] = []
        for (const state of states) {
          const id = workflowIdOf('p', state.setup.no)
          const before = written.get(id) ?? null
          if (before === state) continue
          changed.push(projectionOf(id, before, state))
          written.set(id, state)
        }
        await writeProjections(tx, changed)
      })
      const plan = planOn('p', today)
      const unit = units[nth % units.length] ?? ''
      for (const mine of [null, [unit]]) {
        const own = states.filter((state) => mine === null || unitsOf(state).some((of) => isOneOf(of, mine)))
        const desk = todayOf(plan, own, today)
        for (const { kind, count, first } of await deskPiles(db, { plan, mine }, KINDS, 3)) {
          if (kind === 'returned') {
            const returned = own.filter(({ obligations }) =>
              obligations.some(({ state }) => state === 'returned'),
            )
            expect([today, kind, count]).toEqual([today, kind, returned.length])
            continue
          }
          const items = desk.filter((item) => item.kind === kind)
          seen.set(kind, (seen.get(kind) ?? 0) + count)
          expect([today, kind, count]).toEqual([today, kind, items.length])
          // What has no day is in the plan's order on the page, in that of its letters in the rule.
          if (kind !== 'unsigned')
            expect([today, first]).toEqual([
              today,
              items.slice(0, 3).map(({ about, unit, on }) => ({ about, unit, on })),
            ])
        }
        const standing = await standingOf(db, { plan, mine }, 30, 1_000)
        const lit = (light: string) => own.filter((state) => measureLight(state, today) === light)
        for (const light of ['red', 'yellow', 'green', 'grey'] as const)
          expect([today, light, standing.lights[light]]).toEqual([today, light, lit(light).length])
        expect(new Set(standing.red.map(({ row }) => row.no))).toEqual(
          new Set(lit('red').map((s) => s.setup.no)),
        )
        const soon = own.filter((state) => {
          const on = nextOwedOn(state)
          return on !== null && on >= today && on <= addDays(today, 30)
        })
        expect(standing.soon.count).toBe(soon.length)
        for (const { unit: leads, lights } of standing.units)
          expect(lights.red).toBe(lit('red').filter(({ setup }) => leadsName(setup) === leads).length)
        const [from, to] = [isoDate(2015, 10, 1) as IsoDate, endOfMonth(isoDate(2015, 10, 1) as IsoDate)]
        const due = own.flatMap((s) =>
          s.obligations.filter((o) => o.dueOn !== null && o.dueOn >= from && o.dueOn <= to),
        )
        const load = await dueByDay(db, { planId: 'p', today, mine }, from, to)
        expect([...load.values()].reduce((n, one) => n + one.n, 0)).toBe(due.length)
        expect([...load.values()].reduce((n, one) => n + one.late, 0)).toBe(
          due.filter((o) => (owedBy(o) ?? today) < today).length,
        )
        expect(
          (await dueWithin(db, { planId: 'p', today, mine }, from, to, 1_000)).map(({ id }) => id).sort(),
        ).toEqual(due.map(({ id }) => id).sort())
      }
      for (const { unit: name, leads, all } of await unitsIn(db, plan)) {
        expect(leads).toBe(states.filter(({ setup }) => isOneOf(name, leadsOf(setup))).length)
        expect(all).toBe(states.filter((state) => isOneOf(name, unitsOf(state))).length)
      }
      const waits = states.flatMap(({ obligations }) =>
        obligations.filter(({ state }) => state === 'submitted'),
      )
      const review = await toReview(db, [plan], [], null)
      expect(review.count).toBe(waits.length)
      const offered = await toReview(db, [plan], [unit], null)
      const others = states.filter((state) => !unitsOf(state).some((of) => sameUnit(of, unit)))
      expect(offered.count).toBe(
        others.reduce((n, s) => n + s.obligations.filter(({ state }) => state === 'submitted').length, 0),
      )
    }
    for (const kind of ['review', 'extension', 'undated', 'overdue', 'dueSoon', 'unsigned', 'suspension'])
      expect([kind, (seen.get(kind) ?? 0) > 0]).toEqual([kind, true])
  }, 240_000)

  it('the page of a plan shows what is shown of it elsewhere, after reassignments and when a worker of an older release wrote', async (context) => {
    if (missing) return context.skip(missing)
    for (const [no, facts] of playedFacts('2015-disputes')) {
      const setup = facts.map((fact) =>
        fact.kind === 'started' ? { ...fact, setup: { ...fact.setup, planId: 'q' } } : fact,
      )
      await writeFacts(db, workflowIdOf('q', no), setup)
    }
    const same = async () => {
      for (const day of ['2015-08-20', '2015-11-02', '2016-03-01'].map(mustDate)) {
        const plan = planOn('q', day)
        const whole = await planShow(db, plan)
        const glance = await glanceOf(db, plan, 1_000)
        expect(glance.counts).toEqual(whole.counts)
        expect(glance.waiting).toMatchObject(whole.waiting)
        expect(glance.late).toEqual(whole.late)
        expect((await glanceOf(db, plan, 2)).late).toEqual(whole.late.slice(0, 2))
        const byName = (a: { unit: string }, b: { unit: string }) => (a.unit < b.unit ? -1 : 1)
        // A unit that has nothing yet is nobody's row here.
        const some = whole.units.filter(({ obligations, slips }) => obligations + slips > 0)
        const sums = (await unitTotalsIn(db, plan)).filter(
          ({ obligations, slips }) => obligations + slips > 0,
        )
        expect([...sums].sort(byName)).toEqual([...some].sort(byName))
      }
    }
    await same()
    expect((await measureStates(db, 'q')).length).toBeGreaterThan(20)
    await db.deleteFrom('duties').where('plan_id', '=', 'q').execute()
    await db.updateTable('board').set({ seq: 0, names: '', awaited: '' }).where('plan_id', '=', 'q').execute()
    expect(await refreshBoard(db)).toBeGreaterThan(20)
    await same()
  }, 120_000)
})
