import { addDays, type IsoDate, maxDate } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import type { EventReport } from '../events/plan-event.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import type { Act } from '../supervision/acts.ts'
import { isOwed, latestEvidence } from '../supervision/obligation.ts'
import { isUnsigned } from '../supervision/signature.ts'
import { nextWake } from '../supervision/wake.ts'
import { type Amending, isAmending, scriptedId } from './revisions.ts'
import type { Habit, Script, ScriptedAct } from './script.ts'
import { actOfStep, type DisputedEvent, isDisputedEvent } from './steps.ts'

/** What the players do on a day. Act ids are made from the script, so that playing a day twice does it once. */
export type Move = {
  /** The code with which it must be refused. */
  readonly refused?: string
} & (
  | { readonly type: 'report'; readonly actId: string; readonly report: EventReport }
  | { readonly type: 'signal'; readonly actId: string; readonly report: EventReport }
  | { readonly type: 'change'; readonly actId: string; readonly change: EventChange }
  | { readonly type: 'act'; readonly no: string; readonly act: Act }
)

/** 更正 or 撤销 of an event that the script reported. */
export type EventChange =
  | {
      readonly type: 'correct'
      readonly eventId: string
      readonly effectiveOn: IsoDate
      readonly dueOn: null
      readonly document: string | null
      readonly reason: string | null
    }
  | { readonly type: 'revoke'; readonly eventId: string; readonly reason: string | null }

const habitFor = (script: Script, no: string, id: string): Habit | undefined =>
  script.habits.find(({ for: names }) => names.includes(id) || names.includes(no) || names.includes('*'))

/** The day a habit acts on an obligation next, or null when it has nothing to do there. */
function habitDay(script: Script, state: MeasureState, o: Obligation): IsoDate | null {
  const habit = habitFor(script, state.setup.no, o.id)
  if (habit === undefined) return null
  const last = latestEvidence(o)
  // The head signs on the next day.
  if (o.unsigned && isUnsigned(o)) return addDays(o.unsigned.on, 1)
  if (o.state === 'submitted' && last) {
    const handedIn = dateOf(last.signedAt ?? last.submittedAt)
    return addDays(handedIn, Math.max(1, habit.accept))
  }
  if (!isOwed(o) || o.openedOn === null || o.dueOn === null || habit.submit === null) return null
  const sentBack = o.returns.at(-1)
  if (sentBack) return addDays(sentBack.on, Math.max(1, habit.returned?.again ?? 1))
  // What an event opened at noon is acted on the next day at the earliest; what a date opened, the same day.
  const earliest = o.eventId === null ? o.openedOn : addDays(o.openedOn, 1)
  return maxDate(addDays(o.dueOn, habit.submit), earliest)
}

function habitMove(script: Script, state: MeasureState, o: Obligation, today: IsoDate): Move | null {
  const { no, leadUnit } = state.setup
  const habit = habitFor(script, no, o.id)
  if (habit === undefined || o.dueOn === null) return null
  const office = { role: 'office', unit: script.office } as const
  const by = (type: string) => `h-${o.id}-${type}-${o.evidence.length}`
  if (o.unsigned && isUnsigned(o)) {
    const actor = { role: 'unit', unit: o.unsigned.evidence.by.unit } as const
    return {
      type: 'act',
      no,
      act: { type: 'sign', actId: by('sign'), actor, obligationId: o.id, note: null },
    }
  }
  if (o.state === 'submitted') {
    const back = habit.returned !== undefined && o.returns.length === 0
    const act: Act = back
      ? {
          type: 'return',
          actId: by('return'),
          actor: office,
          obligationId: o.id,
          reason: habit.returned.reason,
          reworkOn: null,
        }
      : { type: 'accept', actId: by('accept'), actor: office, obligationId: o.id, note: null }
    return { type: 'act', no, act }
  }
  const doneOn = habit.done === undefined ? today : addDays(o.dueOn, habit.done)
  const act: Act = {
    type: 'submit',
    actId: by('submit'),
    actor: { role: 'unit', unit: leadUnit },
    obligationId: o.id,
    doneOn: doneOn < today ? doneOn : today,
    urls: [`https://www.example.gov.cn/${no}/${encodeURIComponent(o.id)}`],
    files: [],
    note: null,
  }
  return { type: 'act', no, act }
}

type WrittenMove = Exclude<Script['acts'][number], Amending>
const isEvent = (act: WrittenMove): act is Extract<ScriptedAct, { do: 'event' | 'signal' }> =>
  act.do === 'event' || act.do === 'signal'

const isSubmission = (act: WrittenMove): act is Extract<ScriptedAct, { do: 'submit' }> => act.do === 'submit'

function eventChange(act: DisputedEvent): EventChange {
  const { event: eventId, reason = null } = act
  if (act.do === 'revoke') return { type: 'revoke', eventId, reason }
  const { effectiveOn, document = null } = act
  return { type: 'correct', eventId, effectiveOn, dueOn: null, document, reason }
}

function scriptedMove(script: Script, act: WrittenMove, index: number): Move {
  const move = writtenMove(script, act, scriptedId(act, index))
  return act.refused === undefined ? move : { ...move, refused: act.refused }
}

function writtenMove(script: Script, act: WrittenMove, actId: string): Move {
  if (isDisputedEvent(act)) return { type: 'change', actId, change: eventChange(act) }
  if (isEvent(act)) {
    const { condition, effectiveOn, id, title, document, dueOn } = act
    const report: EventReport = {
      condition,
      effectiveOn,
      eventId: id ?? null,
      dueOn: dueOn ?? null,
      title: title ?? null,
      document: document ?? null,
      url: null,
      measures: null,
      another: false,
    }
    return { type: act.do === 'event' ? 'report' : 'signal', actId, report }
  }
  if (!isSubmission(act)) return { type: 'act', no: act.measure, act: actOfStep(act, actId, script.office) }
  const actor = { role: 'unit', unit: act.as } as const
  const urls = act.url ? [act.url] : []
  const note = act.text ?? (act.url ? null : '见附件')
  const { measure: no, obligation: obligationId = null, doneOn } = act
  return {
    type: 'act',
    no,
    act: { type: 'submit', actId, actor, obligationId, doneOn, urls, files: [], note },
  }
}

/**
 * Everything that happens on a day, given where the measures stand after the clock was moved to it and revised
 * documents have reached them: first what is written, then habits.
 */
export function movesOn(script: Script, states: readonly MeasureState[], today: IsoDate): readonly Move[] {
  const written = script.acts.flatMap((act, i) =>
    act.on === today && !isAmending(act) ? [scriptedMove(script, act, i)] : [],
  )
  const usual = states.flatMap((state) =>
    state.obligations.flatMap((o) => {
      const day = habitDay(script, state, o)
      const move = day !== null && day <= today ? habitMove(script, state, o, today) : null
      return move ? [move] : []
    }),
  )
  return [...written, ...usual]
}

/** The next day after `today` on which anything happens, at most the script's last. */
export function nextDay(script: Script, states: readonly MeasureState[], today: IsoDate): IsoDate {
  const days: IsoDate[] = script.acts.map((act) => act.on)
  for (const state of states) {
    const wake = nextWake(state)
    if (wake) days.push(dateOf(wake.at))
    for (const o of state.obligations) {
      const day = habitDay(script, state, o)
      if (day !== null) days.push(day)
    }
  }
  const tomorrow = addDays(today, 1)
  const later = days.map((day) => (day < tomorrow ? tomorrow : day))
  // A written act of the past is done; only what lies ahead can be next.
  const ahead = later.filter((_, i) => i >= script.acts.length || (script.acts[i]?.on ?? today) > today)
  return ahead.reduce((first, day) => (day < first ? day : first), script.to)
}
