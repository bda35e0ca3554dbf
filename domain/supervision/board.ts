import { unitKey } from '../basics/unit-name.ts'
import { addDays, diffDays, type IsoDate } from '../calendar/date.ts'
import { CARRIED_FILTERS, type Carried, type CarriedKey } from '../plan/columns.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState, Wait } from '../plan/measure/state.ts'
import { SLIP_LEVELS, type SlipLevel } from '../policy/levels.ts'
import { toSignFor, unacknowledged } from './acknowledge.ts'
import type { Light, MeasurePhase } from './names.ts'
import { isEnded, standingSlips } from './obligation.ts'
import { lightOf, measureLight, nextOwedOn, outstandingWaits, phaseOf } from './phase.ts'
import { isUnsigned } from './signature.ts'
import { leadsName, leadsOf, unitsOf } from './units.ts'

/** Days between which every light turns; "from the first on" is always. */
const FIRST = '1900-01-01' as IsoDate
const LAST = '2999-12-31' as IsoDate

/** A light as a list keeps it: what it is at first, and from which days on it is at least yellow, and red; null: never. */
export interface LightDates {
  readonly base: 'green' | 'grey'
  readonly yellowFrom: IsoDate | null
  readonly redFrom: IsoDate | null
}

/** The first day on which what was reported of it is too little for its time; null: it is enough to the end. */
function slowFrom(o: Obligation, dueOn: IsoDate, light: (day: IsoDate) => Light): IsoDate | null {
  if (o.openedOn === null || !o.progress?.length || light(dueOn) !== 'yellow') return null
  let [before, after] = [-1, diffDays(o.openedOn, dueOn)]
  while (after - before > 1) {
    const middle = (before + after) >> 1
    if (light(addDays(o.openedOn, middle)) === 'yellow') after = middle
    else before = middle
  }
  return addDays(o.openedOn, after)
}

/**
 * The days of one obligation. The rule of lights is asked what it is before and after everything; in between it turns red
 * after the due date, yellow on the first reminder day or once it is slow, and never back while nothing happens.
 */
function datesOf(o: Obligation, slowShare?: number): LightDates {
  const light = (day: IsoDate): Light => lightOf(o, day, slowShare)
  const [first, last] = [light(FIRST), light(LAST)]
  const base = first === 'grey' ? 'grey' : 'green'
  const always = (wanted: Light) => (first === wanted ? FIRST : null)
  if (first === last || o.dueOn === null)
    return { base, yellowFrom: always('yellow') ?? always('red'), redFrom: always('red') }
  const redFrom = last === 'red' ? addDays(o.dueOn, 1) : null
  if (first === 'yellow') return { base, yellowFrom: FIRST, redFrom }
  if (o.state === 'submitted') return { base, yellowFrom: redFrom, redFrom }
  const reminded = o.ladder?.reminders[0]?.on ?? addDays(o.dueOn, -1)
  return { base, yellowFrom: earliest([reminded, slowFrom(o, o.dueOn, light), redFrom]), redFrom }
}

const earliest = (days: readonly (IsoDate | null)[]): IsoDate | null =>
  days.flatMap((day) => (day === null ? [] : [day])).sort()[0] ?? null

/**
 * The two dates of a measure's light: `measureLight` of any day, as long as nothing happens to it.
 * @example due 2015-07-31, first reminder 07-24 → { base: 'green', yellowFrom: '2015-07-24', redFrom: '2015-08-01' }
 */
export function lightDates(state: MeasureState): LightDates {
  const open = state.obligations.filter((o) => !isEnded(o))
  if (open.length === 0)
    return {
      base: measureLight(state, FIRST) === 'green' ? 'green' : 'grey',
      yellowFrom: null,
      redFrom: null,
    }
  const dates = open.map((o) => datesOf(o, state.setup.policy.slowShare))
  return {
    base: dates.some(({ base }) => base === 'green') ? 'green' : 'grey',
    yellowFrom: earliest(dates.map(({ yellowFrom }) => yellowFrom)),
    redFrom: earliest(dates.map(({ redFrom }) => redFrom)),
  }
}

/** The light that the dates give on a day. */
export const lightOn = ({ base, yellowFrom, redFrom }: LightDates, day: IsoDate): Light =>
  redFrom !== null && day >= redFrom ? 'red' : yellowFrom !== null && day >= yellowFrom ? 'yellow' : base

/** Text as it is searched: whatever its width, letter case and white space. */
export const searchable = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase()

const lacksDate = (o: Obligation): boolean => !isEnded(o) && o.state !== 'scheduled' && o.dueOn === null

/** What an office looks for that is no state of a measure as a whole, and follows from the measure alone. */
export const ASPECTS = {
  toReview: (state: MeasureState) => state.obligations.some((o) => o.state === 'submitted'),
  toSign: (state: MeasureState) => state.closedOn === null && unacknowledged(state).length > 0,
  unsigned: (state: MeasureState) => state.closedOn === null && state.obligations.some(isUnsigned),
  undated: (state: MeasureState) => state.obligations.some(lacksDate),
  returned: (state: MeasureState) => state.obligations.some((o) => o.state === 'returned'),
} as const
export type Aspect = keyof typeof ASPECTS

/** What a row keeps beside them for the desk; no list is asked for by it. */
const DESK_ASPECTS = {
  signAsked: (state: MeasureState) => state.closedOn === null && toSignFor(state).length > 0,
} as const
export type KeptAspect = Aspect | keyof typeof DESK_ASPECTS
const KEPT = { ...ASPECTS, ...DESK_ASPECTS }

/** A condition that has not come, as the measure that waits for it has it. */
export type Awaited = Pick<Wait, 'conditionId' | 'text' | 'stream' | 'since'>

/** One measure with everything that a list filters, sorts and shows. */
export interface BoardRow extends LightDates {
  readonly planId: string
  /** The number under which it runs. */
  readonly no: string
  readonly phase: MeasurePhase
  readonly owedOn: IsoDate | null
  /** By whom it is sorted. */
  readonly leadUnit: string
  /** All leads, and everyone on it, as names are compared. */
  readonly leadUnits: readonly string[]
  readonly units: readonly string[]
  readonly aspects: readonly KeptAspect[]
  /** The gravest 督办单 that stands for what is open. */
  readonly slip: SlipLevel | null
  readonly leads: string
  /** Whom a list can be asked for beside units, each under its column. */
  readonly named: readonly string[]
  readonly waits: boolean
  /** What it waits for. */
  readonly awaited: readonly Awaited[]
  /** Everyone on it, as they are written. */
  readonly names: readonly string[]
  readonly task: string
  readonly text: string
  readonly deadline: string
  /** In which words are looked for. */
  readonly words: string
}

function gravestSlip({ obligations }: MeasureState): SlipLevel | null {
  const levels = obligations.filter((o) => !isEnded(o)).flatMap((o) => standingSlips(o).map((s) => s.level))
  return [...SLIP_LEVELS].reverse().find((level) => levels.includes(level)) ?? null
}

/** One person of a column as a list is asked for them; a name begins with the family's, a title may follow. */
export const namedAs = (key: CarriedKey, name: string): string => `${key}=${searchable(name)}`
export const namedIn = (columns: Carried = {}): readonly string[] =>
  CARRIED_FILTERS.flatMap(({ key }) => (columns[key]?.split('、') ?? []).map((name) => namedAs(key, name)))

/** In what a list looks for words. */
export const wordsOf = ({ setup }: Pick<MeasureState, 'setup'>): string => {
  const { taskTitle, text, deadlineText, leadUnit, units, columns = {} } = setup
  return searchable([taskTitle, text, deadlineText, leadUnit, ...units, ...Object.values(columns)].join('\n'))
}

const keysOf = (units: readonly string[]): readonly string[] => [
  ...new Set(units.flatMap((unit) => unitKey(unit) || [])),
]

export function boardRow(state: MeasureState): BoardRow {
  const { planId, no, leadUnit, taskTitle, text, deadlineText, columns } = state.setup
  return {
    ...{ planId, no, leadUnit, text, deadline: deadlineText, task: taskTitle },
    ...lightDates(state),
    phase: phaseOf(state),
    owedOn: nextOwedOn(state),
    leadUnits: keysOf(leadsOf(state.setup)),
    units: keysOf(unitsOf(state)),
    aspects: (Object.keys(KEPT) as KeptAspect[]).filter((one) => KEPT[one](state)),
    slip: gravestSlip(state),
    leads: leadsName(state.setup),
    named: namedIn(columns),
    waits: outstandingWaits(state).length > 0,
    awaited: outstandingWaits(state).map(({ conditionId, text, stream, since }) => ({
      ...{ conditionId, text, stream, since },
    })),
    names: unitsOf(state),
    words: wordsOf(state),
  }
}
