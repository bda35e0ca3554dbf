import type { EventChange } from '../model/marks.ts'
import { describeExpected } from './expected.ts'
import type { EventFact } from './facts.ts'

const date = (on: string | null) => on ?? '到期日待定'
const moves = (changes: readonly EventChange[]) =>
  changes.map((c) =>
    c.keepsDue
      ? `${c.obligationId} 按原文应为 ${date(c.dueOn)}，到期日已由人确定，不变`
      : c.from === c.dueOn
        ? `${c.obligationId} 到期日 ${date(c.dueOn)} 不变`
        : `${c.obligationId} ${c.from ?? '待定'} → ${c.dueOn ?? '待定'}`,
  )
const check = (flagged: readonly string[], what: string) =>
  flagged.length > 0 ? [`${what}，请人工核对：${flagged.join('、')}`] : []

/** What happened to an event, as a clerk would say it. */
export function describeEvent(fact: EventFact): string {
  switch (fact.kind) {
    case 'eventReceived': {
      const { event } = fact
      const opened = event.obligations.map((o) => `${o.id}（${date(o.dueOn)}）`).join('、')
      const firm = (fact.firmed ?? []).map((c) =>
        c.from === c.dueOn
          ? `${c.obligationId} 到期日 ${date(c.dueOn)} 确定`
          : `${c.obligationId} 暂定 ${date(c.from)} → 确定 ${date(c.dueOn)}`,
      )
      const would = (fact.wouldBe ?? []).map(
        (c) => `${c.obligationId} 已按 ${date(c.from)} 办结，现应为 ${date(c.dueOn)}，请人工核对`,
      )
      const rest = [...firm, ...would].map((text) => `；${text}`).join('')
      return `触发事件 ${event.eventId}，${event.effectiveOn} 生效${rest}${opened ? `，立项 ${opened}` : fact.ignored ? '，此前已触发，不再立项' : ''}`
    }
    case 'eventExpected':
    case 'expectationEnded':
    case 'expectationDue':
      return describeExpected(fact)
    case 'eventCorrected': {
      const would = (fact.wouldBe ?? []).map(
        (c) => `${c.obligationId} 已按 ${date(c.from)} 办结，更正后应为 ${date(c.dueOn)}`,
      )
      const what = fact.revision === undefined ? '已办结' : '已办结或由人定过到期日'
      const parts = [...moves(fact.changes), ...would, ...check(fact.flagged, what)]
      return `更正触发事件 ${fact.eventId}：${[`${fact.effectiveOn} 生效`, ...parts].join('；')}`
    }
    case 'eventRevoked': {
      const head = fact.yieldsTo
        ? `触发事件改以 ${fact.yieldsTo} 为准，${fact.eventId} 不再立项`
        : `撤销触发事件 ${fact.eventId}`
      const parts = [
        ...(fact.withdrawn.length > 0 ? [`撤销 ${fact.withdrawn.join('、')}`] : []),
        ...check(fact.flagged, '已办结或因它恢复办理'),
      ]
      return [head, ...parts].join('；')
    }
    case 'eventRestored': {
      const { eventId, effectiveOn, obligations } = fact.event
      const parts = [
        ...fact.restored.map((one) => `恢复 ${one.obligationId}（${date(one.dueOn)}）`),
        ...obligations.map((o) => `立项 ${o.id}（${date(o.dueOn)}）`),
        ...(fact.unflagged.length > 0 ? [`${fact.unflagged.join('、')} 不用再核对`] : []),
      ]
      return `恢复触发事件 ${eventId}，${effectiveOn} 生效${parts.length > 0 ? `：${parts.join('；')}` : ''}`
    }
  }
}
