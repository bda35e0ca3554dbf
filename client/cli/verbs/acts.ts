import { type Command, Option } from 'commander'
import { GRADES } from '../../../domain/policy/levels.ts'
import { date } from '../args.ts'
import { byOffice, eitherActor } from '../as.ts'
import { actor, actVerb, obligation, obligationOf } from './act-verb.ts'
import { officeVerbs } from './acts-office.ts'
import { bulkVerbs } from './bulk.ts'
import { evidenceVerbs } from './evidence.ts'
import { remindMany } from './remind.ts'

/** Acts of units and of the office on one measure. */
export function actVerbs(program: Command): void {
  const evidence = program.command('evidence').description('佐证材料')
  const review = program.command('review').description('审核')
  const obligations = program.command('obligation').description('应办事项')
  const waits = program.command('wait').description('等待的条件')
  evidenceVerbs(evidence)
  actVerb(
    byOffice(
      obligation(review.command('accept <plan> <no>').description('审核通过，办结'))
        .addOption(new Option('--grade <grade>', '办理质量').choices([...GRADES]))
        .option('--note <text>', '意见'),
      '审核的督查机构',
    ),
    'npx duban review accept mz2015 3.1 --as 督查室',
    'accept',
    (o) => ({
      actor: actor('office', o),
      obligationId: obligationOf(o),
      note: o.note ?? null,
      ...(o.grade ? { grade: o.grade } : {}),
    }),
  )
  actVerb(
    byOffice(
      obligation(review.command('return <plan> <no>').description('退回重办'))
        .requiredOption('--reason <text>', '缺什么、怎么改')
        .option('--rework-on <date>', '重办期限；不写为 5 个工作日', date),
      '审核的督查机构',
    ),
    'npx duban review return mz2015 3.1 --reason 链接打不开 --as 督查室',
    'return',
    (o) => ({
      actor: actor('office', o),
      obligationId: obligationOf(o),
      reason: o.reason,
      reworkOn: o.reworkOn ?? null,
    }),
  )
  actVerb(
    byOffice(
      obligation(obligations.command('set-due <plan> <no>').description('确定到期日（原文没有写期限的）'))
        .requiredOption('--due-on <date>', '到期日', date)
        .option('--reason <text>', '依据'),
      '由谁确定',
    ),
    'npx duban obligation set-due mz2015 3.6 --due-on 2015-10-30 --reason 省规定要求',
    'setDue',
    (o) => ({
      actor: actor('office', o),
      obligationId: obligationOf(o),
      dueOn: o.dueOn,
      reason: o.reason ?? null,
    }),
  )
  actVerb(
    byOffice(
      obligation(program.command('remind <plan> <no>').description('人工催办')).option(
        '--note <text>',
        '催办的话',
      ),
      '由谁催办',
    ),
    'npx duban remind mz2015 27.1 --note 请本周内报送',
    'remind',
    (o) => ({ actor: actor('office', o), obligationId: obligationOf(o), note: o.note ?? null }),
  )
  actVerb(
    byOffice(
      waits.command('answer <plan> <no>').description('答复：条件尚未发生').option('--note <text>', '说明'),
      '答复的单位',
    ),
    'npx duban wait answer mz2015 17.1 --note 省里尚未批复 --as 市发展改革局',
    'answerWait',
    async (o, duban, plan) => ({
      actor: await eitherActor(duban, plan, o),
      clause: null,
      note: o.note ?? null,
    }),
  )
  officeVerbs(program, obligations, review)
  remindMany(program)
  bulkVerbs(program, obligations, review)
}
