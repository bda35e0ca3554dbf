import { randomUUID } from 'node:crypto'
import { loadRegister } from '../../documents/files/units.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { shortHash, type WorkCalendar } from '../../domain/calendar/table.ts'
import { at, dateOf, fromEpochMs } from '../../domain/calendar/time.ts'
import { newPlan, type PlanState } from '../../domain/events/model/state.ts'
import { policyOf } from '../../domain/events/policy.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { Wait } from '../../domain/plan/measure/state.ts'
import { type ItemOrigin, type Measure, measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import { checkAnswer, type ReviewAnswer } from '../../domain/reading/answers.ts'
import { type OpenQuestion, questionsOf } from '../../domain/reading/questions.ts'
import { type ItemSaid, itemFrom, readItem } from '../../domain/reading/single-item.ts'
import {
  itemOf,
  nextItemNo,
  originName,
  standingPlan,
  standingPlanId,
  withItem,
} from '../../domain/reckoning/items.ts'
import { begin } from '../../domain/supervision/evolve.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { document, measureNumbers, planState } from '../../records/read.ts'
import type { Office } from '../office.ts'
import { orThrow, RefusedError, refused } from '../refusal.ts'
import { amendPlan } from './amend-plan.ts'
import { answeredPlan } from './answered.ts'
import { importPlan } from './import-plan.ts'
import { startPlan } from './start-plan.ts'

/** 立项 of one item by hand. */
export interface ItemAsked {
  /** Into which plan; null: the standing one of the year, made at the first item. */
  readonly planId: string | null
  readonly item: ItemSaid
  readonly origin: Omit<ItemOrigin, 'actId'>
  /** To what is asked of it. */
  readonly answers: readonly Pick<ReviewAnswer, 'id' | 'choice' | 'value'>[]
  /** In whose name questions are answered. */
  readonly by: string
}

/** The item as it would stand in its plan, before anything is done. */
export interface ItemDraft {
  readonly planId: string
  /** Of the plan that runs, or that would be made. */
  readonly plan: WorkPlan
  readonly state: PlanState | null
  readonly measure: Measure
  /** Not understood, or to be confirmed: it does not go in with one open. */
  readonly open: readonly OpenQuestion[]
  /** What it asks for when it starts, with dates, 催办 and 督办单 ahead. */
  readonly obligations: readonly Obligation[]
  readonly waits: readonly Wait[]
  /** 印发之日 of its deadline. */
  readonly issuedOn: IsoDate
}

const isSameItem = (a: Measure, b: Measure): boolean =>
  JSON.stringify([a.text, a.deadline.text, a.units, a.origin]) ===
  JSON.stringify([b.text, b.deadline.text, b.units, b.origin])

const isStanding = (plan: WorkPlan): boolean =>
  measuresOf(plan).every(({ measure }) => measure.origin !== undefined || measure.carriedFrom !== undefined)

/** The standing plan of this year, whether it is there or not. */
export const standingId = (): string => standingPlanId(Number(fromEpochMs(Date.now()).slice(0, 4)))

/** The plan into which it goes: as it stands, or as it would be made. */
async function planFor(duban: Office, asked: ItemAsked, calendar: WorkCalendar) {
  const year = Number(fromEpochMs(Date.now()).slice(0, 4))
  const planId = asked.planId ?? standingPlanId(year)
  const state = await planState(duban.db, planId)
  const stands = state?.document ? await document(duban.db, state.document) : null
  if (asked.planId !== null) {
    if (state === null) await duban.plan(planId)
    if (state?.phase !== 'running' || stands === null)
      throw refused(
        'PLAN_NOT_STARTED',
        `方案 ${planId} 没有在执行`,
        '选执行中的方案，或不写方案（当年的日常督办事项）',
      )
    return { planId, state, plan: stands, year }
  }
  if (stands !== null && !isStanding(stands))
    throw refused('STANDING_TAKEN', `编号 ${planId} 已用于另一个方案`, '写明立到哪个方案（--plan）')
  if (state?.phase === 'closed')
    throw refused('PLAN_CLOSED', `${year} 年的日常督办事项已经结束`, '重开它，或写明立到哪个方案（--plan）')
  return { planId, state, plan: stands ?? standingPlan(year, calendar.version), year }
}

/** Reads the item with its answers. @throws RefusedError REVIEW_CHOICE, REVIEW_VALUE, DEADLINE_UNREAD, ITEM_SEVERAL */
async function readAnswered(asked: ItemAsked, year: number, issuedOn: IsoDate, calendar: WorkCalendar) {
  const at = fromEpochMs(Date.now())
  const read = (on: IsoDate | null) =>
    orThrow(readItem(asked.item, { planYear: year, issuedOn: on ?? issuedOn }, calendar, loadRegister()))
  const given = async (plan: WorkPlan): Promise<readonly ReviewAnswer[]> => {
    const open = questionsOf(plan)
    return asked.answers.flatMap((answer) => {
      const question = open.find(({ id }) => id === answer.id)
      if (question === undefined) return []
      orThrow(checkAnswer(question, answer, plan, calendar))
      return [{ ...answer, by: asked.by, at }]
    })
  }
  return (await answeredPlan(read, given, calendar)).plan
}

/** What 立项 would bring, worked out from the records; nothing is sent. @throws RefusedError as addItem */
export async function draftItem(
  duban: Office,
  asked: ItemAsked,
  actId: string,
  calendar: WorkCalendar,
): Promise<ItemDraft> {
  const { planId, state, plan, year } = await planFor(duban, asked, calendar)
  const today = dateOf(duban.now(state ?? newPlan(planId)))
  const issuedOn = asked.origin.on ?? today
  const planYear = state?.clock.kind === 'wall' || state === null ? year : Number(today.slice(0, 4))
  const read = await readAnswered(asked, planYear, issuedOn, calendar)
  const no = nextItemNo(plan, state === null ? [] : await measureNumbers(duban.db, planId))
  const { measure, review } = itemFrom(read, no, { ...asked.origin, actId })
  const whole = withItem(plan, measure, measuresOf(read)[0]?.task.title ?? '', review)
  return { planId, plan: whole, state, issuedOn, ...standsAs(whole, no, { planId, state, today, calendar }) }
}

/** An item as it starts in its plan, with what is asked of it. */
function standsAs(
  plan: WorkPlan,
  no: string,
  by: Pick<ItemDraft, 'planId' | 'state'> & { readonly today: IsoDate; readonly calendar: WorkCalendar },
): Pick<ItemDraft, 'measure' | 'open' | 'obligations' | 'waits'> {
  const { planId, state, today, calendar } = by
  const found = measuresOf(plan).find(({ measure }) => measure.no === no)
  if (found === undefined) throw new Error(`no item ${no}`)
  const { task, measure } = found
  const context = { planId, startOn: today, policy: policyOf(state ?? {}), calendar, offices: state?.offices }
  const began = begin(at(today, '12:00'), setupOf(task, measure, context))
  const { obligations, waits } = settle(began, at(today, '12:00')).state
  const open = questionsOf(plan).filter(({ item }) => item.measure === no)
  return { measure, open, obligations, waits }
}

/** Attempts while others add at the same time; each that fails means that another one's item went in. */
const MOST_TRIES = 30

export interface ItemAdded {
  readonly draft: ItemDraft
  readonly already: boolean
}

/** The standing plan of the year, imported empty and started: done twice, or by two at once, it is there once. */
async function startStanding(duban: Office, planId: string, actor: Actor, calendar: WorkCalendar) {
  const year = Number(planId.slice(0, 4))
  const state = await planState(duban.db, planId)
  if (state?.phase === 'running') return
  if (state === null || state.document === null)
    await importPlan(duban, planId, standingPlan(year, calendar.version), { actor, offices: [actor.unit] })
  const startOn = `${year}-01-01` as IsoDate
  await startPlan(duban, planId, { clock: { kind: 'wall' }, startOn, acceptedReview: [], actor })
}

/**
 * 立项: one item more in a running plan, by the way on which an amendment adds a measure. The same `actId` again is
 * answered like the first. Whoever comes second takes the next number.
 * @throws RefusedError REVIEW_OPEN while something is asked, KEY_REUSED, STANDING_TAKEN, ITEM_SEVERAL, ITEM_CROWDED, or what the plan refuses
 */
export async function addItem(
  duban: Office,
  asked: ItemAsked,
  by: { readonly actor: Actor; readonly actId?: string },
  calendar: WorkCalendar,
): Promise<ItemAdded> {
  const actId = by.actId ?? randomUUID()
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const draft = await draftItem(duban, asked, actId, calendar)
    const { planId, plan, measure, state } = draft
    const there = itemOf({ ...plan, tasks: plan.tasks.slice(0, -1) }, actId)
    if (there !== null) {
      const today = dateOf(duban.now(state ?? newPlan(planId)))
      if (isSameItem(there, measure))
        return {
          draft: { ...draft, ...standsAs(plan, there.no, { planId, state, today, calendar }) },
          already: true,
        }
      throw refused('KEY_REUSED', '这个编号已经用于另一项立项', '换一个新的编号（UUID）')
    }
    if (draft.open.length > 0) throw itemOpen(draft.open)
    if (state?.phase !== 'running') {
      await startStanding(duban, planId, by.actor, calendar)
      continue
    }
    const { no, text } = measure
    const amendment = {
      ...{ changed: [], withdrawn: [], likeliest: {}, plan: draft.plan },
      added: [{ no, nowNo: no, text }],
    }
    try {
      await amendPlan(duban, planId, amendment, {
        reference: asked.origin.reference,
        reason: `立项 ${no}（${originName(asked.origin)}）`,
        actor: by.actor,
        // A refusal is remembered under its id: another document is another try.
        actId: `${actId}-${shortHash(state.document ?? '')}`,
      })
      return { draft, already: false }
    } catch (error) {
      if (!(error instanceof RefusedError) || error.refusal.code !== 'AMEND_OUTDATED') throw error
    }
  }
  throw refused('ITEM_CROWDED', '别人也在同时立项，这一项还没有立上', '再试一次；同一编号不会立两次')
}

const itemOpen = (open: readonly OpenQuestion[]): RefusedError =>
  new RefusedError({
    code: 'REVIEW_OPEN',
    message: `有 ${open.length} 处要先答复：${open.map(({ item }) => item.message).join('；')}`,
    remedy: `逐项答复：${open.map(({ id, options }) => `${id}=${options.map(({ choice, value }) => (value ? `${choice}:…` : choice)).join('|')}`).join('；')}`,
    fields: { questions: open.map(({ id }) => id) },
  })
