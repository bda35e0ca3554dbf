import { quoted } from '../../domain/basics/text.ts'
import { isOneOf, sameUnit } from '../../domain/basics/unit-name.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { type UnitTotals, unitTotalsOf } from '../../domain/reckoning/outcome.ts'
import { type Owners, TODAYS } from '../../domain/reckoning/owners.ts'
import { measureLight, outstandingWaits } from '../../domain/supervision/phase.ts'
import { leadsOf, unitsOf } from '../../domain/supervision/units.ts'
import { type Column, cellsOf, type Sheet } from '../table.ts'
import { LEDGER_COLUMNS, type LedgerLine } from './columns.ts'

export interface LedgerAsked {
  readonly plan: PlanState
  /** All measures of the plan, in its order: units that have nothing in the list appear all the same. */
  readonly all: readonly MeasureState[]
  /** Those that the list shows, in its order. */
  readonly shown: readonly MeasureState[]
  readonly today: IsoDate
  /** How the list was filtered, in words; empty: it was not. */
  readonly filter: readonly string[]
  /** When it was made, as people read it. */
  readonly madeAt: string
  /** The office's fixed order of units; those it does not name follow as the plan names them. */
  readonly order?: readonly string[]
  readonly owners?: Owners
}

interface UnitLine extends UnitTotals {
  readonly place: number
  readonly measures: number
  readonly supports: number
  readonly waiting: number
}

const number = (title: string, means: string, of: (line: UnitLine) => number): Column<UnitLine> => ({
  title,
  width: 10,
  means,
  kind: 'number',
  of,
})

export const UNIT_COLUMNS: readonly Column<UnitLine>[] = [
  number('序号', '固定次序', ({ place }) => place),
  { title: '单位', width: 26, kind: 'text', means: '单位；没有事项的也列出', of: ({ unit }) => unit },
  number('牵头措施', '牵头（含共同牵头）的措施', ({ measures }) => measures),
  number('其他措施', '责任、配合的措施', ({ supports }) => supports),
  number('等待条件', '牵头措施中，还在等触发条件的', ({ waiting }) => waiting),
  number('应办事项', '牵头的应办事项（启动前已办结的不计）', ({ obligations }) => obligations),
  number('按期办结', '完成日不晚于到期日', ({ onTime }) => onTime),
  number('逾期办结', '完成日晚于到期日', ({ late }) => late),
  number('正在办理', '含待审核', ({ open }) => open),
  number('其中逾期', '已过到期日', ({ overdue }) => overdue),
  number('督办单', '发出且没有撤回的', ({ slips }) => slips),
]

/** Which unit of a list a name means; asked of the same few names thousands of times. */
function among(units: readonly string[]): (name: string) => number {
  const known = new Map<string, number>()
  return (name) => {
    const found = known.get(name) ?? units.findIndex((unit) => sameUnit(unit, name))
    known.set(name, found)
    return found
  }
}

/** Every unit of a plan once, in the office's order, then as the plan names them. */
export function unitsInOrder(all: readonly MeasureState[], order: readonly string[] = []): readonly string[] {
  const named = [...new Set(all.flatMap((state) => [...unitsOf(state)]))]
  const known = order.filter((unit) => isOneOf(unit, named))
  return [...known, ...named.filter((unit) => !isOneOf(unit, known))]
}

function unitLines({ all, shown, today, order, owners = TODAYS }: LedgerAsked): readonly UnitLine[] {
  const totals = unitTotalsOf(shown, today, owners)
  const present = unitsInOrder(all, order)
  const former = totals.map((one) => one.unit).filter((unit) => !isOneOf(unit, present))
  const units = [...present, ...former]
  const place = among(units)
  const lines = units.map((unit, i) => ({
    obligations: 0,
    onTime: 0,
    late: 0,
    open: 0,
    overdue: 0,
    slips: 0,
    ...totals.find((one) => sameUnit(one.unit, unit)),
    unit,
    place: i + 1,
    measures: 0,
    supports: 0,
    waiting: 0,
  }))
  for (const state of shown) {
    const leads = new Set(leadsOf(state.setup).map(place))
    for (const at of new Set(unitsOf(state).map(place))) {
      const line = lines[at]
      if (line === undefined) continue
      if (!leads.has(at)) line.supports += 1
      else {
        line.measures += 1
        if (outstandingWaits(state).length > 0) line.waiting += 1
      }
    }
  }
  return lines
}

/** What every sheet says of itself: whose, filtered how, as of when; a rehearsal says so. */
export function bannerOf({ plan, today, filter, madeAt, shown }: LedgerAsked): string {
  const rehearsal = plan.clock.kind === 'wall' ? '' : `【演练，方案时间 ${today}】`
  const how = filter.length === 0 ? '全部' : filter.join('，')
  return `${rehearsal}${quoted(plan.title)}台账　筛选：${how}　共 ${shown.length} 项　截至 ${today}　${madeAt} 制`
}

const plain = <Row>(columns: readonly Column<Row>[]) =>
  columns.map(({ title, kind, width }) => ({ title, kind, width }))

/** 台账: the list as it is filtered, units with their totals, and what every column means. */
export function ledgerBook(asked: LedgerAsked): readonly Sheet[] {
  const { plan, shown, today } = asked
  const lines = shown.map((state): LedgerLine => {
    return { plan, state, today, shown: shownNumberOf(plan, state.setup.no) }
  })
  const banner = bannerOf(asked)
  const explained = [
    ...LEDGER_COLUMNS.map(({ title, means }) => ['台账', title, means]),
    ...UNIT_COLUMNS.map(({ title, means }) => ['单位汇总', title, means]),
    ['', '日期', '都按方案时间，中国时区'],
    ['', '逾期', '按自然日计；按期与否看实际完成日，迟报另计'],
  ]
  return [
    {
      name: '台账',
      banner,
      columns: plain(LEDGER_COLUMNS),
      rows: lines.map((line) => cellsOf(LEDGER_COLUMNS, line)),
      tone: {
        column: LEDGER_COLUMNS.findIndex(({ title }) => title === '灯'),
        of: shown.map((state) => measureLight(state, today)),
      },
    },
    {
      name: '单位汇总',
      banner,
      columns: plain(UNIT_COLUMNS),
      rows: unitLines(asked).map((line) => cellsOf(UNIT_COLUMNS, line)),
    },
    {
      name: '说明',
      banner: '',
      columns: [
        { title: '表', kind: 'text', width: 12 },
        { title: '栏', kind: 'text', width: 14 },
        { title: '含义', kind: 'text', width: 80 },
      ],
      rows: explained,
    },
  ]
}
