import type { IsoDate } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import type { OfficeWaitKind } from '../plan/measure/marks.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { begin, evolve } from '../supervision/evolve.ts'
import { officeOwes, officeWord } from '../supervision/office/clocks.ts'
import { officeFor } from '../supervision/offices.ts'
import type { MeasureLedger } from './lines.ts'
import type { ScorePeriod } from './scores.ts'

/** 督查机构自己的逾期: one answer that was not given in time. Kept apart from what units owe; it costs no points. */
export interface OfficeLateItem {
  readonly obligation: string
  readonly office: string
  readonly wait: OfficeWaitKind
  /** What it owed, in Chinese: 审核, 答复延期申请, … */
  readonly what: string
  /** The day on which it was asked, and its last day. */
  readonly since: IsoDate
  readonly by: IsoDate
  /** The day on which it answered, or nothing was owed any more; null: still owed. */
  readonly endedOn: IsoDate | null
  /** Ended by nobody's act but by the plan's close: 未审核, for evidence. */
  readonly unanswered: boolean
}

interface Open extends Omit<OfficeLateItem, 'endedOn' | 'unanswered'> {
  readonly lateOn: IsoDate
}

/** Every late answer of the office on one measure, in the order of its ledger and from nothing else. */
export function officeLatenessIn(
  lines: MeasureLedger,
): readonly (OfficeLateItem & { readonly lateOn: IsoDate })[] {
  const [first] = lines
  if (first?.fact.kind !== 'started') return []
  let state: MeasureState = begin(first.fact.at, first.fact.setup)
  let open: readonly Open[] = []
  const done: (OfficeLateItem & { readonly lateOn: IsoDate })[] = []
  for (const { fact } of lines) {
    state = evolve(state, fact)
    const on = dateOf(fact.at)
    const closed = state.closedOn !== null
    const still = (item: Open) => {
      const o = state.obligations.find(({ id }) => id === item.obligation)
      const owes = o === undefined || closed ? null : officeOwes(o)
      return owes?.wait === item.wait && owes.since === item.since
    }
    done.push(
      ...open.filter((item) => !still(item)).map((item) => ({ ...item, endedOn: on, unanswered: closed })),
    )
    open = open.filter(still)
    if (fact.kind !== 'officeDue' || fact.step !== 'lapse') continue
    const { obligationId: obligation, wait, since, by } = fact
    open = [
      ...open,
      { obligation, office: officeFor(state), wait, what: officeWord(wait), since, by, lateOn: on },
    ]
  }
  return [...done, ...open.map((item) => ({ ...item, endedOn: null, unanswered: false }))]
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Late answers that fell due in a period, or were still owed in it; null where no measure has such clocks. */
export function officeLatenessOf(
  ledgers: readonly MeasureLedger[],
  { from, to }: ScorePeriod,
): readonly OfficeLateItem[] | null {
  const clocked = ({ fact }: MeasureLedger[number]) =>
    (fact.kind === 'started' && fact.setup.workdays !== undefined) ||
    // Rules that bring the clocks to a plan that runs bring their days too.
    (fact.kind === 'replanned' && fact.replan.workdays !== undefined)
  if (!ledgers.some((lines) => lines.some(clocked))) return null
  return ledgers
    .flatMap(officeLatenessIn)
    .filter((item) => item.lateOn <= to && (item.endedOn === null || item.endedOn >= from))
    .sort(
      (a, b) => byText(a.lateOn, b.lateOn) || byText(a.obligation, b.obligation) || byText(a.wait, b.wait),
    )
    .map(({ lateOn: _, ...item }) => item)
}
