import { quoted } from '../basics/text.ts'
import type { Replan, ReplanCause } from '../plan/measure/replan.ts'
import { takenByMoved } from './events/change-facts.ts'
import { fact } from './fact.ts'
import { applyReplan } from './replan-apply.ts'
import { leadsName } from './units.ts'

interface Replanned {
  readonly kind: 'replanned'
  readonly cause: ReplanCause
  readonly replan: Replan
}

const forReason = (reason: string | null) => (reason ? `（${reason}）` : '')

/** Why a running plan's dates are recounted, in a few words. */
export function causeName(cause: ReplanCause): string {
  switch (cause.kind) {
    case 'calendar':
      return `节假日安排更新（${cause.version}）`
    case 'policy':
      return `督办规则改为“${cause.name}”第 ${cause.version} 版${forReason(cause.reason)}`
    case 'amendment':
      return `方案修订${quoted(cause.title)}${forReason(cause.reason)}`
  }
}

/** What a new calendar, other rules or an amendment did, old → new. */
function describeReplan(cause: ReplanCause, plan: Replan): string {
  const because = causeName(cause)
  const dates = plan.changes.map(({ obligationId, from, dueOn, provisional, reworded }) =>
    from === dueOn
      ? `${obligationId} ${dueOn ?? '到期日待定'}，${reworded ? `要求改为：${reworded.ask}` : '催办和督办日期重排'}`
      : `${obligationId} 到期日 ${from ?? '待定'} → ${dueOn ?? '待定'}${provisional ? '（暂定）' : ''}`,
  )
  const parts = [
    ...(plan.setup === null
      ? []
      : [`现为 ${leadsName(plan.setup)}：${plan.setup.text}（${plan.setup.deadlineText || '未写期限'}）`]),
    ...dates,
    ...(plan.added.length > 0
      ? [`增加 ${plan.added.map((o) => `${o.id}（${o.dueOn ?? '到期日待定'}）`).join('、')}`]
      : []),
    ...(plan.revived
      ? [`重新要求 ${plan.revived.map((o) => `${o.obligationId}（${o.dueOn ?? '到期日待定'}）`).join('、')}`]
      : []),
    ...(plan.withdrawn.length > 0 ? [`撤销 ${plan.withdrawn.join('、')}`] : []),
    ...(plan.waits === null
      ? []
      : cause.kind === 'policy'
        ? ['询问答复期限重排']
        : [plan.waits.length === 0 ? '不再等待条件' : `等待 ${plan.waits.map((w) => w.text).join('、')}`]),
  ]
  return parts.length === 0 ? because : `${because}：${parts.join('；')}`
}

/** A new calendar, other rules or an amendment. */
export const replanned = fact<Replanned>({
  kind: 'replanned',
  apply: (state, { replan, cause }, on) => applyReplan(state, replan, cause, on),
  says: ({ cause, replan }) => describeReplan(cause, replan),
  tells: (_, { state, to, says }) => [to('replanned', `${state.setup.no} 有变动`, says)],
  // A date that an amendment moves takes nothing: it was late by the date that stood.
  takesBack: ({ cause, replan }) => (cause.kind === 'calendar' ? takenByMoved(replan.changes) : null),
})
