import { describe, expect, it } from 'vitest'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import { drawable, drawSample } from '../../domain/reckoning/sample.ts'
import { firstFacts, measureOf } from '../supervision/support.ts'

const { state } = firstFacts(measureOf('2015年7月'))
const [first] = state.obligations
const many = (n: number, more: (i: number) => Partial<Obligation> = () => ({})) => [
  {
    ...state,
    obligations: Array.from({ length: n }, (_, i) => ({
      ...(first as Obligation),
      ...{ id: `1.1/p${i}`, state: 'completed' as const },
      ...more(i),
    })),
  },
]
const ids = (seed: string, count: number, of = many(200)) => drawSample(of, seed, count).map(({ o }) => o.id)

describe('抽查抽样', () => {
  it('draws the same by the same seed, another by another, and a larger draw holds the smaller', () => {
    expect(ids('a', 10)).toEqual(ids('a', 10))
    expect(ids('a', 10)).not.toEqual(ids('b', 10))
    expect(ids('a', 20).slice(0, 10)).toEqual(ids('a', 10))
    expect(new Set(ids('a', 200)).size).toBe(200)
    expect(ids('a', 999)).toHaveLength(200)
  })
  it('gives every one the same chance', () => {
    const drawn = new Map<string, number>()
    for (let seed = 0; seed < 2_000; seed += 1)
      for (const one of ids(`s${seed}`, 5, many(20))) drawn.set(one, (drawn.get(one) ?? 0) + 1)
    // 500 each is expected; six standard deviations are 116.
    for (const times of drawn.values()) expect(Math.abs(times - 500)).toBeLessThan(116)
    expect(drawn.size).toBe(20)
  })
  it('leaves out what is not done, was done before the start, or was looked at already', () => {
    const seen = { on: first?.opensOn as never, finding: '属实', text: '看过', urls: [], files: [] } as const
    const states = many(4, (i) =>
      i === 0
        ? { state: 'open' }
        : i === 1
          ? { doneBefore: { doneOn: null, urls: [], files: [], note: null } as never }
          : i === 2
            ? { checks: [seen] }
            : {},
    )
    expect(drawable(states).map(({ o }) => o.id)).toEqual(['1.1/p3'])
  })
})
