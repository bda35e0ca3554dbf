import type { Actor } from '../../domain/basics/actor.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { isEnded } from '../../domain/supervision/obligation.ts'
import { isOver } from '../../domain/supervision/phase.ts'
import type { Oracle } from '../oracle.ts'
import { actFor, type Draft, isLoose, unitOf, wrongAct } from './acts.ts'
import { type EventInput, eventsOf } from './events.ts'
import { keyFor } from './people.ts'
import type { Chance } from './random.ts'

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
  /** By a command that is killed after each of these milliseconds and given again; null: by a program. */
  readonly kills: readonly number[] | null
  /** Through the web process, by somebody with an account. */
  readonly byWeb: boolean
}

/** Once or twice, while a command starts, asks or waits for its answer. */
export const killsOf = (chance: Chance): readonly number[] =>
  Array.from({ length: chance.between(1, 2) }, () => chance.between(300, 6000))

/** What a day brings: chains go on side by side; within a chain one thing comes after the other. */
export interface Day {
  readonly chains: readonly (readonly Move[])[]
  readonly events: readonly Move[]
}

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
  const moved = eventsOf(oracle, today, chance, idFor, ({ input, rows: most }) => {
    const result = oracle.event(input)
    const expected = result.ok ? 'done' : result.error.code
    const rows = result.ok ? most : 0
    const { type: what, actId } = input
    const kills = what === 'report' && chance.happens(0.1) ? killsOf(chance) : null
    const twice = kills === null && chance.happens(0.15)
    events.push({
      actId,
      what,
      no: null,
      message: input,
      expected,
      rows,
      twice,
      abandoned: false,
      kills,
      byWeb: false,
    })
  })

  const give = (state: MeasureState, [actor, draft]: [Actor, Draft], mayByWeb = true): Move => {
    const { no } = state.setup
    const byWeb = mayByWeb && chance.happens(0.35)
    // Sent through the interface a submission says that it is for nothing else.
    const alone = byWeb && draft.type === 'submit' ? { alsoFor: [], sharedWith: [] } : {}
    const id = idFor(draft.type)
    const act = { ...draft, ...alone, actId: byWeb ? keyFor(id) : id, actor } as Act
    const abandoned = isLoose(act.type) && chance.happens(0.5)
    const before = oracle.facts(no).length
    const result = abandoned ? null : oracle.give(no, act)
    const rows = oracle
      .facts(no)
      .slice(before)
      .filter((fact) => fact.actId === act.actId).length
    const expected = result === null || result.ok ? 'done' : result.error.code
    const twice = !abandoned && chance.happens(0.1)
    const { actId, type: what } = act
    return { actId, what, no, message: act, expected, rows, twice, abandoned, kills: null, byWeb }
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
        const act = actFor(state, o, today, chance)
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
      const act = actFor(state, o, today, chance)
      if (act) done.push(give(state, act))
      else if (!isEnded(o) && chance.happens(0.04))
        done.push(give(state, wrongAct(state, o, today, chance), false))
    }
    const after = oracle.states().find(({ setup }) => setup.no === no)
    // What ends today must not be overtaken by its own end.
    if (after && isOver(after)) chains.push(done)
    else for (const move of done) chains.push([move])
  }
  return { chains: chains.filter((chain) => chain.length > 0), events }
}
