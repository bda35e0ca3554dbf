import type { Command } from 'commander'
import { dateOf } from '../../../domain/calendar/time.ts'
import type { PlanState } from '../../../domain/events/model/state.ts'
import { expectedFor } from '../../../domain/events/planned.ts'
import type { MeasureState } from '../../../domain/plan/measure/state.ts'
import { numberLabel, shownNumberOf } from '../../../domain/plan/numbers.ts'
import { phaseName } from '../../../domain/supervision/names.ts'
import { isOwed, isProvisional } from '../../../domain/supervision/obligation.ts'
import {
  measureLight,
  nextDueOn,
  nextOwedOn,
  outstandingWaits,
  phaseOf,
} from '../../../domain/supervision/phase.ts'
import { leadsName, partName, partOf } from '../../../domain/supervision/units.ts'
import { measureState, measureStates } from '../../../records/read.ts'
import { intoNewFile } from '../../new-file.ts'
import { refused } from '../../refusal.ts'
import { originOf } from '../../views/item.ts'
import { measureJson } from '../../views/json.ts'
import { filterWords, type MeasureFilter, matches } from '../../views/measure-filter.ts'
import { planNamed, todayIn } from '../../views/reading.ts'
import { formatOf, withOutput } from '../args.ts'
import { unitName } from '../as.ts'
import { run } from '../exit.ts'
import { filtering } from '../measure-options.ts'
import { measureText } from '../measure-text.ts'
import { light, print, table } from '../output.ts'
import { withDesk, withRecords } from '../session.ts'
import { unitAsked } from '../unit-asked.ts'
import { historyVerb } from './history.ts'
import { addVerb } from './measure-add.ts'
import { sampleVerb } from './measure-sample.ts'

interface ListOptions extends MeasureFilter {
  readonly unit?: string
  readonly out: string
  readonly bom: boolean
  readonly output?: string
}

/** The next day something is owed, with the due date beside it where lateness goes by another day. */
export function dueShown(state: MeasureState): string {
  const [owed, due] = [nextOwedOn(state), nextDueOn(state)]
  if (owed === null) return ''
  const provisional = state.obligations.some((o) => isOwed(o) && o.dueOn === owed && isProvisional(o))
  const mark = provisional ? '（暂定）' : ''
  return due === null || owed === due ? `${owed}${mark}` : `${owed}（到期日 ${due}）`
}

/** What a measure without a date waits for, and when that is expected. */
function waitShown(plan: PlanState, state: MeasureState): string {
  const [wait] = outstandingWaits(state)
  if (wait === undefined) return ''
  const expected = expectedFor(plan, wait.conditionId, state.setup.no)
  return `${wait.text}${expected ? `（预计 ${expected.expectedOn}）` : ''}`
}

/** The list as a file; from the records alone, also while no server runs. */
const writeList = (id: string, o: ListOptions) =>
  withRecords(async (db) => {
    const { ledgerDocument, tableFormatOf } = await import('../../use/ledger-document.ts')
    const [plan, all, format] = [await planNamed(db, id), await measureStates(db, id), tableFormatOf(o.out)]
    const unit = o.unit === undefined ? null : unitAsked(id, all, o.unit)
    const today = todayIn(plan)
    const shown = all.filter(
      (state) => (unit === null || partOf(state.setup, unit) !== null) && matches(state, o, today),
    )
    const asked = { format, all, shown, filter: filterWords(o), bom: o.bom }
    await intoNewFile(o.out, [await ledgerDocument(db, plan, asked)])
    print(formatOf(o), { file: o.out, rows: shown.length }, () => `已写入 ${o.out}，${shown.length} 项`)
    return undefined
  })

/** 事项卡; from the records alone. */
const writeCard = (id: string, no: string, o: { out: string; output?: string }) =>
  withRecords(async (db) => {
    if (!o.out.toLowerCase().endsWith('.docx'))
      throw refused('FILE_TYPE', `不知道把 ${o.out} 写成什么`, '文件名以 .docx 结尾')
    const { cardDocument } = await import('../../use/papers.ts')
    await intoNewFile(o.out, [await cardDocument(db, await planNamed(db, id), no)])
    print(formatOf(o), { file: o.out }, () => `已写入 ${o.out}`)
    return undefined
  })

export function measureVerbs(program: Command): void {
  const group = program.command('measure').description('措施：清单、详情、经过、立项')
  addVerb(group)
  sampleVerb(group)
  withOutput(
    filtering(
      group
        .command('list <plan>')
        .description('措施清单；“到期”是下一次要交的日子，“到期日”与之不同时列在旁边')
        .option('--unit <unit>', '只看某个单位牵头、共同牵头、承办或配合的', unitName)
        .option('--out <file>', '把列出的写成台账：.xlsx（台账、单位汇总、说明三张表）或 .csv')
        .option('--no-bom', 'csv 不带 BOM，给程序读'),
    ),
    'npx duban measure list mz2015 --light 红\n  npx duban measure list mz2015 --state 待审核 --out 台账.xlsx',
  ).action((plan: string, options) => {
    if (options.out !== undefined) return run(formatOf(options), () => writeList(plan, options))
    return run(formatOf(options), () =>
      withDesk(async (desk) => {
        const ledgerNow = await desk.plan(plan)
        const today = dateOf(desk.now(ledgerNow))
        const shown = (s: MeasureState) => shownNumberOf(ledgerNow, s.setup.no)
        const all = await measureStates(desk.db, plan)
        const unit: string | null = options.unit ? unitAsked(plan, all, options.unit) : null
        const part = (s: MeasureState) => (unit === null ? null : partOf(s.setup, unit))
        const states = all.filter((s) => (unit === null || part(s) !== null) && matches(s, options, today))
        print(
          formatOf(options),
          states.map((s) => ({
            ...measureJson(s, today, shown(s), ledgerNow),
            nextOwedOn: nextOwedOn(s),
            ...(unit === null ? {} : { as: part(s) }),
          })),
          () =>
            table(
              ['编号', '牵头单位', ...(unit === null ? [] : ['身份']), '状态', '灯', '到期', '措施'],
              states.map((s) => [
                numberLabel(shown(s), s.setup.no),
                leadsName(s.setup),
                ...[part(s)].flatMap((own) => (own === null ? [] : [partName(own)])),
                phaseName(phaseOf(s)),
                light(measureLight(s, today)),
                dueShown(s) || waitShown(ledgerNow, s),
                s.setup.text,
              ]),
              36,
            ),
        )
        return undefined
      }),
    )
  })
  withOutput(
    group
      .command('show <plan> <no>')
      .description('一项措施的现状，和每个日期的来历')
      .option('--out <file>', '写成事项卡，.docx'),
    'npx duban measure show mz2015 14.4',
  ).action((plan: string, no: string, options) => {
    if (options.out !== undefined) return run(formatOf(options), () => writeCard(plan, no, options))
    return run(formatOf(options), () =>
      withDesk(async (desk) => {
        const ledgerNow = await desk.plan(plan)
        const today = dateOf(desk.now(ledgerNow))
        const state = await measureState(desk.db, plan, await desk.numberOf(plan, no))
        if (state === null)
          throw refused(
            'MEASURE_NOT_FOUND',
            `方案 ${plan} 没有措施 ${no}`,
            `用 duban measure list ${plan} 查看`,
          )
        const shown = shownNumberOf(ledgerNow, state.setup.no)
        const origin = await originOf(desk.db, ledgerNow, state.setup.no)
        const json = measureJson(state, today, shown, ledgerNow)
        print(formatOf(options), origin === null ? json : { ...json, origin }, () =>
          [measureText(state, today, shown, ledgerNow), ...(origin === null ? [] : [`来源：${origin}`])].join(
            '\n',
          ),
        )
        return undefined
      }),
    )
  })
  historyVerb(group)
}
