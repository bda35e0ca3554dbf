import type { Actor } from '../domain/actor.ts'
import { addDays, type IsoDate, maxDate } from '../domain/calendar/date.ts'
import { targetsOf } from '../domain/plan/report.ts'
import type { PlanInput } from '../domain/plan/steps.ts'
import type { Act } from '../domain/supervision/acts.ts'
import { isEnded, isOwed, type Obligation } from '../domain/supervision/obligation.ts'
import { isOver } from '../domain/supervision/phase.ts'
import type { MeasureState } from '../domain/supervision/state.ts'
import type { Oracle } from '../test/oracle.ts'
import type { Chance } from './random.ts'

export const OFFICE: Actor = { role: 'office', unit: '督查室' }

/** One thing that somebody does, with the answer the oracle gave. */
export interface Move {
  readonly actId: string
  readonly what: string
  /** The measure it is done to; null: the plan. */
  readonly no: string | null
  readonly message: Act | EventInput
  /** 'done', or the code of the refusal. */
  readonly expected: string
  /** Rows of the ledger under its id. */
  readonly rows: number
  /** Sent twice at the same moment. */
  readonly twice: boolean
  /** The sender gives up at the first failure: it may be done or not, but not twice. The oracle leaves it out. */
  readonly abandoned: boolean
}

export type EventInput = Extract<PlanInput, { type: 'report' | 'correct' | 'revoke' }>

/** What a day brings: chains go on side by side; within a chain one thing comes after the other. */
export interface Day {
  readonly chains: readonly (readonly Move[])[]
  readonly events: readonly Move[]
}

type Draft = Act extends infer A ? (A extends Act ? Omit<A, 'actId' | 'actor'> : never) : never

const unitOf = (state: MeasureState): Actor => ({ role: 'unit', unit: state.setup.leadUnit })

/** What might be done to an obligation as it stands, by whom. */
function actOn(state: MeasureState, o: Obligation, today: IsoDate, chance: Chance): [Actor, Draft] | null {
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
function wrongAct(state: MeasureState, o: Obligation, today: IsoDate, chance: Chance): [Actor, Draft] {
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

const isLoose = (type: Act['type']) => type === 'remind' || type === 'progress'

/**
 * The moves of one day, decided by chance and by where the oracle stands, and carried out in the oracle as they are
 * made. Moves that go on side by side commute: they touch different obligations, or an event and something that it
 * does not open.
 */
export function movesOf(oracle: Oracle, today: IsoDate, name: string, chance: Chance): Day {
  let count = 0
  const idFor = (what: string) => {
    count += 1
    return `${name}-${today}-${what}-${count}`
  }
  const events: Move[] = []
  const chains: Move[][] = []
  /** Measures that an event moves today: their waits and what events opened are left alone. */
  const moved = new Set<string>()

  const tell = (input: EventInput, rows: number) => {
    const result = oracle.event(input)
    const expected = result.ok ? 'done' : result.error.code
    const { type: what, actId } = input
    const twice = chance.happens(0.15)
    events.push({
      actId,
      what,
      no: null,
      message: input,
      expected,
      rows: result.ok ? rows : 0,
      twice,
      abandoned: false,
    })
  }
  const { conditions } = oracle.ledger()
  const over = (no: string) => {
    const state = oracle.states().find(({ setup }) => setup.no === no)
    return state === undefined || isOver(state)
  }
  for (const condition of conditions) {
    const { text } = condition
    if (condition.waits.some(({ no }) => over(no))) continue
    const known = oracle.ledger().events.filter((e) => e.conditionId === condition.id && !e.revoked)
    const on = addDays(today, -chance.between(0, 4))
    const by = { actor: OFFICE, at: null }
    const nothing = { dueOn: null, document: null, url: null, measures: null }
    if (known.length === 0 || condition.stream) {
      if (!chance.happens(0.2)) continue
      const said = { condition: text, effectiveOn: on, eventId: null, title: `第${today}件`, ...nothing }
      tell({ type: 'report', actId: idFor('report'), ...by, ...said }, 1)
      for (const { no } of condition.waits) moved.add(no)
      // Another clerk reports the same.
      if (chance.happens(0.2)) tell({ type: 'report', actId: idFor('again'), ...by, ...said }, 0)
      continue
    }
    const event = chance.pick(known)
    const nos = targetsOf(oracle.ledger(), event)
    if (nos.some(over) || nos.some((no) => moved.has(no))) continue
    const change = chance.weighted({ correct: 5, revoke: 3, unknown: 2, none: 90 })
    const { eventId } = event
    if (change === 'correct')
      tell(
        {
          type: 'correct',
          actId: idFor('correct'),
          ...by,
          eventId,
          effectiveOn: on,
          dueOn: null,
          document: null,
          reason: '日期有误',
        },
        1,
      )
    if (change === 'revoke')
      tell({ type: 'revoke', actId: idFor('revoke'), ...by, eventId, reason: '误报' }, 1)
    if (change === 'correct' || change === 'revoke') for (const no of nos) moved.add(no)
    if (change === 'unknown')
      tell(
        {
          type: 'report',
          actId: idFor('unknown'),
          ...by,
          condition: '月亮出来',
          effectiveOn: on,
          eventId: null,
          title: null,
          ...nothing,
        },
        0,
      )
  }

  const give = (state: MeasureState, [actor, draft]: [Actor, Draft]): Move => {
    const { no } = state.setup
    const act = { ...draft, actId: idFor(draft.type), actor } as Act
    const abandoned = isLoose(act.type) && chance.happens(0.5)
    const before = oracle.facts(no).length
    const result = abandoned ? null : oracle.give(no, act)
    const rows = oracle
      .facts(no)
      .slice(before)
      .filter((fact) => fact.actId === act.actId).length
    const expected = result === null || result.ok ? 'done' : result.error.code
    const twice = !abandoned && chance.happens(0.1)
    return { actId: act.actId, what: act.type, no, message: act, expected, rows, twice, abandoned }
  }
  for (const state of oracle.states()) {
    const { no } = state.setup
    if (state.closedOn !== null) continue
    const byEvent = moved.has(no)
    const done: Move[] = []
    if (isOver(state)) {
      // Only what brings it back, and nothing beside it.
      const ended = state.obligations.filter((o) => o.state === 'completed' || o.terminated)
      for (const o of ended.slice(0, 1)) {
        const act = actOn(state, o, today, chance)
        if (act) chains.push([give(state, act)])
      }
      continue
    }
    if (!state.acknowledged && chance.happens(0.2))
      done.push(give(state, [unitOf(state), { type: 'acknowledge', note: null }]))
    if (!byEvent && state.waits.some((w) => w.askedOn === today && w.triggeredBy.length === 0))
      done.push(give(state, [unitOf(state), { type: 'answerWait', clause: null, note: '尚未' }]))
    for (const o of state.obligations) {
      if (byEvent && o.eventId !== null) continue
      const now = oracle.states().find(({ setup }) => setup.no === no)
      if (now === undefined || isOver(now)) break
      const act = actOn(state, o, today, chance)
      if (act) done.push(give(state, act))
      else if (!isEnded(o) && chance.happens(0.04)) done.push(give(state, wrongAct(state, o, today, chance)))
    }
    const after = oracle.states().find(({ setup }) => setup.no === no)
    // What ends today must not be overtaken by its own end.
    if (after && isOver(after)) chains.push(done)
    else for (const move of done) chains.push([move])
  }
  return { chains: chains.filter((chain) => chain.length > 0), events }
}
