import type { IsoDate } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import {
  type Grade,
  isEnded,
  latestEvidence,
  type Obligation,
  standingSlips,
} from '../supervision/obligation.ts'
import type { SlipLevel } from '../supervision/policy.ts'
import type { MeasureState } from '../supervision/state.ts'
import { leadsOf } from '../supervision/units.ts'
import type { MeasureLedger } from './lines.ts'
import { type Owners, ownersOf } from './owners.ts'
import type { ScorePeriod } from './scores.ts'

interface Item {
  readonly obligation: string
  /** The coordinator, and all who lead. */
  readonly unit: string
  readonly units: readonly string[]
}

type Led = Pick<Item, 'unit' | 'units'>
const ledBy = ({ setup }: Pick<MeasureState, 'setup'>): Led => ({
  unit: setup.leadUnit,
  units: leadsOf(setup),
})

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
  readonly on: IsoDate
  readonly result: 'granted' | 'refused' | 'pending'
  readonly from: IsoDate | null
  readonly dueOn: IsoDate | null
  /** The date before any extension. */
  readonly originalDueOn: IsoDate | null
  readonly reason: string | null
}

export interface StandstillItem extends Item {
  readonly kind: 'suspended' | 'terminated' | 'carriedOver'
  readonly on: IsoDate
  readonly reason: string
}

export interface SlipItem extends Item {
  /** As issued; null when the register does not know it. */
  readonly number: number | null
  readonly level: SlipLevel
  readonly dueOn: IsoDate
  readonly raisedOn: IsoDate
  /** Raised while the office's answer to a request for extension was overdue. Absent: not. */
  readonly unanswered?: boolean
  /** A grant took it back. Absent: it stands. */
  readonly withdrawnOn?: IsoDate
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
}

/** Key of a slip in `slipNumbers`: a level goes out once per obligation and due date. */
export const slipKey = (obligation: string, level: SlipLevel, dueOn: IsoDate): string =>
  `${obligation} ${level} ${dueOn}`

function completedItems(o: Obligation, led: Led, { from, to }: ScorePeriod): readonly CompletedItem[] {
  const acceptedOn = o.state === 'completed' && o.acceptedAt !== null ? dateOf(o.acceptedAt) : null
  if (acceptedOn === null || acceptedOn < from || acceptedOn > to) return []
  const item = {
    obligation: o.id,
    ...led,
    dueOn: o.dueOn,
    doneOn: latestEvidence(o)?.doneOn ?? null,
    acceptedOn,
    lateDays: o.lateDays,
    lateWorkdays: o.lateWorkdays,
    lateReported: o.lateReported,
    slips: standingSlips(o).map((slip) => slip.level),
    grade: o.grade ?? null,
  }
  return [item]
}

/** Who led it when it happened, as the score has it; else whoever does now. */
const then = (leads: readonly string[] | undefined, led: Led): Led =>
  leads?.[0] === undefined ? led : { ...led, unit: leads[0], units: leads }

/** Requests refused in the period are in the ledger only: the state forgets them. */
function extensionsOf(
  states: readonly MeasureState[],
  ledgers: readonly MeasureLedger[],
  within: (on: IsoDate) => boolean,
  owners: Owners,
): readonly ExtensionItem[] {
  const refused = new Map<string, ExtensionItem[]>()
  for (const { row: _, fact } of ledgers.flat())
    if (fact.kind === 'extensionRefused' && within(dateOf(fact.at))) {
      const { obligationId: obligation, reason } = fact
      const item = {
        obligation,
        unit: '',
        units: [],
        on: dateOf(fact.at),
        result: 'refused' as const,
        reason,
      }
      const known = refused.get(obligation) ?? []
      refused.set(obligation, [...known, { ...item, from: null, dueOn: null, originalDueOn: null }])
    }
  return states.flatMap((state) =>
    state.obligations.flatMap((o): ExtensionItem[] => {
      const { id: obligation, originalDueOn } = o
      const led = ledBy(state)
      const granted = (o.extensions ?? [])
        .filter((one) => within(one.on))
        .map(({ on, from, dueOn }): ExtensionItem => {
          const had = then(owners.ofExtension(obligation, on), led)
          return { obligation, ...had, on, result: 'granted', from, dueOn, originalDueOn, reason: null }
        })
      const not = (refused.get(obligation) ?? []).map((item) => ({
        ...item,
        ...then(owners.ofExtension(obligation, item.on), led),
        from: o.dueOn,
        originalDueOn,
      }))
      // What is withdrawn has nobody who could answer; its request comes back with it.
      if (!o.extension || isEnded(o)) return [...granted, ...not]
      const { askedOn: on, dueOn, reason } = o.extension
      const pending = { obligation, ...led, on, result: 'pending' as const, from: o.dueOn }
      return [...granted, ...not, { ...pending, dueOn, originalDueOn, reason }]
    }),
  )
}

/** The itemised part of a bulletin; `states` in the order of the plan, as they stood at its end. */
export function listsOf(
  states: readonly MeasureState[],
  ledgers: readonly MeasureLedger[],
  period: ScorePeriod,
  slipNumbers: ReadonlyMap<string, number>,
): BulletinLists {
  const owners = ownersOf(ledgers.map((lines) => lines.map(({ fact }) => fact)))
  const within = (on: IsoDate) => on >= period.from && on <= period.to
  const each = <T>(pick: (o: Obligation, led: Led) => readonly T[]): readonly T[] =>
    states.flatMap((state) => state.obligations.flatMap((o) => pick(o, ledBy(state))))
  const done = each((o, led) => completedItems(o, then(owners.ofDone(o.id), led), period))
  const outcome = new Map(each((o) => [[o.id, o.outcome] as const]))
  return {
    completedOnTime: done.filter((item) => outcome.get(item.obligation) === 'onTime'),
    completedLate: done.filter((item) => outcome.get(item.obligation) === 'late'),
    completedUndated: done.filter((item) => outcome.get(item.obligation) === null),
    extensions: extensionsOf(states, ledgers, within, owners),
    standstills: each((o, led): readonly StandstillItem[] => {
      const about = { obligation: o.id, ...led }
      if (o.state === 'suspended' && o.suspension)
        return [{ ...about, kind: 'suspended', on: o.suspension.on, reason: o.suspension.reason }]
      if (o.carriedTo && o.closed && within(o.closed.on)) {
        const reason = `结转到 ${o.carriedTo.planId} ${o.carriedTo.no}`
        return [{ ...about, kind: 'carriedOver', on: o.closed.on, reason }]
      }
      return o.terminated && within(o.terminated.on)
        ? [{ ...about, kind: 'terminated', on: o.terminated.on, reason: o.terminated.reason }]
        : []
    }),
    slips: each((o, led) =>
      o.slips
        .filter((slip) => within(slip.raisedOn))
        .map(({ level, dueOn, raisedOn, units, unanswered, withdrawnOn }) => {
          const number = slipNumbers.get(slipKey(o.id, level, dueOn)) ?? null
          const to = {
            ...then(owners.ofSlip(o.id, level, dueOn), led),
            ...(units ? { units } : {}),
            ...(unanswered ? { unanswered: true } : {}),
            ...(withdrawnOn ? { withdrawnOn } : {}),
          }
          return { obligation: o.id, ...to, number, level, dueOn, raisedOn }
        }),
    )
      .slice()
      .sort((a, b) => (a.number ?? 0) - (b.number ?? 0)),
  }
}
