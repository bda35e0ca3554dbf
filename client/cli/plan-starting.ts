import { basename } from 'node:path'
import { baselineFile } from '../../documents/files/baseline.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { dateOf, fromEpochMs } from '../../domain/calendar/time.ts'
import { readDate } from '../../domain/calendar/written.ts'
import { clockName } from '../../domain/events/acts/start.ts'
import { expectedBy } from '../../domain/events/planned.ts'
import { BASELINE_NAMES, type Baseline, type BaselineMode, baselineText } from '../../domain/plan/baseline.ts'
import type { PlanReviewItem } from '../../domain/plan/plan.ts'
import { acceptedAs, questionsOf } from '../../domain/reading/questions.ts'
import { countModes, type PastItem } from '../../domain/supervision/baseline.ts'
import { document } from '../../records/read.ts'
import { intoNewFile } from '../new-file.ts'
import type { Office } from '../office.ts'
import { RefusedError, refused } from '../refusal.ts'
import { baselineFrom, isMode, previewStart, type StartPreview, unplannedBefore } from '../use/baseline.ts'
import { startPlan } from '../use/start-plan.ts'
import { clockOf, formatOf } from './args.ts'
import { officeActor } from './as.ts'
import { atTerminal, chosen, written } from './ask.ts'
import { print, say, table } from './output.ts'
import { calendar, withDuban } from './session.ts'

export interface Options {
  readonly clock: string
  readonly acceptReview?: boolean
  readonly as?: string
  readonly role?: Actor['role']
  readonly baseline?: string
  readonly baselineDue?: IsoDate
  readonly write?: string
  readonly dryRun?: boolean
  readonly output?: string
}

/** What holds the start back, as one refusal. */
function reviewOpen(id: string, items: readonly PlanReviewItem[]): RefusedError {
  const listed = items
    .map((item) => `  ${item.measure ?? '全文'}：${item.message}（${item.code}）`)
    .join('\n')
  return new RefusedError({
    code: 'REVIEW_OPEN',
    message: `方案 ${id} 有 ${items.length} 个待确认事项会影响日期或责任单位：\n${listed}`,
    remedy: `逐项答复：duban plan review ${id}；或核对后用 duban plan start ${id} --accept-review 按建议读法启动（会记入台账）`,
    fields: { codes: [...new Set(items.map((item) => item.code))] },
  })
}

/** The baseline as the options say it; null when they say nothing. */
function baselineOf(duban: Office, o: Options): Baseline | null {
  const dueOn = o.baselineDue ?? null
  if (o.baseline === undefined) {
    if (dueOn !== null)
      throw refused(
        'USAGE',
        '--baseline-due 要和 --baseline 一起写',
        '如 --baseline from-today --baseline-due 日期',
      )
    return null
  }
  if (isMode(o.baseline)) return { mode: o.baseline, dueOn, items: {} }
  const named = (Object.entries(BASELINE_NAMES) as [BaselineMode, string][]).find(
    ([, name]) => name === o.baseline,
  )
  return named ? { mode: named[0], dueOn, items: {} } : baselineFrom(o.baseline, duban.blobs, dueOn)
}

const pastTable = (past: readonly PastItem[]): string =>
  table(
    ['应办事项', '单位', '到期日', '已过', '处理', '新到期日', '措施'],
    past.map((one) => [
      one.obligation,
      one.unit,
      one.dueOn,
      `${one.lateDays} 天`,
      BASELINE_NAMES[one.as],
      one.newDueOn ?? '',
      one.text,
    ]),
    30,
  )

const headOf = (past: readonly PastItem[], startOn: IsoDate): string =>
  `${startOn} 启动时有 ${past.length} 项已过到期日（${baselineText(countModes(past))}）`

/** On a terminal somebody is asked what becomes of the dates that are past; null when it was broken off. */
async function askBaseline(past: readonly PastItem[], startOn: IsoDate): Promise<Baseline | null> {
  say(`${pastTable(past)}\n\n${startOn} 启动时有 ${past.length} 项已过到期日`)
  const mode = await chosen<BaselineMode>('这些事项怎么处理', [
    { value: 'as-is', name: '照旧：按原日期催办，启动后即为逾期，次日起发督办单' },
    { value: 'done', name: '都已在启动前办结：单列，不计按期、逾期和得分' },
    { value: 'from-today', name: '从今起催办：统一另定新到期日' },
  ])
  if (mode === null) return null
  if (mode !== 'from-today') return { mode, dueOn: null, items: {} }
  const after = (text: string) => {
    const day = readDate(text)
    return day !== null && day >= startOn ? day : null
  }
  const dueOn = await written('新到期日', after, `写 ${startOn} 或以后的日期，如 2026-06-30`)
  return dueOn === null ? null : { mode, dueOn, items: {} }
}

/** What is past, shown before anything starts; asked about where nothing was said. Null: the person broke off. */
async function settled(
  duban: Office,
  o: Options,
  preview: (asked: Baseline | null) => StartPreview,
  startOn: IsoDate,
): Promise<StartPreview | null> {
  const said = baselineOf(duban, o)
  const found = preview(said)
  if (said !== null || found.past.length === 0 || o.dryRun) return found
  if (!atTerminal()) {
    say(
      `${headOf(found.past, startOn)}，照旧即为逾期。要登记起点：--baseline done|from-today|文件（先用 --dry-run 查看）`,
    )
    return found
  }
  const asked = await askBaseline(found.past, startOn)
  return asked === null ? null : preview(asked)
}

// Loaded when a plan is started (`await import`), with the tables that it may read and write.
export async function start(id: string, o: Options): Promise<undefined> {
  return withDuban(async (duban) => {
    const state = await duban.plan(id)
    const plan = state.document === null ? null : await document(duban.db, state.document)
    const asked = plan === null ? [] : questionsOf(plan)
    const open = asked.map(({ item }) => item)
    if (state.phase === 'draft' && open.length > 0 && !o.acceptReview && !o.dryRun) throw reviewOpen(id, open)
    const clock = clockOf(o.clock, Date.now())
    const startOn =
      clock.kind === 'wall'
        ? dateOf(fromEpochMs(Date.now()))
        : dateOf(clock.kind === 'stepped' ? clock.at : clock.base)
    const days = await calendar()
    const preview = (baseline: Baseline | null): StartPreview =>
      plan === null || state.phase !== 'draft'
        ? { past: [], baseline: null }
        : previewStart(state, plan, days, startOn, baseline)
    const found = await settled(duban, o, preview, startOn)
    if (found === null) {
      say('没有启动')
      return undefined
    }
    const { past, baseline } = found
    const unplanned = plan === null || state.phase !== 'draft' ? [] : unplannedBefore(state, plan)
    const gone = state.phase === 'draft' ? expectedBy(state, startOn) : []
    const hint = [
      ...unplanned.map(
        (text) => `“${text}”前要办的事还没有预计日期：duban event plan ${id} ${text} --on 日期`,
      ),
      ...gone.map(
        ({ plannedId, condition, expectedOn }) =>
          `预计 ${expectedOn} 发生的“${condition}”启动时已到日子：发生了用 duban event confirm ${id} ${plannedId}，没有发生用 event move 或 event cancel`,
      ),
    ]
    if (o.write !== undefined) {
      await intoNewFile(o.write, [baselineFile(basename(o.write), past)])
      say(`已写出 ${past.length} 项到 ${o.write}，填好“处理”后用 --baseline ${o.write}`)
    }
    if (o.dryRun) {
      const counts = countModes(past)
      print(
        formatOf(o),
        { id, dryRun: true, startOn, past, counts, reviewOpen: open.length, unplanned, expected: gone },
        () =>
          [
            past.length === 0
              ? `${startOn} 启动时没有已过的日期`
              : `${pastTable(past)}\n\n${headOf(past, startOn)}`,
            ...(open.length > 0
              ? [`待确认事项 ${open.length} 个，启动前要答复：duban plan review ${id}`]
              : []),
            ...hint,
          ].join('\n'),
      )
      return undefined
    }
    const acceptedReview = open.map((item) => `${item.measure ?? ''}:${item.code}`)
    const done = await startPlan(duban, id, {
      clock,
      startOn,
      acceptedReview,
      accepted: asked.map(acceptedAs),
      ...(baseline ? { baseline } : {}),
      actor: officeActor(state, o),
    })
    const now = await duban.plan(id)
    const counts = countModes(past)
    print(
      formatOf(o),
      { id, ...done, clock: now.clock, startOn: now.startOn, acceptedReview, past, counts },
      () =>
        done.already
          ? `${id} 已经启动过（${now.startOn} 起，${clockName(now.clock)}），没有变化`
          : [
              `已启动 ${id}：${done.started} 项措施，${clockName(clock)}`,
              ...(past.length > 0 ? [`启动时已过到期日 ${past.length} 项：${baselineText(counts)}`] : []),
              ...hint,
            ].join('\n'),
    )
    return undefined
  })
}
