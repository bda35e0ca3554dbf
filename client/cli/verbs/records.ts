import type { Command } from 'commander'
import { sameUnit } from '../../../domain/basics/unit-name.ts'
import { idLabel, noticeShown, numbersIn } from '../../../domain/plan/numbers.ts'
import { type RecipientRole, recipientName } from '../../../domain/policy/policy.ts'
import { bySerial } from '../../../domain/reckoning/slip-serials.ts'
import { measureStates, notices } from '../../../records/read.ts'
import { slips } from '../../../records/slips.ts'
import { dataFolder } from '../../../temporal/endpoint.ts'
import { intoNewFile } from '../../new-file.ts'
import { checkRecords } from '../../use/check-records.ts'
import { planNamed } from '../../views/reading.ts'
import { date, formatOf, wholeNumber, withOutput } from '../args.ts'
import { unitName } from '../as.ts'
import { EXIT, run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withDuban, withRecords } from '../session.ts'
import { unitAsked } from '../unit-asked.ts'
import { backupVerbs } from './backup.ts'
import { chainVerbs } from './ledger-chain.ts'
import { resumeVerbs } from './resume.ts'

export { checkRecords }

export function recordVerbs(program: Command): void {
  const records = program.command('records').description('记录库')
  withOutput(
    records.command('check').description('核对台账、现状、工作流和佐证文件是否一致'),
    'npx duban records check',
  ).action((o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const differences = await checkRecords(duban)
        const agree = differences.length === 0
        print(formatOf(o), { agree, differences }, () =>
          agree
            ? '台账、现状和工作流一致'
            : table(
                ['位置', '差异', '办法'],
                differences.map((d) => [d.where, d.message, d.remedy]),
                120,
              ),
        )
        return agree ? EXIT.ok : EXIT.system
      }),
    ),
  )
  backupVerbs(records)
  chainVerbs(records)
  resumeVerbs(records)
  withOutput(
    program
      .command('notices <plan>')
      .description('待发通知：请求、催办、督办单')
      .option('--unit <unit>', '只看发给某单位的', unitName)
      .option('--measure <no>', '只看某项措施的')
      .option('--since <date>', '只看这天以来的', date)
      .option('--unsent', '只看还没有发出的')
      .option('--last <n>', '只看最后几条', wholeNumber),
    'npx duban notices mz2015 --measure 27.1',
  ).action((plan: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const state = await duban.plan(plan)
        const no = o.measure === undefined ? undefined : await duban.numberOf(plan, o.measure)
        const own = await notices(duban.db, plan, { no })
        if (o.unit && !own.some((one) => sameUnit(one.toUnit, o.unit)))
          unitAsked(plan, await measureStates(duban.db, plan), o.unit)
        const all = own.filter(
          (one) =>
            (!o.unit || sameUnit(one.toUnit, o.unit)) &&
            (!o.since || one.planAt >= o.since) &&
            (!o.unsent || one.sentAt === null),
        )
        const rows = (o.last ? all.slice(-o.last) : all).map((one) => noticeShown(state, one))
        print(formatOf(o), rows, () =>
          table(
            ['时间', '发给', '', '事由', '内容'],
            rows.map((r) => [
              r.planAt.slice(0, 16).replace('T', ' '),
              r.toUnit,
              recipientName(r.toRole as RecipientRole),
              r.subject,
              r.body,
            ]),
            50,
          ),
        )
        return undefined
      }),
    ),
  )
  withOutput(
    program
      .command('slips <plan>')
      .description('督办单登记簿')
      .option('--out <file>', '登记簿写成 .xlsx 或 .csv；有 --slip 的，写成 .docx 公文（GB/T 9704）')
      .option('--slip <serial>', '只要这一张，如 20150803-2')
      .option('--head <text>', '公文的发文机关标志')
      .option('--serial <text>', '公文的发文字号'),
    'npx duban slips mz2015\n  npx duban slips mz2015 --slip 20150803-2 --out 督办单.docx',
  ).action((plan: string, o) =>
    run(formatOf(o), () =>
      o.out !== undefined || o.slip !== undefined ? writeSlips(plan, o) : showSlips(plan, o),
    ),
  )
}

const showSlips = (plan: string, o: { output?: string }) =>
  withDuban(async (duban) => {
    const state = await duban.plan(plan)
    const register = await slips(duban.db, plan)
    const rows = [...register].sort((a, b) => bySerial(a.serial, b.serial))
    const colours: Record<string, string> = { blue: '蓝', orange: '橙', red: '红' }
    print(
      formatOf(o),
      rows.map((r) => ({ ...r, ...numbersIn(state, r.no) })),
      () =>
        table(
          ['编号', '颜色', '应办事项', '单位', '到期日', '发出日'],
          rows.map((r) => [
            r.serial,
            colours[r.level] ?? r.level,
            idLabel(state, r.obligation),
            r.units.join('、'),
            r.dueOn,
            `${r.raisedOn}${r.withdrawnOn ? `（${r.withdrawnOn} 撤回）` : ''}`,
          ]),
        ),
    )
    return undefined
  })

/** One slip as an official paper, or the register as a table; from the records alone. */
const writeSlips = (
  id: string,
  o: { out?: string; slip?: string; output?: string; head?: string; serial?: string },
) =>
  withRecords(async (db) => {
    const plan = await planNamed(db, id)
    const [{ slipDocument, slipSheet }, { tableFile, tableFormatOf }] = await Promise.all([
      import('../../use/papers.ts'),
      import('../../use/ledger-document.ts'),
    ])
    const file = o.out ?? `督办单-${o.slip}.docx`
    const bytes =
      o.slip === undefined
        ? await tableFile([await slipSheet(db, plan)], { format: tableFormatOf(file) })
        : await slipDocument(db, dataFolder(), plan, o.slip, o)
    await intoNewFile(file, [bytes])
    print(formatOf(o), { file }, () => `已写入 ${file}`)
    return undefined
  })
