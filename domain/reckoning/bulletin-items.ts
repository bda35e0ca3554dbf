import type { IsoDate } from '../calendar/date.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import type { Grade, SlipLevel } from '../policy/levels.ts'
import { leadsOf } from '../supervision/units.ts'
import { taskWords } from './task-words.ts'

/** What a line of a bulletin is about. */
export interface Item {
  readonly obligation: string
  /** In words. */
  readonly task: string
  /** The coordinator, and all who lead. */
  readonly unit: string
  readonly units: readonly string[]
}

export const aboutOf = ({ setup }: Pick<MeasureState, 'setup'>, o: Obligation): Item => ({
  obligation: o.id,
  task: taskWords(setup, o),
  unit: setup.leadUnit,
  units: leadsOf(setup),
})

/** Who led it when it happened, as the score has it; else whoever does now. */
export const ledThen = (leads: readonly string[] | undefined, item: Item): Item =>
  leads?.[0] === undefined ? item : { ...item, unit: leads[0], units: leads }

export interface CompletedItem extends Item {
  readonly dueOn: IsoDate | null
  readonly doneOn: IsoDate | null
  readonly acceptedOn: IsoDate
  readonly lateDays: number
  readonly lateWorkdays: number
  /** 迟报: done in time, reported late. */
  readonly lateReported: boolean
  readonly slips: readonly SlipLevel[]
  readonly grade: Grade | null
}

export interface ExtensionItem extends Item {
  /** The day of the answer; of the request while it waits for one. */
  readonly on: IsoDate
  /** `settled`: the office set a due date, which answered it. */
  readonly result: 'granted' | 'refused' | 'pending' | 'settled'
  readonly from: IsoDate | null
  readonly dueOn: IsoDate | null
  /** The date before any extension. */
  readonly originalDueOn: IsoDate | null
  /** Why the unit asked. Null in bulletins of format 1, but for a request that waits. */
  readonly reason: string | null
  /** What the office said to it; null: nothing, or not yet. */
  readonly answer: string | null
}

export interface StandstillItem extends Item {
  readonly kind: 'suspended' | 'terminated' | 'carriedOver' | 'withdrawn'
  readonly on: IsoDate
  readonly reason: string
}

export interface SlipItem extends Item {
  /** As registered, in the order in which slips were written; null when the register does not know it. */
  readonly number: number | null
  /** 编号 by date (slip-serials.ts); null when the register does not know it. */
  readonly serial: string | null
  readonly level: SlipLevel
  readonly dueOn: IsoDate
  readonly raisedOn: IsoDate
  /** Raised while the office's answer to a request for extension was overdue. Absent: not. */
  readonly unanswered?: boolean
  /** A grant took it back. Absent: it stands. */
  readonly withdrawnOn?: IsoDate
}

/** 抽查核实 of what had been accepted. */
export interface CheckItem extends Item {
  readonly on: IsoDate
  readonly finding: '属实' | '不实'
  /** What was seen. */
  readonly text: string
  /** Found false, and accepted anew since. */
  readonly doneAgain?: true
}

/** What a bulletin lists, each in the order of the plan; completions on time and late apart. */
export interface BulletinLists {
  readonly completedOnTime: readonly CompletedItem[]
  readonly completedLate: readonly CompletedItem[]
  /** Completed without ever having had a due date. */
  readonly completedUndated: readonly CompletedItem[]
  readonly extensions: readonly ExtensionItem[]
  readonly standstills: readonly StandstillItem[]
  readonly slips: readonly SlipItem[]
  /** Absent: none in the period, or worded before format 4. */
  readonly checks?: readonly CheckItem[]
}
