import { describe, expect, it } from 'vitest'
import { addDays, type IsoDate, maxDate } from '../../domain/calendar/date.ts'
import { conditionId } from '../../domain/plan/conditions.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { isInstruction } from '../../domain/supervision/obligation.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { obligationsForEvent } from '../../domain/supervision/setup-event.ts'
import fc from '../properties.ts'
import { EVERY_ACT } from './every-act.ts'
import { ModelStep, stepsNamed } from './model-step.ts'
import { checkState } from './promises.ts'
import { AMENDMENT, CALENDAR, closedOn, Life, shipped } from './replan-support.ts'
import { measureOf, START } from './support.ts'

const TEXTS = [
  '2015年7月',
  '2015年9月',
  '2015年7月、12月',
  '每月',
  '每季度首月25日前',
  '每季度，2015年10月底前总结',
  '市人大批准后20日内',
  '待市人大批准后',
  '审批或核准后两个工作日内',
  '2015年8月，市人大批准后5个工作日内',
  '7月结束后5个工作日内',
  '及时',
  '全年工作',
]
const CALENDARS = [
  shipped,
  closedOn('2015-08-03', '2015-08-04', '2015-08-05'),
  closedOn('2015-08-10', '2015-09-01', '2015-10-12', '2015-10-13'),
]
const CONDITIONS = ['市人大批准', '审批或核准'].map(conditionId)
const UNITS = ['市甲局', '市乙局', '市丁局']

interface Counted {
  amended: number
  recounted: number
  nothing: number
  acts: number
  refused: number
  revived: number
}

const kept = ({ evidence, returns, slips, suspensions, stages, progress }: Obligation) => ({
  evidence,
  returns,
  slips,
  suspensions,
  stages,
  progress,
})

/** Nothing disappears, what has ended stays as it was, and what anybody did or was told stays with its obligation. */
function survives(before: MeasureState, after: MeasureState): void {
  for (const o of before.obligations) {
    const now = after.obligations.find(({ id }) => id === o.id)
    if (o.state === 'completed' || o.terminated) expect(now).toEqual(o)
    expect(now && kept(now)).toEqual(kept(o))
    expect(
      now?.originalDueOn === o.originalDueOn || o.originalDueOn === null || o.originalDueOn === o.dueOn,
    ).toBe(true)
    if (isInstruction(o.id)) expect(now).toEqual(o)
  }
  expect(new Set(after.obligations.map((o) => o.id)).size).toBe(after.obligations.length)
}

/** What the text asks for is owed, done, or ended by a person; what it does not ask for is not owed but by a person's will. */
function owed(life: Life): void {
  const { state, measure, calendar, events } = life
  const live = state.obligations.filter(
    (o) => !isInstruction(o.id) && (o.state !== 'withdrawn' || o.terminated),
  )
  if (measure === null) {
    expect(live.filter((o) => !['completed', 'submitted', 'withdrawn'].includes(o.state))).toEqual([])
    expect(state.waits).toEqual([])
    return
  }
  const context = { planId: 'p', startOn: START, calendar, policy: THREE_COLOURS }
  const fresh = setupOf({ no: '1', title: '任务', measures: [measure] }, measure, context)
  const key = (id: string) => id.replace(/\/c\d+-/, '/')
  for (const p of fresh.obligations)
    if (p.period !== null) expect(live.map((o) => key(o.id))).toContain(key(p.id))
  // Fixed dates: by their month, or one that was rewritten in its place.
  const missing = fresh.obligations.filter(
    (p) => p.period === null && !live.some((o) => key(o.id) === key(p.id)),
  )
  const asked = new Set(fresh.obligations.map((p) => key(p.id)))
  const rewritten = live.filter((o) => o.period === null && o.eventId === null && !asked.has(key(o.id)))
  expect(rewritten.length).toBeGreaterThanOrEqual(missing.length)
  // Every event of the ledger that the text speaks of: for a stream each, for a single act one.
  for (const wait of fresh.waits) {
    const happened = events.filter((event) => event.conditionId === wait.conditionId)
    const now = state.waits.find((w) => w.clause === wait.clause)
    expect(now?.conditionId).toBe(wait.conditionId)
    if (happened.length === 0) continue
    expect(now?.triggeredBy).not.toEqual([])
    const opened = happened.filter((event) =>
      obligationsForEvent(measure, event, START, context).some((p) =>
        live.some((o) => key(o.id) === key(p.id)),
      ),
    )
    expect(opened.length).toBeGreaterThanOrEqual(wait.stream ? happened.length : 1)
  }
  expect(state.waits.map((w) => w.conditionId)).toEqual(fresh.waits.map((w) => w.conditionId))
}

/** The slips still to come of what is owed lie ahead of today and of the due date, in their order. */
function slipsAhead(life: Life): void {
  const { state, today } = life
  for (const o of state.obligations) {
    if ((o.state !== 'open' && o.state !== 'returned') || o.dueOn === null || o.extension) continue
    const raised = o.slips.filter((slip) => slip.dueOn === o.dueOn).map((slip) => slip.level)
    const ahead = o.ladder?.slips.filter((slip) => !raised.includes(slip.level)) ?? []
    for (const slip of ahead) expect(slip.on > maxDate(o.dueOn, today)).toBe(true)
    expect(ahead.map((slip) => slip.on)).toEqual(ahead.map((slip) => slip.on).sort())
  }
}

const noSlips = (facts: readonly Fact[]) =>
  expect(facts.filter((fact) => fact.kind === 'slipRaised')).toEqual([])

class Step extends ModelStep<Counted, Life> {
  run(counted: Counted, life: Life): void {
    life.today = addDays(life.today, this.days) as IsoDate
    life.settle()
    const { state: before, named } = life
    const { pick } = this
    switch (this.name) {
      case 'amend': {
        const name = UNITS[pick % UNITS.length] ?? ''
        const units = pick % 4 === 0 ? { units: [{ name, raw: name, role: 'lead' as const }] } : {}
        const { replan, follows } = life.amend(
          pick % 11 === 0 ? null : (TEXTS[pick % TEXTS.length] ?? null),
          units,
        )
        counted.amended += replan ? 1 : 0
        counted.revived += replan?.revived?.length ?? 0
        survives(before, life.state)
        owed(life)
        noSlips(follows)
        // The same revision again is no change.
        expect(life.ask(AMENDMENT)).toBeNull()
        expect(life.ask(CALENDAR)).toBeNull()
        // Units are the text's where it names others than it did; else whoever they were given to keeps them.
        const lead = life.measure?.units[0]?.name ?? named
        expect(life.state.setup.leadUnit).toBe(lead === named ? before.setup.leadUnit : lead)
        break
      }
      case 'calendar': {
        const { replan, follows } = life.install(CALENDARS[pick % CALENDARS.length] ?? shipped)
        counted.recounted += replan ? 1 : 0
        survives(before, life.state)
        noSlips(follows)
        expect(life.ask(CALENDAR)).toBeNull()
        expect(life.state.setup.leadUnit).toBe(before.setup.leadUnit)
        if (life.measure !== null) {
          expect(replan?.withdrawn ?? []).toEqual([])
          for (const o of before.obligations.filter(({ dueBy }) => dueBy === 'person'))
            expect(life.state.obligations.find(({ id }) => id === o.id)?.dueOn).toBe(o.dueOn)
        }
        break
      }
      case 'report': {
        const eventId = `ev-${pick % 4}`
        const known = life.events.find((event) => event.eventId === eventId)
        const conditionId = CONDITIONS[pick % CONDITIONS.length] ?? ''
        const effectiveOn = addDays(life.today, -(pick % 3) * 20)
        life.report(known ?? { eventId, conditionId, effectiveOn, dueOn: null })
        break
      }
      default: {
        const { obligations } = life.state
        const target = obligations[pick % Math.max(1, obligations.length)]?.id ?? null
        const input = EVERY_ACT[this.name]?.({ acts: life.facts.length, today: life.today }, pick, target)
        if (input && life.act(input)) counted.acts += 1
        else counted.refused += 1
      }
    }
    slipsAhead(life)
    checkState(life.state, life.facts)
  }
}

const names = [
  'amend',
  'amend',
  'amend',
  'amend',
  'calendar',
  'calendar',
  'report',
  'report',
  ...Object.keys(EVERY_ACT).filter((name) => name !== 'close'),
]
const commands = stepsNamed(names, Step, { picks: 4000, days: 25 })
const RUNS = Number(process.env.DUBAN_MODEL_RUNS ?? 150)

describe('amendments, calendars, events and acts in any order', () => {
  it('lose nothing, wait for nothing that has happened, ask for what the text says, and raise no slip early', () => {
    const counted: Counted = { amended: 0, recounted: 0, nothing: 0, acts: 0, refused: 0, revived: 0 }
    let lives = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...TEXTS),
        fc.commands(commands, { maxCommands: 40, size: 'max' }),
        (text, steps) => {
          lives += 1
          fc.modelRun(() => ({ model: counted, real: new Life(measureOf(text)) }), steps)
        },
      ),
      { numRuns: RUNS },
    )
    console.log(`${lives} lives`, counted)
    // A model in which nothing moves would prove nothing.
    for (const count of [counted.amended, counted.recounted, counted.acts, counted.revived])
      expect(count).toBeGreaterThan(RUNS / 10)
  })
})
