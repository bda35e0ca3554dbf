import { ok } from '../../basics/result.ts'
import { dateOf } from '../../calendar/time.ts'
import { type FieldsOf, id, nullable, object, optional, record, words } from '../../fields/field.ts'
import type { CarriedTo } from '../../plan/measure/marks.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { PlannedObligation } from '../../plan/measure/planned.ts'
import type { MeasureState, Wait } from '../../plan/measure/state.ts'
import { measureAct } from '../act.ts'
import { fact } from '../fact.ts'
import { isEnded, isOwed, plainObligation, plannedToLive } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { reason } from './fields.ts'

/** 结束: the plan is closed, and with it the measure. */
export interface Close {
  readonly type: 'close'
  readonly reason: string | null
  /** Obligation → its measure in the next plan. Absent: nothing is carried over. */
  readonly carry?: Readonly<Record<string, CarriedTo>>
  /** Obligation → why it is not to be done any more. */
  readonly terminate?: Readonly<Record<string, string>>
}
interface Closed {
  readonly kind: 'closed'
  readonly notTriggered: readonly PlannedObligation[]
  readonly unfinished: readonly string[]
  /** 未审核: of these, evidence that the office had not reviewed. Absent: none, or closed by 0.2.0. */
  readonly unreviewed?: readonly string[]
  readonly reason: string | null
  readonly carried?: readonly { readonly obligationId: string; readonly to: CarriedTo }[]
  readonly terminated?: readonly { readonly obligationId: string; readonly reason: string }[]
}

/** A condition that never came leaves an obligation in the records, so that nothing of the plan is lost. */
const neverCame = (state: MeasureState, { conditionId, clause, since, text }: Wait): PlannedObligation =>
  plainObligation({
    id: `${state.setup.no}/${conditionId}`,
    clause,
    ask: '',
    opensOn: since,
    why: [`方案结束时“${text}”没有发生`],
  })

function ends(state: MeasureState, said: Close): readonly Closed[] {
  const { carry = {}, terminate = {}, reason } = said
  const notTriggered = state.waits
    .filter((w) => w.triggeredBy.length === 0)
    .map((wait) => neverCame(state, wait))
  const open = state.obligations.filter((o) => !isEnded(o)).map((o) => o.id)
  const terminated = open.flatMap((id) => {
    const why = terminate[id]
    return why === undefined ? [] : [{ obligationId: id, reason: why }]
  })
  const gone = new Set(terminated.map((t) => t.obligationId))
  const carried = [...open, ...notTriggered.map((o) => o.id)].flatMap((id) => {
    const to = carry[id]
    return to === undefined || gone.has(id) ? [] : [{ obligationId: id, to }]
  })
  for (const { obligationId } of carried) gone.add(obligationId)
  const unfinished = open.filter((id) => !gone.has(id))
  const unreviewed = unfinished.filter((id) =>
    state.obligations.some((o) => o.id === id && o.state === 'submitted'),
  )
  // Absent where there is nothing: a plain closing is the fact that it always was.
  const outcomes = {
    ...(carried.length > 0 ? { carried } : {}),
    ...(terminated.length > 0 ? { terminated } : {}),
    ...(unreviewed.length > 0 && state.setup.workdays ? { unreviewed } : {}),
  }
  return [{ kind: 'closed', notTriggered, unfinished, reason, ...outcomes }]
}

const closed = fact<Closed>({
  kind: 'closed',
  apply(state, said, on) {
    const carried = new Map(said.carried?.map((c) => [c.obligationId, c.to]))
    const terminated = new Map(said.terminated?.map((t) => [t.obligationId, t.reason]))
    const end = (o: Obligation): Obligation => {
      const to = carried.get(o.id)
      const reason = terminated.get(o.id)
      if (to !== undefined)
        return { ...o, state: 'carriedOver', extension: null, carriedTo: to, closed: { on, was: o.state } }
      if (reason === undefined) return o
      const how = { on, reason, was: o.state }
      return { ...o, state: 'withdrawn', extension: null, terminated: how, closed: { on, was: o.state } }
    }
    const never = said.notTriggered.map((o): Obligation => {
      const to = carried.get(o.id)
      return { ...plannedToLive(o), state: 'notTriggered', ...(to ? { carriedTo: to } : {}) }
    })
    return { ...state, closedOn: on, obligations: [...state.obligations.map(end), ...never] }
  },
  says({ notTriggered, unfinished, unreviewed, carried = [], terminated = [] }, who) {
    const own = unreviewed ? `（其中未审核 ${unreviewed.join('、')}，计督查机构）` : ''
    const parts = [
      `未触发 ${notTriggered.length} 项`,
      `未完成 ${unfinished.length} 项${own}`,
      ...carried.map(({ obligationId, to }) => `${obligationId} 结转到 ${to.planId} ${to.no}`),
      ...terminated.map(({ obligationId, reason }) => `终止 ${obligationId}（${reason}）`),
    ]
    return `${who} 结束方案：${parts.join('，')}`
  },
  why: ({ reason }) => reason,
  counts({ at, unfinished, carried = [] }, rules, before) {
    const today = dateOf(at)
    const isOverdue = (o: Obligation) => isOwed(o) && !o.expected && o.dueOn !== null && o.dueOn < today
    return [...unfinished, ...carried.map((c) => c.obligationId)]
      .filter((id) => before.obligations.some((o) => o.id === id && isOverdue(o)))
      .map((obligationId) => {
        const [reason, says] = ['unfinished', '方案结束时逾期未办']
        return { reason, points: rules.unfinished, says, obligationId }
      })
  },
})

const CARRIED: FieldsOf<CarriedTo> = { planId: id('方案'), no: id('措施编号') }

export const close = measureAct<Close, Closed>({
  type: 'close',
  name: '结束',
  // The plan's closing reaches every measure, also those on which an office works.
  by: 'plan',
  on: null,
  ofPlan: true,
  fields: {
    reason: nullable(reason),
    carry: optional(record('结转', object('结转到', CARRIED), 10_000)),
    terminate: optional(record('终止', words('理由'), 10_000)),
  },
  facts: [closed],
  decide: ({ state }, said) =>
    state.closedOn === null ? ok(ends(state, said)) : refusals.closed(state.setup.no),
})
