import { dateOf } from '../../domain/calendar/time.ts'
import { planState, workflowIdOf } from '../../records/read.ts'
import { junkShots, sample, storm } from '../messages/storm.ts'
import type { Journal } from './journal.ts'
import type { Stage } from './stage.ts'
import { sendStrays, straysFor } from './strays.ts'
import { nothing, type Target } from './target.ts'

/** Of all junk there is, so much at a time: some hundred messages. */
const SHARE = 0.02
/** Of all signals so much: some dozens. */
const SHARE_OF_SIGNALS = 0.06
const MEASURES = 3

/** A running plan and some of its measures. */
async function aimAt({ duban: { db } }: Stage, draw: number) {
  const rows = await db
    .selectFrom('measures')
    .innerJoin('plans', 'plans.id', 'measures.plan_id')
    .select(['measures.plan_id', 'measures.no'])
    .where('plans.phase', '=', 'running')
    .execute()
  const planId = rows[Math.floor(draw * rows.length)]?.plan_id
  if (planId === undefined) throw new Error('no plan runs')
  const own = rows.filter((row) => row.plan_id === planId).slice(0, MEASURES)
  return { planId, measures: own.map(({ no }) => workflowIdOf(planId, no)) }
}

/**
 * Junk for a plan that runs and its measures, in the middle of everything else that goes wrong. What updates and queries
 * bring leaves nothing in a ledger; of each signal the ledger keeps that it came.
 */
export const messages = (stage: Stage, journal: Journal): readonly Target[] => [
  {
    target: 'messages',
    kind: 'junk',
    weight: 5,
    seconds: [0, 0],
    async begin(draw) {
      const seed = Math.floor(draw * 1e9)
      const aim = await aimAt(stage, draw)
      const harmless = junkShots(aim, seed).filter(({ way }) => way !== 'signal')
      await storm(stage.duban.client, sample(harmless, SHARE, seed))
      return nothing
    },
  },
  {
    target: 'messages',
    kind: 'stray signals',
    weight: 8,
    seconds: [0, 0],
    async begin(draw) {
      const { planId, measures } = await aimAt(stage, draw)
      const plan = await planState(stage.duban.db, planId)
      const today = plan?.clock.kind === 'stepped' ? dateOf(plan.clock.at) : (plan?.startOn ?? null)
      if (today === null) throw new Error('no plan runs')
      const aims = straysFor(planId, measures, today, Math.floor(draw * 1e9), SHARE_OF_SIGNALS)
      await sendStrays(stage.direct, aims, journal.strays)
      return nothing
    },
  },
]
