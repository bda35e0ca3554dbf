import { type Command, Option } from 'commander'
import { perhaps } from '../../../domain/basics/nearest.ts'
import { some } from '../../../domain/basics/text.ts'
import { sameUnit } from '../../../domain/basics/unit-name.ts'
import { planTimeAt } from '../../../domain/calendar/clock.ts'
import { dateOf } from '../../../domain/calendar/time.ts'
import { idLabel, type Numbers } from '../../../domain/plan/numbers.ts'
import { endOf } from '../../../domain/reckoning/bulletin.ts'
import { type OfficeLateItem, officeLatenessOf } from '../../../domain/reckoning/office-lateness.ts'
import {
  type PeriodScores,
  scoresByPeriod,
  scoresOf,
  type UnitScore,
} from '../../../domain/reckoning/scores.ts'
import { rulesAtFrom } from '../../../domain/reckoning/scoring.ts'
import { ledgersOf, planFactsOf } from '../../../records/lines.ts'
import { planState } from '../../../records/read.ts'
import { refused } from '../../refusal.ts'
import { date, formatOf, withOutput } from '../args.ts'
import { unitName } from '../as.ts'
import { run } from '../exit.ts'
import { bold, print, table } from '../output.ts'
import { withRecords } from '../session.ts'

const signed = (points: number): string => (points > 0 ? `+${points}` : `${points}`)

function scoreText(scores: readonly UnitScore[], head: string, plan: Numbers): string {
  const entries = scores.flatMap((unit) => unit.entries)
  const lines = [
    bold(head),
    '',
    table(
      ['单位', '基础分', '加减分', '得分'],
      scores.map((s) => [s.unit, `${s.base}`, signed(s.points), `${s.score}`]),
    ),
  ]
  if (entries.length > 0)
    lines.push(
      '',
      '逐条依据（台账行号可对照 measure history -o json）',
      table(
        ['日期', '单位', '应办事项', '分', '事由', '台账行'],
        entries.map((e) => [
          e.on,
          e.unit,
          idLabel(plan, e.obligationId ?? e.no),
          signed(e.points),
          e.says,
          `#${e.row}${e.takesBack === null ? '' : `（冲 #${e.takesBack}）`}`,
        ]),
      ),
    )
  return lines.join('\n')
}

/** The office's own late answers stand apart: they cost no unit a point. */
const officeText = (items: readonly OfficeLateItem[], plan: Numbers): readonly string[] =>
  items.length === 0
    ? []
    : [
        '',
        '督查机构逾期（不计入单位得分）',
        table(
          ['应办事项', '督查机构', '事项', '自', '应在', '办理'],
          items.map((i) => [
            idLabel(plan, i.obligation),
            i.office,
            i.what,
            i.since,
            i.by,
            i.endedOn === null ? '仍未办理' : i.unanswered ? `${i.endedOn} 方案结束` : i.endedOn,
          ]),
        ),
      ]

/** Units down, periods across. */
function periodsText(periods: readonly PeriodScores[], head: string): string {
  const units = [...new Set(periods.flatMap((p) => p.units.map((u) => u.unit)))].sort()
  const score = (p: PeriodScores, unit: string) => p.units.find((u) => u.unit === unit)?.score
  return [
    bold(head),
    '',
    table(
      ['单位', ...periods.map((p) => `${p.period}${p.over ? '' : '（未完）'}`)],
      units.map((unit) => [unit, ...periods.map((p) => `${score(p, unit) ?? ''}`)]),
    ),
  ].join('\n')
}

/** 考核计分: read from the ledger alone; needs no running server. */
export function scoreVerb(program: Command): void {
  withOutput(
    program
      .command('score <plan>')
      .description('各单位得分：每一分都有事由和台账行号，只由台账推出')
      .option('--unit <unit>', '只看某个单位', unitName)
      .addOption(new Option('--by <period>', '按月、季、年分别计分').choices(['month', 'quarter', 'year']))
      .option('--from <date>', '从哪天起（含）；不写为方案启动日', date)
      .option('--to <date>', '到哪天止（含）；不写为今天', date),
    'npx duban score mz2015 --from 2015-07-01 --to 2015-09-30',
  ).action((id: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const plan = await planState(db, id)
        if (plan === null) throw refused('PLAN_NOT_FOUND', `没有方案 ${id}`, '用 duban plan list 查看')
        if (plan.startOn === null)
          throw refused('PLAN_NOT_STARTED', `方案 ${id} 还没有启动`, `先运行 duban plan start ${id}`)
        const from = o.from ?? plan.startOn
        const today = dateOf(planTimeAt(plan.clock, Date.now()))
        const to = o.to ?? today
        if (from > to) throw refused('USAGE', `起日 ${from} 晚于止日 ${to}`, '把 --from 和 --to 对调')
        const ledgers = await ledgersOf(db, id)
        const rulesAt = rulesAtFrom(await planFactsOf(db, id))
        const rules = rulesAt(endOf(to))
        const open = to > today ? `，今天 ${today}，还没有到期末` : to === today ? '，今天还没有结束' : ''
        const head = `${id} ${from} 至 ${to} 得分（${rules.name}，第 ${rules.version} 版${open}）`
        const own = (units: readonly UnitScore[]) =>
          o.unit ? units.filter((s) => sameUnit(s.unit, o.unit)) : units
        const all = scoresOf(ledgers, rulesAt, { from, to })
        const scores = own(all)
        if (scores.length === 0)
          throw refused(
            'UNIT_NOT_FOUND',
            `方案 ${id} 没有单位“${o.unit}”`,
            `${perhaps(
              o.unit,
              all.map((s) => s.unit),
            )}有：${some(all.map((s) => s.unit))}`,
          )
        if (o.by !== undefined) {
          const periods = scoresByPeriod(ledgers, rulesAt, o.by, { from, to }).map((p) => ({
            ...p,
            units: own(p.units),
          }))
          print(formatOf(o), { plan: id, from, to, rules, by: o.by, periods }, () =>
            periodsText(periods, head),
          )
          return undefined
        }
        const office = officeLatenessOf(ledgers, { from, to })
        print(formatOf(o), { plan: id, from, to, rules, units: scores, office: office ?? [] }, () =>
          [scoreText(scores, head, plan), ...officeText(office ?? [], plan)].join('\n'),
        )
        return undefined
      }),
    ),
  )
}
