import { ok } from '../../basics/result.ts'
import { list, optional } from '../../fields/field.ts'
import type { AcknowledgeClock } from '../../plan/measure/state.ts'
import { startAcknowledging } from '../acknowledge.ts'
import { measureAct } from '../act.ts'
import { fact } from '../fact.ts'
import { refusals } from '../refusals.ts'
import { leadsName, leadsOf, namedOn, type Units } from '../units.ts'
import { reason, unit } from './fields.ts'

/** 改派: lead or supporting units change, a unit splits or is renamed; clocks and history stay. */
export interface Reassign {
  readonly type: 'reassign'
  readonly leadUnit: string
  /** Joint leads, the coordinator first. Absent: it leads alone. */
  readonly leads?: readonly string[]
  readonly units: readonly string[]
  readonly reason: string
}
interface Reassigned {
  readonly kind: 'reassigned'
  readonly from: string
  readonly leadUnit: string
  readonly leads?: readonly string[]
  readonly supporting?: readonly string[]
  readonly units: readonly string[]
  readonly reason: string
  /** Units that are new to it sign for it by this clock. */
  readonly acknowledge?: AcknowledgeClock
}

/** Joint leads and supporting units afterwards: who supported before goes on supporting. */
function partsAfter(setup: Units, leads: readonly string[], units: readonly string[]) {
  const supporting = units.filter((unit) => !leads.includes(unit) && setup.supporting?.includes(unit))
  return {
    ...(leads.length > 1 ? { leads } : {}),
    ...(supporting.length > 0 ? { supporting } : {}),
  }
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one))

const sameParts = (a: Units, b: Units): boolean =>
  a.leadUnit === b.leadUnit && sameSet(leadsOf(a), leadsOf(b)) && sameSet(a.units, b.units)

const reassigned = fact<Reassigned>({
  kind: 'reassigned',
  apply(state, { leadUnit, units, leads, supporting, acknowledge }) {
    const { leads: _, supporting: __, ...rest } = state.setup
    return {
      ...state,
      unitsInPlan: state.unitsInPlan ?? namedOn(state.setup),
      setup: { ...rest, ...namedOn({ leadUnit, units, leads, supporting }) },
      ...(acknowledge ? { acknowledging: startAcknowledging(acknowledge) } : {}),
    }
  },
  says: (said, who) =>
    `${who} 改派：${said.from} → ${leadsName(said)}（${said.units.join('、')}）：${said.reason}`,
  why: () => '到期日、催办和经过不变',
  tells: ({ units }, { state, toEach, says }) => toEach(units, 'people', `${state.setup.no} 改派`, says),
})

export const reassign = measureAct<Reassign, Reassigned>({
  type: 'reassign',
  name: '改派',
  by: 'office',
  on: null,
  fields: {
    leadUnit: unit('牵头单位'),
    leads: optional(list('共同牵头单位', unit('单位'), 50)),
    units: list('责任单位', unit('单位'), 200),
    reason,
  },
  verb: {
    path: 'measure reassign',
    about: '改派：牵头或承办单位变更，期限和经过不变',
    as: '由谁办理',
    example: 'npx duban measure reassign mz2015 3.1 --lead 市自然资源局 --reason 机构改革',
    byHand: true,
  },
  step: { do: 'reassign', named: { leadUnit: 'lead' } },
  facts: [reassigned],
  asks: ({ state, today }) =>
    state.setup.policy.acknowledge === undefined ? null : { ask: 'acknowledge', from: today },
  decide({ state: { setup }, moment: { answer } }, said) {
    const { leadUnit, reason } = said
    if (!reason.trim()) return refusals.reasonNeeded('改派')
    const joint = [...new Set([leadUnit, ...(said.leads ?? [])])]
    const units = [...new Set([...joint, ...said.units])]
    const now = { leadUnit, units, ...partsAfter(setup, joint, units) }
    if (sameParts(setup, now)) return refusals.sameUnits(setup.no)
    if (setup.policy.acknowledge !== undefined && answer?.ask !== 'acknowledge') return ok([])
    const clock = answer?.ask === 'acknowledge' && answer.clock ? { acknowledge: answer.clock } : {}
    return ok([{ kind: 'reassigned', from: leadsName(setup), ...now, reason, ...clock }])
  },
})
