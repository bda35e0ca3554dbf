import { planTimeAt } from '../../domain/calendar/clock.ts'
import { type CalendarYear, makeCalendar, type WorkCalendar } from '../../domain/calendar/table.ts'
import { dateOf } from '../../domain/calendar/time.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { calendarsFolder } from '../../records/places.ts'
import { planStates } from '../../records/read.ts'
import { dataFolder, findEndpoint } from '../../temporal/endpoint.ts'
import { orThrow } from '../refusal.ts'
import { changeCalendar } from '../use/amend-plan.ts'
import { type Preview, previewCalendar } from '../use/preview-changes.ts'
import { formatOf } from './args.ts'
import { dateTable } from './date-changes.ts'
import { type Format, print, say } from './output.ts'
import { calendar, withDuban, withRecords } from './session.ts'

/** Where the calendars of this installation lie. */
export const folder = () => calendarsFolder(dataFolder())

interface PlanChange {
  readonly plan: string
  readonly changed: readonly Preview[]
  readonly numbers: PlanState['numbers']
}

/** What the calendar changes in every running plan, worked out from the records. */
async function preview(now: WorkCalendar): Promise<readonly PlanChange[]> {
  return withRecords(async (db) => {
    const plans = (await planStates(db)).filter((plan) => plan.phase === 'running')
    return Promise.all(
      plans.map(async (plan) => {
        const today = dateOf(planTimeAt(plan.clock, Date.now()))
        const changed = await previewCalendar(db, plan.planId, now, today)
        return { plan: plan.planId, changed, numbers: plan.numbers }
      }),
    )
  })
}

/** Sends the new calendar to the running plans; false when no server runs. */
async function apply(
  changes: readonly PlanChange[],
  version: string,
  office: string | undefined,
): Promise<boolean> {
  if (changes.every(({ changed }) => changed.length === 0)) return true
  if ((await findEndpoint(dataFolder())) === null) return false
  await withDuban(async (duban) => {
    for (const { plan, changed } of changes)
      if (changed.length > 0)
        await changeCalendar(
          duban,
          plan,
          version,
          office === undefined ? undefined : { role: 'office', unit: office },
        )
  })
  return true
}

function shown(changes: readonly PlanChange[]): string {
  const table = dateTable(
    changes.map(({ plan, changed, numbers }) => ({
      plan,
      measures: changed.map((one) => ({ ...one, shown: shownNumberOf({ numbers }, one.no) })),
    })),
  )
  return table ?? '没有受影响的未办结事项'
}

/** Changes the calendar, then recounts what is open; a dry run shows the same and changes nothing. */
export async function change(
  options: { output?: string; dryRun?: boolean; as?: string },
  what: {
    readonly candidate: WorkCalendar
    readonly write: () => unknown
    readonly says: string
    readonly json: object
  },
): Promise<undefined> {
  const before = calendar().version
  const changes = await preview(what.candidate)
  const format: Format = formatOf(options)
  const json = {
    ...what.json,
    before,
    version: what.candidate.version,
    dryRun: options.dryRun ?? false,
    plans: changes.map(({ plan, changed }) => ({ plan, changed })),
  }
  if (options.dryRun) {
    print(format, json, () => `${what.says}（试算，没有改动）\n${shown(changes)}`)
    return undefined
  }
  what.write()
  const version = calendar().version
  const applied = await apply(changes, version, options.as)
  if (!applied) say('督办服务没有在运行：日期尚未重排。启动后运行 npx duban calendar apply')
  print(format, { ...json, version, applied }, () => `${what.says}，日历版本 ${version}\n${shown(changes)}`)
  return undefined
}

/** The calendar with other tables or closures than are installed now. */
export function candidateOf(
  years: (now: WorkCalendar) => readonly CalendarYear[],
  closures = calendar().localClosures,
): WorkCalendar {
  return orThrow(makeCalendar(years(calendar()), closures))
}
