import { describe, expect, it } from 'vitest'
import { makeCell } from '../../domain/plan/grid.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { assemblePlan } from '../../domain/reading/assemble.ts'
import { calendar, codesOf, inspect, outline, planOf, table } from './support.ts'

describe('tasks and measures, however the table is laid out', () => {
  it('goes on with the task above where its cells stand empty; groups are headings', () => {
    const plan = planOf(
      table(`
        序号 | 重点工作 | 具体举措 | 牵头单位 | 配合单位 | 完成时限 | 备注
        一、经济 | | | | | |
        1 | 扩大投资 | 1.加快建设 | 市发改局 | 市财政局、审计局 | 2026年6月底前 | 省重点
         | | 2.开展竞赛 | | | |
        二、民生 | | | | | |
        2 | 办好教育 | 新建学校 | 市教育局 | | 2026年9月 |
      `),
    )
    expect(outline(plan)).toEqual([
      '1.1 扩大投资/加快建设 [市发改局、市财政局、市审计局] 2026年6月底前',
      '1.2 扩大投资/开展竞赛 [市发改局、市财政局、市审计局] 沿用2026年6月底前',
      '2.1 办好教育/新建学校 [市教育局] 2026年9月',
    ])
    expect(measuresOf(plan).map(({ measure }) => [measure.label, measure.remark])).toEqual([
      ['1.', '省重点'],
      ['2.', undefined],
      [null, undefined],
    ])
    expect(plan.ignoredCells.filter((c) => c.text !== '').map((c) => `${c.reason} ${c.text}`)).toEqual([
      ...['序号', '重点工作', '具体举措', '牵头单位', '配合单位', '完成时限', '备注'].map(
        (t) => `header ${t}`,
      ),
      'group-row 一、经济',
      'group-row 二、民生',
    ])
  })

  it('takes each row as a task where no column names measures', () => {
    const plan = planOf(
      table(`
        序号 | 工作任务 | 责任单位 | 时间要求
        一 | （一）制定方案 | 市教育局牵头，市财政局配合 | 4月底前
        二 | 开展检查 | 市应急局 | 全年
      `),
    )
    expect(outline(plan)).toEqual([
      '1.1 制定方案/制定方案 [市教育局、市财政局] 4月底前',
      '2.1 开展检查/开展检查 [市应急局] 全年',
    ])
    expect(measuresOf(plan)[0]?.measure.label).toBe('（一）')
  })

  it('works without numbers, and with numbers that count measures', () => {
    const without = table(`
      类别 | 任务 | 牵头单位 | 完成时限
      经济 | 扩大投资 | 市发改局 | 6月
       | 促进消费 | 市商务局 | 12月
      民生 | 办好教育 | 市教育局 | 10月
    `)
    const running = table(`
      类别 | 序号 | 工作措施 | 牵头单位 | 完成时限
      经济 | 1 | 扩大投资 | 市发改局 | 6月
       | 2 | 促进消费 | 市商务局 | 12月
      民生 | 3 | 办好教育 | 市教育局 | 10月
    `)
    const expected = [
      '1.1 经济/扩大投资 [市发改局] 6月',
      '1.2 经济/促进消费 [市商务局] 12月',
      '2.1 民生/办好教育 [市教育局] 10月',
    ]
    expect(outline(planOf(without))).toEqual(expected)
    expect(outline(planOf(running))).toEqual(expected)
    expect(measuresOf(planOf(running)).map(({ measure }) => measure.label)).toEqual(['1', '2', '3'])
  })

  it('knows a task printed again in every row, and counts by position where numbers repeat', () => {
    const flat = planOf(
      table(`
        序号 | 工作任务 | 工作措施 | 牵头单位 | 完成时限
        1 | 扩大投资 | 加快建设 | 市发改局 | 6月
        1 | 扩大投资 | 促进融资 | 市金融局 |
        1 | 办好教育 | 新建学校 | 市教育局 | 9月
      `),
    )
    expect(flat.tasks.map((task) => [task.no, task.measures.length])).toEqual([
      ['1', 2],
      ['2', 1],
    ])
    expect(codesOf(flat, null)).toContain('task-numbers-assumed')
    // Another unit: the deadline of the first is not taken over.
    expect(flat.tasks[0]?.measures[1]?.deadline).toMatchObject({ text: '', inherited: false })
    expect(codesOf(flat, '1.2')).toContain('no-deadline')
  })

  it('lets a row that names the task alone lend its unit and deadline; a task without measures is one', () => {
    const plan = planOf(
      table(`
        序号 | 工作任务 | 工作措施 | 牵头单位 | 完成时限
        1 | 扩大投资 | | 市发改局 | 6月
         | | 1.加快建设 | |
         | | 2.促进融资 | 市金融局 |
        2 | 编制规划 | | 市自然资源局 | 9月
      `),
    )
    expect(outline(plan)).toEqual([
      '1.1 扩大投资/加快建设 [市发改局] 沿用6月',
      '1.2 扩大投资/促进融资 [市金融局] ',
      '2.1 编制规划/编制规划 [市自然资源局] 9月',
    ])
    expect(codesOf(plan, '2.1')).toContain('measure-from-title')
  })

  it('gives a merged cell to all its rows, counts it once, and does not call that inheritance', () => {
    const header = ['序号', '工作任务', '工作措施', '牵头单位', '完成时限'].map((t, i) =>
      makeCell(t, 1, i + 1),
    )
    const no = makeCell('1', 2, 1, { rows: 2 })
    const task = makeCell('扩大投资', 2, 2, { rows: 2 })
    const unit = makeCell('市发改局', 2, 4, { rows: 3 })
    const due = makeCell('2026年6月', 2, 5, { rows: 3 })
    const grid = {
      before: [],
      after: [],
      rows: [
        header,
        [no, task, makeCell('加快建设', 2, 3), unit, due],
        [no, task, makeCell('促进融资', 3, 3), unit, due],
        [makeCell('2', 4, 1), makeCell('编制规划', 4, 2), makeCell('组织编制', 4, 3), unit, due],
      ],
    }
    const plan = assemblePlan(grid, { reader: 'docx', title: '2026年', year: 2026, issuedOn: null }, calendar)
    if (!plan.ok) throw new Error(plan.error.message)
    expect(outline(plan.value)).toEqual([
      '1.1 扩大投资/加快建设 [市发改局] 2026年6月',
      '1.2 扩大投资/促进融资 [市发改局] 2026年6月',
      '2.1 编制规划/组织编制 [市发改局] 2026年6月',
    ])
    expect(plan.value.cells).toEqual({ read: 14, used: 9, ignored: 5 })
  })
})

describe('what is doubtful is shown', () => {
  const one = (unit: string, due: string, measure = '推进工作', head = '责任单位') =>
    planOf(
      table(`序号 | 工作任务 | 工作措施 | ${head} | 完成时限\n1 | 任务一 | ${measure} | ${unit} | ${due}`),
    )

  it.each([
    ['', '6月', 'no-owner', 'confirm'],
    ['市财政局', '6月', 'lead-assumed', 'note'],
    ['市财政局、市审计局', '6月', 'lead-assumed', 'confirm'],
    ['市财政局、市审计局按职责分工负责', '6月', 'no-lead', 'confirm'],
    ['各县（市、区）政府', '6月', 'generic-owner', 'confirm'],
    ['市财政局等部门', '6月', 'others-unnamed', 'confirm'],
    ['张三', '6月', 'no-owner', 'confirm'],
    ['数据要素', '6月', 'unit-unknown', 'confirm'],
    ['市国资办（市经信局）', '6月', 'bracket-doubtful', 'confirm'],
    ['市府办（信息科）', '6月', 'bracket-doubtful', 'note'],
    ['市财政局、审计局', '6月', 'level-restored', 'note'],
    ['市财政局', '', 'no-deadline', 'confirm'],
    ['市财政局', '按要求办', 'unparsed', 'confirm'],
  ])('%s · %s → %s', (unit, due, code, severity) => {
    const item = one(unit, due).review.find((r) => r.code === code)
    expect(item).toMatchObject({ measure: '1.1', severity })
    expect(item?.source).toMatch(/^任务1第1项·.+（表格第2行第\d列）$/)
  })

  it('lets the first unit lead without asking where the header says so', () => {
    const plan = one('市财政局、市审计局', '6月', '推进工作', '责任单位（列第一位的为牵头单位）')
    expect(plan.tasks[0]?.measures[0]?.units.map((u) => u.role)).toEqual(['lead', 'responsible'])
    expect(codesOf(plan, '1.1')).not.toContain('lead-assumed')
  })

  it('takes a deadline from the measure where the cell is empty, and asks where the two differ', () => {
    const own = one('市财政局负责', '', '2026年9月底前建成平台。').tasks[0]?.measures[0]
    expect(own?.deadline.clauses.flatMap((c) => c.occurrences.map((o) => o.dueOn))).toEqual(['2026-09-30'])
    expect(codesOf(one('市财政局负责', '', '2026年9月底前建成平台。'), '1.1')).toContain('deadline-from-text')
    expect(codesOf(one('市财政局负责', '2026年10月', '2026年9月底前建成。'), '1.1')).toContain(
      'text-date-differs',
    )
    expect(codesOf(one('市财政局负责', '2026年9月', '2026年9月底前建成。'), '1.1')).not.toContain(
      'text-date-differs',
    )
    expect(codesOf(one('市财政局负责', '2026年10月', '接到申请后5个工作日内办结。'), '1.1')).toContain(
      'deadline-in-text',
    )
    expect(codesOf(one('市财政局负责', '10月', '审批压缩至5个工作日以内。'), '1.1')).not.toContain(
      'text-date-differs',
    )
  })

  it('says so when a heading stands where measures stand', () => {
    const plan = planOf(
      table(`
        工作任务 | 牵头单位 | 完成时限
        一、重点领域 | |
        推进公开 | 市编办 | 6月
      `),
    )
    expect(outline(plan)).toEqual(['1.1 推进公开/推进公开 [市编办] 6月'])
    expect(codesOf(plan, null)).toContain('group-row')
  })

  it('names columns and rows that it leaves out', () => {
    const plan = planOf(
      table(`
        序号 | 工作任务 | 工作措施 | 牵头单位 | 完成时限 | 档次
        1 | 任务一 | 推进 | 市财政局 | 6月 | 甲类
         | | | 市审计局 | | 乙类
        注：由市府办解释 | | | | |
      `),
    )
    expect(codesOf(plan, null)).toEqual(
      expect.arrayContaining(['column-ignored', 'row-without-measure', 'note-row']),
    )
    expect(plan.cells.read).toBe(24)
    expect(plan.cells.used + plan.cells.ignored).toBe(24)
  })
})

describe('a scrambled table is refused, not guessed', () => {
  it.each([
    ['a title under 序号', '扩大投资 | 加快建设 | 市发改局 | 6月 | 1'],
    ['a deadline under 措施', '1 | 任务 | 6月 | 市发改局 | 加快建设'],
    ['a deadline under 单位', '1 | 任务 | 加快建设 | 2026年6月底前 | 市发改局'],
    ['a unit under 时限', '1 | 任务 | 加快建设 | 加快 | 市发改局'],
    ['a sentence under 单位', '1 | 任务 | 建设 | 1.加快推进全市重点项目建设，做好服务保障工作。 | 6月'],
    ['a whole text under 单位', `1 | 任务 | 建设 | ${'推进项目建设'.repeat(400)} | 6月`],
    ['a cell too many', '1 | 任务 | 加快建设 | 市发改局 | 6月 | 又一格'],
  ])('%s', (_, row) => {
    const result = inspect(table(`序号 | 工作任务 | 工作措施 | 牵头单位 | 完成时限\n${row}`))
    expect(result).toMatchObject({ ok: false, error: { code: 'TABLE_SCRAMBLED', fields: { row: 2 } } })
    if (!result.ok) expect(result.error.remedy).toMatch(/[\u4e00-\u9fff]/)
  })
})
