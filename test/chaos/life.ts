import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RefusedError } from '../../client/refusal.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { amendPlan, changeCalendar, comparePlan, setPolicy } from '../../client/use/amend-plan.ts'
import { closePlan } from '../../client/use/close-plan.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { loadPolicy, shippedPolicies } from '../../documents/files/policy.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { addDays, type IsoDate, minDate } from '../../domain/calendar/date.ts'
import { dateOf } from '../../domain/calendar/time.ts'
import type { WorkPlan } from '../../domain/plan/plan.ts'
import { amend } from '../../domain/reading/amendment/amend.ts'
import { nextWake } from '../../domain/supervision/wake.ts'
import { unsettledDeliveries } from '../../records/read.ts'
import { type Oracle, openOracle } from '../oracle.ts'
import { OFFICE } from './acts.ts'
import type { Calendars, Standstill } from './calendars.ts'
import type { CommandLine } from './command-line.ts'
import { ask, insist, unlessHarmed } from './insist.ts'
import type { Journal } from './journal.ts'
import { killsOf, type Move, movesOf } from './moves.ts'
import { FIRST_DAY, planOf, revisedOf } from './plans.ts'
import { type Chance, chanceOf } from './random.ts'
import { carryOut } from './sending.ts'
import type { Stage } from './stage.ts'

export interface Life {
  readonly planId: string
  readonly oracle: Oracle
  /** The last day lived. */
  day: IsoDate
  closed: boolean
}

export interface LifeOptions {
  readonly stage: Stage
  readonly journal: Journal
  readonly commandLine: CommandLine
  readonly calendars: Calendars
  readonly standstill: Standstill
  readonly seed: string
  readonly index: number
  /** True when no further day is to begin. */
  readonly enough: () => boolean
}

/** The next day on which something is due, at most five days on. */
function nextDay(oracle: Oracle, day: IsoDate, last: IsoDate, chance: Chance): IsoDate {
  const wakes = oracle.states().flatMap((state) => nextWake(state)?.at ?? [])
  const due = wakes.map(dateOf).filter((on) => on > day)
  const soon = addDays(day, chance.between(1, 5))
  return minDate(last, due.reduce(minDate, soon))
}

/** How the office of a plan asks for something: until it is done. A refusal where there should be none is an error. */
export function asking(
  { stage: { duban }, journal, commandLine }: Pick<LifeOptions, 'stage' | 'journal' | 'commandLine'>,
  planId: string,
) {
  const must = (value: unknown, what: string, attempts: number) => {
    if (!(value instanceof RefusedError)) return
    // Done by an attempt whose answer was lost.
    if (attempts > 1 && value.refusal.code === 'PLAN_CLOSED') return
    throw new Error(`${planId} ${what}: ${value.refusal.code} ${value.message}`)
  }
  return {
    async ask(what: string, work: () => Promise<unknown>) {
      const { value, attempts } = await ask(duban, journal, `${planId} ${what}`, () =>
        unlessHarmed(journal, planId, work()),
      )
      must(value, what, attempts)
    },
    async command(what: string, args: readonly string[], kills: readonly number[]) {
      const run = commandLine(args, kills)
      const { value, attempts } = await insist(journal, `${planId} ${what}`, () =>
        unlessHarmed(journal, planId, run()),
      )
      must(value, what, attempts)
    },
    /**
     * Waits until what was delivered is in the records, and until what somebody ended is going again: it hears then of
     * what it has missed, on the day of that. Another day must not have begun.
     */
    async settled() {
      do {
        while (journal.isBeingMended(planId)) await new Promise((resolve) => setTimeout(resolve, 100))
        await ask(duban, journal, `${planId} settled`, async () => {
          const open = await unsettledDeliveries(duban.db, planId)
          if (open.length > 0) throw new Error(`not yet written down: ${open.join(', ')}`)
        })
      } while (journal.isBeingMended(planId))
    },
  }
}

/** One plan from its import to its last day: everything is done in the oracle and for real, and both must agree. */
export async function live(options: LifeOptions, lives: Life[]): Promise<Life> {
  const { stage, calendars, standstill, seed, index, enough } = options
  const { duban } = stage
  const chance = chanceOf(`${seed}/plan/${index}`)
  const planId = `c${index}`
  const { ask, command, settled } = asking(options, planId)
  const made = planOf(chance)
  const oracle = openOracle(made.plan, planId, FIRST_DAY, calendars.now(), OFFICE)
  const life: Life = { planId, oracle, day: FIRST_DAY, closed: false }
  lives.push(life)
  /** By a command that is killed on the way, or by a program. */
  const either = async (what: string, args: readonly string[], work: () => Promise<unknown>) =>
    chance.happens(0.25) ? command(what, args, killsOf(chance)) : ask(what, work)
  const file = (name: string, text: string) => {
    const path = join(stage.documents, `${planId}-${name}.txt`)
    writeFileSync(path, text)
    return [path, '--issued-on', FIRST_DAY]
  }

  await either('import', ['plan', 'import', ...file('first', made.text), '--id', planId], () =>
    importPlan(duban, planId, made.plan),
  )
  const clock = { kind: 'stepped', at: steppedAt(FIRST_DAY) } as const
  const started = ['plan', 'start', planId, '--clock', `stepped@${FIRST_DAY}`, '--accept-review']
  await either('start', started, () =>
    startPlan(duban, planId, { clock, startOn: FIRST_DAY, acceptedReview: [] }),
  )

  let plan: WorkPlan = made.plan
  const amendOn = chance.happens(0.35) ? addDays(FIRST_DAY, chance.between(10, 35)) : null
  let amended = amendOn === null
  const reviseNow = async () => {
    const revised = revisedOf(made, chance)
    const ran = oracle.states().map(({ setup }) => setup)
    const compared = amend(plan, revised.plan, ran, {}, true)
    if (!compared.ok) throw new Error(`${planId} amend: ${compared.error.message}`)
    plan = compared.value.plan
    oracle.revise(plan, OFFICE)
    const args = ['plan', 'amend', planId, ...file('revised', revised.text), '--accept-review']
    await either('amend', args, async () =>
      amendPlan(duban, planId, await comparePlan(duban, planId, revised.plan, {}, true), { actor: OFFICE }),
    )
    amended = true
  }
  const governNow = async () => {
    const policy = loadPolicy(chance.pick(shippedPolicies()))
    if (!policy.ok) throw new Error(policy.error.message)
    const result = oracle.govern(policy.value, OFFICE)
    if (!result.ok) throw new Error(`${planId} policy: ${result.error.message}`)
    await either('policy', ['policy', 'set', planId, policy.value.id], () =>
      setPolicy(duban, planId, policy.value, { actor: OFFICE }),
    )
  }

  while (life.day < made.lastDay && !enough()) {
    life.day = nextDay(oracle, life.day, made.lastDay, chance)
    const to = life.day
    oracle.advance(to)
    await ask(`advance ${to}`, () => advancePlan(duban, planId, to))
    const { chains, events } = movesOf(oracle, to, planId, chance)
    const inOrder = async (list: readonly Move[]) => {
      for (const move of list) await carryOut(options, planId, move)
    }
    await Promise.all([inOrder(events), ...chains.map(inOrder)])
    await settled()
    if (!amended && amendOn !== null && to >= amendOn) {
      await reviseNow()
      await settled()
    }
    if (chance.happens(0.06)) {
      await governNow()
      await settled()
    }
    if (await standstill.rest()) {
      const calendar = calendars.now()
      oracle.recount(calendar, OFFICE)
      await ask('calendar', () => changeCalendar(duban, planId, calendar.version, OFFICE))
      await settled()
    }
  }
  if (chance.happens(0.5) && life.day >= made.lastDay) {
    oracle.close(OFFICE, `close-${planId}`)
    await ask('close', () => closePlan(duban, planId, null, OFFICE))
    life.closed = true
  }
  return life
}
