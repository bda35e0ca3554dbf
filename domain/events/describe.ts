import type { PlanCondition } from '../plan/condition.ts'
import { clockName } from './acts/start.ts'
import { waysCome } from './carriers.ts'
import type { PlanState } from './model/state.ts'
import { expectedIn } from './planned.ts'

/** Current details of a plan in the Temporal UI, as Markdown. */
export function describePlan(state: PlanState): string {
  const lines = [`**${state.title || state.planId}**`, '', `时钟：${clockName(state.clock)}`]
  const reported = new Set(state.events.flatMap((e) => (e.conditionId && !e.revoked ? [e.conditionId] : [])))
  const missing = (c: PlanCondition) =>
    c.all ? waysCome(state, c).filter((way) => way.on === null) : reported.has(c.id) ? [] : [c]
  const open = state.conditions.filter((c) => c.stream || missing(c).length > 0)
  if (open.length > 0) lines.push('', '等待的条件：')
  for (const c of open)
    lines.push(
      `- ${c.text}${
        c.stream
          ? '（每发生一次报告一次）'
          : c.all
            ? `（还差 ${missing(c)
                .map((way) => way.text)
                .join('、')}）`
            : ''
      }：措施 ${[...new Set(c.waits.map((w) => w.no))].join('、')}`,
    )
  const expected = expectedIn(state)
  if (expected.length > 0) lines.push('', '预计的事件（确认以前不立项）：')
  for (const p of expected) lines.push(`- 预计 ${p.expectedOn} ${p.condition}（${p.plannedId}）`)
  if (state.events.length > 0) lines.push('', '已报告的事件：')
  for (const e of state.events.slice(-30)) {
    const note = e.revoked
      ? '，已撤销'
      : e.maybe
        ? `，可能与 ${e.maybe} 是同一件`
        : e.conditionId === null
          ? '，没有措施等待它'
          : ''
    lines.push(
      `- ${e.effectiveOn} ${e.condition}（${e.eventId}${e.document ? `，${e.document}` : ''}）${note}`,
    )
  }
  return lines.join('\n')
}
