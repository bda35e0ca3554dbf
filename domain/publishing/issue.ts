import { diffDays, type IsoDate } from '../calendar/date.ts'
import { dateOf, type PlanTime } from '../calendar/time.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { type Numbers, shownNumberOf } from '../plan/numbers.ts'
import { latestEvidence } from '../supervision/obligation.ts'
import { outstandingWaits } from '../supervision/phase.ts'
import { leadsOf, unitsOf } from '../supervision/units.ts'
import type { PublicField } from './fields.ts'
import { itemState, type PublicState, publicState } from './words.ts'

/** One deliverable, as far as its fields are published; what is not is absent. */
export interface PublicPart {
  readonly id: string
  readonly state: PublicState
  readonly dueOn?: IsoDate | null
  readonly originalDueOn?: IsoDate | null
  readonly doneOn?: IsoDate | null
  readonly lateDays?: number | null
}
export interface PublicItem {
  readonly no: string
  readonly state: PublicState
  readonly task?: string
  readonly text?: string
  readonly unit?: string
  readonly units?: readonly string[]
  readonly deadline?: string
  readonly conditions?: readonly string[]
  readonly parts: readonly PublicPart[]
}

/** What is published at once: a plan as one issued bulletin saw it. */
export interface PublicIssue {
  readonly plan: string
  readonly title: string
  readonly year: number
  /** 演练: dates are played. */
  readonly rehearsal: boolean
  readonly bulletin: { readonly number: number; readonly asOf: PlanTime; readonly sha256: string }
  readonly fields: readonly PublicField[]
  readonly items: readonly PublicItem[]
}

function partOf(o: Obligation, has: (field: PublicField) => boolean, today: IsoDate): PublicPart {
  const state = publicState(o, today)
  const doneOn = o.state === 'completed' ? (latestEvidence(o)?.doneOn ?? null) : null
  const late =
    o.dueOn === null || (state !== '逾期' && state !== '逾期办结') ? null : diffDays(o.dueOn, doneOn ?? today)
  return {
    id: o.id,
    state,
    ...(has('due')
      ? { dueOn: o.dueOn, originalDueOn: o.originalDueOn === o.dueOn ? null : o.originalDueOn }
      : {}),
    ...(has('done') ? { doneOn } : {}),
    ...(has('late') ? { lateDays: late } : {}),
  }
}

/** The items of an issue: every measure, with what its allow list lets through. */
export function publicItems(
  plan: Numbers,
  states: readonly MeasureState[],
  fields: readonly PublicField[],
  asOf: PlanTime,
): readonly PublicItem[] {
  const today = dateOf(asOf)
  const has = (field: PublicField) => fields.includes(field)
  return states.map((state) => {
    const { setup } = state
    const [lead = '', ...others] = unitsOf(state)
    return {
      no: shownNumberOf(plan, setup.no),
      state: itemState(state, today),
      ...(has('task') ? { task: setup.taskTitle } : {}),
      ...(has('text') ? { text: setup.text } : {}),
      ...(has('unit') ? { unit: leadsOf(setup).join('、') || lead } : {}),
      ...(has('units') ? { units: others } : {}),
      ...(has('deadline') ? { deadline: setup.deadlineText } : {}),
      ...(has('condition') ? { conditions: outstandingWaits(state).map((wait) => wait.text) } : {}),
      parts: state.obligations.map((o) => partOf(o, has, today)),
    }
  })
}

/** The file of an item, by its number. */
export const itemFile = (no: string): string => `items/${no.replace(/[/\\]/g, '-')}.html`

/** One line of what would be otherwise. */
export interface PublicChange {
  readonly no: string
  readonly says: string
}

const said = (value: unknown): string =>
  value === null || value === undefined || value === ''
    ? '（无）'
    : Array.isArray(value)
      ? value.join('、') || '（无）'
      : String(value)

const ITEM: readonly (readonly [keyof PublicItem, string])[] = [
  ['state', '情况'],
  ['task', '工作任务'],
  ['text', '具体措施'],
  ['unit', '牵头单位'],
  ['units', '责任、配合单位'],
  ['deadline', '时限原文'],
  ['conditions', '等待的条件'],
]
const PART: readonly (readonly [keyof PublicPart, string])[] = [
  ['state', '情况'],
  ['dueOn', '到期日'],
  ['originalDueOn', '原到期日'],
  ['doneOn', '完成日期'],
  ['lateDays', '逾期天数'],
]

function differences<T extends object>(
  before: T,
  after: T,
  keys: readonly (readonly [keyof T, string])[],
): readonly string[] {
  return keys.flatMap(([key, name]) =>
    said(before[key]) === said(after[key]) ? [] : [`${name} ${said(before[key])} → ${said(after[key])}`],
  )
}

/** What publishing `after` would change of `before`, item by item; without one, all of it is new. */
export function publicChanges(before: PublicIssue | null, after: PublicIssue): readonly PublicChange[] {
  const known = new Map(before?.items.map((item) => [item.no, item]))
  const changes: PublicChange[] = []
  for (const item of after.items) {
    const was = known.get(item.no)
    known.delete(item.no)
    if (was === undefined) {
      changes.push({ no: item.no, says: `公开：${item.state}` })
      continue
    }
    for (const says of differences(was, item, ITEM)) changes.push({ no: item.no, says })
    const parts = new Map(was.parts.map((part) => [part.id, part]))
    for (const part of item.parts) {
      const old = parts.get(part.id)
      parts.delete(part.id)
      if (old === undefined) changes.push({ no: item.no, says: `${part.id} 新增：${part.state}` })
      else
        for (const says of differences(old, part, PART))
          changes.push({ no: item.no, says: `${part.id} ${says}` })
    }
    for (const id of parts.keys()) changes.push({ no: item.no, says: `${id} 不再列出` })
  }
  for (const no of known.keys()) changes.push({ no, says: '不再公开' })
  return changes
}

/** How many items stand where, in the order of the words. */
export const publicCounts = (
  items: readonly PublicItem[],
  words: readonly PublicState[],
): readonly (readonly [PublicState, number])[] =>
  words
    .map((word) => [word, items.filter(({ state }) => state === word).length] as const)
    .filter(([, n]) => n > 0)
