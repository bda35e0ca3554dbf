import { workflowIdOf } from '../records/read.ts'
import { junkShots, sample, storm } from '../test/messages/storm.ts'
import type { Stage } from './stage.ts'
import { nothing, type Target } from './target.ts'

/** Of all junk there is, so much at a time: some hundred messages. */
const SHARE = 0.02

/**
 * Junk for a plan that runs and its measures, in the middle of everything else that goes wrong. Updates and queries
 * only: they leave nothing in a ledger, so that every fact of the run is still one of the load's.
 */
export const messages = (stage: Stage): readonly Target[] => [
  {
    target: 'messages',
    kind: 'junk',
    weight: 5,
    seconds: [0, 0],
    async begin(draw) {
      const { db, client } = stage.duban
      const seed = Math.floor(draw * 1e9)
      try {
        const rows = await db
          .selectFrom('measures')
          .innerJoin('plans', 'plans.id', 'measures.plan_id')
          .select(['measures.plan_id', 'measures.no'])
          .where('plans.phase', '=', 'running')
          .execute()
        const planId = rows[Math.floor(draw * rows.length)]?.plan_id
        const measures = rows
          .filter((row) => row.plan_id === planId)
          .map(({ no }) => workflowIdOf(planId ?? '', no))
        if (planId === undefined) return nothing
        const shots = junkShots({ planId, measures: measures.slice(0, 3) }, seed)
        const harmless = shots.filter(({ way }) => way !== 'signal')
        await storm(client, sample(harmless, SHARE, seed))
      } catch {
        // Another fault has hold of the server or the store: what could not be sent harms nobody.
      }
      return nothing
    },
  },
]
