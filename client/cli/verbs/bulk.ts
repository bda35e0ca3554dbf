import type { Command } from 'commander'
import { ACT_NAMES } from '../../../domain/supervision/acts/registry.ts'
import { measureStates } from '../../../records/read.ts'
import { refused } from '../../refusal.ts'
import { lacksDate } from '../../use/bulk.ts'
import { date, formatOf, withOutput } from '../args.ts'
import { byOffice, officeActor, unitName } from '../as.ts'
import { bulkOptions, fitting, runBulk, written } from '../bulk-run.ts'
import { run } from '../exit.ts'
import { filtering } from '../measure-options.ts'
import { withDuban } from '../session.ts'
import { unitAsked } from '../unit-asked.ts'

/** With it comes what reads and writes workbooks: loaded by who acts on many. */
const items = () => import('../../use/bulk-items.ts')

const byTable = (command: Command): Command =>
  bulkOptions(command)
    .option('--table <file>', '照表办理：xlsx 或文本，每项一行；有一行办不了，一项也不办')
    .option('--write <file>', '只写出要填的表，什么都不办')

/** 批量: 签收, set-due and 审核 from a filter or a table. */
export function bulkVerbs(program: Command, obligations: Command, review: Command): void {
  const measure = program.commands.find((command) => command.name() === 'measure') ?? program
  withOutput(
    filtering(
      byTable(
        measure.command('acknowledge-all <plan>').description('批量签收：一个单位没签的，或照一张表'),
      ).option('--as <unit>', '签收单位；照表办理时不写', unitName),
    ),
    'npx duban measure acknowledge-all mz2015 --as 市住房城乡建设局 --yes\n  npx duban measure acknowledge-all mz2015 --table 签收.xlsx --yes',
  ).action((plan: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const states = await fitting(duban, plan, { ...o, state: o.state ?? 'toSign' })
        if (o.write) {
          const rows = states.length
          return written(o, (await items()).signTableFile(o.write, states, await duban.plan(plan)), rows)
        }
        if (o.table)
          return runBulk(
            duban,
            plan,
            ACT_NAMES.acknowledge,
            await (await items()).signLinesIn(duban, plan, o.table),
            o,
            true,
          )
        if (!o.as) throw refused('USAGE', '要写明由谁签收', '加上 --as 单位，或 --table 表')
        const unit = unitAsked(plan, await measureStates(duban.db, plan), o.as)
        return runBulk(
          duban,
          plan,
          ACT_NAMES.acknowledge,
          (await items()).signLines(states, { role: 'unit', unit }),
          o,
        )
      }),
    ),
  )
  withOutput(
    filtering(
      byOffice(
        byTable(
          obligations.command('set-due-all <plan>').description('批量确定到期日：没有日期的，或照一张表'),
        )
          .option('--due-on <date>', '到期日；照表办理时不写', date)
          .option('--reason <text>', '依据'),
        '由谁确定',
      ),
    ),
    'npx duban obligation set-due-all mz2015 --text 制定 --due-on 2015-10-30 --yes\n  npx duban obligation set-due-all mz2015 --write 待定.xlsx',
  ).action((plan: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const actor = officeActor(await duban.plan(plan), o)
        const states = await fitting(duban, plan, o)
        if (o.write) {
          const rows = states.reduce((n, s) => n + s.obligations.filter(lacksDate).length, 0)
          return written(o, (await items()).dueTableFile(o.write, states, await duban.plan(plan)), rows)
        }
        if (o.table)
          return runBulk(
            duban,
            plan,
            ACT_NAMES.setDue,
            await (await items()).dueLinesIn(duban, plan, o.table, actor),
            o,
            true,
          )
        if (!o.dueOn) throw refused('USAGE', '要写明到期日', '加上 --due-on 日期，或 --table 表')
        return runBulk(
          duban,
          plan,
          ACT_NAMES.setDue,
          (await items()).dueLines(states, actor, o.dueOn, o.reason ?? null),
          o,
        )
      }),
    ),
  )
  withOutput(
    byOffice(
      byTable(review.command('accept-all <plan>').description('批量审核：照一张表，每项写明通过或退回')),
      '审核的督查机构',
    ),
    'npx duban review accept-all mz2015 --write 待审核.xlsx\n  npx duban review accept-all mz2015 --table 待审核.xlsx --yes',
  ).action((plan: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const actor = officeActor(await duban.plan(plan), o)
        if (o.write) {
          const states = await fitting(duban, plan, { state: 'toReview' })
          const rows = states.reduce(
            (n, s) => n + s.obligations.filter((x) => x.state === 'submitted').length,
            0,
          )
          return written(o, (await items()).reviewTableFile(o.write, states, await duban.plan(plan)), rows)
        }
        if (!o.table)
          throw refused('USAGE', '批量审核要一张每项一行的表', '先 --write 待审核.xlsx，填好再 --table')
        return runBulk(
          duban,
          plan,
          '审核',
          await (await items()).reviewLinesIn(duban, plan, o.table, actor),
          o,
          true,
        )
      }),
    ),
  )
}
