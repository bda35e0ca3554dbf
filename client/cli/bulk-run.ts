import type { Command } from 'commander'
import { dateOf } from '../../domain/calendar/time.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { measureStates } from '../../records/read.ts'
import { intoNewFile } from '../new-file.ts'
import type { Office } from '../office.ts'
import { type BulkLine, doAll, previewAll } from '../use/bulk.ts'
import { matches } from '../views/measure-filter.ts'
import { formatOf } from './args.ts'
import { agreed } from './ask.ts'
import { print, table } from './output.ts'

/** Lines that are shown before it is asked. */
const MOST = 30

/** What a bulk act is asked for. */
export interface BulkOptions {
  readonly yes?: boolean
  readonly dryRun?: boolean
  readonly write?: string
  readonly output?: string
}

export const bulkOptions = (command: Command): Command =>
  command.option('--dry-run', '只列出会办哪些，什么都不办').option('--yes', '不再询问')

/** The measures that a filter fits, as they stand today. */
export async function fitting(duban: Office, planId: string, o: object): Promise<readonly MeasureState[]> {
  const today = dateOf(duban.now(await duban.plan(planId)))
  return (await measureStates(duban.db, planId)).filter((state) => matches(state, o, today))
}

/** Writes a table to be filled in instead of doing anything. */
export async function written(o: BulkOptions, bytes: Uint8Array, rows: number): Promise<undefined> {
  const file = o.write ?? ''
  await intoNewFile(file, [bytes])
  print(formatOf(o), { file, rows }, () => `已写入 ${file}：${rows} 行；填好以后用 --table ${file}`)
}

/**
 * Shows what would be done, asks, and does it: with --dry-run nothing, without a terminal only with --yes.
 * @throws RefusedError CONFIRM_NEEDED, BULK_LINE
 */
export async function runBulk(
  duban: Office,
  plan: string,
  what: string,
  lines: readonly BulkLine[],
  o: BulkOptions,
  whole = false,
): Promise<number | undefined> {
  const preview = await previewAll(duban, plan, lines, { whole: whole && !o.dryRun })
  const rows = (list: typeof preview) =>
    table(
      ['应办事项', '单位', '办理', ''],
      list.map((one) => [
        one.label,
        one.unit,
        one.does,
        one.refused === null ? '' : `办不了：${one.refused}`,
      ]),
      60,
    )
  const fits = preview.filter((one) => one.refused === null).length
  const counted = `将${what} ${fits} 项${fits < preview.length ? `，另有 ${preview.length - fits} 项办不了` : ''}`
  if (o.dryRun || lines.length === 0) {
    print(formatOf(o), { plan, dryRun: o.dryRun ?? false, done: 0, lines: preview }, () =>
      lines.length === 0 ? '没有符合的事项' : `${rows(preview)}\n${counted}；什么都没有办`,
    )
    return undefined
  }
  if (fits === 0) {
    print(formatOf(o), { plan, dryRun: false, done: 0, lines: preview }, () => `${rows(preview)}\n没有能办的`)
    return 5
  }
  const asked = `${rows(preview.slice(0, MOST))}${preview.length > MOST ? `\n… 共 ${preview.length} 项；全部用 --dry-run 查看` : ''}\n${counted}`
  if (!(await agreed(asked, { yes: o.yes, bulk: true }))) return undefined
  const results = await doAll(duban, plan, lines, { whole })
  const done = results.filter((one) => one.refused === null).length
  print(
    formatOf(o),
    { plan, dryRun: false, done, lines: results },
    () =>
      `${rows(results)}\n已${what} ${done} 项${done < results.length ? `，${results.length - done} 项没有办` : ''}`,
  )
  return done === 0 ? 5 : undefined
}
