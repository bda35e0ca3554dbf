import type { Command } from 'commander'
import type { ActReply } from '../../../workflows/messages.ts'
import { date, formatOf, list, withOutput } from '../args.ts'
import { run } from '../exit.ts'
import { type Format, print } from '../output.ts'
import { withDuban } from '../session.ts'

const reply = (format: Format, plan: string, no: string, done: ActReply): undefined => {
  print(format, { plan, measure: no, ...done }, () =>
    done.already ? '此前已经办理过，没有变化' : done.says.join('\n'),
  )
  return undefined
}

const obligation = (command: Command): Command =>
  command.option('--obligation <id>', '应办事项编号；只有一项可办时可以不写')
const office = (o: { as: string }) => ({ role: 'office', unit: o.as }) as const

/** Acts of units and of the office on one measure. */
export function actVerbs(program: Command): void {
  const evidence = program.command('evidence').description('佐证材料')
  withOutput(
    obligation(evidence.command('submit <plan> <no>').description('提交佐证材料'))
      .requiredOption('--done-on <date>', '实际完成日期', date)
      .requiredOption('--as <unit>', '提交单位')
      .option('--url <url>', '公开页面或材料的链接（可重复）', list)
      .option('--file <path>', '附件（可重复）', list)
      .option('--note <text>', '说明'),
    'npx duban evidence submit mz2015 3.1 --done-on 2015-07-28 --url http://www.example.gov.cn/a --as 市住房城乡建设局',
  ).action((plan: string, no: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const done = await duban.act(plan, no, 'submit', {
          actor: { role: 'unit', unit: o.as },
          obligationId: o.obligation ?? null,
          doneOn: o.doneOn,
          urls: o.url ?? [],
          files: duban.keepFiles(o.file ?? []),
          note: o.note ?? null,
        })
        return reply(formatOf(o), plan, no, done)
      }),
    ),
  )
  const review = program.command('review').description('审核')
  withOutput(
    obligation(review.command('accept <plan> <no>').description('审核通过，办结'))
      .requiredOption('--as <office>', '审核单位，如 督查室')
      .option('--note <text>', '意见'),
    'npx duban review accept mz2015 3.1 --as 督查室',
  ).action((plan: string, no: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const rest = { actor: office(o), obligationId: o.obligation ?? null, note: o.note ?? null }
        return reply(formatOf(o), plan, no, await duban.act(plan, no, 'accept', rest))
      }),
    ),
  )
  withOutput(
    obligation(review.command('return <plan> <no>').description('退回重办'))
      .requiredOption('--reason <text>', '缺什么、怎么改')
      .requiredOption('--as <office>', '审核单位，如 督查室')
      .option('--rework-on <date>', '重办期限；不写为 5 个工作日', date),
    'npx duban review return mz2015 3.1 --reason 链接打不开 --as 督查室',
  ).action((plan: string, no: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const rest = {
          actor: office(o),
          obligationId: o.obligation ?? null,
          reason: o.reason,
          reworkOn: o.reworkOn ?? null,
        }
        return reply(formatOf(o), plan, no, await duban.act(plan, no, 'return', rest))
      }),
    ),
  )
  withOutput(
    obligation(
      program
        .command('obligation')
        .description('应办事项')
        .command('set-due <plan> <no>')
        .description('确定到期日（原文没有写期限的）'),
    )
      .requiredOption('--due-on <date>', '到期日', date)
      .option('--reason <text>', '依据')
      .option('--as <office>', '由谁确定', '督查室'),
    'npx duban obligation set-due mz2015 3.6 --due-on 2015-10-30 --reason 省规定要求',
  ).action((plan: string, no: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const rest = {
          actor: office(o),
          obligationId: o.obligation ?? null,
          dueOn: o.dueOn,
          reason: o.reason ?? null,
        }
        return reply(formatOf(o), plan, no, await duban.act(plan, no, 'setDue', rest))
      }),
    ),
  )
  withOutput(
    obligation(program.command('remind <plan> <no>').description('人工催办'))
      .option('--note <text>', '催办的话')
      .option('--as <office>', '由谁催办', '督查室'),
    'npx duban remind mz2015 27.1 --note 请本周内报送',
  ).action((plan: string, no: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const rest = { actor: office(o), obligationId: o.obligation ?? null, note: o.note ?? null }
        return reply(formatOf(o), plan, no, await duban.act(plan, no, 'remind', rest))
      }),
    ),
  )
  withOutput(
    program
      .command('wait')
      .description('等待的条件')
      .command('answer <plan> <no>')
      .description('答复：条件尚未发生')
      .option('--note <text>', '说明')
      .option('--as <unit>', '答复单位', '督查室'),
    'npx duban wait answer mz2015 17.1 --note 省里尚未批复 --as 市发展改革局',
  ).action((plan: string, no: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const rest = { actor: { role: 'unit', unit: o.as } as const, clause: null, note: o.note ?? null }
        return reply(formatOf(o), plan, no, await duban.act(plan, no, 'answerWait', rest))
      }),
    ),
  )
}
