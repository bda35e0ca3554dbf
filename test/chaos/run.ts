import { cpus } from 'node:os'
import { MEASURE_NAMES } from '../../domain/messages/measure-names.ts'
import type { Db } from '../../records/open.ts'
import { changingCalendars } from './calendars.ts'
import { check } from './checker.ts'
import type { Evidence, Violation } from './checks/evidence.ts'
import { lackingIn, type Minima } from './checks/progress.ts'
import { liveByClock } from './clockwork.ts'
import { commandLine } from './command-line.ts'
import { gather } from './evidence.ts'
import { mendTheRest } from './harms.ts'
import { ask } from './insist.ts'
import { Journal } from './journal.ts'
import { type Life, live } from './life.ts'
import { type FaultRecord, torment } from './nemesis.ts'
import { markdown } from './report.ts'
import { scheduleOf } from './schedule.ts'
import { openStage, type Stage, type StoreName } from './stage.ts'
import { targetsOf } from './targets.ts'

export interface ChaosOptions {
  readonly seed: string
  /** How long it goes on at least. */
  readonly minutes: number
  readonly store: StoreName
  /** A folder of the run's own; it is removed in the end. */
  readonly folder: string
  /** Until so much has come about it goes on, three times as long at most: how much a minute brings hangs on the machine. */
  readonly minima: Minima
  /** Plans that live side by side. */
  readonly abreast: number
  readonly say: (line: string) => void
}

export interface Outcome {
  readonly violations: readonly Violation[]
  readonly evidence: Evidence
  readonly report: string
}

const AT_MOST_TIMES = 3
const SENT_WITHIN_MS = 180_000
/** Days of each office between two changes of the calendar. */
const DAYS_OF_A_CALENDAR = 7

/** Plans live while everything fails around them, as the seed says; then all is put right, finished and checked. */
export async function runChaos(options: ChaosOptions): Promise<Outcome> {
  const { seed, minutes, store, folder, minima, abreast, say } = options
  const began = Date.now()
  const stage = await openStage(folder, store, say)
  try {
    const journal = new Journal()
    const targets = targetsOf(stage, journal)
    const durationMs = minutes * 60_000
    const start = Date.now()
    const lives: Life[] = []
    const faults: FaultRecord[] = []
    const proven = () => {
      const { sent } = journal
      const { received } = stage.receiver
      const states = lives.flatMap(({ oracle }) => oracle.states())
      return (
        lackingIn({ sent, received, states, faults: [...faults, ...journal.faults] }, minima).length === 0
      )
    }
    let over = false
    const enough = () => {
      const times = (Date.now() - start) / durationMs
      over ||= times >= AT_MOST_TIMES || (times >= 1 && proven())
      return over
    }
    const calendars = changingCalendars(stage.dataDir, seed, DAYS_OF_A_CALENDAR, say)
    const shared = { stage, journal, calendars, commandLine: commandLine(stage.env, journal), seed }
    const trouble = (error: Error) => {
      journal.troubles.push(error.message)
    }
    /** Plans one after another. Their numbers are the office's own, so that what happens to a plan does not hang on the others. */
    const office = async (first: number) => {
      const standstill = calendars.office()
      for (let index = first; !enough(); index += abreast)
        await live({ ...shared, standstill, index, enough }, lives).catch(trouble)
      standstill.leave()
    }
    /** Beside them plans whose clock goes by itself. */
    const byClock = async () => {
      for (let index = 0; !enough(); index += 1) await liveByClock({ ...shared, index }, lives).catch(trouble)
    }
    await Promise.all([
      torment(scheduleOf(seed, AT_MOST_TIMES * durationMs, targets), targets, faults, enough, say),
      ...Array.from({ length: abreast }, (_, i) => office(i)),
      byClock(),
    ])
    say(`${lives.length} plans lived; waiting for the outbox`)
    await outboxEmpty(stage.duban.db)
    await mendTheRest(stage, journal)
    await answering(stage, lives, journal).catch(trouble)
    const evidence = await gather(stage, lives, journal, [...faults, ...journal.faults])
    const { answers } = journal
    const report = markdown(evidence, {
      seed,
      store,
      machine: `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}`,
      tookMs: Date.now() - began,
      plans: lives.length,
      plansClosed: lives.filter((life) => life.closed).length,
      answers,
      calendars: calendars.installed(),
    })
    return { violations: check(evidence, minima), evidence, report }
  } finally {
    await stage.close()
  }
}

/** Waits until every notice counts as sent; what then is left is for the checker to say. */
async function outboxEmpty(db: Db): Promise<void> {
  const from = Date.now()
  // The last fault may just have been put right: a store that does not answer yet is asked again.
  while (Date.now() - from < SENT_WITHIN_MS && (await unsent(db).catch(() => 1)) > 0)
    await new Promise((resolve) => setTimeout(resolve, 200))
}

/** Waits until the plans answer again, so that what is asked next is about them and not about the last fault. */
async function answering({ duban }: Stage, lives: readonly Life[], journal: Journal): Promise<void> {
  for (const { planId, closed } of lives)
    if (!closed)
      await ask(duban, journal, `${planId} answers`, () =>
        duban.client.workflow.getHandle(planId).query(MEASURE_NAMES.now),
      )
}

async function unsent(db: Db): Promise<number> {
  const row = await db
    .selectFrom('outbox')
    .select((e) => e.fn.countAll().as('n'))
    .where('sent_at', 'is', null)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
