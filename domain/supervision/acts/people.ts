import type { Actor } from '../../actor.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { dateOf } from '../../calendar/time.ts'
import { ok, type Refusal, type Result } from '../../result.ts'
import { sameUnit } from '../../unit-name.ts'
import type { Obligation } from '../model/obligation.ts'
import type { Ladder, PlannedObligation } from '../model/planned.ts'
import type { AcknowledgeClock, MeasureState } from '../model/state.ts'
import { isInstruction } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { findTarget, TARGETS } from '../target.ts'
import { leadsName, leadsOf, type Units } from '../units.ts'
import type { Moment } from './moment.ts'

/** Who is on it, how far it is, and what leaders said. */
export type PeopleAct =
  /** 签收: a unit has taken note of its task. */
  | { readonly type: 'acknowledge'; readonly note: string | null }
  /** 改派: lead or supporting units change, a unit splits or is renamed; clocks and history stay. */
  | {
      readonly type: 'reassign'
      readonly leadUnit: string
      /** Joint leads, the coordinator first. Absent: it leads alone. */
      readonly leads?: readonly string[]
      readonly units: readonly string[]
      readonly reason: string
    }
  /** 反馈: how far it is. Apart from completion. */
  | {
      readonly type: 'progress'
      readonly obligationId: string | null
      readonly percent: number
      readonly text: string
    }
  /** 会办: a supporting unit gives its part to the lead. */
  | { readonly type: 'givePart'; readonly obligationId: string | null; readonly text: string }
  /** 领导批示, with a due date of its own when it has one. */
  | {
      readonly type: 'instruct'
      readonly leader: string
      readonly text: string
      readonly dueOn: IsoDate | null
    }

export type PeopleFact =
  | { readonly kind: 'acknowledged'; readonly unit: string; readonly note: string | null }
  | {
      readonly kind: 'reassigned'
      readonly from: string
      readonly leadUnit: string
      readonly leads?: readonly string[]
      readonly supporting?: readonly string[]
      readonly units: readonly string[]
      readonly reason: string
      /** Units that are new to it sign for it by this clock. */
      readonly acknowledge?: AcknowledgeClock
    }
  | {
      readonly kind: 'progressed'
      readonly obligationId: string
      readonly percent: number
      readonly text: string
    }
  | {
      readonly kind: 'partGiven'
      readonly obligationId: string
      readonly unit: string
      readonly text: string
      readonly late: boolean
    }
  | {
      readonly kind: 'instructed'
      readonly leader: string
      readonly text: string
      readonly obligation: PlannedObligation | null
    }

type By = { readonly actor: Actor }

export function decidePeople(
  state: MeasureState,
  act: PeopleAct & By,
  moment: Moment,
): Result<readonly PeopleFact[], Refusal> {
  const { setup } = state
  switch (act.type) {
    case 'acknowledge': {
      const known = state.acknowledged?.find((a) => sameUnit(a.unit, act.actor.unit))
      return known
        ? refusals.acknowledged(act.actor.unit, known.on)
        : ok([{ kind: 'acknowledged', unit: act.actor.unit, note: act.note }])
    }
    case 'reassign': {
      if (!act.reason.trim()) return refusals.reasonNeeded('改派')
      const { leadUnit, reason } = act
      const joint = [...new Set([leadUnit, ...(act.leads ?? [])])]
      const units = [...new Set([...joint, ...act.units])]
      const now = { leadUnit, units, ...partsAfter(setup, joint, units) }
      if (sameParts(setup, now)) return refusals.sameUnits(setup.no)
      const { answer } = moment
      if (setup.policy.acknowledge !== undefined && answer?.ask !== 'acknowledge') return ok([])
      const clock = answer?.ask === 'acknowledge' && answer.clock ? { acknowledge: answer.clock } : {}
      return ok([{ kind: 'reassigned', from: leadsName(setup), ...now, reason, ...clock }])
    }
    case 'progress': {
      const found = findTarget(state, act.obligationId, TARGETS.progress)
      if (!found.ok) return found
      if (!act.text.trim()) return refusals.progressEmpty()
      if (!Number.isInteger(act.percent) || act.percent < 0 || act.percent > 100)
        return refusals.progressPercent(act.percent)
      return ok([{ kind: 'progressed', obligationId: found.value.id, percent: act.percent, text: act.text }])
    }
    case 'givePart': {
      const found = findTarget(state, act.obligationId, TARGETS.progress)
      if (!found.ok) return found
      if (!act.text.trim()) return refusals.progressEmpty()
      const { id, dueOn } = found.value
      const late = dueOn !== null && dateOf(moment.at) > dueOn
      return ok([{ kind: 'partGiven', obligationId: id, unit: act.actor.unit, text: act.text, late }])
    }
    case 'instruct': {
      if (!act.text.trim()) return refusals.instructionEmpty()
      const today = dateOf(moment.at)
      if (act.dueOn !== null && act.dueOn < today && !moment.earlier)
        return refusals.instructedPast(act.dueOn, today)
      if (act.dueOn === null)
        return ok([{ kind: 'instructed', leader: act.leader, text: act.text, obligation: null }])
      if (moment.answer?.ask !== 'ladder') return ok([])
      return ok([
        {
          kind: 'instructed',
          leader: act.leader,
          text: act.text,
          obligation: instructed(state, act, today, moment.answer.ladder),
        },
      ])
    }
  }
}

/** Joint leads and supporting units after a 改派: who supported before goes on supporting. */
function partsAfter(setup: Units, leads: readonly string[], units: readonly string[]) {
  const supporting = units.filter((unit) => !leads.includes(unit) && setup.supporting?.includes(unit))
  return {
    ...(leads.length > 1 ? { leads } : {}),
    ...(supporting.length > 0 ? { supporting } : {}),
  }
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one))

const sameParts = (a: Units, b: Units): boolean =>
  a.leadUnit === b.leadUnit && sameSet(leadsOf(a), leadsOf(b)) && sameSet(a.units, b.units)

/** An instruction with a date is an obligation of its own: `3.1/i-1`. */
function instructed(
  state: MeasureState,
  act: PeopleAct & { type: 'instruct' },
  today: IsoDate,
  ladder: Ladder,
): PlannedObligation {
  const count = state.obligations.filter((o) => isInstruction(o.id)).length
  return {
    id: `${state.setup.no}/i-${count + 1}`,
    clause: 0,
    period: null,
    eventId: null,
    ask: '落实领导批示的情况',
    opensOn: today,
    notBefore: null,
    dueOn: act.dueOn,
    provisional: false,
    policy: false,
    milestone: act.text,
    why: [`${act.leader} ${today} 批示，${act.dueOn} 前落实`],
    ladder,
  }
}

export function applyToObligation(
  o: Obligation,
  fact: Extract<PeopleFact, { obligationId: string }>,
  on: IsoDate,
  by: Actor,
): Partial<Obligation> {
  return fact.kind === 'progressed'
    ? { progress: [...(o.progress ?? []), { on, percent: fact.percent, text: fact.text, by: by.unit }] }
    : { parts: [...(o.parts ?? []), { on, unit: fact.unit, text: fact.text, late: fact.late }] }
}

export function describePeople(fact: PeopleFact, who: string): string {
  switch (fact.kind) {
    case 'acknowledged':
      return `${who} 签收${fact.note ? `（${fact.note}）` : ''}`
    case 'reassigned':
      return `${who} 改派：${fact.from} → ${leadsName(fact)}（${fact.units.join('、')}）：${fact.reason}`
    case 'progressed':
      return `${who} 反馈 ${fact.obligationId}：${fact.percent}%，${fact.text}`
    case 'partGiven':
      return `${who} 交会办意见 ${fact.obligationId}：${fact.text}${fact.late ? '（已过到期日，计在该单位）' : ''}`
    case 'instructed':
      return `${fact.leader} 批示：${fact.text}${fact.obligation ? `，立项 ${fact.obligation.id}（${fact.obligation.dueOn}）` : ''}`
  }
}
