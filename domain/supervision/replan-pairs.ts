import { isInstruction, type Obligation, type PlannedObligation } from './obligation.ts'

/** `3.5/c1-2015-07` and `3.5/2015-07` are one period: a second clause in the text does not make it another. */
const keyOf = (id: string): string => id.replace(/\/c\d+-/, '/')

const sameId = (o: Obligation, p: PlannedObligation): boolean => o.id === p.id
const samePeriod = (o: Obligation, p: PlannedObligation): boolean => keyOf(o.id) === keyOf(p.id)
/** A fixed date that was rewritten is the same deliverable with another date, also when it is done already. */
const bothFixed = (o: Obligation, p: PlannedObligation): boolean =>
  o.eventId === null && p.eventId === null && o.period === null && p.period === null

/** A leader's instruction and evidence asked for again are not of the plan's text: only a person ends them. */
export const ofThePlan = (o: Obligation): boolean => !isInstruction(o.id) && o.renews === undefined

/** Taken out by an earlier amendment, not by a person and not with its event: the text can bring it back. */
export const isDropped = (o: Obligation): boolean => o.state === 'withdrawn' && !o.terminated && !o.revoked

/**
 * Obligations with what the plan says of them now: the same id, else the same period, else dates in their order. What
 * was withdrawn is found again by id or period only, after what is still there.
 */
export function pairUp(
  old: readonly Obligation[],
  planned: readonly PlannedObligation[],
): readonly (readonly [Obligation, PlannedObligation])[] {
  const pairs: [Obligation, PlannedObligation][] = []
  const left = new Set(old.filter((o) => o.state !== 'notTriggered' && ofThePlan(o)))
  const open = new Set(planned)
  const take = (
    matches: (o: Obligation, p: PlannedObligation) => boolean,
    among: (o: Obligation) => boolean,
  ) => {
    for (const p of [...open]) {
      const o = [...left].find((candidate) => among(candidate) && matches(candidate, p))
      if (o === undefined) continue
      pairs.push([o, p])
      left.delete(o)
      open.delete(p)
    }
  }
  const there = (o: Obligation) => o.state !== 'withdrawn'
  take(sameId, there)
  take(samePeriod, there)
  take(sameId, () => true)
  take(samePeriod, () => true)
  take(bothFixed, there)
  return pairs
}
