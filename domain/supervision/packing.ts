import { latestWhole, PACKED_FROM, textTable, withShortTexts } from '../basics/packing.ts'
import { type Squeezed, squeeze, unsqueeze } from '../basics/squeeze.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { PlanTime } from '../calendar/time.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { Evidence, Ladder } from '../plan/measure/planned.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { isEnded } from './obligation.ts'

/** What of a finished obligation may still be asked for: ids, dates and outcome. Numbers are places in the table. */
type Row = readonly [
  at: number,
  id: string,
  eventId: number,
  clause: number,
  opensOn: number,
  dueOn: number,
  openedOn: number,
  lateReportAfter: number,
  calendar: number,
  submitted: number,
  doneOn: number,
  by: number,
  acceptedAt: number,
  more: Partial<Obligation>,
]

/** A measure's state as a run of its workflow hands it to the next. */
interface Rows {
  readonly state: MeasureState
  readonly early: { readonly texts: readonly string[]; readonly rows: readonly Row[] }
}
/** Where much is open, and cannot be left out, squeezed besides. */
export type PackedMeasure = Rows | Squeezed

const LONGEST = 200
const LATEST = 5
const TRIGGERS = 2_000

/** Fields that a row has a place for, or that are in the ledger alone from then on. */
const APART: ReadonlySet<string> = new Set([
  ...['id', 'eventId', 'clause', 'opensOn', 'dueOn', 'openedOn', 'ladder', 'evidence', 'acceptedAt'],
  ...['why', 'ask', 'milestone', 'progress', 'parts', 'stages', 'undone', 'returns', 'suspensions'],
])

/** What is open keeps what its acts need, with short texts; what came before the latest is in the ledger. */
function slim(o: Obligation): Obligation {
  const latest = <T>(list: readonly T[] | undefined) => (list ? list.slice(-LATEST) : undefined)
  const evidence = o.evidence.map(
    (one, i): Evidence =>
      i >= o.evidence.length - LATEST ? one : { ...one, urls: [], files: [], note: null },
  )
  const [first, rest] = [evidence.slice(0, 1), evidence.slice(1).slice(-LATEST)]
  const fewer = Object.fromEntries(
    (['progress', 'parts', 'stages', 'undone', 'checks', 'suspensions'] as const).flatMap((name) =>
      o[name] ? [[name, latest(o[name] as readonly unknown[])]] : [],
    ),
  )
  return withShortTexts(
    { ...o, ...fewer, evidence: [...first, ...rest], returns: o.returns.slice(-LATEST) },
    LONGEST,
  )
}

/**
 * The state as it is while it is small; else finished obligations as rows and texts cut: 10,000 of a stream take about
 * 1.2 MB. The whole of it is in the ledger.
 */
export function packMeasure(state: MeasureState): MeasureState | PackedMeasure {
  if (JSON.stringify(state).length <= PACKED_FROM) return state
  const ended = state.obligations.flatMap((o, at) => (isEnded(o) ? [{ o, at }] : []))
  const { early } = latestWhole(ended)
  const { texts, put } = textTable()
  const gone = new Set(early.map(({ o }) => o.id))
  const rows = early.map(({ o, at }) => rowOf(o, at, put))
  const obligations = state.obligations.filter((o) => !gone.has(o.id)).map(slim)
  return squeeze<Rows>({ state: { ...shortOf(state), obligations }, early: { texts, rows } })
}

/** What stands beside the obligations: the latest, with short texts. */
function shortOf(state: MeasureState): MeasureState {
  const waits = state.waits.map((wait) => ({
    ...wait,
    triggeredBy: wait.stream ? wait.triggeredBy.slice(-TRIGGERS) : wait.triggeredBy,
    answers: withShortTexts(wait.answers.slice(-LATEST), LONGEST),
  }))
  const instructions = state.instructions && withShortTexts(state.instructions.slice(-LATEST), LONGEST)
  return { ...state, waits, ...(instructions ? { instructions } : {}) }
}

/** What a row leaves out because it is so with most. */
const USUAL = {
  period: null,
  notBefore: null,
  provisional: false,
  policy: false,
  state: 'completed',
  bornOverdue: false,
  remindersSent: 0,
  overdueSince: null,
  slips: [],
  outcome: 'onTime',
  lateDays: 0,
  lateWorkdays: 0,
  lateReported: false,
} as const satisfies Partial<Obligation>

const isUsual = (name: string, value: unknown): boolean => {
  const usual = (USUAL as Readonly<Record<string, unknown>>)[name]
  return name in USUAL && (Array.isArray(value) ? value.length === 0 : value === usual)
}

function rowOf(o: Obligation, at: number, put: (text: string | null | undefined) => number): Row {
  const [first, last] = [o.evidence[0], o.evidence.at(-1)]
  const more = Object.fromEntries(
    Object.entries(o).filter(
      ([name, value]) =>
        !APART.has(name) && !(name === 'originalDueOn' && value === o.dueOn) && !isUsual(name, value),
    ),
  )
  return [
    at,
    o.id,
    put(o.eventId),
    o.clause,
    put(o.opensOn),
    put(o.dueOn),
    put(o.openedOn),
    put(o.ladder?.lateReportAfter),
    put(o.ladder?.calendar),
    put(first?.signedAt ?? first?.submittedAt),
    put(last?.doneOn),
    put(last === undefined ? null : `${last.by.role} ${last.by.unit}`),
    put(o.acceptedAt),
    withShortTexts(more as Partial<Obligation>, LONGEST),
  ]
}

function obligationOf(row: Row, texts: readonly string[]): Obligation {
  const [, id, eventId, clause, opensOn, dueOn, openedOn, late, calendar, submitted, doneOn, by, accepted] =
    row
  const text = <T extends string>(place: number): T | null => (place < 0 ? null : (texts[place] as T))
  const due = text<IsoDate>(dueOn)
  const lateReportAfter = text<IsoDate>(late)
  const ladder: Ladder | null =
    lateReportAfter === null
      ? null
      : { reminders: [], slips: [], lateReportAfter, calendar: text(calendar) ?? '', provisional: false }
  const submittedAt = text<PlanTime>(submitted)
  const [role = 'unit', ...unit] = (text(by) ?? '').split(' ')
  const evidence: readonly Evidence[] =
    submittedAt === null
      ? []
      : [
          {
            doneOn: text<IsoDate>(doneOn) as IsoDate,
            submittedAt,
            by: { role: role as Evidence['by']['role'], unit: unit.join(' ') },
            urls: [],
            files: [],
            note: null,
          },
        ]
  return {
    ...USUAL,
    id,
    clause,
    eventId: text(eventId),
    ask: '',
    opensOn: text<IsoDate>(opensOn) as IsoDate,
    dueOn: due,
    milestone: null,
    why: [],
    ladder,
    openedOn: text<IsoDate>(openedOn),
    originalDueOn: due,
    evidence,
    returns: [],
    acceptedAt: text<PlanTime>(accepted),
    ...row[13],
  }
}

export function unpackMeasure(packed: MeasureState | PackedMeasure): MeasureState {
  if (!('early' in packed || 'squeezed' in packed)) return packed
  const { state, early } = unsqueeze<Rows>(packed)
  const old = new Map(early.rows.map((row) => [row[0], obligationOf(row, early.texts)]))
  const kept = state.obligations[Symbol.iterator]()
  const obligations: Obligation[] = []
  for (let at = 0; at < old.size + state.obligations.length; at += 1)
    obligations.push(old.get(at) ?? (kept.next().value as Obligation))
  return { ...state, obligations }
}

/** An obligation that came out of a row: its own has a text of what is asked. */
const isStub = (o: Obligation): boolean => o.ask === ''

/**
 * Two states of a measure without what packing leaves out of either, so that one that was carried from run to run can
 * be compared with the whole one of the ledger.
 */
export function comparableMeasures(a: MeasureState, b: MeasureState): readonly [MeasureState, MeasureState] {
  const stubs = new Set([...a.obligations, ...b.obligations].filter(isStub).map(({ id }) => id))
  const brief = (state: MeasureState): MeasureState => ({
    ...shortOf(state),
    obligations: state.obligations.map((o) => {
      if (!isEnded(o) && !stubs.has(o.id)) return slim(o)
      const { texts, put } = textTable()
      return obligationOf(rowOf(o, 0, put), texts)
    }),
  })
  return [brief(a), brief(b)]
}
