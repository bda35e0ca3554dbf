import type { Command } from 'commander'
import { subscribeFor } from '../../tried.ts'
import { date, wholeNumber } from '../args.ts'
import { byOffice, byUnit, unitNames } from '../as.ts'
import { unitsChecked } from '../unit-asked.ts'
import { actor, actVerb, obligation, obligationOf } from './act-verb.ts'

/** What the office does with a running obligation, beside reviewing evidence. */
export function officeVerbs(program: Command, obligations: Command, review: Command): void {
  actVerb(
    byOffice(
      obligation(review.command('undo <plan> <no>').description('撤销一次审核通过，重新审核')).requiredOption(
        '--reason <text>',
        '为什么撤销',
      ),
      '由谁办理',
    ),
    'npx duban review undo mz2015 3.1 --reason 链接指向了别的文件',
    'undoAccept',
    (o) => ({ actor: actor('office', o), obligationId: obligationOf(o), reason: o.reason }),
  )
  actVerb(
    byOffice(
      obligation(review.command('stage <plan> <no>').description('阶段性办结：这一阶段办好了，继续办理'))
        .requiredOption('--note <text>', '完成了哪一阶段')
        .option('--due-on <date>', '下一阶段的到期日；不写仍按原日期', date),
      '由谁办理',
    ),
    'npx duban review stage mz2015 9.1 --note 平台主体建成 --due-on 2016-06-30',
    'completeStage',
    (o) => ({
      actor: actor('office', o),
      obligationId: obligationOf(o),
      note: o.note,
      dueOn: o.dueOn ?? null,
    }),
  )
  actVerb(
    byOffice(
      obligation(
        obligations.command('suspend <plan> <no>').description('挂账：因单位以外的原因暂停，督办停下'),
      )
        .requiredOption('--reason <text>', '原因')
        .requiredOption('--review-on <date>', '复核日期', date)
        .option('--ground <text>', '依据，如文号')
        .option('--until-event <condition>', '待这件事发生后自动恢复；写条件的原文')
        .option('--resume-due-on <date>', '恢复以后的到期日', date)
        .option('--resume-keep-due', '恢复以后仍按原到期日'),
      '由谁办理',
    ),
    'npx duban obligation suspend mz2015 3.1 --reason 等待上级政策 --review-on 2015-10-30 --ground 府办会议纪要〔2015〕8号',
    'suspend',
    async (o, duban, plan, no) => {
      const said = {
        actor: actor('office', o),
        obligationId: obligationOf(o),
        reason: o.reason,
        ground: o.ground ?? null,
        reviewOn: o.reviewOn,
      }
      if (!o.untilEvent) return { ...said, until: null }
      const due = { dueOn: o.resumeDueOn ?? null, keepDue: o.resumeKeepDue ?? false }
      const until = { conditionId: '', text: o.untilEvent, ...due }
      const act = { type: 'suspend', actId: '', ...said, until } as const
      return { ...said, until: { ...(await subscribeFor(duban, plan, no, o.untilEvent, act)), ...due } }
    },
  )
  actVerb(
    byOffice(
      obligation(
        obligations
          .command('resume <plan> <no>')
          .description('恢复办理挂账的事项：按日计的期限接着算，固定日期要写明'),
      )
        .option('--due-on <date>', '新的到期日', date)
        .option('--keep-due', '仍按原到期日')
        .option('--reason <text>', '说明'),
      '由谁办理',
    ),
    'npx duban obligation resume mz2015 3.1 --due-on 2015-12-31 --reason 政策已出台',
    'resume',
    (o) => ({
      actor: actor('office', o),
      obligationId: obligationOf(o),
      reason: o.reason ?? null,
      dueOn: o.dueOn ?? null,
      keepDue: o.keepDue ?? false,
    }),
  )
  actVerb(
    byOffice(
      obligation(obligations.command('terminate <plan> <no>').description('终止：不再办理')).requiredOption(
        '--reason <text>',
        '为什么终止',
      ),
      '由谁办理',
    ),
    'npx duban obligation terminate mz2015 3.1 --reason 职能已划转',
    'terminate',
    (o) => ({ actor: actor('office', o), obligationId: obligationOf(o), reason: o.reason }),
  )
  actVerb(
    byOffice(
      obligation(obligations.command('restore <plan> <no>').description('恢复已终止的事项'))
        .requiredOption('--reason <text>', '为什么恢复')
        .option('--due-on <date>', '到期日；不写仍按原日期', date),
      '由谁办理',
    ),
    'npx duban obligation restore mz2015 3.1 --reason 职能未划转 --due-on 2015-12-31',
    'restore',
    (o) => ({
      actor: actor('office', o),
      obligationId: obligationOf(o),
      reason: o.reason,
      dueOn: o.dueOn ?? null,
    }),
  )
  const extension = program.command('extension').description('延期')
  actVerb(
    byUnit(
      obligation(extension.command('request <plan> <no>').description('申请延期（到期日之前）'))
        .requiredOption('--due-on <date>', '延到哪一天', date)
        .requiredOption('--reason <text>', '原因')
        .option('--measures <text>', '这段时间采取的措施'),
      '申请单位',
    ),
    'npx duban extension request mz2015 3.1 --due-on 2015-08-31 --reason 数据量大 --as 市住房城乡建设局',
    'extend',
    (o) => ({
      actor: actor('unit', o),
      obligationId: obligationOf(o),
      dueOn: o.dueOn,
      reason: o.reason,
      measures: o.measures ?? null,
    }),
  )
  actVerb(
    byOffice(
      obligation(extension.command('grant <plan> <no>').description('同意延期（可另定日期）'))
        .option('--due-on <date>', '另定的日期；不写即申请的日期', date)
        .option('--note <text>', '意见'),
      '由谁办理',
    ),
    'npx duban extension grant mz2015 3.1 --due-on 2015-08-20',
    'grantExtension',
    (o) => ({
      actor: actor('office', o),
      obligationId: obligationOf(o),
      dueOn: o.dueOn ?? null,
      note: o.note ?? null,
    }),
  )
  actVerb(
    byOffice(
      obligation(extension.command('refuse <plan> <no>').description('不同意延期')).requiredOption(
        '--reason <text>',
        '理由',
      ),
      '由谁办理',
    ),
    'npx duban extension refuse mz2015 3.1 --reason 属年度重点',
    'refuseExtension',
    (o) => ({ actor: actor('office', o), obligationId: obligationOf(o), reason: o.reason }),
  )
  const measure = program.commands.find((command) => command.name() === 'measure') ?? program
  actVerb(
    byOffice(
      measure
        .command('reassign <plan> <no>')
        .description('改派：牵头或承办单位变更，期限和经过不变')
        .requiredOption('--lead <unit>', '牵头单位（可重复：共同牵头，第一个总牵头）', unitNames)
        .requiredOption('--reason <text>', '原因')
        .option('--unit <unit>', '其他承办单位（可重复）', unitNames)
        .option('--yes', '方案里没有的单位也照写，不再询问'),
      '由谁办理',
    ),
    'npx duban measure reassign mz2015 3.1 --lead 市自然资源局 --reason 机构改革',
    'reassign',
    async (o, duban, plan) => ({
      ...(await unitsChecked(duban, plan, [...o.lead, ...(o.unit ?? [])], o.yes ?? false)),
      actor: actor('office', o),
      leadUnit: o.lead[0],
      ...(o.lead.length > 1 ? { leads: o.lead } : {}),
      units: o.unit ?? [],
      reason: o.reason,
    }),
  )
  actVerb(
    byOffice(
      measure
        .command('instruct <plan> <no>')
        .description('登记领导批示；有期限的另立一项')
        .requiredOption('--leader <name>', '批示领导')
        .requiredOption('--text <text>', '批示内容')
        .option('--due-on <date>', '批示的期限', date),
      '由谁办理',
    ),
    'npx duban measure instruct mz2015 3.1 --leader 王副市长 --text 抓紧落实 --due-on 2015-09-15',
    'instruct',
    (o) => ({ actor: actor('office', o), leader: o.leader, text: o.text, dueOn: o.dueOn ?? null }),
  )
  actVerb(
    byUnit(
      measure.command('acknowledge <plan> <no>').description('签收').option('--note <text>', '说明'),
      '签收单位',
    ),
    'npx duban measure acknowledge mz2015 3.1 --as 市住房城乡建设局',
    'acknowledge',
    (o) => ({ actor: actor('unit', o), note: o.note ?? null }),
  )
  const progress = program.command('progress').description('进展反馈和会办意见')
  actVerb(
    byUnit(
      obligation(progress.command('report <plan> <no>').description('反馈进展（不等于办结）'))
        .requiredOption('--percent <n>', '完成百分比', wholeNumber)
        .requiredOption('--text <text>', '做了什么、还差什么'),
      '反馈单位',
    ),
    'npx duban progress report mz2015 3.1 --percent 60 --text 已完成数据核对 --as 市住房城乡建设局',
    'progress',
    (o) => ({ actor: actor('unit', o), obligationId: obligationOf(o), percent: o.percent, text: o.text }),
  )
  actVerb(
    byUnit(
      obligation(
        progress.command('part <plan> <no>').description('配合单位把会办意见交给牵头单位'),
      ).requiredOption('--text <text>', '会办意见'),
      '配合单位',
    ),
    'npx duban progress part mz2015 3.1 --text 已提供数据 --as 市财政局',
    'givePart',
    (o) => ({ actor: actor('unit', o), obligationId: obligationOf(o), text: o.text }),
  )
}
