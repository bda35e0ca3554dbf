import { expect, it } from 'vitest'
import { withNames } from '../../domain/basics/actor.ts'
import { unlinked } from '../../domain/basics/text.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { decide } from '../../domain/supervision/decide.ts'
import { describeFact, describeFactBy, describeMeasure } from '../../domain/supervision/describe.ts'
import { describeSetup } from '../../domain/supervision/describe-setup.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { EVERY_ACT } from './every-act.ts'
import { context, measureOf, noon, startedOn } from './support.ts'

const measure = measureOf('每月；待省出台办法后')
const setup = setupOf({ no: '1', title: '政务公开', measures: [measure] }, measure, context)

it('what a workflow was started with is told in lines, for its input is one long line of data', () => {
  const lines = unlinked(describeSetup(setup)).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      '任务：政务公开',
      '措施：公开甲信息。',
      '单位：市甲局（牵头）',
      '时限原文：每月；待省出台办法后',
      '- 1.1/c1-2015-07：2015-07-31 到期',
      '- 等待：省出台办法，自 2015-07-01 起',
      '督办规则：三色督办第 3 版；督查机构：督查室',
    ]),
  )
  for (const line of lines) {
    expect(line.length).toBeLessThan(120)
    expect(line).not.toMatch(/[{}"]/)
  }
})

it('so is where it stands: a line an obligation, what it waits for and since when, what comes next', () => {
  const lines = describeMeasure(startedOn(measure), mustDate('2015-07-06')).split('\n')
  expect(lines[0]).toBe('**1.1 市甲局** · 办理中')
  expect(lines.filter((line) => line.startsWith('- '))).toEqual([
    expect.stringMatching(/^- 等待：省出台办法，自 2015-07-01 起，截至 2015-07-06 已等 5 天/),
    '- 1.1/c1-2015-07：办理中，2015-07-31 到期',
    expect.stringMatching(/^- 以后：5 项，最近 2015-08-01 开始 1\.1\/c1-2015-08/),
    expect.stringMatching(/^- 下一步：2015-07-24 催办 1\.1\/c1-2015-07/),
  ])
  for (const line of lines) expect(line).not.toMatch(/[{}"]/)
})

it('whoever was signed in is told by his account, in every act that anybody can do; nobody else is', () => {
  const by = { userId: '5f0c-1', onBehalfOf: '91aa-2', via: 'session' as const }
  const told = new Set<string>()
  for (const state of [startedOn(measure), startedOn(measureOf('2015年7月'))]) {
    const [o] = state.obligations
    for (const [type, make] of Object.entries(EVERY_ACT))
      for (const n of [1, 2, 3, 4, 5]) {
        const act = make({ acts: n, today: mustDate('2015-07-06'), state }, n, o?.id ?? null)
        if (act === null) continue
        const done = decide(state, { ...act, actor: { ...act.actor, ...by } } as never, {
          at: noon('2015-07-06'),
          answer: null,
        })
        if (!done.ok) continue
        for (const fact of done.value.facts) {
          if (fact.actor.role === 'system') continue
          told.add(type)
          const marked = `账户 5f0c-1（${fact.actor.unit}，代 账户 91aa-2）`
          expect(describeFactBy(fact)).toContain(marked)
          expect(describeFact(fact)).not.toContain('账户')
          expect(
            withNames(
              describeFactBy(fact),
              new Map([
                ['5f0c-1', '张三'],
                ['91aa-2', '李四'],
              ]),
            ),
          ).toContain(`张三（${fact.actor.unit}，代 李四）`)
          const plain = { ...fact, actor: { role: fact.actor.role, unit: fact.actor.unit } }
          expect(describeFactBy(plain)).toBe(describeFact(plain))
        }
      }
  }
  expect(told.size).toBeGreaterThan(8)
  expect([...told]).toContain('instruct')
})
