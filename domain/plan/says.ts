import { dateOf, endName } from '../calendar/time.ts'
import type { PlanClock } from '../clock.ts'
import { unreachable } from '../result.ts'
import { baselineText } from '../supervision/baseline.ts'
import { quoted } from '../text.ts'
import { describeBulletin } from './bulletins.ts'
import type { PlanFact, StartBaseline } from './facts.ts'
import { describePlanMishap } from './mishap.ts'
import { describePlanned } from './planned.ts'

export function clockName(clock: PlanClock): string {
  switch (clock.kind) {
    case 'wall':
      return '真实时钟'
    case 'stepped':
      return `步进时钟（演练），现为 ${dateOf(clock.at)}`
    case 'rate':
      return `快速时钟（演练），每秒走 ${clock.perSecond} 秒`
  }
}

/** The first of them by name; all of them stand in the fact. */
const acceptedText = (items: readonly string[]): string =>
  items.length === 0
    ? ''
    : `，按建议读法接受 ${items.length} 个待确认事项（${items
        .slice(0, 5)
        .map((item) => item.replace(/^:/, '全文:').replace(':', ' '))
        .join('、')}${items.length > 5 ? '…' : ''}）`

/** @example '，启动时已过期 5 项：已办结 3 项、照旧 2 项' */
function pastText(baseline: StartBaseline | undefined): string {
  if (baseline === undefined) return ''
  const { counts } = baseline
  const past = counts.done + counts['from-today'] + counts['as-is']
  return `，启动时已过期 ${past} 项：${baselineText(counts)}`
}

/** One fact of the plan as a clerk would say it. */
export function describePlanFact(fact: PlanFact): string {
  const by = fact.actor.unit
  switch (fact.kind) {
    case 'imported':
      return `${by} 导入方案${quoted(fact.title)}：${fact.measures} 项措施，${fact.conditions.length} 个触发条件${fact.offices ? `，督查机构 ${fact.offices.join('、')}` : ''}`
    case 'planStarted':
      return `${by} 启动方案，自 ${fact.startOn} 起，${clockName(fact.clock)}${acceptedText(fact.acceptedReview)}${pastText(fact.baseline)}`
    case 'amended': {
      const { changed, added, withdrawn } = fact.counts
      const about = `${fact.reference ? `，${fact.reference}` : ''}${fact.reason ? `（${fact.reason}）` : ''}`
      return `${by} 修订方案${quoted(fact.title)}：变更 ${changed} 项，增加 ${added} 项，撤销 ${withdrawn} 项${about}${acceptedText((fact.accepted ?? []).map(({ measure, code }) => `${measure ?? ''}:${code}`))}`
    }
    case 'policySet':
      return `${by} 确定督办规则“${fact.policy.name}”第 ${fact.policy.version} 版${fact.reason ? `（${fact.reason}）` : ''}`
    case 'calendarChanged':
      return `${by} 更新节假日安排（${fact.version}），重排未办结事项的日期`
    case 'clockAdvanced':
      return `时钟推进到 ${dateOf(fact.to)}`
    case 'eventReported': {
      const { event } = fact
      if (event.unread !== undefined)
        return `${by} 的信号看不懂${event.via ? `（由措施 ${event.via} 转来）` : ''}：${event.condition}（${event.unread}），留存备查（${event.eventId}）`
      if (event.proposed !== undefined)
        return `${by} 提出事件“${event.condition}”（${event.eventId}），${event.effectiveOn} 生效${event.document ? `，${event.document}` : ''}，待督查机构确认`
      const again = event.again ? '，另一次' : ''
      const maybe = event.maybe ? `，可能与 ${event.maybe} 是同一件` : ''
      const strangers = event.strangers ? `，点名的 ${event.strangers.join('、')} 不在等待它` : ''
      const unheard = event.strangers ? '，留存备查' : '，没有措施等待它，留存备查'
      const matched = `${strangers}${event.conditionId === null ? unheard : `${again}${maybe}`}`
      return `${by} 报告事件“${event.condition}”（${event.eventId}），${event.effectiveOn} 生效${event.document ? `，${event.document}` : ''}${matched}`
    }
    case 'eventCorrected':
      return `${by} 更正事件 ${fact.eventId}：${fact.effectiveAt ? endName(fact.effectiveAt) : fact.effectiveOn} 生效${fact.dueOn ? `，${fact.dueOn} 到期` : ''}${fact.document ? `，${fact.document}` : ''}${fact.cleared?.includes('document') ? '，没有文号' : ''}${fact.reason ? `（${fact.reason}）` : ''}`
    case 'eventRevoked':
      return `${by} 撤销事件 ${fact.eventId}${fact.reason ? `（${fact.reason}）` : ''}`
    case 'eventRestored':
      return `${by} 恢复事件 ${fact.eventId}${fact.reason ? `（${fact.reason}）` : ''}`
    case 'eventConfirmed': {
      const { source } = fact
      return `${by} 也报告了事件 ${fact.eventId}：${source.effectiveOn} 生效${source.document ? `，${source.document}` : ''}`
    }
    case 'conditionSubscribed':
      return `${by} 登记：措施 ${fact.no} 挂账，待“${fact.text}”后恢复`
    case 'eventPlanned':
    case 'plannedMoved':
    case 'plannedCancelled':
    case 'plannedConfirmed':
      return describePlanned(fact, by)
    case 'eventAssigned':
      return `${by} 将事件 ${fact.eventId} 归入条件 ${fact.conditionId}`
    case 'planClosed': {
      const carried = Object.keys(fact.carried ?? {}).length
      const on = carried > 0 ? `，${carried} 项结转到 ${fact.carriedTo}` : ''
      return `${by} 结束方案${fact.reason ? `（${fact.reason}）` : ''}${on}`
    }
    case 'planReopened':
      return `${by} 重开方案：${fact.reason}${fact.withdrawn.length > 0 ? `，撤回结转 ${fact.withdrawn.length} 项` : ''}`
    case 'bulletinIssued':
    case 'bulletinWithdrawn':
      return describeBulletin(fact, by)
    case 'planDeleted':
      return `${by} 删除没有启动的方案`
    case 'stepFailed':
    case 'measuresSilent':
    case 'measuresRefused':
      return describePlanMishap(fact)
    default:
      return unreachable(fact)
  }
}
