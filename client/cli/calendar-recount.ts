import type { Actor } from '../../domain/basics/actor.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { calendarsFolder } from '../../records/places.ts'
import { dataFolder, findEndpoint } from '../../temporal/endpoint.ts'
import { type CalendarChange, type PlanChange, recount, tellPlans } from '../use/calendars.ts'
import { formatOf } from './args.ts'
import { dateTable } from './date-changes.ts'
import { type Format, print, say } from './output.ts'
import { calendar, withDuban, withRecords } from './session.ts'

/** Where the calendars of this installation lie. */
export const folder = () => calendarsFolder(dataFolder())

/** Sends the new calendar to the running plans; false when no server runs. */
async function apply(
  changes: readonly PlanChange[],
  version: string,
  office: string | undefined,
): Promise<boolean> {
  if (changes.every(({ changed }) => changed.length === 0)) return true
  if ((await findEndpoint(dataFolder())) === null) return false
  const actor: Actor | undefined = office === undefined ? undefined : { role: 'office', unit: office }
  await withDuban((duban) => tellPlans(duban, changes, version, actor))
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
  what: CalendarChange & { readonly says: string; readonly json: object },
): Promise<undefined> {
  const before = (await calendar()).version
  const changes = await withRecords((db) => recount(db, what.candidate))
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
  const version = (await calendar()).version
  const applied = await apply(changes, version, options.as)
  if (!applied) say('督办服务没有在运行：日期尚未重排。启动后运行 npx duban calendar apply')
  print(format, { ...json, version, applied }, () => `${what.says}，日历版本 ${version}\n${shown(changes)}`)
  return undefined
}
