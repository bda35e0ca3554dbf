import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActivityContext } from '../../activities/context.ts'
import { replanMeasure } from '../../activities/revise.ts'
import type { ReplanQuestion } from '../../activities/types.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import type { WorkCalendar } from '../../domain/calendar/table.ts'
import type { PlanInput } from '../../domain/events/acts/registry.ts'
import { type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import { policyOf } from '../../domain/events/policy.ts'
import { planStep } from '../../domain/events/steps.ts'
import { conditionsOf } from '../../domain/plan/conditions.ts'
import type { Replan, ReplanCause } from '../../domain/plan/measure/replan.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { datesOf, measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import { policyFor, THREE_COLOURS } from '../../domain/policy/policy.ts'
import { changePolicy } from '../../domain/supervision/policy-change.ts'
import { replan } from '../../domain/supervision/replan.ts'
import { standingEvents } from '../../domain/supervision/standing-events.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { document, planState } from '../../records/read.ts'
import { keepDocument } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { reportOf } from '../event-report.ts'
import { documentOf, type Row, RunningPlan } from '../plan/running.ts'
import fc from '../properties.ts'
import { closedOn, shipped } from '../supervision/replan-support.ts'
import { noon, OFFICE } from '../supervision/support.ts'

const DEADLINES = [
  '2026年7月',
  '2026年9月底前',
  '印发之日起60个工作日内',
  '每季度首月25日前',
  '市人大批准后20日内',
  '待省出台具体规定后10个工作日内',
  '2026年8月，市人大批准后5个工作日内',
]
const CALENDARS = [shipped, closedOn('2026-05-20', '2026-08-31'), closedOn('2026-06-01', '2026-06-02')]
const START = mustDate('2026-03-02')

const folder = mkdtempSync(join(tmpdir(), 'duban-kept-'))
let db: Db
/** What another process writes goes through a connection of its own. */
let other: Db
beforeAll(async () => {
  db = await openRecords(join(folder, 'records.sqlite'))
  other = await openRecords(join(folder, 'records.sqlite'))
})
afterAll(async () => {
  await db.destroy()
  await other.destroy()
  rmSync(folder, { recursive: true, force: true })
})

/** As each measure worked it out before anything was kept: document and ledger read and gone through for this one. */
async function afresh(calendar: WorkCalendar, question: ReplanQuestion, state: MeasureState) {
  const { planId, no, startOn, cause, today } = question
  const [plan, ledger] = [(await document(db, question.document)) as WorkPlan, await planState(db, planId)]
  if (cause.kind === 'policy')
    return changePolicy(state, policyFor(policyOf(ledger ?? {}), no), calendar, today)
  const target = measuresOf(plan).find(({ measure }) => measure.no === no) ?? null
  const dates = target ? datesOf(plan, target.measure) : { planYear: plan.year, issuedOn: plan.issuedOn }
  const events = standingEvents(ledger)(no)
  return replan(state, target, { planId, startOn, calendar, ...dates, today, events, cause })
}

/** A plan in the store and its measures in memory; the records know what the plan knows. */
class Case {
  readonly planId: string
  readonly running: RunningPlan
  calendar = shipped
  sha = ''
  events = 0
  private said = 0

  constructor(planId: string, rows: readonly Row[]) {
    this.planId = planId
    this.running = new RunningPlan(documentOf(rows, START), START)
  }

  private get now() {
    return noon(this.running.today)
  }

  /** Written by this process and by another in turn. */
  async write(bodies: readonly PlanFactBody[]): Promise<void> {
    for (const body of bodies) {
      const state = (await planState(db, this.planId)) ?? newPlan(this.planId)
      const fact = planFact(state, body, { at: this.now, actor: OFFICE, actId: null })
      this.said += 1
      await writePlanFacts(this.said % 2 === 0 ? db : other, this.planId, [fact])
    }
  }

  async keep(): Promise<WorkPlan> {
    const { plan } = this.running
    this.said += 1
    this.sha = `${this.planId}-${this.said}`
    await keepDocument(other, this.sha, 'plan', JSON.stringify(plan))
    return plan
  }

  async start(): Promise<void> {
    const plan = await this.keep()
    const conditions = conditionsOf(plan)
    const clock = { kind: 'stepped', at: this.now } as const
    await this.write([
      { kind: 'imported', title: plan.title, document: this.sha, measures: 1, conditions },
      { kind: 'planStarted', clock, startOn: START, acceptedReview: [] },
    ])
  }

  async report(condition: string, on: string): Promise<void> {
    const state = await planState(db, this.planId)
    if (state === null) throw new Error('no plan')
    this.said += 1
    const by = { actor: OFFICE, actId: `e-${this.said}`, at: this.now }
    const input: PlanInput = { type: 'report', ...reportOf(condition, on), ...by }
    const step = planStep(state, input, this.now)
    if (!step.ok || step.value.type !== 'event') return
    await this.write(step.value.facts)
    this.events += 1
  }

  /** What every measure is told, worked out with what is kept and without. @returns those that change */
  async ask(cause: ReplanCause): Promise<readonly Replan[]> {
    const context = { db, calendar: () => this.calendar } as unknown as ActivityContext
    const { today, states } = this.running
    const told = await Promise.all(
      states.map(async (state) => {
        const { no } = state.setup
        const question = { planId: this.planId, document: this.sha, startOn: START, cause, no, today }
        const [kept, plain] = [
          await replanMeasure(context, question, state),
          await afresh(this.calendar, question, state),
        ]
        expect(kept).toEqual(plain)
        return kept
      }),
    )
    return told.flatMap((replan) => replan ?? [])
  }
}

const row = fc.tuple(fc.constantFrom('市甲局', '市乙局'), fc.constantFrom(...DEADLINES))
const rowsOf = (said: readonly (readonly [string, string])[]): readonly Row[] =>
  said.map(([unit, deadline], i) => [unit, `公开第${i}项信息并报送进展情况。`, deadline])
const step = fc.oneof(
  fc.record({ do: fc.constant('amend' as const), rows: fc.array(row, { minLength: 3, maxLength: 6 }) }),
  fc.record({ do: fc.constant('policy' as const), after: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ do: fc.constant('calendar' as const), which: fc.nat(CALENDARS.length - 1) }),
  fc.record({
    do: fc.constant('event' as const),
    condition: fc.constantFrom('市人大批准', '省出台具体规定'),
  }),
  fc.record({
    do: fc.constant('pass' as const),
    day: fc.constantFrom('2026-04-07', '2026-06-10', '2026-08-20'),
  }),
)

describe('what a change is for one measure', () => {
  it('is the same with documents and ledgers kept in memory as read afresh, over random lives of a plan', async () => {
    const counted = { changed: 0, cases: 0, events: 0 }
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 3, maxLength: 6 }),
        fc.array(step, { minLength: 2, maxLength: 7 }),
        async (rows, steps) => {
          counted.cases += 1
          const one = new Case(`p${counted.cases}`, rowsOf([['市丙局', '市人大批准后20日内'], ...rows]))
          await one.start()
          await one.report('市人大批准', START)
          let version = THREE_COLOURS.version
          for (const now of steps) {
            let cause: ReplanCause | null = null
            if (now.do === 'amend') {
              const revised = documentOf(rowsOf(now.rows), '2026-04-01')
              one.running.plan = one.running.compare(revised).plan
              const { title, ...plan } = await one.keep()
              const amended = { document: one.sha, from: '', numbers: {}, reference: null, reason: null }
              const counts = { changed: 1, added: 0, withdrawn: 0 }
              const conditions = conditionsOf({ title, ...plan })
              await one.write([{ kind: 'amended', title, conditions, counts, ...amended }])
              cause = { kind: 'amendment', document: one.sha, title, reason: null }
            } else if (now.do === 'policy') {
              version += 1
              const slips = THREE_COLOURS.slips.map((slip) => ({ ...slip, after: slip.after + now.after }))
              const policy = { ...THREE_COLOURS, version, slips }
              await one.write([{ kind: 'policySet', policy, reason: null }])
              cause = { kind: 'policy', id: policy.id, version, name: policy.name, reason: null }
            } else if (now.do === 'calendar') {
              one.calendar = CALENDARS[now.which] ?? shipped
              cause = { kind: 'calendar', version: one.calendar.version }
            } else if (now.do === 'event') await one.report(now.condition, one.running.today)
            else if (now.day > one.running.today) one.running.on(now.day)
            if (cause !== null) counted.changed += (await one.ask(cause)).length
          }
          counted.events += one.events
        },
      ),
      { numRuns: 25 },
    )
    expect(counted.changed).toBeGreaterThan(counted.cases)
    expect(counted.events).toBeGreaterThanOrEqual(counted.cases)
  })

  it('an amendment that is followed at once by another one is worked out with the newer', async () => {
    const one = new Case('at-once', rowsOf([['市甲局', '2026年7月']]))
    await one.start()
    const dates: (string | null | undefined)[] = []
    for (const deadline of ['2026年9月', '2026年11月', '2026年9月']) {
      one.running.plan = one.running.compare(documentOf(rowsOf([['市甲局', deadline]]), '2026-03-03')).plan
      await one.keep()
      const cause = { kind: 'amendment', document: one.sha, title: '修订', reason: null } as const
      dates.push((await one.ask(cause))[0]?.changes[0]?.dueOn)
    }
    expect(dates).toEqual(['2026-09-30', '2026-11-30', '2026-09-30'])
  })

  it('rules that are followed at once by others are worked out with the newer, from whichever process they come', async () => {
    const one = new Case('rules', rowsOf([['市甲局', '2026年7月']]))
    await one.start()
    for (const [i, after] of [2, 4, 3].entries()) {
      const slips = THREE_COLOURS.slips.map((slip) => ({ ...slip, after }))
      const policy = { ...THREE_COLOURS, version: THREE_COLOURS.version + 1 + i, slips }
      await one.write([{ kind: 'policySet', policy, reason: null }])
      const { id, version, name } = policy
      const [change] = await one.ask({ kind: 'policy', id, version, name, reason: null })
      expect(change?.policy?.slips.map((slip) => slip.after)).toEqual([after, after, after])
    }
  })
})
