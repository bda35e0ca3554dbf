import { expect, it } from 'vitest'
import { unlinked } from '../../domain/basics/text.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { describeMeasure } from '../../domain/supervision/describe.ts'
import { describeSetup } from '../../domain/supervision/describe-setup.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { context, measureOf, startedOn } from './support.ts'

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
