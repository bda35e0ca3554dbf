import type { Command } from 'commander'
import { dateOf } from '../../../domain/calendar/time.ts'
import { ACT_NAMES } from '../../../domain/supervision/acts/registry.ts'
import { measureStates } from '../../../records/read.ts'
import { refused } from '../../refusal.ts'
import { remindLines } from '../../use/remind.ts'
import { formatOf, withOutput } from '../args.ts'
import { byOffice, officeActor, unitName } from '../as.ts'
import { bulkOptions, runBulk } from '../bulk-run.ts'
import { run } from '../exit.ts'
import { lightOption } from '../measure-options.ts'
import { withDuban } from '../session.ts'
import { unitAsked } from '../unit-asked.ts'

/** 批量催办: what fits by light or unit, shown and asked about before anything goes out. */
export function remindMany(program: Command): void {
  withOutput(
    byOffice(
      bulkOptions(program.command('remind-all <plan>').description('批量催办：先列出会催哪些，确认以后发出'))
        .option('--light <light>', '只催这种灯：红、黄、绿', lightOption)
        .option('--unit <unit>', '只催某个牵头单位（共同牵头的也算）', unitName)
        .option('--note <text>', '催办的话'),
      '由谁催办',
    ),
    'npx duban remind-all mz2015 --light 红 --dry-run\n  npx duban remind-all mz2015 --light 红 --note 请本周内报送 --yes',
  ).action((plan: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        if (!o.light && !o.unit) throw refused('USAGE', '要写明催哪些', '加上 --light 红 或 --unit 单位')
        const running = await duban.plan(plan)
        const today = dateOf(duban.now(running))
        const states = await measureStates(duban.db, plan)
        const unit = o.unit ? unitAsked(plan, states, o.unit) : null
        const said = { actor: officeActor(running, o), note: o.note ?? null }
        const lines = remindLines(states, today, { light: o.light, unit }, said)
        return runBulk(duban, plan, ACT_NAMES.remind, lines, o)
      }),
    ),
  )
}
