import type { Actor } from '../../domain/basics/actor.ts'
import { addDays, type IsoDate, maxDate } from '../../domain/calendar/date.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { isOwed } from '../../domain/supervision/obligation.ts'
import type { Chance } from './random.ts'

export const OFFICE: Actor = { role: 'office', unit: '督查室' }

/** An act before it has an id and somebody who does it. */
export type Draft = Act extends infer A ? (A extends Act ? Omit<A, 'actId' | 'actor'> : never) : never

export const unitOf = (state: MeasureState): Actor => ({ role: 'unit', unit: state.setup.leadUnit })

/** What might be done to an obligation as it stands, by whom. */
export function actFor(
  state: MeasureState,
  o: Obligation,
  today: IsoDate,
  chance: Chance,
): [Actor, Draft] | null {
  const unit = unitOf(state)
  const obligationId = o.id
  const later = addDays(maxDate(o.dueOn ?? today, today), chance.between(5, 25))
  const evidence = { urls: [`https://www.example.gov.cn/${encodeURIComponent(o.id)}`], files: [], note: null }
  const doneOn = addDays(today, -chance.between(0, 3))
  if (isOwed(o)) {
    if (o.extension)
      return chance.happens(0.7)
        ? [OFFICE, { type: 'grantExtension', obligationId, dueOn: null, note: null }]
        : [OFFICE, { type: 'refuseExtension', obligationId, reason: '理由不足' }]
    if (o.dueOn === null && chance.happens(0.6))
      return [OFFICE, { type: 'setDue', obligationId, dueOn: later, reason: '督查室确定' }]
    switch (
      chance.weighted({ submit: 40, extend: 10, progress: 8, remind: 8, suspend: 5, terminate: 2, none: 27 })
    ) {
      case 'submit':
        return [unit, { type: 'submit', obligationId, doneOn, ...evidence }]
      case 'extend':
        return [unit, { type: 'extend', obligationId, dueOn: later, reason: '材料未齐', measures: null }]
      case 'progress':
        return [unit, { type: 'progress', obligationId, percent: chance.between(0, 100), text: '正在办理' }]
      case 'remind':
        return [OFFICE, { type: 'remind', obligationId, note: null }]
      case 'suspend':
        return [
          OFFICE,
          { type: 'suspend', obligationId, reason: '等待批复', ground: null, reviewOn: addDays(today, 9) },
        ]
      case 'terminate':
        return [OFFICE, { type: 'terminate', obligationId, reason: '不再办理' }]
      default:
        return null
    }
  }
  if (o.state === 'submitted')
    switch (chance.weighted({ accept: 60, back: 15, stage: 4, revise: 4, none: 17 })) {
      case 'accept':
        return [OFFICE, { type: 'accept', obligationId, note: null, grade: '合格' }]
      case 'back':
        return [OFFICE, { type: 'return', obligationId, reason: '缺文号', reworkOn: null }]
      case 'stage':
        return [OFFICE, { type: 'completeStage', obligationId, note: '第一阶段', dueOn: later }]
      case 'revise':
        return [unit, { type: 'submit', obligationId, doneOn, ...evidence }]
      default:
        return null
    }
  if (o.state === 'suspended' && chance.happens(0.4))
    return [OFFICE, { type: 'resume', obligationId, reason: null, dueOn: later, keepDue: false }]
  if (o.state === 'completed' && chance.happens(0.02))
    return [OFFICE, { type: 'undoAccept', obligationId, reason: '审核有误' }]
  if (o.terminated && chance.happens(0.2))
    return [OFFICE, { type: 'restore', obligationId, reason: '继续办理', dueOn: later }]
  return null
}

/** Something that ought to be refused, and leave no trace. */
export function wrongAct(state: MeasureState, o: Obligation, today: IsoDate, chance: Chance): [Actor, Draft] {
  const obligationId = o.id
  const evidence = { urls: ['https://a.cn/'], files: [], note: null }
  return chance.pick<[Actor, Draft]>([
    [unitOf(state), { type: 'accept', obligationId, note: null }],
    [unitOf(state), { type: 'submit', obligationId, doneOn: addDays(today, 2), ...evidence }],
    [
      { role: 'unit', unit: '市无关局' },
      { type: 'submit', obligationId, doneOn: today, ...evidence },
    ],
  ])
}

/** Acts that move no date and may come at any time: their sender may give up. */
export const isLoose = (type: Act['type']) => type === 'remind' || type === 'progress'
