import { ok } from '../../basics/result.ts'
import type { PlanClock } from '../../calendar/clock.ts'
import { dateOf } from '../../calendar/time.ts'
import { date, LONGEST_TITLE, list, object, optional, text } from '../../fields/field.ts'
import { baselineText } from '../../plan/baseline.ts'
import { clock } from '../../plan/fields.ts'
import { already, duringOf, planAct, planEmpty } from '../act.ts'
import { planFactDef } from '../fact.ts'
import { accepted, BASELINE } from '../fields.ts'
import type { StartBaseline, StartRequest } from '../model/input.ts'

type Start = { readonly type: 'start' } & StartRequest
type PlanStarted = { readonly kind: 'planStarted' } & StartRequest

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
export const acceptedText = (items: readonly string[]): string =>
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

const planStarted = planFactDef<PlanStarted>({
  kind: 'planStarted',
  apply: (state, { clock, startOn }) => ({ ...state, phase: 'running', clock, startOn }),
  says: ({ startOn, clock, acceptedReview, baseline }, by) =>
    `${by} 启动方案，自 ${startOn} 起，${clockName(clock)}${acceptedText(acceptedReview)}${pastText(baseline)}`,
})

/** 启动方案: every measure begins. */
export const start = planAct<Start, PlanStarted>({
  type: 'start',
  name: '启动方案',
  by: 'plan',
  fields: {
    clock,
    startOn: date('起始日'),
    acceptedReview: list('接受的读法', text('读法', LONGEST_TITLE), 20_000),
    accepted,
    baseline: optional(object('起点', BASELINE)),
  },
  facts: [planStarted],
  decide(state, { clock, startOn, acceptedReview, accepted, baseline }) {
    if (state.document === null) return planEmpty(state.planId)
    const open = duringOf(state, 'notClosed')
    if (!open.ok) return open
    if (state.phase === 'running') return already()
    return ok({
      type: 'start',
      clock,
      startOn,
      acceptedReview,
      ...(accepted ? { accepted } : {}),
      ...(baseline ? { baseline } : {}),
    })
  },
  answers: ({ count, already }) => ({ started: count, already }),
})
