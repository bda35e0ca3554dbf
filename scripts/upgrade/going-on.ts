import type { Office } from '../../client/office.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { reportEvent } from '../../client/use/events.ts'
import { canonical } from '../../domain/basics/canonical.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { factsOf, measureStates, planState, workflowIdOf } from '../../records/read.ts'
import { json } from '../../test/messages/encodings.ts'
import { comparable } from '../../test/play-through.ts'
import { OLD } from './old-release.ts'
import {
  type Filled,
  HARMS,
  type Harm,
  LONG,
  longRun,
  report,
  SOUND,
  SOUND_LATE,
  STREAM,
  until,
} from './plans.ts'

const RULE = '省出台具体规定'
const MORE_EVENTS = 60

/** How a thing stands; without the words by which it is explained (`why`), which a release may put better. */
export const canonicalOf = (value: unknown): string =>
  canonical(JSON.parse(JSON.stringify(value, (key, part) => (key === 'why' ? undefined : part))))

/** What has to be the same in every small plan, whatever was sent to it. */
const shownOf = (states: readonly MeasureState[]): string =>
  canonicalOf(comparable(states.filter(({ setup }) => setup.no === '1.1' || setup.no === '2.1')))

/** The same acts on a plan that had stopped as on the one that had not. */
async function act(
  duban: Office,
  { id: planId, late }: { readonly id: string; readonly late?: boolean },
): Promise<readonly string[]> {
  if (late) await advancePlan(duban, planId, mustDate('2026-07-05'))
  const { woke } = await reportEvent(duban, planId, {
    condition: RULE,
    effectiveOn: mustDate('2026-03-01'),
    eventId: 'ev-rule',
    dueOn: null,
    title: null,
    document: null,
    url: null,
    measures: null,
  })
  if (!late) await advancePlan(duban, planId, mustDate('2026-07-05'))
  const facts = await factsOf(duban.db, workflowIdOf(planId, '1.1'))
  const lapsed = facts.filter(({ kind }) => kind === 'overdue').map(({ at }) => at)
  return [
    ...(woke.join() === '2.1' ? [] : [`${planId}: the event woke ${woke.join() || 'nobody'}, not 2.1`]),
    ...(lapsed.join() === '2026-07-01T00:00' ? [] : [`${planId}: 1.1 lapsed at ${lapsed.join() || 'never'}`]),
  ]
}

/** What was sent is kept where people see it, whether it could be read or not. */
async function keptOf(duban: Office, { id, to, payloads }: Harm): Promise<readonly string[]> {
  const { events = [] } = (await planState(duban.db, id)) ?? {}
  const kept = events.filter((event) => event.eventId !== 'ev-rule' && (event.via ?? null) === to)
  return kept.length === payloads.length
    ? []
    : [`${id}: ${payloads.length} signals were sent, ${kept.length} are kept of ${events.length} events`]
}

/** Every plan that had stopped goes on as the one that had not. @returns what is wrong */
export async function smallPlansGoOn(duban: Office, say: (line: string) => void): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const plan of [SOUND, SOUND_LATE, ...HARMS]) {
    say(`going on with ${plan.id}`)
    wrong.push(...(await act(duban, plan)))
  }
  const [sound, soundLate] = await Promise.all(
    [SOUND, SOUND_LATE].map(async ({ id }) => shownOf(await measureStates(duban.db, id))),
  )
  for (const harm of HARMS) {
    if (shownOf(await measureStates(duban.db, harm.id)) !== (harm.late ? soundLate : sound))
      wrong.push(`${harm.id}: its measures stand otherwise than those of the plan that nobody stopped`)
    wrong.push(...(await keptOf(duban, harm)))
  }
  return wrong
}

/** The long history: more events, until a new run has begun; each of them counts once. */
export async function longGoesOn(duban: Office, filled: Filled) {
  const total = filled.events + MORE_EVENTS
  for (let n = filled.events; n < total; n += 1)
    await report(duban.client, LONG, [
      json({ condition: STREAM, effectiveOn: '2026-03-02', eventId: `ev-${n}` }),
    ])
  const seen = async () =>
    (await measureStates(duban.db, LONG)).find(({ setup }) => setup.no === '3.1')?.obligations ?? []
  await until('the long stream', 180, async () => (await seen()).length >= total)
  // The last event stands in the ledger before the run that wrote it has ended.
  const began = async () => (await longRun(duban.client)).runId !== filled.runId
  await until('a new run of the long stream', 60, began).catch(() => undefined)
  const now = await longRun(duban.client)
  const ids = new Set((await seen()).map(({ eventId }) => eventId))
  const wrong = [
    ...(now.runId === filled.runId ? [`${LONG}-3.1: still in the run that ${OLD.name} began`] : []),
    ...(ids.size === total ? [] : [`${LONG}-3.1: ${total} events reported, ${ids.size} counted`]),
  ]
  const figure = `${filled.historyLength} history events and ${filled.events} obligations under ${OLD.name}; after ${MORE_EVENTS} more events a new run of ${now.historyLength} history events, ${ids.size} obligations`
  return { figure, wrong }
}
