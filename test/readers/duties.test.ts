import { describe, expect, it } from 'vitest'
import { dutiesIn, dutyFuzz, lostIn } from '../documents/duties.ts'
import { calendar } from '../plan/support.ts'
import { planOf } from './support.ts'

describe('a numbered duty is a measure or named in the review', () => {
  it('in documents of every form, real ones among them, with lines dropped, joined, renumbered, relabelled', () => {
    const run = dutyFuzz(20_240_601, calendar, { documents: 100 })
    expect(run.read).toBeGreaterThan(80)
    expect(run.duties).toBeGreaterThan(250)
  })

  it('and the count would tell: a plan without its last measure has lost it', () => {
    const lines = [
      '分工',
      '1.新建公办幼儿园六所项目。（市教育局牵头，6月底前完成）',
      '2.改造提升中小学食堂项目。（市教育局牵头，7月底前完成）',
    ]
    const plan = planOf(lines.join('\n'))
    expect(dutiesIn(lines)).toHaveLength(2)
    expect(lostIn(lines, plan)).toEqual([])
    expect(lostIn(lines, { ...plan, tasks: plan.tasks.slice(0, 1) })).toHaveLength(1)
  })
})
