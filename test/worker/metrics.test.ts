import { describe, expect, it } from 'vitest'
import { boundedPlans, MOST_PLANS, OTHERS } from '../../worker/metrics.ts'

describe('labels of metrics', () => {
  it('are bounded: plans beyond the first fifty share one', () => {
    const plans = Array.from({ length: 3000 }, (_, i) => `plan-${String(i).padStart(4, '0')}`)
    const label = boundedPlans(plans)
    const labels = new Set(plans.map(label))
    expect(labels.size).toBe(MOST_PLANS + 1)
    expect([label('plan-0049'), label('plan-0050')]).toEqual(['plan-0049', OTHERS])
  })
})
