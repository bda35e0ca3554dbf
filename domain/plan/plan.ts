import type { IsoDate } from '../calendar/date.ts'
import type { Clause, ReviewItem, Unparsed } from '../deadline/rule.ts'
import type { IgnoredCell } from './accounting.ts'
import type { Carried, ReadColumns } from './columns.ts'
import type { CarriedFrom, CarriedWork } from './measure/state.ts'
import type { Person } from './people.ts'

export type UnitRole = 'lead' | 'responsible' | 'supporting'

/** 单位 as a measure names it: `name` normalised and joined over line breaks, `raw` as printed. */
export interface UnitRef {
  readonly name: string
  readonly raw: string
  readonly role: UnitRole
}

/** What a document's dates in words are relative to: 印发之日, 今年, a month without a year. */
export interface DocumentDates {
  readonly planYear: number | null
  readonly issuedOn: IsoDate | null
}

export interface MeasureDeadline {
  readonly text: string
  /** The document that words it, where a later one left the row as it was. Absent: the plan's. */
  readonly wordedIn?: DocumentDates
  /** Taken from the cell above inside the same task and unit, because this one stands empty. */
  readonly inherited: boolean
  readonly clauses: readonly Clause[]
  readonly unparsed: readonly Unparsed[]
}

/** 立项: where an item comes from that a person put into a plan by hand. */
export const ORIGINS = ['批示', '会议', '来信', '其他'] as const
export interface ItemOrigin {
  readonly kind: (typeof ORIGINS)[number]
  /** 文号, or how the paper is called. */
  readonly reference: string | null
  readonly on: IsoDate | null
  /** The act by which it was added: sent again, it is known by it. */
  readonly actId: string
}

/** 具体工作措施. `no` is the task's number and the position in it; `label` what the document prints. */
export interface Measure {
  readonly no: string
  /** Its number in an amended document, where that differs from the one it runs under. */
  readonly shownNo?: string
  readonly label: string | null
  readonly text: string
  readonly units: readonly UnitRef[]
  /** 责任领导, 责任人 and their like as the document names them. Absent: nobody. */
  readonly people?: readonly Person[]
  /** Texts of the columns that go along with it (columns.ts). Absent: none. */
  readonly columns?: Carried
  readonly deadline: MeasureDeadline
  /** 备注, where the document has one. */
  readonly remark?: string
  /** 立项 by hand. Absent: a document names it. */
  readonly origin?: ItemOrigin
  /** 结转: what of an earlier plan goes on here. Absent: a measure of this plan's own. */
  readonly carriedFrom?: CarriedFrom
  /** Its work as it stood there. Absent: none, or carried over by release 0.2.0. */
  readonly carried?: CarriedWork
}

export interface Task {
  readonly no: string
  readonly title: string
  readonly measures: readonly Measure[]
}

export interface PlanReviewItem extends ReviewItem {
  readonly measure: string | null
  /** Where in the document, in words a clerk can follow: "第3行第5列", "任务9 第2项". */
  readonly source: string
  /** What was not read, line by line, where the item tells of that. */
  readonly lines?: readonly UnreadLine[]
  /** Numbers of the measures that one question speaks of together; `measure` is null then. */
  readonly measures?: readonly string[]
}

/** A line, or a cell, that went into no measure. */
export interface UnreadLine {
  readonly text: string
  readonly place: string
}

export type ReaderName = 'text-table' | 'docx' | 'xlsx' | 'html' | 'prose'

export interface StandingClause {
  readonly text: string
  readonly clauses: readonly Clause[]
}

/** 分工方案 as read from a document, compiled and ready to start. */
export interface WorkPlan extends ReadColumns {
  readonly title: string
  /** SHA-256 of the document's bytes. Absent: not read from a document. */
  readonly source?: string
  readonly year: number | null
  readonly issuedOn: IsoDate | null
  readonly reader: ReaderName
  /** Version of the calendar the dates were computed with. */
  readonly calendar: string
  readonly tasks: readonly Task[]
  readonly review: readonly PlanReviewItem[]
  readonly standing: readonly StandingClause[]
  readonly cells: { readonly read: number; readonly used: number; readonly ignored: number }
  /** Every cell that is no part of the plan, with the reason (docs/reading-plans.md). */
  readonly ignoredCells: readonly IgnoredCell[]
}

/** All measures in document order, each with its task. */
export function measuresOf(plan: WorkPlan): readonly { readonly task: Task; readonly measure: Measure }[] {
  return plan.tasks.flatMap((task) => task.measures.map((measure) => ({ task, measure })))
}

/** What the dates of a measure's deadline are relative to: an amendment leaves 印发之日 of a row that it does not change. */
export const datesOf = (
  plan: Pick<WorkPlan, 'year' | 'issuedOn'>,
  measure: Pick<Measure, 'deadline'>,
): DocumentDates => measure.deadline.wordedIn ?? { planYear: plan.year, issuedOn: plan.issuedOn }

/** The unit that answers for the measure: the first lead, else the first responsible, else the first named. */
export function leadUnitOf(measure: Measure): string | null {
  const by = (role: UnitRole) => measure.units.find((unit) => unit.role === role)?.name
  return by('lead') ?? by('responsible') ?? measure.units[0]?.name ?? null
}
