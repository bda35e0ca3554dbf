import { randomUUID } from 'node:crypto'
import { type Closure, closedDays, readClosures, writeClosures } from '../../documents/calendars/closures.ts'
import { installTable, isInstalled, removeTable } from '../../documents/calendars/install.ts'
import { loadCalendar, shippedTable } from '../../documents/calendars/load.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import { planTimeAt } from '../../domain/calendar/clock.ts'
import { diffDays, type IsoDate } from '../../domain/calendar/date.ts'
import { type CalendarYear, makeCalendar, type WorkCalendar } from '../../domain/calendar/table.ts'
import { dateOf, fromEpochMs, toIsoInstant } from '../../domain/calendar/time.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { Db } from '../../records/db.ts'
import { planStates } from '../../records/read.ts'
import type { Office } from '../office.ts'
import { RefusedError, refused } from '../refusal.ts'
import { changeCalendar } from './amend-plan.ts'
import { type Preview, previewCalendar } from './preview-changes.ts'

// The working calendar is the installation's: a year's table or a closure changes the dates of every plan that runs.

/** What would hold, and how it is put in place. */
export interface CalendarChange {
  readonly candidate: WorkCalendar
  readonly write: () => unknown
}

/** What a calendar changes in one running plan. */
export interface PlanChange {
  readonly plan: string
  readonly changed: readonly Preview[]
  readonly numbers: PlanState['numbers']
}

/** The calendar with other tables or closures than are installed now. @throws RefusedError */
function candidateOf(
  folder: string,
  years: (now: WorkCalendar) => readonly CalendarYear[],
  closures = loadCalendar(folder).localClosures,
): WorkCalendar {
  const made = makeCalendar(years(loadCalendar(folder)), closures)
  if (made.ok) return made.value
  throw new RefusedError(made.error)
}

const withTable = (folder: string, year: number, table: CalendarYear | undefined): WorkCalendar =>
  candidateOf(folder, (now) => [
    ...Object.values(now.years).filter((y) => y.year !== year),
    ...(table === undefined ? [] : [table]),
  ])

/** A year's table installed, or in the place of the one that is. @param folder where the calendars of this installation lie */
export const installing = (folder: string, table: CalendarYear): CalendarChange => ({
  candidate: withTable(folder, table.year, table),
  write: () => installTable(folder, table),
})

/** A table that was installed here taken away; the shipped one of that year holds again. @throws RefusedError CALENDAR_YEAR_NOT_FOUND */
export function removing(folder: string, year: number): CalendarChange {
  if (!isInstalled(folder, year))
    throw refused('CALENDAR_YEAR_NOT_FOUND', `没有自己安装过 ${year} 年的安排`, '用 duban calendar list 查看')
  return {
    candidate: withTable(folder, year, shippedTable(year)),
    write: () => removeTable(folder, year),
  }
}

/** The calendar as it is, for plans that were not told of it. */
export const asItIs = (folder: string): CalendarChange => ({
  candidate: loadCalendar(folder),
  write: () => undefined,
})

const withClosures = (folder: string, all: readonly Closure[]): CalendarChange => ({
  candidate: candidateOf(folder, (now) => Object.values(now.years), closedDays(all)),
  write: () => writeClosures(folder, all),
})

const MOST_DAYS = 60

/** Days on which offices here are closed (台风停工). @throws RefusedError CLOSURE_DATES */
export function closing(
  folder: string,
  said: { from: IsoDate; to: IsoDate | null; name: string; reason: string; by: string },
): CalendarChange & { readonly added: Closure } {
  const { from, name, reason, by } = said
  const to = said.to ?? from
  if (to < from || diffDays(from, to) > MOST_DAYS)
    throw refused(
      'CLOSURE_DATES',
      `${from} 至 ${to} 的起止日期不对`,
      `最后一天不早于第一天，最长 ${MOST_DAYS} 天`,
    )
  const at = toIsoInstant(fromEpochMs(Date.now()))
  const added: Closure = { id: randomUUID().slice(0, 8), from, to, name, reason, by, at, removed: null }
  return { ...withClosures(folder, [...readClosures(folder), added]), added }
}

/** Takes such an entry back; it stays to be seen. @throws RefusedError CLOSURE_NOT_FOUND */
export function reopening(
  folder: string,
  id: string,
  { by, reason }: { by: string; reason: string | null },
): CalendarChange & { readonly found: Closure } {
  const all = readClosures(folder)
  const found = all.find((closure) => closure.id === id && closure.removed === null)
  if (found === undefined)
    throw refused('CLOSURE_NOT_FOUND', `没有登记 ${id}`, '用 duban calendar closure list 查看')
  const removed = { by, at: toIsoInstant(fromEpochMs(Date.now())), reason }
  const now = all.map((closure) => (closure.id === id ? { ...closure, removed } : closure))
  return { ...withClosures(folder, now), found }
}

/** What the calendar changes in every running plan, worked out from the records; nothing is sent. */
export async function recount(db: Db, calendar: WorkCalendar): Promise<readonly PlanChange[]> {
  const plans = (await planStates(db)).filter((plan) => plan.phase === 'running')
  return Promise.all(
    plans.map(async (plan) => {
      const today = dateOf(planTimeAt(plan.clock, Date.now()))
      const changed = await previewCalendar(db, plan.planId, calendar, today)
      return { plan: plan.planId, changed, numbers: plan.numbers }
    }),
  )
}

/** Tells the running plans whose dates it changes of the calendar that is in place. @param actor absent: each plan's office */
export async function tellPlans(
  duban: Office,
  changes: readonly PlanChange[],
  version: string,
  actor?: Actor,
): Promise<void> {
  for (const { plan, changed } of changes)
    if (changed.length > 0) await changeCalendar(duban, plan, version, actor)
}
