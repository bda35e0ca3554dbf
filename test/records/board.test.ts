import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { matches } from '../../client/views/measure-filter.ts'
import { isOneOf } from '../../domain/basics/unit-name.ts'
import { addDays, type IsoDate, mustDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { ASPECTS, lightDates, lightOn, searchable } from '../../domain/supervision/board.ts'
import { OBLIGATION_STATES } from '../../domain/supervision/names.ts'
import { measureLight, nextOwedOn, phaseOf } from '../../domain/supervision/phase.ts'
import { leadsOf, unitsOf } from '../../domain/supervision/units.ts'
import {
  BOARD_SORTS,
  type BoardFilter,
  type BoardFound,
  type BoardPlace,
  type BoardScope,
  type BoardSort,
  boardPage,
} from '../../records/board/query.ts'
import { refreshBoard } from '../../records/board/refresh.ts'
import { boardValues } from '../../records/board/rows.ts'
import { writing } from '../../records/exclusive.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { writeMeasure } from '../../records/projections.ts'
import { putRows } from '../../records/put-rows.ts'
import { workflowIdOf } from '../../records/read.ts'
import fc from '../properties.ts'
import { storeKinds } from './stores.ts'
import { playedDays } from './year.ts'

/** 2015 as it was on each day on which something happened, as it went and with every dispute there is. */
const [plain, disputed] = [playedDays('2015'), playedDays('2015-disputes')]
const FROM = mustDate('2015-01-01')
const YEARS = Array.from({ length: 550 }, (_, i) => addDays(FROM, i))
const LIGHTS = ['red', 'yellow', 'green', 'grey'] as const

it('the dates of a light give what the rule gives, on every day, for every state of two years', () => {
  const seen = new Set<MeasureState>()
  const lights = new Map<string, number>()
  for (const state of [...plain, ...disputed].flatMap(({ states }) => states)) {
    if (seen.has(state)) continue
    seen.add(state)
    const dates = lightDates(state)
    for (const day of YEARS) {
      const rule = measureLight(state, day)
      if (lightOn(dates, day) !== rule)
        expect.fail(`${state.setup.no} seq ${state.seq} on ${day}: ${lightOn(dates, day)}, the rule ${rule}`)
      lights.set(rule, (lights.get(rule) ?? 0) + 1)
    }
  }
  expect(seen.size).toBeGreaterThan(500)
  for (const light of LIGHTS) expect(lights.get(light)).toBeGreaterThan(1_000)
})

it('a measure that is slow, late under review, sent back, expected or without evidence has the dates of the rule', () => {
  const [base] = plain[0]?.states ?? []
  if (base === undefined) throw new Error('nothing was played')
  const day = fc.integer({ min: 0, max: 200 }).map((n) => addDays(FROM, n))
  const obligation = fc.record({
    state: fc.constantFrom(...OBLIGATION_STATES),
    openedOn: fc.option(day),
    dueOn: fc.option(day),
    reminder: fc.option(day),
    doneOn: fc.option(day),
    expected: fc.boolean(),
    percent: fc.option(fc.integer({ min: 0, max: 100 })),
  })
  const shown = new Set<string>()
  fc.assert(
    fc.property(
      fc.array(obligation, { maxLength: 4 }),
      fc.option(fc.constantFrom(0.2, 0.5, 1)),
      (list, share) => {
        const obligations = list.map(({ reminder, doneOn, percent, ...one }) => ({
          ...one,
          ladder: reminder === null ? null : { reminders: [{ on: reminder }] },
          evidence: doneOn === null ? [] : [{ doneOn }],
          ...(percent === null ? {} : { progress: [{ percent }] }),
        }))
        const state = {
          ...base,
          setup: { ...base.setup, policy: { ...base.setup.policy, slowShare: share ?? undefined } },
          obligations,
        } as never as MeasureState
        const dates = lightDates(state)
        for (const today of YEARS.slice(0, 260)) {
          shown.add(measureLight(state, today))
          expect(lightOn(dates, today)).toBe(measureLight(state, today))
        }
      },
    ),
    { numRuns: 300 },
  )
  expect(shown.size).toBe(4)
})

describe.each(storeKinds())('the list of measures on $name', ({ missing, make, close }) => {
  let db: Db
  beforeAll(async () => {
    if (!missing) db = await openRecords(await make())
  }, 60_000)
  afterAll(async () => {
    await db?.destroy()
    await close()
  }, 60_000)

  const page = (scopes: readonly BoardScope[], filter: BoardFilter, sort: BoardSort = 'no', limit = 500) =>
    boardPage(db, scopes, filter, { sort, after: null, limit })
  const numbers = ({ rows }: BoardFound) => rows.map(({ row }) => row.no)

  it('finds by light, state, unit, part, date and words what the rule finds, on every day of the year', async (context) => {
    if (missing) return context.skip(missing)
    const written = new Map<string, MeasureState>()
    const units = [...new Set(disputed[0]?.states.flatMap(unitsOf))].slice(0, 4)
    let found = 0
    for (const { today, states } of disputed.filter((_, i) => i % 3 === 0)) {
      await writing(db, async (tx) => {
        for (const state of states) {
          const id = workflowIdOf('p', state.setup.no)
          if (written.get(id) !== state) await putRows(tx, 'board', [boardValues(id, state)])
          written.set(id, state)
        }
      })
      const scope = { planId: 'p', today, mine: null }
      const same = async (
        filter: BoardFilter,
        rule: (state: MeasureState) => boolean,
        of: BoardScope = scope,
      ) => {
        const [listed, expected] = [
          await page([of], filter),
          states.filter(rule).map(({ setup }) => setup.no),
        ]
        found += expected.length
        expect([today, filter, numbers(listed).sort()]).toEqual([today, filter, [...expected].sort()])
        expect(listed.count).toBe(expected.length)
      }
      for (const light of LIGHTS) await same({ light }, (state) => measureLight(state, today) === light)
      const unit = units[found % units.length] ?? ''
      await same({ unit }, (state) => isOneOf(unit, unitsOf(state)))
      await same({ unit, part: 'lead' }, ({ setup }) => isOneOf(unit, leadsOf(setup)))
      await same(
        { unit, part: 'support' },
        (s) => isOneOf(unit, unitsOf(s)) && !isOneOf(unit, leadsOf(s.setup)),
      )
      await same({}, (state) => isOneOf(unit, unitsOf(state)), { ...scope, mine: [unit] })
      await same({ phase: 'open' }, (state) => phaseOf(state) === 'open')
      await same(
        { overdue: true, aspect: 'returned' },
        (s) => measureLight(s, today) === 'red' && ASPECTS.returned(s),
      )
      await same({ dueTo: today }, (state) => (nextOwedOn(state) ?? '9') <= today)
      await same(
        { dueFrom: today },
        (state) => nextOwedOn(state) !== null && (nextOwedOn(state) ?? '') >= today,
      )
      await same({ dateless: true }, (state) => nextOwedOn(state) === null)
      await same({ text: ' 保障 性' }, ({ setup }) =>
        searchable(
          [setup.taskTitle, setup.text, setup.deadlineText, setup.leadUnit, ...setup.units].join(''),
        ).includes('保障性'),
      )
    }
    expect(found).toBeGreaterThan(3_000)
  }, 120_000)

  it.for(BOARD_SORTS)(
    'sorted by %s goes through all, each once, in pages that what is done meanwhile does not shift',
    async (sort, context) => {
      if (missing) return context.skip(missing)
      const scopes = [{ planId: 'p', today: mustDate('2015-12-01'), mine: null }]
      const all = await page(scopes, {}, sort)
      const ids = all.rows.map(({ id }) => id)
      expect(new Set(ids).size).toBe(all.count)
      const walked: string[] = []
      let after: BoardPlace | null = null
      do {
        const next: BoardFound = await boardPage(db, scopes, {}, { sort, after, limit: 7 })
        walked.push(...next.rows.map(({ id }) => id))
        after = next.end
      } while (after !== null)
      expect(walked).toEqual(ids)
    },
  )

  it('shows several plans each on its own day, and of each what one may know of', async (context) => {
    if (missing) return context.skip(missing)
    const states = disputed.at(-1)?.states ?? []
    for (const state of states)
      await writing(db, (tx) =>
        putRows(tx, 'board', [
          boardValues(workflowIdOf('q', state.setup.no), {
            ...state,
            setup: { ...state.setup, planId: 'q' },
          }),
        ]),
      )
    const [early, late] = [mustDate('2015-01-01'), mustDate('2016-06-30')]
    const unit = states[0]?.setup.leadUnit ?? ''
    const scopes = [
      { planId: 'p', today: early, mine: null },
      { planId: 'q', today: late, mine: [unit] },
    ]
    const red = await page(scopes, { light: 'red' }, 'light')
    const expected = (today: IsoDate, of: readonly MeasureState[]) =>
      of.filter((s) => measureLight(s, today) === 'red').length
    const mine = states.filter((state) => isOneOf(unit, unitsOf(state)))
    expect(red.count).toBe(expected(early, states) + expected(late, mine))
    const whole = await page(scopes, {}, 'due')
    expect(whole.rows.map(({ row }) => row.planId).filter((id) => id === 'q')).toHaveLength(mine.length)
    expect((await page([], {})).rows).toEqual([])
  })

  it('finds whom a column names by how the name begins, signs of a pattern taken as they are', async (context) => {
    if (missing) return context.skip(missing)
    const names = ['张某副县长、李某', '张%', '王_', undefined]
    const [one] = disputed[0]?.states ?? []
    if (one === undefined) throw new Error('no state')
    const states = names.map((leader, i): MeasureState => {
      const setup = { ...one.setup, planId: 'r', no: `1.${i}` }
      return { ...one, setup: { ...setup, ...(leader === undefined ? {} : { columns: { leader } }) } }
    })
    for (const state of states)
      await writing(db, (tx) => putRows(tx, 'board', [boardValues(workflowIdOf('r', state.setup.no), state)]))
    const today = mustDate('2015-07-01')
    for (const leader of ['张', '张某', '李某', '%', '张%', '王_', '_', '某', '王某']) {
      const expected = states.filter((state) => matches(state, { leader }, today))
      const found = await page([{ planId: 'r', today, mine: null }], { leader })
      expect([leader, numbers(found)]).toEqual([leader, expected.map(({ setup }) => setup.no)])
    }
    expect((await page([{ planId: 'r', today, mine: null }], { leader: '张' })).count).toBe(2)
  })

  it('rows that a worker of an older release left behind, or never wrote, are written anew', async (context) => {
    if (missing) return context.skip(missing)
    const states = disputed.at(-1)?.states.slice(0, 3) ?? []
    const ids = states.map(({ setup }) => workflowIdOf('old', setup.no))
    await writing(db, async (tx) => {
      for (const [i, state] of states.entries()) {
        const of = { ...state, setup: { ...state.setup, planId: 'old' } }
        await writeMeasure(tx, ids[i] ?? '', of)
      }
    })
    const rows = () =>
      db.selectFrom('board').selectAll().where('plan_id', '=', 'old').orderBy('ord').execute()
    const right = await rows()
    expect(await refreshBoard(db)).toBe(0)
    await db
      .deleteFrom('board')
      .where('workflow_id', '=', ids[0] ?? '')
      .execute()
    await db
      .updateTable('board')
      .set({ seq: 1, phase: 'open', words: '' })
      .where('workflow_id', '=', ids[1] ?? '')
      .execute()
    expect(await rows()).not.toEqual(right)
    expect(await refreshBoard(db)).toBe(2)
    expect(await rows()).toEqual(right)
  })
})
