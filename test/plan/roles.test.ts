import { describe, expect, it } from 'vitest'
import { makeCell } from '../../domain/plan/grid.ts'
import { columnsOf, repeatsHeader } from '../../domain/reading/roles.ts'

const row = (text: string) =>
  text.split('|').map((t, i) => makeCell(t.trim().replaceAll('⏎', '\n'), 1, i + 1))

describe('headers give columns their roles', () => {
  it.each([
    [
      '序号|工作任务|牵头落实⏎⏎单位|具体工作措施|完成时限',
      { no: 0, task: 1, lead: 2, measure: 3, deadline: 4 },
    ],
    [
      '序　号|重点工作|牵头单位|配合单位|时间要求|备注',
      { no: 0, task: 1, lead: 2, supporting: 3, deadline: 4, remark: 5 },
    ],
    ['编号|事项|责任单位|完成时间', { no: 0, task: 1, responsible: 2, deadline: 3 }],
    ['序号|类别|重点任务|责任部门|办结时限', { no: 0, task: 1, measure: 2, responsible: 3, deadline: 4 }],
    [
      '项目|主要内容|牵头（责任）单位|协办单位|进度安排',
      { task: 0, measure: 1, lead: 2, supporting: 3, deadline: 4 },
    ],
    ['序号|工作举措|主办单位|开始时间|完成时间', { no: 0, measure: 1, lead: 2, start: 3, deadline: 4 }],
    ['序号|工作任务|牵头领导|牵头单位|责任人|时限', { no: 0, task: 1, lead: 3, deadline: 5 }],
    ['序号|工作任务|责任分工|时间节点', { no: 0, task: 1, responsible: 2, deadline: 3 }],
    ['任务|单位|期限|说明', { task: 0, responsible: 1, deadline: 2, remark: 3 }],
  ])('%s', (text, expected) => {
    expect(columnsOf(row(text))?.at).toEqual(expected)
  })

  it.each([
    '序号|姓名|电话',
    '1|推进行政权力清单公开|市编办|2015年12月',
    '工作任务|备注',
    '',
    '请各单位按照工作任务和完成时限的要求认真抓好落实。|牵头单位负责。',
  ])('no header of a plan: %s', (text) => {
    expect(columnsOf(row(text))).toBeNull()
  })

  it('takes a row for the header again only where it says the same: 按省相关时间要求 is content', () => {
    const header = row('序号|工作任务|牵头单位|完成时限')
    expect(repeatsHeader(row('序号|工作⏎任务|牵头单位|完成时限'), header)).toBe(true)
    expect(repeatsHeader(row('3|推进重点项目|市发改局|按省相关时间要求'), header)).toBe(false)
  })

  it('names the columns of people, those without a role, and a rule that the header states', () => {
    expect(columnsOf(row('序号|任务|责任领导|牵头单位|时限|联系电话'))).toMatchObject({
      people: [2],
      extra: [5],
    })
    expect(columnsOf(row('任务|责任单位（排名第一的为牵头单位）|时限'))).toMatchObject({ firstLeads: true })
    expect(columnsOf(row('任务|责任单位|时限'))).toMatchObject({ firstLeads: false })
  })
})
