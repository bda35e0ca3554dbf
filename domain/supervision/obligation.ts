import type { IsoDate } from '../calendar/date.ts'
import { endName, endOfDayExclusive, lastDayBefore, type PlanTime } from '../calendar/time.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { Evidence, Ladder, PlannedObligation } from '../plan/measure/planned.ts'
import type { SlipLevel } from '../policy/levels.ts'

export const plannedToLive = (planned: PlannedObligation): Obligation => ({
  ...planned,
  state: planned.doneBefore ? 'completed' : 'scheduled',
  openedOn: null,
  originalDueOn: planned.redated?.from ?? planned.dueOn,
  ...(planned.redated ? { dueBy: 'person' as const, dueInPlan: planned.redated.from } : {}),
  bornOverdue: false,
  remindersSent: 0,
  overdueSince: null,
  slips: [],
  evidence: [],
  returns: [],
  acceptedAt: null,
  outcome: null,
  lateDays: 0,
  lateWorkdays: 0,
  lateReported: false,
})

/** The instant at which an obligation is due, where the text gives one and nobody has moved the date since. */
export const dueInstant = (o: Pick<Obligation, 'dueOn' | 'dueAt'>): PlanTime | null =>
  o.dueAt && o.dueOn === lastDayBefore(o.dueAt) ? o.dueAt : null

/** When nothing more can be on time: that instant, or the end of the due date. */
export const dueEnd = (o: Pick<Obligation, 'dueOn' | 'dueAt'>): PlanTime | null =>
  dueInstant(o) ?? (o.dueOn === null ? null : endOfDayExclusive(o.dueOn))

/** The due date in words, with its hour where it has one. @example '2015-03-03 15:30' */
export const dueName = (o: Pick<Obligation, 'dueOn' | 'dueAt'>): string | null => {
  const at = dueInstant(o)
  return at === null ? o.dueOn : endName(at)
}

/** A due date that a person sets, with what the text had said; the same date is no change. */
export const dueByPerson = (o: Obligation, dueOn: IsoDate | null): Partial<Obligation> =>
  dueOn === o.dueOn
    ? { dueOn }
    : { dueOn, dueBy: 'person', dueInPlan: o.dueBy === 'person' ? o.dueInPlan : o.dueOn }

/** Another due date by a person's act, with its ladder: nothing was sent by it yet, and the lapse stands only while it is past. */
export const redated = (
  o: Obligation,
  dueOn: IsoDate | null,
  ladder: Ladder | null,
  on: IsoDate,
): Partial<Obligation> => ({
  ...dueByPerson(o, dueOn),
  ladder,
  remindersSent: 0,
  overdueSince: dueOn !== null && dueOn >= on ? null : o.overdueSince,
})

/** Slips that were raised for the due date it has now. */
export const slipsRaised = ({ slips, dueOn }: Pick<Obligation, 'slips' | 'dueOn'>): Obligation['slips'] =>
  slips.filter((slip) => slip.dueOn === dueOn)
export const levelsRaised = (o: Pick<Obligation, 'slips' | 'dueOn'>): readonly SlipLevel[] =>
  slipsRaised(o).map((slip) => slip.level)

/** With what it was sent back; undefined while it is not. */
export const sentBack = (
  o: Pick<Obligation, 'state' | 'returns'>,
): Obligation['returns'][number] | undefined => (o.state === 'returned' ? o.returns.at(-1) : undefined)
/** Until when it is to be handed in again. */
export const reworkOn = (o: Pick<Obligation, 'state' | 'returns'>): IsoDate | undefined =>
  sentBack(o)?.reworkOn

type Asked = 'id' | 'clause' | 'ask' | 'opensOn' | 'why'
/** An obligation that comes from no period and no event, with no date unless it is given one. */
export const plainObligation = (
  asked: Pick<PlannedObligation, Asked> & Partial<PlannedObligation>,
): PlannedObligation => ({
  period: null,
  eventId: null,
  notBefore: null,
  dueOn: null,
  provisional: false,
  policy: false,
  milestone: null,
  ladder: null,
  ...asked,
})

/** 暂定: no table for a day that its count needed. A date that a person set is firm. */
export const isProvisional = (o: Pick<Obligation, 'provisional' | 'dueBy'>): boolean =>
  o.provisional && o.dueBy !== 'person'

/** The due date that the text gives, whatever a person set. */
export const inText = (o: Obligation): IsoDate | null =>
  o.dueBy !== 'person' ? o.dueOn : o.dueInPlan === undefined ? o.originalDueOn : o.dueInPlan

/** 领导批示 with a date: `3.1/i-1`. */
export const isInstruction = (id: string): boolean => /\/i-\d+$/.test(id)

/** Nothing more will happen to it. */
export const isEnded = (o: Obligation): boolean =>
  o.state === 'completed' ||
  o.state === 'withdrawn' ||
  o.state === 'notTriggered' ||
  o.state === 'carriedOver'

/** The unit owes something: the ladder runs. */
export const isOwed = (o: Obligation): boolean => o.state === 'open' || o.state === 'returned'

/** What was sent back was handed in before. */
export const notIn = (o: Obligation | undefined): string =>
  o?.state === 'returned' ? '没有重新提交' : '没有提交'

/** All that was handed in, also what the unit's head has not signed. */
export const evidenceOf = ({
  evidence,
  unsigned,
}: Pick<Obligation, 'evidence' | 'unsigned'>): readonly Evidence[] =>
  unsigned ? [...evidence, unsigned.evidence] : evidence

/** Every file that it names: what was handed in, and what a check on the spot brought. */
export const filesOf = (o: Pick<Obligation, 'evidence' | 'unsigned' | 'checks'>): Evidence['files'] =>
  [...evidenceOf(o), ...(o.checks ?? [])].flatMap(({ files }) => files)

export const latestEvidence = (o: Obligation): Evidence | null => o.evidence.at(-1) ?? null

/** Slips that were not taken back. */
export const standingSlips = (o: Pick<Obligation, 'slips'>): Obligation['slips'] =>
  o.slips.filter((slip) => slip.withdrawnOn === undefined)
