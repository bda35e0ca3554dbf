import { patched } from '@temporalio/workflow'
import type { Activities } from '../activities/types.ts'
import type { Actor } from '../domain/basics/actor.ts'
import { clip, unlinked } from '../domain/basics/text.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import { deliveriesAfter, type PlanDelivery, standingDeliveries } from '../domain/events/firings.ts'
import type { EventStep } from '../domain/events/model/input.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { carried } from './carried.ts'

/** Targets of one delivery activity; more go in further ones. */
const SHARD = 500

type EventFacts = Extract<EventStep, { type: 'event' }>
interface By {
  readonly actor: Actor
  readonly at: PlanTime
}
type World = Pick<Activities, '投递事件'> & {
  readonly 投递事件: {
    executeWithOptions(
      options: { summary: string },
      args: Parameters<Activities['投递事件']>,
    ): ReturnType<Activities['投递事件']>
  }
}

const VERBS = {
  event: '',
  correct: '更正 ',
  revoke: '撤销 ',
  expect: '预计 ',
  unexpect: '取消预计 ',
} as const

/** What one event's fact brings, by the rules by which this run began: another number of activities would be noticed. */
function toldOf(before: PlanState, after: PlanState, step: EventFacts): readonly PlanDelivery[] {
  const now = deliveriesAfter(before, after, step)
  if (!step.facts.some((fact) => fact.kind === 'eventAssigned')) return now
  const earlier = deliveriesAfter(before, after, step, { earlier: true })
  return now.length === earlier.length || patched('assigned-among-reports') ? now : earlier
}

/** Carries what happens to events from the plan to its measures; the order of activities is that of the deliveries. */
export function eventCourier(planId: string, world: World) {
  async function deliver(
    state: PlanState,
    delivery: PlanDelivery,
    by: By,
    only: ReadonlySet<string> | null = null,
  ): Promise<readonly string[]> {
    const { document, startOn } = state
    if (document === null || startOn === null) return []
    if (delivery.extra) carried('events-by-condition')
    const { extra: _, ...message } = delivery
    const { kind, event } = delivery
    const nos = delivery.nos.filter((no) => only === null || only.has(no))
    const woke: string[] = []
    for (let i = 0; i < nos.length; i += SHARD) {
      const shard = nos.slice(i, i + SHARD)
      const summary = `${VERBS[kind]}${event.condition}（${event.effectiveOn}）→ ${shard.slice(0, 6).join('、')}${shard.length > 6 ? ` 等 ${shard.length} 项` : ''}`
      const done = await world.投递事件.executeWithOptions({ summary: clip(unlinked(summary)) }, [
        { ...message, planId, document, nos: shard, startOn, ...by },
      ])
      woke.push(...done.delivered)
    }
    return woke
  }

  return {
    /** What one event's fact brings. */
    async follow(before: PlanState, after: PlanState, step: EventFacts, by: By): Promise<readonly string[]> {
      const woke = new Set<string>()
      for (const delivery of toldOf(before, after, step))
        for (const no of await deliver(after, delivery, by)) woke.add(no)
      return [...woke]
    },

    /** Everything that stands, to measures that start or change. */
    async catchUp(state: PlanState, at: PlanTime, only: ReadonlySet<string> | null = null): Promise<void> {
      for (const delivery of standingDeliveries(state))
        await deliver(state, delivery, { actor: delivery.event.reportedBy, at }, only)
    },
  }
}
