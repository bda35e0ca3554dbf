import type { IsoDate } from '../calendar/date.ts'
import type { WorkPlan } from '../plan/plan.ts'
import type { Script, ScriptedAct } from './script.ts'

/** A revised document, on its day. */
export interface Revision {
  readonly actId: string
  readonly plan: WorkPlan
  readonly reference: string | null
  readonly reason: string | null
  readonly acceptLikeliest: boolean
}

export type Amending = Extract<ScriptedAct, { do: 'amend' }>
export const isAmending = (act: Script['acts'][number]): act is Amending => act.do === 'amend'

/** An act's id is made from the script, so that playing a day twice does it once. */
export const scriptedId = (act: { readonly on: IsoDate }, index: number): string => `s-${index}-${act.on}`

/** The revised documents of a day, in their order. They come before everything else that happens on it. */
export const revisionsOn = (script: Script, today: IsoDate): readonly Revision[] =>
  script.acts.flatMap((act, i): Revision[] => {
    if (!isAmending(act) || act.on !== today) return []
    const { plan, reference = null, reason = null, acceptLikeliest = false } = act
    return [{ actId: scriptedId(act, i), plan, reference, reason, acceptLikeliest }]
  })
