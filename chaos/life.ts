import type { Duban } from '../client/duban.ts'
import { RefusedError } from '../client/refusal.ts'
import { amendPlan, comparePlan } from '../client/revision.ts'
import { addDays, type IsoDate, minDate } from '../domain/calendar/date.ts'
import { dateOf } from '../domain/calendar/time.ts'
import { steppedAt } from '../domain/clock.ts'
import { amend } from '../domain/plan/amendment/amend.ts'
import type { WorkPlan } from '../domain/plan/plan.ts'
import type { Act } from '../domain/supervision/acts.ts'
import { nextWake } from '../domain/supervision/wake.ts'
import { unsettledDeliveries } from '../records/read.ts'
import { loadCalendar } from '../seeds/calendars/load.ts'
import { type Oracle, openOracle } from '../test/oracle.ts'
import type { Journal } from './journal.ts'
import { type EventInput, type Move, movesOf, OFFICE } from './moves.ts'
import { FIRST_DAY, planOf, revisedOf } from './plans.ts'
import { type Chance, chanceOf } from './random.ts'

/** How long a sender waits for an answer before it asks again, and how long before a run is given up. */
const PATIENCE_MS = 20_000
const HOPELESS_MS = 300_000
/** An impatient sender. */
const HASTE_MS = 400

export interface Life {
  readonly planId: string
  readonly oracle: Oracle
  /** The last day lived. */
  day: IsoDate
  closed: boolean
}

export interface LifeOptions {
  readonly duban: Duban
  readonly journal: Journal
  readonly seed: string
  readonly index: number
  /** True when no further day is to begin. */
  readonly enough: () => boolean
}

const EVENT_NAMES = { correct: '更正事件', revoke: '撤销事件' } as const

function send(duban: Duban, planId: string, move: Move): Promise<unknown> {
  const { message, no } = move
  if (no !== null) {
    const { type, ...rest } = message as Act
    return duban.act(planId, no, type, rest as Omit<Extract<Act, { type: typeof type }>, 'type'>)
  }
  const { type, at: _, ...input } = message as EventInput
  if (type === 'report') return duban.report(planId, input as Extract<EventInput, { type: 'report' }>)
  return duban.changeEvent(planId, EVENT_NAMES[type], input)
}

/** Asks until there is an answer, refusals included. @throws when nothing has answered for five minutes */
export async function insist<T>(
  duban: Duban,
  journal: Journal,
  what: string,
  work: () => Promise<T>,
): Promise<{ readonly value: T | RefusedError; readonly attempts: number }> {
  const began = Date.now()
  for (let attempts = 1; ; attempts += 1) {
    try {
      const value = await duban.client.withDeadline(Date.now() + PATIENCE_MS, work)
      journal.answered()
      return { value, attempts }
    } catch (error) {
      if (error instanceof RefusedError) {
        journal.answered()
        return { value: error, attempts }
      }
      if (Date.now() - began > HOPELESS_MS)
        throw new Error(`${what}: no answer for ${HOPELESS_MS / 1000} s: ${(error as Error).message}`)
      await new Promise((resolve) => setTimeout(resolve, Math.min(200 * attempts, 2000)))
    }
  }
}

async function carryOut(options: LifeOptions, planId: string, move: Move): Promise<void> {
  const { duban, journal } = options
  const { actId, what, no, expected, rows, abandoned } = move
  const invokedAt = Date.now()
  const entry = { planId, no, actId, what, expected, rows, abandoned, invokedAt }
  if (abandoned) {
    const answer = await duban.client
      .withDeadline(Date.now() + HASTE_MS, () => send(duban, planId, move))
      .then(() => 'done')
      .catch((error) => (error instanceof RefusedError ? error.refusal.code : null))
    const answeredAt = answer === null ? null : journal.answered()
    journal.write({ ...entry, answeredAt, attempts: 1, answer })
    return
  }
  const once = () => insist(duban, journal, `${planId} ${what}`, () => send(duban, planId, move))
  const [first, second] = await Promise.all(move.twice ? [once(), once()] : [once()])
  const said = (value: unknown) => (value instanceof RefusedError ? value.refusal.code : 'done')
  const answer = said(first?.value)
  if (second && said(second.value) !== answer)
    journal.troubles.push(`${planId} ${actId}: sent twice, answered ${answer} and ${said(second.value)}`)
  journal.write({
    ...entry,
    answeredAt: Date.now(),
    attempts: (first?.attempts ?? 0) + (second?.attempts ?? 0),
    answer,
  })
}

/** The next day on which something is due, at most five days on. */
function nextDay(oracle: Oracle, day: IsoDate, last: IsoDate, chance: Chance): IsoDate {
  const wakes = oracle.states().flatMap((state) => nextWake(state)?.at ?? [])
  const due = wakes.map(dateOf).filter((on) => on > day)
  const soon = addDays(day, chance.between(1, 5))
  return minDate(last, due.reduce(minDate, soon))
}

/** An oracle's refusal where there should be none is the run's fault, and said so. */
const must = (value: unknown, what: string): void => {
  if (value instanceof RefusedError) throw new Error(`${what}: ${value.refusal.code} ${value.message}`)
}

/** One plan from its import to its last day: everything is done in the oracle and for real, and both must agree. */
export async function live(options: LifeOptions, lives: Life[]): Promise<Life> {
  const { duban, journal, seed, index, enough } = options
  const chance = chanceOf(`${seed}/plan/${index}`)
  const planId = `c${index}`
  const made = planOf(chance)
  const oracle = openOracle(made.plan, planId, FIRST_DAY, loadCalendar(), OFFICE)
  const life: Life = { planId, oracle, day: FIRST_DAY, closed: false }
  lives.push(life)
  const ask = async (what: string, work: () => Promise<unknown>) => {
    const { value, attempts } = await insist(duban, journal, `${planId} ${what}`, work)
    // Done by an attempt whose answer was lost.
    if (attempts > 1 && value instanceof RefusedError && value.refusal.code === 'PLAN_CLOSED') return
    must(value, `${planId} ${what}`)
  }
  await ask('import', () => duban.importPlan(planId, made.plan))
  const clock = { kind: 'stepped', at: steppedAt(FIRST_DAY) } as const
  await ask('start', () => duban.startPlan(planId, { clock, startOn: FIRST_DAY, acceptedReview: [] }))

  let plan: WorkPlan = made.plan
  const amendOn = chance.happens(0.35) ? addDays(FIRST_DAY, chance.between(10, 35)) : null
  let amended = amendOn === null
  const reviseNow = async () => {
    const revised = revisedOf(made, chance)
    const ran = oracle.states().map(({ setup }) => setup)
    const compared = amend(plan, revised, ran, {}, true)
    if (!compared.ok) throw new Error(`${planId} amend: ${compared.error.message}`)
    plan = compared.value.plan
    oracle.revise(plan, OFFICE)
    await ask('amend', async () =>
      amendPlan(duban, planId, await comparePlan(duban, planId, revised, {}, true), { actor: OFFICE }),
    )
    amended = true
  }

  while (life.day < made.lastDay && !enough()) {
    life.day = nextDay(oracle, life.day, made.lastDay, chance)
    const to = life.day
    oracle.advance(to)
    await ask(`advance ${to}`, () => duban.advance(planId, to))
    const { chains, events } = movesOf(oracle, to, planId, chance)
    const inOrder = async (list: readonly Move[]) => {
      for (const move of list) await carryOut(options, planId, move)
    }
    await Promise.all([inOrder(events), ...chains.map(inOrder)])
    await settled(options, planId)
    if (!amended && amendOn !== null && to >= amendOn) {
      await reviseNow()
      await settled(options, planId)
    }
  }
  if (chance.happens(0.5) && life.day >= made.lastDay) {
    oracle.close(OFFICE, `close-${planId}`)
    await ask('close', () => duban.closePlan(planId, null, OFFICE))
    life.closed = true
  }
  return life
}

/** Waits until what was delivered is in the records. */
async function settled({ duban, journal }: LifeOptions, planId: string): Promise<void> {
  await insist(duban, journal, `${planId} settled`, async () => {
    const open = await unsettledDeliveries(duban.db, planId)
    if (open.length > 0) throw new Error(`not yet written down: ${open.join(', ')}`)
  })
}
