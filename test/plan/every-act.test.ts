import { expect, it } from 'vitest'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import type { AnyPlanAct } from '../../domain/events/act.ts'
import { PLAN_ACTS, type PlanAct, type PlanUpdate } from '../../domain/events/acts/registry.ts'
import { describePlanFact, type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { evolvePlan, newPlan } from '../../domain/events/life.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { planStep } from '../../domain/events/steps.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'

const d = mustDate
const OFFICE = { role: 'office', unit: '督查室' } as const
const NOW = steppedAt(d('2015-09-01'))
const clock = { kind: 'stepped', at: NOW } as const
const condition = (id: string, text: string, no: string) =>
  ({ id, text, alternatives: [], stream: false, kind: 'afterEvent', waits: [{ no, clause: 0 }] }) as const
const conditions = [condition('c-1', '省出台办法', '1.1'), condition('c-2', '市人大批准', '2.1')]

const by = { actor: OFFICE, actId: 'b', at: NOW }
const after = (state: PlanState, ...bodies: readonly PlanFactBody[]): PlanState =>
  bodies.reduce((so, body) => evolvePlan(so, planFact(so, body, { ...by, actId: null as never })), state)

const empty = newPlan('p')
const draft = after(empty, {
  ...{ kind: 'imported', title: '方案', document: 'd1', measures: 2, conditions, offices: ['督查室'] },
} as const)
const running = after(draft, { kind: 'planStarted', clock, startOn: d('2015-07-01'), acceptedReview: [] })
const closed = after(running, { kind: 'planClosed', reason: null })
const event = {
  ...{ eventId: 'ev-1', condition: '省出台办法', conditionId: 'c-1', effectiveOn: d('2015-08-01') },
  ...{ dueOn: null, title: null, document: null, url: null, measures: null, revoked: false },
  ...{ reportedAt: NOW, reportedBy: OFFICE },
}
const told = after(running, { kind: 'eventReported', event })
const revoked = after(told, { kind: 'eventRevoked', eventId: 'ev-1', reason: null })
const kept = after(running, { kind: 'eventReported', event: { ...event, conditionId: null } })
const planned = after(running, {
  kind: 'eventPlanned',
  planned: {
    ...{ plannedId: 'pl-1', condition: '市人大批准', conditionId: 'c-2', expectedOn: d('2015-10-01') },
    ...{ dueOn: null, title: null, document: null, measures: null, plannedAt: NOW, plannedBy: OFFICE },
    ...{ moves: [], state: 'planned', eventId: null },
  },
})
const bulletin = { number: 1, asOf: NOW, from: d('2015-07-01'), sha256: 's', cut: 'c' }
const issued = after(running, { kind: 'bulletinIssued', bulletin })
const said = { title: null, document: null, url: null }
const counts = { changed: 1, added: 0, withdrawn: 0 }

type SaidOf<T extends PlanUpdate> = Omit<Extract<PlanAct, { type: T }>, 'type' | 'actor' | 'actId' | 'at'>
/** A life for every registered act, the plan as it stands and what is said: one that has none here does not compile. */
const LIVES: { readonly [T in PlanUpdate]: readonly [PlanState, SaidOf<T>] } = {
  import: [empty, { document: 'd1', offices: ['督查室'] }],
  start: [draft, { clock, startOn: d('2015-07-01'), acceptedReview: [] }],
  report: [
    running,
    {
      ...{
        condition: '省出台办法',
        effectiveOn: d('2015-08-01'),
        eventId: null,
        dueOn: null,
        measures: null,
      },
      ...said,
    },
  ],
  correct: [
    told,
    { eventId: 'ev-1', effectiveOn: d('2015-08-02'), dueOn: null, document: null, reason: '抄错' },
  ],
  revoke: [told, { eventId: 'ev-1', reason: '误报' }],
  restore: [revoked, { eventId: 'ev-1', reason: null }],
  assign: [kept, { eventId: 'ev-1', condition: '省出台办法' }],
  plan: [
    running,
    {
      ...{ condition: '市人大批准', expectedOn: d('2015-10-01'), dueOn: null, measures: null },
      ...{ title: null, document: null },
    },
  ],
  move: [planned, { plannedId: 'pl-1', expectedOn: d('2015-10-20'), reason: '推迟' }],
  cancel: [planned, { plannedId: 'pl-1', reason: null }],
  confirm: [planned, { plannedId: 'pl-1', effectiveOn: d('2015-09-01'), document: null, url: null }],
  subscribe: [running, { condition: '市人大批准', no: '1.1' }],
  advance: [running, { to: steppedAt(d('2015-09-02')) }],
  amend: [running, { document: 'd2', from: 'd1', numbers: {}, counts, reference: null, reason: null }],
  calendar: [running, { version: '2015-2' }],
  policy: [running, { policy: { ...THREE_COLOURS, remindBefore: [3], id: 'own', version: 9 }, reason: null }],
  close: [running, { reason: null }],
  reopen: [closed, { reason: '补办' }],
  bulletin: [running, { bulletin }],
  withdrawBulletin: [issued, { number: 1, reason: '数字有误' }],
  delete: [draft, {}],
  propose: [running, { condition: '市人大批准', effectiveOn: d('2015-08-01'), ...said }],
}

it.each(PLAN_ACTS.map((act) => [act.name, act] as const))(
  '%s is done, and brings what its file says',
  (_, act) => {
    const { type, facts } = act as AnyPlanAct
    const [state, fields] = LIVES[type as PlanUpdate]
    const input = { type, ...by, ...fields } as PlanAct
    const step = planStep(state, input, NOW)
    expect(step).toMatchObject({ ok: true })
    if (!step.ok || step.value.type === 'already') throw new Error('nothing was done')
    if (!('facts' in step.value)) {
      // The workflow carries it out and writes one of its facts then.
      expect(step.value.type).toBe(type)
      return
    }
    expect(step.value.facts.length).toBeGreaterThan(0)
    const kinds = facts.map(({ kind }) => kind)
    let so = state
    for (const body of step.value.facts) {
      expect(kinds).toContain(body.kind)
      const fact = planFact(so, body, by)
      expect(describePlanFact(fact)).toMatch(/[\u4e00-\u9fff]/)
      so = evolvePlan(so, fact)
    }
    // The same act again is one.
    expect(planStep(so, input, NOW)).toEqual({ ok: true, value: { type: 'already', eventId: '' } })
  },
)
