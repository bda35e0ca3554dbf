import { RefusedError } from '../../client/refusal.ts'
import { actOn } from '../../client/use/act.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { type PlanClock, planTimeAt, steppedAt } from '../../domain/calendar/clock.ts'
import { addDays } from '../../domain/calendar/date.ts'
import type { WorkCalendar } from '../../domain/calendar/table.ts'
import { dateOf, type PlanTime } from '../../domain/calendar/time.ts'
import type { PlanFact } from '../../domain/events/facts.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { nextWake } from '../../domain/supervision/wake.ts'
import { factsOf, measureStates, workflowIdOf } from '../../records/read.ts'
import { openOracle } from '../oracle.ts'
import { actFor, OFFICE } from './acts.ts'
import { ask } from './insist.ts'
import type { Sent } from './journal.ts'
import { asking, type Life, type LifeOptions } from './life.ts'
import { datedPlanOf, FIRST_DAY } from './plans.ts'
import { type Chance, chanceOf } from './random.ts'

/** Five days in a second: a fault of ten seconds lasts seven weeks, and what was due in them is made up for. */
const PER_SECOND = 5 * 86_400
/** People act until then; afterwards every ladder runs out. */
const ACTS_UNTIL = addDays(FIRST_DAY, 60)
/** Acts after which the ladders still run out by themselves. */
const TYPES: ReadonlySet<Act['type']> = new Set([
  'submit',
  'accept',
  'return',
  'completeStage',
  'extend',
  'grantExtension',
  'refuseExtension',
  'progress',
  'remind',
  'terminate',
])

export type ClockOptions = Omit<LifeOptions, 'standstill' | 'enough'>

interface Given {
  readonly no: string
  readonly act: Act
  /** On which it was counted. */
  readonly calendar: WorkCalendar
  readonly entry: Pick<Sent, 'invokedAt' | 'answeredAt' | 'attempts' | 'answer'>
}

/** What somebody does now, as the records stand; null: nothing. */
async function someAct({ stage }: ClockOptions, planId: string, n: number, now: PlanTime, chance: Chance) {
  const state = chance.pick(await measureStates(stage.duban.db, planId))
  const obligation = state.obligations.length > 0 ? chance.pick(state.obligations) : null
  const found = obligation && actFor(state, obligation, dateOf(now), chance)
  if (!found || !TYPES.has(found[1].type)) return null
  const [actor, draft] = found
  return { no: state.setup.no, act: { ...draft, actor, actId: `${planId}-${draft.type}-${n}` } as Act }
}

/**
 * A plan whose clock goes by itself, so that its reminders, lapses and slips hang on durable timers. When an act is done
 * in plan time is when the measure takes it in hand, which nobody can tell beforehand: the oracle is told afterwards, at
 * the times that the ledger names, and then everything in between must stand there to the minute.
 */
export async function liveByClock(options: ClockOptions, lives: Life[]): Promise<void> {
  const { stage, journal, calendars, seed, index } = options
  const { duban } = stage
  const chance = chanceOf(`${seed}/clock/${index}`)
  const planId = `r${index}`
  const asks = asking(options, planId)
  const plan = datedPlanOf(chance)
  await asks.ask('import', () => importPlan(duban, planId, plan))
  const clock: PlanClock = {
    kind: 'rate',
    base: steppedAt(FIRST_DAY),
    since: Date.now(),
    perSecond: PER_SECOND,
  }
  const first = await calendars.during(async (calendar) => {
    await asks.ask('start', () => startPlan(duban, planId, { clock, startOn: FIRST_DAY, acceptedReview: [] }))
    return calendar
  })

  const now = () => planTimeAt(clock, Date.now())
  const given: Given[] = []
  for (let n = 1; dateOf(now()) < ACTS_UNTIL; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, chance.between(100, 800)))
    const some = await someAct(options, planId, n, now(), chance).catch(() => null)
    if (some === null) continue
    const { no, act } = some
    const invokedAt = Date.now()
    const { type, ...rest } = act
    await calendars.during(async (calendar) => {
      const { value, attempts } = await ask(duban, journal, `${planId} ${type}`, () =>
        actOn(duban, planId, no, type, rest as never),
      )
      const answer = value instanceof RefusedError ? value.refusal.code : 'done'
      given.push({ no, act, calendar, entry: { invokedAt, answeredAt: Date.now(), attempts, answer } })
    })
  }
  await asks.ask('runs out', async () => {
    const left = (await measureStates(duban.db, planId)).filter((state) => nextWake(state) !== null)
    if (left.length > 0) throw new Error(`still to come in ${left.map((s) => s.setup.no).join(', ')}`)
  })
  await tellOracle(options, { planId, plan, calendar: first, given, now: now() }, lives)
}

interface Lived {
  readonly planId: string
  readonly plan: ReturnType<typeof datedPlanOf>
  /** On which its measures started. */
  readonly calendar: WorkCalendar
  readonly given: readonly Given[]
  readonly now: PlanTime
}

/** The oracle lives the plan again: started, and every act done, when the ledger says. */
async function tellOracle({ stage, journal }: ClockOptions, lived: Lived, lives: Life[]): Promise<void> {
  const { planId, plan, calendar, given, now } = lived
  const { db } = stage.duban
  const ledger = async (id: string) => {
    const { value } = await ask(stage.duban, journal, `${id} ledger`, () => factsOf(db, id))
    if (value instanceof RefusedError) throw value
    return value
  }
  const begun = ((await ledger(planId)) as readonly unknown[] as readonly PlanFact[]).find(
    (fact) => fact.kind === 'planStarted',
  )
  if (begun === undefined) throw new Error(`${planId}: its start is not in the ledger`)
  const oracle = openOracle(plan, planId, FIRST_DAY, calendar, OFFICE, begun.at)
  const nos = oracle.states().map(({ setup }) => setup.no)
  const done = (
    await Promise.all(
      nos.map(async (no) =>
        (await ledger(workflowIdOf(planId, no))).flatMap(({ actId, at, seq }) => ({ no, actId, at, seq })),
      ),
    )
  ).flat()
  const first = new Map(done.reverse().map((one) => [`${one.no} ${one.actId}`, one]))
  const inOrder = given
    .flatMap((one) => {
      const written = first.get(`${one.no} ${one.act.actId}`)
      return written === undefined ? [] : [{ ...one, ...written }]
    })
    .sort((a, b) => (a.at === b.at ? a.seq - b.seq : a.at < b.at ? -1 : 1))
  const rows = new Map<string, number>()
  for (const { no, act, at, calendar: counted } of inOrder) {
    oracle.pass(at)
    oracle.countOn(counted)
    const result = oracle.give(no, act)
    if (!result.ok)
      journal.troubles.push(`${planId} ${act.actId}: done at ${at}, the rules say ${result.error.code}`)
    rows.set(act.actId, oracle.facts(no).filter((fact) => fact.actId === act.actId).length)
  }
  oracle.pass(now)
  for (const { no, act, entry } of given) {
    const { answer } = entry
    const must = answer === 'done' ? (rows.get(act.actId) ?? 1) : 0
    const { actId, type: what } = act
    journal.write({
      planId,
      no,
      actId,
      what,
      ...entry,
      expected: answer ?? 'done',
      rows: must,
      abandoned: false,
      by: null,
    })
  }
  lives.push({ planId, oracle, day: dateOf(now), closed: false })
}
