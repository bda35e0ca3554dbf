import { diffDays, type IsoDate } from '../calendar/date.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { PlannedObligation } from '../plan/measure/planned.ts'
import { inText, isInstruction } from './obligation.ts'

/** `3.5/c1-2015-07` and `3.5/2015-07` are one period: a second clause in the text does not make it another. */
const keyOf = (id: string): string => id.replace(/\/c\d+-/, '/')

/** A leader's instruction and evidence asked for again are not of the plan's text: only a person ends them. */
export const ofThePlan = (o: Obligation): boolean => !isInstruction(o.id) && o.renews === undefined

/** Taken out by an earlier amendment, not by a person and not with its event: the text can bring it back. */
export const isDropped = (o: Obligation): boolean => o.state === 'withdrawn' && !o.terminated && !o.revoked

export type Pair = readonly [Obligation, PlannedObligation]
export type Pairs = readonly Pair[]

const gap = (a: IsoDate | null, b: IsoDate | null): number =>
  a === null || b === null ? Number.MAX_SAFE_INTEGER : Math.abs(diffDays(a, b))
const byDate = (a: IsoDate | null, b: IsoDate | null): number =>
  (a ?? '~') < (b ?? '~') ? -1 : a === b ? 0 : 1
const isFixed = (o: Pick<Obligation, 'period' | 'eventId'>): boolean =>
  o.period === null && o.eventId === null

/**
 * Obligations with what the plan says of them now, whatever ids either has. Of an event: the same event. Of a period: as
 * many before as now are the first, second, … of it in their order; else the same date, then the same id, then the
 * nearest date. Fixed dates: by date, id, and nearness at once. What was withdrawn is found again by id or period only,
 * after what is still there.
 *
 * @param stays what an amendment can give no other date (replan-happened.ts): it answers to its own date, and stands in
 *   for none that the text names anew. Absent: a calendar, which moves all dates alike.
 */
export function pairUp(
  old: readonly Obligation[],
  planned: readonly PlannedObligation[],
  stays: (o: Obligation) => boolean = () => false,
): Pairs {
  const pairs: Pair[] = []
  const left = new Set(old.filter((o) => o.state !== 'notTriggered' && ofThePlan(o)))
  const open = new Set(planned)
  const join = (o: Obligation, p: PlannedObligation) => {
    pairs.push([o, p])
    left.delete(o)
    open.delete(p)
  }
  const take = (fits: (o: Obligation, p: PlannedObligation) => boolean) => {
    for (const p of [...open]) {
      const o = [...left].find((candidate) => fits(candidate, p))
      if (o !== undefined) join(o, p)
    }
  }
  const nearest = (fits: (o: Obligation, p: PlannedObligation) => boolean) => {
    for (;;) {
      const found = [...open].flatMap((p) =>
        [...left].filter((o) => fits(o, p)).map((o) => ({ o, p, days: gap(inText(o), p.dueOn) })),
      )
      const [first, ...rest] = found
      if (first === undefined) return
      const best = rest.reduce((a, b) => (b.days < a.days ? b : a), first)
      join(best.o, best.p)
    }
  }
  const there = (o: Obligation) => o.state !== 'withdrawn'
  const sameEvent = (o: Obligation, p: PlannedObligation) => o.eventId !== null && o.eventId === p.eventId
  const samePeriod = (o: Obligation, p: PlannedObligation) => o.period !== null && o.period === p.period
  const sameDate = (o: Obligation, p: PlannedObligation) => inText(o) === p.dueOn

  take((o, p) => there(o) && sameEvent(o, p) && o.id === p.id)
  take((o, p) => there(o) && sameEvent(o, p) && keyOf(o.id) === keyOf(p.id))
  for (const period of new Set(planned.flatMap((p) => p.period ?? []))) {
    const [was, now] = [
      [...left].filter((o) => there(o) && o.period === period),
      [...open].filter((p) => p.period === period),
    ]
    if (was.length !== now.length) continue
    const clauses = (list: readonly { readonly clause: number }[]) =>
      list
        .map((one) => one.clause)
        .sort()
        .join()
    // What each clause asks goes with it; where the text is cut up otherwise, only the order in time is left.
    const clause = clauses(was) === clauses(now) ? 1 : 0
    was.sort((a, b) => clause * (a.clause - b.clause) || byDate(inText(a), inText(b)))
    now.sort((a, b) => clause * (a.clause - b.clause) || byDate(a.dueOn, b.dueOn))
    for (const [i, o] of was.entries()) join(o, now[i] as PlannedObligation)
  }
  take((o, p) => there(o) && samePeriod(o, p) && sameDate(o, p))
  take((o, p) => there(o) && samePeriod(o, p) && o.id === p.id)
  nearest((o, p) => there(o) && samePeriod(o, p))
  take((o, p) => there(o) && isFixed(o) && isFixed(p) && sameDate(o, p) && o.id === p.id)
  take((o, p) => there(o) && isFixed(o) && isFixed(p) && sameDate(o, p))
  take((o, p) => there(o) && isFixed(o) && isFixed(p) && o.id === p.id && !stays(o))
  take((o, p) => o.id === p.id && !stays(o))
  take((o, p) => !there(o) && keyOf(o.id) === keyOf(p.id))
  nearest((o, p) => there(o) && isFixed(o) && isFixed(p) && !stays(o))
  return pairs
}
