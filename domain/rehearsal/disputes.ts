import type { IsoDate } from '../calendar/date.ts'
import type { Act } from '../supervision/acts.ts'

interface Target {
  readonly measure: string
  readonly obligation?: string
}

/** What units and the office do beside submitting and judging evidence (docs/acts.md), on a day of a script. */
export type DisputedAct = OnDay &
  Target &
  (
    | { readonly do: 'acknowledge'; readonly as: string; readonly text?: string }
    | { readonly do: 'progress'; readonly as: string; readonly percent: number; readonly text: string }
    | { readonly do: 'part'; readonly as: string; readonly text: string }
    | {
        readonly do: 'extend'
        readonly as: string
        readonly dueOn: IsoDate
        readonly reason: string
        readonly text?: string
      }
    | { readonly do: 'grant'; readonly dueOn?: IsoDate; readonly text?: string }
    | { readonly do: 'refuse'; readonly reason: string }
    | {
        readonly do: 'suspend'
        readonly reason: string
        readonly ground?: string
        readonly reviewOn: IsoDate
      }
    | {
        readonly do: 'resume'
        readonly dueOn?: IsoDate
        readonly keepDue?: boolean
        readonly reason?: string
      }
    | { readonly do: 'undo'; readonly reason: string }
    | { readonly do: 'stage'; readonly text: string; readonly dueOn?: IsoDate }
    | { readonly do: 'terminate'; readonly reason: string }
    | { readonly do: 'restore'; readonly reason: string; readonly dueOn?: IsoDate }
    | {
        readonly do: 'reassign'
        readonly lead: string
        readonly units?: readonly string[]
        readonly reason: string
      }
    | { readonly do: 'instruct'; readonly leader: string; readonly text: string; readonly dueOn?: IsoDate }
  )

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

/** The act as the measure is told it. `office`: who decides in this script. */
export function disputedAct(act: DisputedAct, actId: string, office: string): Act {
  const obligationId = act.obligation ?? null
  const byOffice = { actId, obligationId, actor: { role: 'office', unit: office } } as const
  const byUnit = (unit: string) => ({ actId, obligationId, actor: { role: 'unit', unit } }) as const
  const text = 'text' in act ? (act.text ?? null) : null
  switch (act.do) {
    case 'acknowledge':
      return { type: 'acknowledge', actId, actor: { role: 'unit', unit: act.as }, note: text }
    case 'progress':
      return { type: 'progress', ...byUnit(act.as), percent: act.percent, text: act.text }
    case 'part':
      return { type: 'givePart', ...byUnit(act.as), text: act.text }
    case 'extend':
      return { type: 'extend', ...byUnit(act.as), dueOn: act.dueOn, reason: act.reason, measures: text }
    case 'grant':
      return { type: 'grantExtension', ...byOffice, dueOn: act.dueOn ?? null, note: text }
    case 'refuse':
      return { type: 'refuseExtension', ...byOffice, reason: act.reason }
    case 'suspend': {
      const { reason, reviewOn } = act
      return { type: 'suspend', ...byOffice, reason, ground: act.ground ?? null, reviewOn }
    }
    case 'resume': {
      const { dueOn = null, keepDue = false, reason = null } = act
      return { type: 'resume', ...byOffice, dueOn, keepDue, reason }
    }
    case 'undo':
      return { type: 'undoAccept', ...byOffice, reason: act.reason }
    case 'stage':
      return { type: 'completeStage', ...byOffice, note: act.text, dueOn: act.dueOn ?? null }
    case 'terminate':
      return { type: 'terminate', ...byOffice, reason: act.reason }
    case 'restore':
      return { type: 'restore', ...byOffice, reason: act.reason, dueOn: act.dueOn ?? null }
    case 'reassign': {
      const { lead: leadUnit, units = [], reason } = act
      return { type: 'reassign', actId, actor: byOffice.actor, leadUnit, units, reason }
    }
    case 'instruct': {
      const { leader, dueOn = null } = act
      return { type: 'instruct', actId, actor: byOffice.actor, leader, text: act.text, dueOn }
    }
  }
}

export const isDisputedEvent = <T extends { readonly do: string }>(
  act: T,
): act is Extract<T, { do: 'correct' | 'revoke' }> => act.do === 'correct' || act.do === 'revoke'

export interface OnDay {
  readonly on: IsoDate
  /** Why it is in the script; for readers. */
  readonly note?: string
  /** The code with which it must be refused: the script shows what is not allowed, too. */
  readonly refused?: string
}
