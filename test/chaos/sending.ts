import { RefusedError } from '../../client/refusal.ts'
import { actOn } from '../../client/use/act.ts'
import { changeEvent, reportEvent } from '../../client/use/events.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { workflowIdOf } from '../../records/read.ts'
import type { CommandLine } from './command-line.ts'
import type { EventInput } from './events.ts'
import { ask, insist, isUnheard, PATIENCE_MS, unlessHarmed } from './insist.ts'
import type { Journal } from './journal.ts'
import type { Move } from './moves.ts'
import { actByWeb, personOf } from './people.ts'
import type { Stage } from './stage.ts'

type Doors = Pick<Stage, 'duban' | 'web' | 'people'>

/** An impatient sender. */
const HASTE_MS = 400

function send({ duban, web, people }: Doors, planId: string, move: Move, withinMs: number): Promise<unknown> {
  const { message, no, byWeb } = move
  if (no !== null && byWeb) {
    const act = message as Act
    const person = personOf(people, act.actor)
    if (person === undefined) throw new Error(`nobody is enrolled for ${act.actor.unit}`)
    return actByWeb(web.url, person, { planId, no, act }, withinMs)
  }
  if (no !== null) {
    const { type, ...rest } = message as Act
    return actOn(duban, planId, no, type, rest as Omit<Extract<Act, { type: typeof type }>, 'type'>)
  }
  const { type, at: _, ...input } = message as EventInput
  if (type === 'report') return reportEvent(duban, planId, input as Extract<EventInput, { type: 'report' }>)
  return changeEvent(duban, planId, type, input)
}

const idOf = ({ no }: Move, planId: string): string => (no === null ? planId : workflowIdOf(planId, no))

const said = (value: unknown): string => (value instanceof RefusedError ? value.refusal.code : 'done')

/** Carries out one move as its sender would, and writes down what came of it. */
export async function carryOut(
  { journal, commandLine, stage }: { journal: Journal; commandLine: CommandLine; stage: Doors },
  planId: string,
  move: Move,
): Promise<void> {
  const { duban } = stage
  const { actId, what, no, expected, abandoned, byWeb } = move
  const invokedAt = Date.now()
  const by = byWeb ? (personOf(stage.people, move.message.actor)?.userId ?? null) : null
  const entry = { planId, no, actId, what, expected, abandoned, by, invokedAt }
  if (abandoned) {
    const answer = await duban.client
      .withDeadline(Date.now() + HASTE_MS, () => send(stage, planId, move, HASTE_MS))
      .then(() => 'done')
      .catch((error) => (error instanceof RefusedError && !isUnheard(error) ? error.refusal.code : null))
    const answeredAt = answer === null ? null : journal.answered()
    journal.write({ ...entry, rows: move.rows, answeredAt, attempts: 1, answer })
    return
  }
  if (move.kills !== null && (move.message as EventInput).type === 'report') {
    const { condition, effectiveOn, title } = move.message as Extract<EventInput, { type: 'report' }>
    const args = ['event', 'report', planId, condition, '--on', effectiveOn, '--title', title ?? '']
    const run = commandLine(args, move.kills)
    const { value, attempts } = await insist(journal, `${planId} ${what}`, () =>
      unlessHarmed(journal, planId, run(), expected),
    )
    // Each process gives the act an id of its own: that there is one event, the plan's ledger tells.
    journal.write({ ...entry, rows: 0, answeredAt: Date.now(), attempts, answer: said(value) })
    return
  }
  const once = () =>
    ask(duban, journal, `${planId} ${what}`, () =>
      unlessHarmed(journal, idOf(move, planId), send(stage, planId, move, PATIENCE_MS), expected),
    )
  const [first, second] = await Promise.all(move.twice ? [once(), once()] : [once()])
  const answer = said(first?.value)
  if (second && said(second.value) !== answer)
    journal.troubles.push(`${planId} ${actId}: sent twice, answered ${answer} and ${said(second.value)}`)
  journal.write({
    ...entry,
    rows: move.rows,
    answeredAt: Date.now(),
    attempts: (first?.attempts ?? 0) + (second?.attempts ?? 0),
    answer,
  })
}
