import type { IsoDate } from '../calendar/date.ts'
import type { Field } from '../fields/field.ts'
import { type AnyAct, fieldsOf } from '../supervision/act.ts'
import { ACTS, type Act } from '../supervision/acts/registry.ts'

export interface OnDay {
  readonly on: IsoDate
  /** Why it is in the script; for readers. */
  readonly note?: string
  /** The code with which it must be refused: the script shows what is not allowed, too. */
  readonly refused?: string
}

/** What somebody does on a day of a script: an act of docs/acts.md by its name there, with its fields. */
export type ActStep = OnDay & {
  readonly do: string
  readonly measure: string
  readonly obligation?: string
  /** Who does it, where it is not the script's office. */
  readonly as?: string
}

/** The name of an act in a script, and those of its fields that are called otherwise there. */
const written = ({ type, step }: AnyAct) => ({
  do: step ? step.do : type,
  named: (step ? step.named : undefined) ?? {},
})

/** The name of an act in a script. */
export const stepName = (def: AnyAct): string => written(def).do

/** Whether a unit does it, or its head, so that it has to be said which. */
export const isByUnit = ({ by }: AnyAct): boolean => by === 'unit' || by === 'head' || by === 'supporting'

/** What a script may say of an act, beside the measure, the obligation and who: each with the field it is. */
export const stepFields = (def: AnyAct): readonly (readonly [string, string, Field])[] =>
  Object.entries(fieldsOf(def))
    .filter(([name, { kind }]) => name !== 'obligationId' && kind !== 'object' && kind !== 'record')
    .map(([name, field]) => [written(def).named[name] ?? name, name, field])

/** The acts that a script may hold by their fields, by their name in it. */
export const STEPS: ReadonlyMap<string, AnyAct> = new Map(
  ACTS.filter((def: AnyAct) => def.step !== false && !def.ofPlan).map((def) => [stepName(def), def]),
)

/** Where a script says nothing. */
const unsaid = ({ kind, need }: Field): unknown =>
  need === 'optional' ? undefined : kind === 'list' ? [] : kind === 'flag' ? false : null

/** The act as the measure is told it. `office`: who decides in this script. */
export function actOfStep(step: ActStep, actId: string, office: string): Act {
  const def = STEPS.get(step.do)
  if (def === undefined) throw new Error(`no act is called ${step.do} in a script`)
  const said = step as unknown as Readonly<Record<string, unknown>>
  const fields = stepFields(def)
    .map(([as, name, field]) => [name, said[as] ?? unsaid(field)] as const)
    .filter(([, value]) => value !== undefined)
  const actor = isByUnit(def) ? { role: 'unit', unit: step.as } : { role: 'office', unit: office }
  const on = def.on === null ? {} : { obligationId: step.obligation ?? null }
  return { type: def.type, actId, actor, ...on, ...Object.fromEntries(fields) } as Act
}

/** An event of the script that was reported wrongly, or that never was. */
export type DisputedEvent = OnDay &
  (
    | {
        readonly do: 'correct'
        readonly event: string
        readonly effectiveOn: IsoDate
        readonly document?: string
        readonly reason?: string
      }
    | { readonly do: 'revoke'; readonly event: string; readonly reason?: string }
  )

export const isDisputedEvent = <T extends { readonly do: string }>(
  act: T,
): act is Extract<T, { do: 'correct' | 'revoke' }> => act.do === 'correct' || act.do === 'revoke'
