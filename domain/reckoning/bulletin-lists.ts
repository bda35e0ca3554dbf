import type { IsoDate } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import type { BulletinFormat } from '../events/bulletins.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { latestEvidence, standingSlips } from '../supervision/obligation.ts'
import { checkItems } from './bulletin-checks.ts'
import { extensionsOf } from './bulletin-extensions.ts'
import { extensionsOf1 } from './bulletin-extensions-1.ts'
import {
  aboutOf,
  type BulletinLists,
  type CompletedItem,
  type Item,
  ledThen,
  type SlipItem,
  type StandstillItem,
} from './bulletin-items.ts'
import { withdrawnIn } from './bulletin-withdrawn.ts'
import type { MeasureLedger } from './lines.ts'
import { ownersOf, TODAYS } from './owners.ts'
import type { ScorePeriod } from './scores.ts'
import { bySerial, slipKey } from './slip-serials.ts'

/** Numbers and serials of the slips as the register has them, by `slipKey`. */
export interface SlipNames {
  readonly slipNumbers: ReadonlyMap<string, number>
  /** Absent: not known. */
  readonly slipSerials?: ReadonlyMap<string, string>
}

function completedItem(o: Obligation, item: Item, { from, to }: ScorePeriod): readonly CompletedItem[] {
  const acceptedOn = o.state === 'completed' && o.acceptedAt !== null ? dateOf(o.acceptedAt) : null
  if (acceptedOn === null || acceptedOn < from || acceptedOn > to) return []
  return [
    {
      ...item,
      dueOn: o.dueOn,
      doneOn: latestEvidence(o)?.doneOn ?? null,
      acceptedOn,
      lateDays: o.lateDays,
      lateWorkdays: o.lateWorkdays,
      lateReported: o.lateReported,
      slips: standingSlips(o).map((slip) => slip.level),
      grade: o.grade ?? null,
    },
  ]
}

function standstill(o: Obligation, about: Item, within: (on: IsoDate) => boolean): readonly StandstillItem[] {
  if (o.state === 'suspended' && o.suspension)
    return [{ ...about, kind: 'suspended', on: o.suspension.on, reason: o.suspension.reason }]
  if (o.carriedTo && o.closed && within(o.closed.on)) {
    const reason = `结转到 ${o.carriedTo.planId} ${o.carriedTo.no}`
    return [{ ...about, kind: 'carriedOver', on: o.closed.on, reason }]
  }
  return o.terminated && within(o.terminated.on)
    ? [{ ...about, kind: 'terminated', on: o.terminated.on, reason: o.terminated.reason }]
    : []
}

const byRegister =
  (format: BulletinFormat) =>
  (a: SlipItem, b: SlipItem): number =>
    format === 1
      ? (a.number ?? 0) - (b.number ?? 0)
      : bySerial(a.serial ?? '', b.serial ?? '') || (a.number ?? 0) - (b.number ?? 0)

/** The itemised part of a bulletin; `states` in the order of the plan, as they stood at its end. */
export function listsOf(
  states: readonly MeasureState[],
  ledgers: readonly MeasureLedger[],
  period: ScorePeriod,
  { slipNumbers, slipSerials }: SlipNames,
  format: BulletinFormat = 2,
): BulletinLists {
  const owners = format === 1 ? TODAYS : ownersOf(ledgers.map((lines) => lines.map(({ fact }) => fact)))
  const within = (on: IsoDate) => on >= period.from && on <= period.to
  const each = <T>(pick: (o: Obligation, item: Item) => readonly T[]): readonly T[] =>
    states.flatMap((state) => state.obligations.flatMap((o) => pick(o, aboutOf(state, o))))
  const done = each((o, item) => completedItem(o, ledThen(owners.ofDone(o.id), item), period))
  const outcome = new Map(each((o) => [[o.id, o.outcome] as const]))
  const checks =
    format < 4 ? [] : each((o, item) => checkItems(o, ledThen(owners.ofDone(o.id), item), within))
  const withdrawn = format === 1 ? null : withdrawnIn(ledgers, within)
  return {
    completedOnTime: done.filter((item) => outcome.get(item.obligation) === 'onTime'),
    completedLate: done.filter((item) => outcome.get(item.obligation) === 'late'),
    completedUndated: done.filter((item) => outcome.get(item.obligation) === null),
    extensions: (format === 1 ? extensionsOf1 : extensionsOf)(states, ledgers, within),
    standstills: each((o, about): readonly StandstillItem[] => {
      const gone = o.state === 'withdrawn' && !o.terminated ? withdrawn?.get(o.id) : undefined
      return [
        ...standstill(o, about, within),
        ...(gone ? [{ ...about, kind: 'withdrawn' as const, ...gone }] : []),
      ]
    }),
    slips: each((o, item) =>
      o.slips
        .filter((slip) => within(slip.raisedOn))
        .map(({ level, dueOn, raisedOn, units, unanswered, withdrawnOn }) => {
          const key = slipKey(o.id, level, dueOn)
          return {
            ...ledThen(owners.ofSlip(o.id, level, dueOn), item),
            ...(units ? { units } : {}),
            ...(unanswered ? { unanswered: true } : {}),
            ...(withdrawnOn ? { withdrawnOn } : {}),
            number: slipNumbers.get(key) ?? null,
            serial: slipSerials?.get(key) ?? null,
            level,
            dueOn,
            raisedOn,
          }
        }),
    )
      .slice()
      .sort(byRegister(format)),
    ...(checks.length > 0 ? { checks } : {}),
  }
}
