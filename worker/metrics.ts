import { Gauge, Registry } from 'prom-client'
import { SLIP_LEVELS } from '../domain/policy/levels.ts'
import { MEASURE_PHASES, OBLIGATION_STATES } from '../domain/supervision/names.ts'
import { type Figure, type FigureName, figuresOf } from '../records/figures.ts'
import type { Db } from '../records/open.ts'

/** Plans shown one by one; what is beyond is added up under one name, so that labels stay bounded. */
export const MOST_PLANS = 50
export const OTHERS = '其他'

interface Shape {
  readonly metric: string
  readonly help: string
  /** Name and values of the second label. */
  readonly by?: readonly [label: string, values: readonly string[]]
  /** How the plans beyond the bound become one. */
  readonly join: (a: number, b: number) => number
}

const sum = (a: number, b: number) => a + b
const SHAPES: Record<FigureName, Shape> = {
  measures: {
    metric: 'duban_measures',
    help: '措施数，按状态（waiting 为等待触发条件）',
    by: ['state', MEASURE_PHASES],
    join: sum,
  },
  obligations: {
    metric: 'duban_obligations',
    help: '应办事项数，按状态',
    by: ['state', OBLIGATION_STATES],
    join: sum,
  },
  overdue: { metric: 'duban_obligations_overdue', help: '到期未交的应办事项数', join: sum },
  slips: { metric: 'duban_slips', help: '已发督办单数，按级别', by: ['level', SLIP_LEVELS], join: sum },
  noticesUnsent: { metric: 'duban_notices_unsent', help: '还没有发出的通知数', join: sum },
  oldestUnsentNotice: {
    metric: 'duban_notice_oldest_unsent_seconds',
    help: '最早一条未发出的通知已等多少秒；没有则为 0',
    join: Math.max,
  },
  deliveriesUnsettled: {
    metric: 'duban_deliveries_unsettled',
    help: '已投递、措施还没有记下的事件数',
    join: sum,
  },
}

/** The plan's label: its id for the first plans by id, one common name for the rest. */
export function boundedPlans(plans: readonly string[], most = MOST_PLANS): (plan: string) => string {
  const shown = new Set([...new Set(plans)].sort().slice(0, most))
  return (plan) => (shown.has(plan) ? plan : OTHERS)
}

/** Duban's own facts in Prometheus' text, for running plans. Every known state is there, with 0 where it has none. */
export async function dubanMetrics(db: Db, nowMs: number): Promise<string> {
  const registry = new Registry()
  const figures = await figuresOf(db, nowMs)
  const label = boundedPlans(figures.map((figure) => figure.plan))
  const plans = [...new Set(figures.map((figure) => label(figure.plan)))]
  for (const [name, shape] of Object.entries(SHAPES) as [FigureName, Shape][]) {
    const values = new Map<string, number>()
    const key = (plan: string, state: string) => JSON.stringify([plan, state])
    for (const plan of plans) for (const state of shape.by?.[1] ?? ['']) values.set(key(plan, state), 0)
    for (const figure of figures.filter((f: Figure) => f.name === name)) {
      const at = key(label(figure.plan), figure.state)
      values.set(at, shape.join(values.get(at) ?? 0, figure.value))
    }
    const second = shape.by?.[0]
    const gauge = new Gauge({
      name: shape.metric,
      help: shape.help,
      labelNames: second ? ['plan', second] : ['plan'],
      registers: [registry],
    })
    for (const [at, value] of values) {
      const [plan, state] = JSON.parse(at) as [string, string]
      gauge.set(second ? { plan, [second]: state } : { plan }, value)
    }
  }
  return registry.metrics()
}
