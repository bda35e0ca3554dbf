import { diffDays } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import { ok, type Refusal, type Result, unreachable } from '../result.ts'
import { decideClosing } from './acts/closing.ts'
import { decideEnding } from './acts/ending.ts'
import { decideExtension } from './acts/extension.ts'
import { decidePeople } from './acts/people.ts'
import { decideSuspension } from './acts/suspension.ts'
import type { Act, Moment } from './acts.ts'
import type { FactBody } from './facts.ts'
import type { MeasureState } from './model/state.ts'
import { isProvisional, latestEvidence } from './obligation.ts'
import { refusals } from './refusals.ts'
import { renewalOf } from './renewal.ts'
import { findTarget, TARGETS } from './target.ts'
import { mayAct } from './who.ts'

type Facts = Result<readonly FactBody[], Refusal>
const URL_FORM = /^https?:\/\/[^\s/]+(\/\S*)?$/

function submit(state: MeasureState, act: Act & { type: 'submit' }, moment: Moment): Facts {
  const today = dateOf(moment.at)
  const found = findTarget(state, act.obligationId, TARGETS.submit)
  if (!found.ok) return found
  if (act.doneOn > today) return refusals.future(act.doneOn, today)
  if (act.urls.length + act.files.length === 0 && !act.note?.trim()) return refusals.emptyEvidence()
  const bad = act.urls.find((url) => !URL_FORM.test(url))
  if (bad !== undefined) return refusals.badUrl(bad)
  if (act.validUntil && act.validUntil < today) return refusals.evidenceExpired(act.validUntil, today)
  const ids = [found.value.id]
  for (const also of act.alsoFor ?? []) {
    const other = findTarget(state, also, TARGETS.submit)
    if (!other.ok) return other
    if (!ids.includes(other.value.id)) ids.push(other.value.id)
  }
  const { doneOn, urls, files, note, actor: by } = act
  const validity = act.validUntil ? { validUntil: act.validUntil } : {}
  const evidence = { doneOn, submittedAt: moment.at, by, urls, files, note, ...validity }
  return ok(
    ids.map((obligationId) => {
      const sharedWith = [...ids, ...(act.sharedWith ?? [])].filter((id) => id !== obligationId)
      const shared = sharedWith.length > 0 ? { ...evidence, sharedWith } : evidence
      return { kind: 'submitted', obligationId, evidence: shared }
    }),
  )
}

function accept(state: MeasureState, act: Act & { type: 'accept' }, moment: Moment): Facts {
  const found = findTarget(state, act.obligationId, TARGETS.accept)
  if (!found.ok) return found
  const o = found.value
  const evidence = latestEvidence(o)
  if (evidence === null) return refusals.wrongState(o.id, '没有材料', '审核通过')
  const allowed = mayAct(state, act, evidence)
  if (!allowed.ok) return allowed
  const late = o.dueOn !== null && evidence.doneOn > o.dueOn
  // Whether it was in time hangs on a day that nobody has confirmed.
  if (o.expected && late) return refusals.unconfirmed(o.id, o.expected.plannedId, state.setup.planId)
  // Reported late is judged by the first report: a return does not make a report late that was not.
  const first = o.evidence[0]?.submittedAt
  const lateReported =
    !late &&
    !o.expected &&
    first !== undefined &&
    o.ladder !== null &&
    dateOf(first) > o.ladder.lateReportAfter
  const { answer } = moment
  const lateness = answer?.ask === 'several' ? answer.answers.lateness : answer
  const expiry = answer?.ask === 'several' ? answer.answers.renewal : answer
  const renewal =
    evidence.validUntil && expiry?.ask === 'renewal'
      ? { renewal: renewalOf(o, state.obligations, evidence.validUntil, expiry) }
      : {}
  return ok([
    {
      kind: 'accepted',
      obligationId: o.id,
      outcome: o.dueOn === null ? null : late ? 'late' : 'onTime',
      lateDays: late && o.dueOn !== null ? diffDays(o.dueOn, evidence.doneOn) : 0,
      lateWorkdays: lateness?.ask === 'lateness' ? lateness.workdays : 0,
      lateReported,
      note: act.note,
      ...(act.grade ? { grade: act.grade } : {}),
      ...renewal,
    },
  ])
}

function returnForRework(state: MeasureState, act: Act & { type: 'return' }, moment: Moment): Facts {
  const found = findTarget(state, act.obligationId, TARGETS.return)
  if (!found.ok) return found
  const allowed = mayAct(state, act, latestEvidence(found.value))
  if (!allowed.ok) return allowed
  if (!act.reason.trim()) return refusals.reasonNeeded('退回重办')
  const today = dateOf(moment.at)
  if (act.reworkOn !== null && act.reworkOn <= today) return refusals.reworkPast(act.reworkOn, today)
  if (moment.answer?.ask !== 'rework') return ok([])
  const { reworkOn, ladder } = moment.answer
  return ok([{ kind: 'returned', obligationId: found.value.id, reason: act.reason, reworkOn, ladder }])
}

function setDue(state: MeasureState, act: Act & { type: 'setDue' }, moment: Moment): Facts {
  const found = findTarget(state, act.obligationId, TARGETS.setDue)
  if (!found.ok) return found
  const o = found.value
  // An estimated date (暂定) that a person gives is the date.
  const firm = moment.earlier || !isProvisional(o)
  if (o.dueOn === act.dueOn && firm) return refusals.sameDue(o.id, act.dueOn)
  const start = o.openedOn ?? o.opensOn
  if (act.dueOn < start) return refusals.dueTooEarly(act.dueOn, start)
  if (moment.answer?.ask !== 'ladder') return ok([])
  const { ladder } = moment.answer
  const { id: obligationId, dueOn: from } = o
  const answers = o.extension && !moment.earlier ? ({ answers: true } as const) : {}
  return ok([
    { kind: 'dueSet', obligationId, dueOn: act.dueOn, from, reason: act.reason, ladder, ...answers },
  ])
}

function answerWait(state: MeasureState, act: Act & { type: 'answerWait' }): Facts {
  const open = state.waits.filter((w) => !w.stream && w.triggeredBy.length === 0)
  const wait = act.clause === null ? open[0] : open.find((w) => w.clause === act.clause)
  if (!wait) return refusals.notWaiting(state.setup.no)
  return ok([{ kind: 'waitAnswered', clause: wait.clause, note: act.note }])
}

/** What follows from a person's act, or why it is refused. */
export function decideAct(state: MeasureState, act: Act, moment: Moment): Facts {
  const ofPlan = act.type === 'close' || act.type === 'reopen'
  if (!ofPlan && state.closedOn !== null) return refusals.closed(state.setup.no)
  const allowed = mayAct(state, act)
  if (!allowed.ok) return allowed
  if (ofPlan) return decideClosing(state, act)
  switch (act.type) {
    case 'submit':
      return submit(state, act, moment)
    case 'accept':
      return accept(state, act, moment)
    case 'return':
      return returnForRework(state, act, moment)
    case 'setDue':
      return setDue(state, act, moment)
    case 'remind': {
      const found = findTarget(state, act.obligationId, TARGETS.remind)
      if (!found.ok) return found
      const { reminded, id } = found.value
      const most = state.setup.policy.limits?.remindersADay ?? 3
      if (reminded?.on === dateOf(moment.at) && reminded.times >= most) return refusals.remindLimit(id, most)
      return ok([
        { kind: 'reminded', obligationId: found.value.id, before: null, note: act.note ?? undefined },
      ])
    }
    case 'answerWait':
      return answerWait(state, act)
    case 'extend':
    case 'grantExtension':
    case 'refuseExtension':
      return decideExtension(state, act, moment)
    case 'suspend':
    case 'resume':
      return decideSuspension(state, act, moment)
    case 'undoAccept':
    case 'completeStage':
    case 'terminate':
    case 'restore':
      return decideEnding(state, act, moment)
    case 'acknowledge':
    case 'reassign':
    case 'progress':
    case 'givePart':
    case 'instruct':
      return decidePeople(state, act, moment)
    default:
      return unreachable(act)
  }
}
