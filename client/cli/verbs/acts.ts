import { type Command, Option } from 'commander'
import type { AnyAct } from '../../../domain/supervision/act.ts'
import { ACTS, type ActType } from '../../../domain/supervision/acts/registry.ts'
import { keepFiles } from '../../use/evidence.ts'
import { subscribeFor } from '../../use/try-act.ts'
import { date, list } from '../args.ts'
import { unitNames } from '../as.ts'
import { unitsChecked } from '../unit-asked.ts'
import { actor, actVerb, type ByHand, obligationOf } from './act-verb.ts'
import { bulkVerbs } from './bulk.ts'
import { evidenceVerbs } from './evidence.ts'
import { remindMany } from './remind.ts'

/** Groups of verbs that an act may stand in; one that is not here is called by the act's name. */
const GROUPS: Readonly<Record<string, string>> = {
  evidence: '佐证材料',
  review: '审核',
  obligation: '应办事项',
  wait: '等待的条件',
  extension: '延期',
  progress: '进展反馈和会办意见',
}

/** 待X后恢复: the plan makes the measure hear of the condition before it is suspended. */
const SUSPEND: ByHand = {
  options: (command) =>
    command
      .requiredOption('--reason <text>', '原因')
      .requiredOption('--review-on <date>', '复核日期', date)
      .option('--ground <text>', '依据，如文号')
      .option('--until-event <condition>', '待这件事发生后自动恢复；写条件的原文')
      .option('--resume-due-on <date>', '恢复以后的到期日', date)
      .option('--resume-keep-due', '恢复以后仍按原到期日'),
  async said(o, duban, plan, no) {
    const said = { reason: o.reason, ground: o.ground ?? null, reviewOn: o.reviewOn }
    if (!o.untilEvent) return { ...said, until: null }
    const due = { dueOn: o.resumeDueOn ?? null, keepDue: o.resumeKeepDue ?? false }
    const until = { conditionId: '', text: o.untilEvent, ...due }
    const by = { actId: '', actor: actor('office', o), obligationId: obligationOf(o) }
    const act = { type: 'suspend', ...by, ...said, until } as const
    return { ...said, until: { ...(await subscribeFor(duban, plan, no, o.untilEvent, act)), ...due } }
  },
}

/** 改派: units that the plan does not know are asked about. */
const REASSIGN: ByHand = {
  options: (command) =>
    command
      .requiredOption('--lead <unit>', '牵头单位（可重复：共同牵头，第一个总牵头）', unitNames)
      .requiredOption('--reason <text>', '原因')
      .option('--unit <unit>', '其他承办单位（可重复）', unitNames)
      .option('--yes', '方案里没有的单位也照写，不再询问'),
  async said(o, duban, plan) {
    const { lead, unit = [], reason } = o
    const checked = await unitsChecked(duban, plan, [...lead, ...unit], o.yes ?? false)
    const leads = lead.length > 1 ? { leads: lead } : {}
    return { ...checked, leadUnit: lead[0], ...leads, units: unit, reason }
  },
}

/** 抽查核实: its files are on this machine. */
const SPOT_CHECK: ByHand = {
  options: (command) =>
    command
      .addOption(new Option('--finding <finding>', '结论').choices(['属实', '不实']).makeOptionMandatory())
      .requiredOption('--text <text>', '看到了什么')
      .option('--url <url>', '照片、材料的链接（可重复）', list)
      .option('--file <path>', '附件（可重复）', list)
      .option('--rework-on <date>', '不实时重办的期限；不写为 5 个工作日', date),
  said: (o, duban) => ({
    ...{ finding: o.finding, text: o.text, urls: o.url ?? [], reworkOn: o.reworkOn ?? null },
    files: keepFiles(duban.blobs, o.file ?? []),
  }),
}

const BY_HAND: Partial<Record<ActType, ByHand>> = {
  suspend: SUSPEND,
  reassign: REASSIGN,
  spotCheck: SPOT_CHECK,
}

/** Acts of units and of the office on one measure: each a verb by its own words (domain/supervision/acts). */
export function actVerbs(program: Command): void {
  const group = (name: string, about: string): Command =>
    program.commands.find((command) => command.name() === name) ??
    program.command(name).description(GROUPS[name] ?? about)
  for (const def of ACTS as readonly AnyAct[]) {
    const { verb } = def
    if (verb === undefined) continue
    const [first = '', second] = verb.path.split(' ')
    if (def.type === 'submit') {
      evidenceVerbs(group(first, def.name), verb)
      continue
    }
    const own =
      second === undefined
        ? program.command(`${first} <plan> <no>`)
        : group(first, def.name).command(`${second} <plan> <no>`)
    actVerb(own.description(verb.about), def, verb, BY_HAND[def.type as ActType])
  }
  remindMany(program)
  bulkVerbs(program, group('obligation', ''), group('review', ''))
}
