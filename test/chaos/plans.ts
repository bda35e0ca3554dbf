import { addDays, type IsoDate, mustDate } from '../../domain/calendar/date.ts'
import type { WorkPlan } from '../../domain/plan/plan.ts'
import { type SmallRow, smallPlan, smallPlanText } from '../small-plan.ts'
import type { Chance } from './random.ts'

/** Every plan begins here; its life is two or three months. */
export const FIRST_DAY = mustDate('2015-07-01')

const WORDINGS: readonly ((chance: Chance) => string)[] = [
  (chance) => `2015年7月${chance.between(6, 28)}日前`,
  (chance) => `2015年8月${chance.between(3, 28)}日前`,
  () => '2015年7月底前',
  (chance) => `每月${chance.between(5, 25)}日前`,
  () => '每季度结束后20日内',
  () => '待省出台甲办法后',
  () => '待省出台乙办法后',
  (chance) => `市人大批准后${chance.between(5, 20)}日内`,
  (chance) => `市政府审定后${chance.between(3, 10)}个工作日内`,
  () => '审批或核准后两个工作日内',
  () => '全年',
]

export const UNITS = [...'甲乙丙丁戊己庚辛壬癸'].map((one) => `市${one}局`)
/** A unit that only an amendment brings. */
export const NEWCOMER = '市新局'
const unit = (i: number): string => UNITS[i % UNITS.length] as string

const row = (chance: Chance, i: number, wordings = WORDINGS): SmallRow => [
  unit(i),
  `公开第${i + 1}项信息。`,
  chance.pick(wordings)(chance),
]

/** Those that come to an end without anybody's doing. */
const DATED = WORDINGS.slice(0, 3)

export interface ChaosPlan {
  readonly rows: readonly SmallRow[]
  readonly plan: WorkPlan
  /** The document it is read from. */
  readonly text: string
  readonly lastDay: IsoDate
}

/** A small plan of four to seven measures, at least one of which waits for an event. */
export function planOf(chance: Chance): ChaosPlan {
  const rows: SmallRow[] = Array.from({ length: chance.between(3, 6) }, (_, i) => row(chance, i))
  rows.push([unit(rows.length), `公开第${rows.length + 1}项信息。`, '待省出台甲办法后'])
  const text = smallPlanText(rows)
  return { rows, plan: smallPlan(rows), text, lastDay: addDays(FIRST_DAY, chance.between(45, 75)) }
}

/** A small plan of fixed dates alone. */
export const datedPlanOf = (chance: Chance): WorkPlan =>
  smallPlan(Array.from({ length: chance.between(3, 5) }, (_, i) => row(chance, i, DATED)))

/** The plan revised: one deadline is another, and a measure is added. */
export function revisedOf({ rows }: ChaosPlan, chance: Chance): Pick<ChaosPlan, 'plan' | 'text'> {
  const changed = chance.between(0, rows.length - 1)
  const revised = rows.map((one, i) =>
    i === changed ? ([one[0], one[1], `2015年9月${chance.between(1, 28)}日前`] as const) : one,
  )
  const whole = [...revised, [NEWCOMER, '公开新增信息。', '2015年8月底前'] as const]
  return { plan: smallPlan(whole), text: smallPlanText(whole) }
}
