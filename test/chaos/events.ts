import { addDays, type IsoDate } from '../../domain/calendar/date.ts'
import type { PlanInput } from '../../domain/events/acts/registry.ts'
import type { PlanEvent } from '../../domain/events/plan-event.ts'
import { targetsOf } from '../../domain/events/subscriptions.ts'
import type { PlanCondition } from '../../domain/plan/condition.ts'
import { isOver } from '../../domain/supervision/phase.ts'
import type { Oracle } from '../oracle.ts'
import { OFFICE } from './acts.ts'
import type { Chance } from './random.ts'

export type EventInput = Extract<PlanInput, { type: 'report' | 'correct' | 'revoke' }>

/** An event that is told, and the rows of the plan's ledger that it should leave. */
export interface Told {
  readonly input: EventInput
  readonly rows: number
}

const by = { actor: OFFICE, at: null }
const nothing = { dueOn: null, document: null, url: null, measures: null }

/** What may be said of an event that is known. */
function changeOf(event: PlanEvent, today: IsoDate, chance: Chance, idFor: (what: string) => string): Told[] {
  const { eventId } = event
  const effectiveOn = addDays(today, -chance.between(0, 4))
  switch (chance.weighted({ correct: 5, revoke: 3, unknown: 2, none: 90 })) {
    case 'correct': {
      const said = { eventId, effectiveOn, dueOn: null, document: null, reason: '日期有误' }
      return [{ input: { type: 'correct', actId: idFor('correct'), ...by, ...said }, rows: 1 }]
    }
    case 'revoke':
      return [{ input: { type: 'revoke', actId: idFor('revoke'), ...by, eventId, reason: '误报' }, rows: 1 }]
    case 'unknown': {
      const said = { condition: '月亮出来', effectiveOn, eventId: null, title: null, ...nothing }
      return [{ input: { type: 'report', actId: idFor('unknown'), ...by, ...said }, rows: 0 }]
    }
    default:
      return []
  }
}

/**
 * The events of one day: what comes true, what turns out otherwise, and what another clerk reports once more. Each is
 * handed to `tell` as it is made, since the next depends on it.
 * @returns measures that an event moves today: their waits and what events opened are left alone
 */
export function eventsOf(
  oracle: Oracle,
  today: IsoDate,
  chance: Chance,
  idFor: (what: string) => string,
  tell: (told: Told) => void,
): ReadonlySet<string> {
  const moved = new Set<string>()
  const over = (no: string) => {
    const state = oracle.states().find(({ setup }) => setup.no === no)
    return state === undefined || isOver(state)
  }
  const comesTrue = (condition: PlanCondition) => {
    const effectiveOn = addDays(today, -chance.between(0, 4))
    const told = { condition: condition.text, effectiveOn, eventId: null, title: `第${today}件`, ...nothing }
    tell({ input: { type: 'report', actId: idFor('report'), ...by, ...told }, rows: 1 })
    for (const { no } of condition.waits) moved.add(no)
    // Another clerk reports the same.
    if (chance.happens(0.2))
      tell({ input: { type: 'report', actId: idFor('again'), ...by, ...told }, rows: 0 })
  }
  for (const condition of oracle.ledger().conditions) {
    if (condition.waits.some(({ no }) => over(no))) continue
    const known = oracle.ledger().events.filter((e) => e.conditionId === condition.id && !e.revoked)
    if (known.length === 0 || condition.stream) {
      if (chance.happens(0.2)) comesTrue(condition)
      continue
    }
    const event = chance.pick(known)
    const nos = targetsOf(oracle.ledger(), event)
    if (nos.some(over) || nos.some((no) => moved.has(no))) continue
    for (const told of changeOf(event, today, chance, idFor)) {
      tell(told)
      if (told.input.type !== 'report') for (const no of nos) moved.add(no)
    }
  }
  return moved
}
