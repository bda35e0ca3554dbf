import { cardPaper } from '../../documents/official/card.ts'
import { bulletinPaper, type Letterhead, slipPaper } from '../../documents/official/papers.ts'
import type { Sheet } from '../../documents/table.ts'
import { docxOf } from '../../documents/writers/docx.ts'
import { DEFAULT_OFFICE } from '../../domain/basics/actor.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { isRehearsal } from '../../domain/events/rehearsal.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { bySerial } from '../../domain/reckoning/slip-serials.ts'
import { slipName } from '../../domain/supervision/names.ts'
import type { Db } from '../../records/db.ts'
import { measureStates } from '../../records/read.ts'
import { type SlipLine, slips } from '../../records/slips.ts'
import { refused } from '../refusal.ts'
import type { Handler } from '../views/handlers.ts'
import { historyOf, measureNamed, todayIn } from '../views/reading.ts'
import type { MadeBulletin } from './bulletin.ts'
import { laidOut } from './templates.ts'

/** Whose paper it is. */
const officeOf = (plan: PlanState): string => plan.offices?.[0] ?? DEFAULT_OFFICE

/** 通报 by the office's template, else by GB/T 9704. @param handlers 经办人, for the office's own copy */
export const bulletinDocument = (
  dataDir: string,
  plan: PlanState,
  made: MadeBulletin,
  letterhead: Letterhead = {},
  handlers: readonly Handler[] = [],
) =>
  laidOut(dataDir, 'bulletin', bulletinPaper(made, officeOf(plan), isRehearsal(plan), letterhead, handlers))

/** 督办单 by the office's template, else by GB/T 9704. @throws RefusedError SLIP_NOT_FOUND */
export async function slipDocument(
  db: Db,
  dataDir: string,
  plan: PlanState,
  serial: string,
  letterhead: Letterhead = {},
): Promise<Uint8Array> {
  const register = await slips(db, plan.planId)
  const slip = register.find((one) => one.serial === serial)
  if (slip === undefined)
    throw refused(
      'SLIP_NOT_FOUND',
      `方案 ${plan.planId} 没有督办单 ${serial}`,
      `用 duban slips ${plan.planId} 查看编号，如 20150803-2`,
    )
  const { state } = await measureNamed(db, plan, slip.no)
  const { taskTitle: task, text: measure, deadlineText: deadline } = state.setup
  return laidOut(
    dataDir,
    'slip',
    slipPaper(
      { ...slip, task, measure, deadline, plan: plan.title },
      officeOf(plan),
      isRehearsal(plan),
      letterhead,
    ),
  )
}

/** 督办单登记簿 as a sheet, by date; of what one may know of. */
export async function slipSheet(
  db: Db,
  plan: PlanState,
  seen: (line: SlipLine) => boolean = () => true,
): Promise<Sheet> {
  const register = (await slips(db, plan.planId)).filter(seen).sort((a, b) => bySerial(a.serial, b.serial))
  const texts = new Map((await measureStates(db, plan.planId)).map(({ setup }) => [setup.no, setup.text]))
  const row = (one: SlipLine) => [
    one.serial,
    slipName(one.level),
    shownNumberOf(plan, one.no),
    texts.get(one.no) ?? '',
    one.obligation,
    one.units.join('、'),
    one.dueOn,
    one.raisedOn,
    one.withdrawnOn,
  ]
  const text = (title: string, width: number) => ({ title, width, kind: 'text' as const })
  const day = (title: string) => ({ title, width: 12, kind: 'date' as const })
  return {
    name: '督办单登记簿',
    banner: `${isRehearsal(plan) ? '【演练】' : ''}${plan.title}督办单登记簿　共 ${register.length} 张　截至 ${todayIn(plan)}`,
    columns: [
      text('编号', 13),
      text('督办单', 12),
      text('措施', 8),
      text('具体工作措施', 44),
      text('应办事项', 18),
      text('单位', 20),
      day('到期日'),
      day('发出日'),
      day('撤回日'),
    ],
    rows: register.map(row),
  }
}

/** 事项卡 of one measure. @throws RefusedError MEASURE_NOT_FOUND */
export async function cardDocument(db: Db, plan: PlanState, no: string): Promise<Uint8Array> {
  const { state, shown } = await measureNamed(db, plan, no)
  const events = (await historyOf(db, state)).map((one) => ({
    on: one.planAt.slice(0, 10),
    who: one.who ?? '',
    what: one.says,
  }))
  return docxOf(cardPaper({ plan, state, shown, today: todayIn(plan) }, events, isRehearsal(plan)))
}
