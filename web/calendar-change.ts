import { type CalendarChange, recount, tellPlans } from '../client/use/calendars.ts'
import { loadCalendar } from '../documents/calendars/load.ts'
import type { Actor } from '../domain/basics/actor.ts'
import { calendarsFolder } from '../records/places.ts'
import type { WebDeps } from './context.ts'
import { type By, onPlan } from './plan-actor.ts'
import { calendarOf } from './uploaded.ts'

export const folderOf = ({ duban }: WebDeps): string => calendarsFolder(duban.dataDir)

/** By an office of no plan in particular: the calendar is the installation's. @throws RefusedError as onPlan */
export function asOffice<T>(deps: WebDeps, by: By, work: (actor: Actor) => Promise<T>): Promise<T> {
  const offices = by.principal.hats.flatMap(({ role, unit }) => (role === 'office' ? [unit] : []))
  return onPlan(deps, by, { planId: '', offices }, 'calendar', work)
}

/**
 * Changes the installation's calendar and tells the plans whose dates it changes, as the office that signed in. What
 * changed the calendar and could not be told to a plan that did not answer is told by applying it again.
 */
export async function changedCalendar<T extends CalendarChange & { readonly more?: object }>(
  deps: WebDeps,
  by: By,
  what: (actor: Actor) => T,
  dryRun: boolean,
) {
  return asOffice(deps, by, async (actor) => {
    const { candidate, write, more } = what(actor)
    const plans = await recount(deps.db, candidate)
    const told = plans.map(({ plan, changed: measures }) => ({ plan, changed: measures }))
    const said = { ...more, before: calendarOf(deps).version, plans: told }
    if (dryRun) return { ...said, version: candidate.version, dryRun: true }
    write()
    const { version } = loadCalendar(folderOf(deps))
    await tellPlans(deps.duban, plans, version, actor)
    return { ...said, version, dryRun: false }
  })
}
