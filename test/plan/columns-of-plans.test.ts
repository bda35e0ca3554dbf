import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { saysDone } from '../../domain/reading/done.ts'
import { periodIn } from '../../domain/reading/periods.ts'
import { serial, xlsx } from '../documents/xlsx.ts'
import { codesOf, inspect, outline, planOf, table } from './support.ts'

const dates = (plan: ReturnType<typeof planOf>) =>
  plan.tasks.flatMap((task) =>
    task.measures.map((m) => m.deadline.clauses.flatMap((c) => c.occurrences.map((o) => o.dueOn)).join(' ')),
  )
const kinds = (plan: ReturnType<typeof planOf>) =>
  plan.tasks.flatMap((task) => task.measures.map((m) => m.deadline.clauses.map((c) => c.kind).join(' ')))

describe('columns for quarters, half-years and months', () => {
  it.each([
    ['一季度', '第一季度'],
    ['第3季度工作目标', '第三季度'],
    ['Q2', '第二季度'],
    ['2026年四季度任务', '2026年第四季度'],
    ['上半年目标', '上半年'],
    ['3月', '3月底前'],
    ['十二月份', '12月底前'],
    ['1-3月', '3月底前'],
    ['7月至9月计划', '9月底前'],
  ])('%s is %s', (header, deadline) => {
    expect(periodIn(header)).toBe(deadline)
  })
  it.each(['一季度完成情况', '上半年得分', '月份', '季度', '13月', '牵头单位', '责任科室'])(
    '%s is none',
    (header) => {
      expect(periodIn(header)).toBeNull()
    },
  )

  it('make a clause of every filled cell, none of an empty one', () => {
    const plan = planOf(
      table(`序号|重点工作|责任部门|一季度|二季度|三季度|四季度
1|应收账款|市财政局|完成管理细则的培训|完成收款计划的实施|—|√
2|利润考核|市审计局||完成初稿||`),
    )
    expect(outline(plan)).toEqual([
      '1.1 应收账款/完成管理细则的培训 [市财政局] 第一季度',
      '1.2 应收账款/完成收款计划的实施 [市财政局] 第二季度',
      '1.3 应收账款/应收账款 [市财政局] 第四季度',
      '2.1 利润考核/利润考核：完成初稿 [市审计局] 第二季度',
    ])
    expect(dates(plan)).toEqual(['2026-03-31', '2026-06-30', '2026-12-31', '2026-06-30'])
  })

  it('stand under a header of two rows that names their year', () => {
    const plan = planOf(
      xlsx([
        {
          name: '台账',
          rows: [
            ['序号', '任务', '责任单位', '2027年目标', null],
            [null, null, null, '上半年', '下半年'],
            ['1', '甲', '市财政局', '完成立项和招标工作', '完成主体工程建设'],
          ],
          merges: ['A1:A2', 'B1:B2', 'C1:C2', 'D1:E1'],
        },
      ]),
      { planYear: 2026 },
    )
    expect(dates(plan)).toEqual(['2027-06-30', '2027-12-31'])
  })

  it('are steps beside a deadline of the row', () => {
    const plan = planOf(
      table(`任务|措施|责任单位|一季度|二季度|完成时限
甲|建成平台|市财政局|完成需求调研报告|完成平台招标采购|2026年12月底前`),
    )
    expect(dates(plan)).toEqual(['2026-12-31', '2026-03-31', '2026-06-30'])
  })
})

describe('a header without a name for what is to be done', () => {
  it('takes the widest column for it, and asks', () => {
    const plan = planOf(table('序号|编码|实事内容|责任单位|完成时限\n1|A|新增学位二万个|市教育局|6月底前'))
    expect(outline(plan)[0]).toContain('新增学位二万个 [市教育局] 6月底前')
    expect(plan.review.find((r) => r.code === 'measure-column-assumed')).toMatchObject({
      severity: 'confirm',
      message: expect.stringContaining('“实事内容”'),
    })
  })

  it('a header that names all goes before one that does not', () => {
    const plan = planOf(table('名称|责任单位|时间\n序号|任务|责任单位|完成时限\n1|甲|市教育局|6月底前'))
    expect(codesOf(plan, null)).not.toContain('measure-column-assumed')
  })

  it('a refusal names what was found and what is missing', () => {
    const found = (rows: string) => {
      const read = inspect(xlsx([{ name: 's', rows: rows.split('\n').map((row) => row.split('|')) }]))
      return read.ok ? null : read.error
    }
    expect(found('序号|任务|备注\n1|甲|无')).toMatchObject({
      code: 'NOT_A_PLAN',
      message: '表头里找到了“序号”“任务”“备注”，没有找到写牵头或责任单位的栏、写完成时限的栏',
      fields: { found: ['序号', '任务', '备注'] },
    })
    expect(found('序号|责任单位|名称\n1|市财政局|甲')?.message).toContain(
      '没有找到写任务或措施的栏、写完成时限的栏',
    )
  })
})

describe('names, numbers and lines inside cells', () => {
  it('the name of a second level stays with its measures', () => {
    const plan = planOf(
      table(`序号|重点领域|工作任务|具体举措|牵头单位|时限
1|芯片|造芯行动|设立专项|省经信厅|12月底前
2|||1.加快攻关|省科技厅|12月底前`),
    )
    expect(plan.tasks[0]?.measures.map((m) => m.label)).toEqual(['造芯行动 1', '1.'])
  })

  it('启动时间 beside 完成时间 is a window; a beginning that makes none is asked about', () => {
    const plan = planOf(
      table(`项目|责任单位|启动时间|完成时间
甲|市财政局|2026年1月|2026年6月
乙|市财政局|2026/3/1|2026/9/30
丙|市财政局|待定|2026年6月底前
丁|市财政局|2026年4月|`),
    )
    expect(kinds(plan)).toEqual(['window', 'window', 'fixed', 'startOnly'])
    expect(plan.tasks[0]?.measures[0]?.deadline.clauses[0]?.occurrences[0]).toMatchObject({
      notBefore: '2026-01-01',
      dueOn: '2026-06-30',
    })
    expect(codesOf(plan, '3.1')).toContain('start-not-read')
  })

  it.each([
    ['2026年6月底前⏎长期坚持', 'fixed continuous', '2026年6月底前；长期坚持'],
    ['1.2026年6月底前⏎2.长期坚持', 'fixed continuous', '2026年6月底前；长期坚持'],
    ['6月⏎9月', 'fixed', '6月；9月'],
    ['2026年⏎6月底前', 'fixed', '2026年6月底前'],
    ['2026年6月⏎底前', 'fixed', '2026年6月底前'],
    ['每季度首月⏎25日前', 'recurring', '每季度首月25日前'],
  ])('a line that stands by itself is a wording: %j', (cell, expected, text) => {
    const plan = planOf(table(`任务|责任单位|时限\n甲|市财政局|${cell}`))
    expect(kinds(plan)).toEqual([expected])
    expect(plan.tasks[0]?.measures[0]?.deadline.text).toBe(text)
  })

  it('numbered measures beside as many numbered dates are measures of their own, said', () => {
    const plan = planOf(
      table(`问题|整改措施|责任单位|整改时限
底数不清|1.全面梳理底数⏎2.开展评估|1.市公安局⏎2.市财政局|1.2026年底前⏎2.长期坚持
账目不清|1.清查账目⏎2.建章立制⏎3.公开|市财政局|1.6月底前⏎2.9月底前`),
    )
    expect(outline(plan).slice(0, 2)).toEqual([
      '1.1 底数不清/全面梳理底数 [市公安局] 2026年底前',
      '1.2 底数不清/开展评估 [市财政局] 长期坚持',
    ])
    expect(codesOf(plan, '1.2')).toContain('numbers-paired')
    expect(codesOf(plan, '2.1')).toContain('numbers-unpaired')
    expect(plan.tasks[1]?.measures).toHaveLength(1)
  })

  it('the number of a list inside a cell stays with it; that of an item is its label', () => {
    const plan = planOf(
      table(
        '任务|措施|责任单位|时限\n甲|1.摸底。2.整改。|市财政局|6月底前\n乙|2.整改1.5万户|市财政局|6月底前',
      ),
    )
    expect(plan.tasks.flatMap((t) => t.measures.map((m) => [m.label, m.text]))).toEqual([
      [null, '1.摸底。2.整改。'],
      ['2.', '整改1.5万户'],
    ])
  })

  it('rows that only add up are passed over with a note', () => {
    const plan = planOf(
      table(
        '序号|任务|责任单位|时限\n1|甲|市财政局|6月底前\n小计|1项||\n2|乙|市财政局|6月底前\n|合　计（2项）||',
      ),
    )
    expect(outline(plan)).toHaveLength(2)
    expect(plan.review.filter((r) => r.code === 'sum-row').map((r) => r.severity)).toEqual(['note', 'note'])
    expect(outline(planOf(table('任务|责任单位|时限\n合计算法改进|市财政局|6月底前')))).toHaveLength(1)
  })

  it('完成情况 that says done is asked about, and kept with the measure', () => {
    const plan = planOf(
      table(
        '任务|责任单位|时限|完成情况\n甲|市财政局|6月底前|已完成\n乙|市财政局|6月底前|正在推进\n丙|市财政局|6月底前|',
      ),
    )
    expect(codesOf(plan, '1.1')).toContain('already-done')
    expect(codesOf(plan, '2.1')).not.toContain('already-done')
    expect(plan.tasks.map((t) => t.measures[0]?.remark)).toEqual([
      '完成情况：已完成',
      '完成情况：正在推进',
      undefined,
    ])
    expect(codesOf(plan, null)).not.toContain('column-ignored')
    for (const text of ['已整改到位', '完成', '100%', '√', '已按期办结', '已启动'])
      expect(saysDone(text)).toBe(true)
    for (const text of ['未完成', '部分完成', '尚未完成', '完成50%', '推进中', '', '已完成一半，正在推进'])
      expect(saysDone(text)).toBe(false)
  })

  it('is asked about once for a row of quarters', () => {
    const plan = planOf(
      table(`
        序号 | 工作任务 | 责任单位 | 一季度 | 二季度 | 完成情况
        1 | 新建学校 | 市教育局 | 完成选址工作 | 完成主体工程 | 已完成
      `),
    )
    expect(plan.review.filter(({ code }) => code === 'already-done').map(({ measure }) => measure)).toEqual([
      '1.1',
    ])
  })

  it('a date of a sheet is one beside other columns, too', () => {
    const plan = planOf(
      xlsx([
        {
          name: '台账',
          rows: [
            ['任务', '责任单位', '启动时间', '完成时间'],
            [
              '甲',
              '市财政局',
              { n: serial(2026, 3, 1), format: 'd-mmm-yy' },
              { n: serial(2026, 9, 30), format: 'd-mmm-yy' },
            ],
          ],
        },
      ]),
      { issuedOn: mustDate('2026-01-05'), planYear: 2026 },
    )
    expect(kinds(plan)).toEqual(['window'])
  })
})
