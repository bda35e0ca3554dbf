import { unsqueeze } from '../domain/basics/squeeze.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { type PackedPlan, unpackPlan } from '../domain/events/packing.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import { type PackedMeasure, unpackMeasure } from '../domain/supervision/packing.ts'
import type { Office } from './office.ts'

/** Where a state has the rows of what came early, if it was packed at all. */
interface Packed {
  readonly state: object
  readonly early: unknown
}

/** A plan's or a measure's state as its workflow has it, waited for so long at most. */
export async function stateNow(
  { client }: Pick<Office, 'client'>,
  workflowId: string,
  limitMs: number,
): Promise<PlanState | MeasureState> {
  const now = await client.connection.withDeadline(Date.now() + limitMs, () =>
    client.workflow
      .getHandle(workflowId)
      .query<PlanState | MeasureState | PackedPlan | PackedMeasure>(MEASURE_NAMES.now),
  )
  if (!('early' in now || 'squeezed' in now)) return now
  const packed = unsqueeze(now as Packed)
  return 'setup' in packed.state ? unpackMeasure(packed as PackedMeasure) : unpackPlan(packed as PackedPlan)
}
