import { randomBytes } from 'node:crypto'
import { type AuditLine, audit } from '../../accounts/audit.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { drawable, drawSample } from '../../domain/reckoning/sample.ts'
import { leadsName } from '../../domain/supervision/units.ts'
import type { Db } from '../../records/open.ts'
import { measureStates } from '../../records/read.ts'

export interface SampleAsked {
  readonly count: number
  /** Absent: a new one. */
  readonly seed?: string | null
}

/** Draws completed work for 抽查 and writes down who drew what by which seed. */
export async function sampleOf(
  db: Db,
  plan: PlanState,
  { count, seed: asked }: SampleAsked,
  by: Pick<AuditLine, 'userId' | 'via' | 'ip'>,
) {
  const seed = asked?.trim() || randomBytes(6).toString('hex')
  const states = await measureStates(db, plan.planId)
  const drawn = drawSample(states, seed, count)
  await audit(db, {
    ...by,
    ...{ what: 'sample', target: plan.planId, outcome: 'ok' },
    detail: `种子 ${seed}，${drawn.length}/${drawable(states).length}：${drawn.map(({ o }) => o.id).join('、')}`,
  })
  return {
    seed,
    of: drawable(states).length,
    items: drawn.map(({ state, o }) => ({
      no: shownNumberOf(plan, state.setup.no),
      obligation: o.id,
      unit: leadsName(state.setup),
      text: state.setup.text,
      doneOn: o.evidence.at(-1)?.doneOn ?? null,
      acceptedOn: o.acceptedAt?.slice(0, 10) ?? null,
    })),
  }
}
