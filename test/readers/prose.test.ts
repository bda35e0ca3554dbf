import { describe, expect, it } from 'vitest'
import { inspect } from '../plan/support.ts'
import fc from '../properties.ts'
import { codesOf, planOf, refusalOf, rowsOf } from './support.ts'

const head = '云州市2026年重点工作分工方案\n云府办〔2026〕12号\n2026年3月10日\n'

describe('items with brackets', () => {
  it('are measures of the heading above; sections that ask nobody are listed, not read', () => {
    const plan = planOf(`云州市人民政府办公室关于印发云州市2026年优化营商环境分工方案的通知
云府办〔2026〕12号
各县（市、区）人民政府：
现印发给你们。各牵头单位要于每季度首月20日前将进展情况报送市政府办公室。
云州市人民政府办公室
2026年3月10日
云州市2026年优化营商环境分工方案
为优化环境（以下简称“环境”），制定本方案。
一、总体要求
坚持问题导向。
二、重点任务
（一）提升服务水平
1.推进“一网通办”。（市政数局牵头，市公安局、人力资源社会保障局按职责分工负责，2026年6月底前完成）
2.压缩开办时间，压缩至1个工作日以内。（市市场监管局负责，2026年9月底前）
3.开展常态化沟通。（市工商联、市工信局；持续推进）
（二）强化保障（市资源局牵头，2026年12月底前完成）
1.推行“标准地”。
2.制定计划并于2026年4月底前公布。（市资源局会同市发改局负责）
三、组织保障
（一）加强领导。
附件：略`)
    expect(plan).toMatchObject({
      reader: 'prose',
      title: '云州市2026年优化营商环境分工方案',
      issuedOn: '2026-03-10',
    })
    expect(plan.tasks.map((task) => task.title)).toEqual(['提升服务水平', '强化保障'])
    expect(rowsOf(plan)).toEqual([
      '1.1 推进“一网通办”。 | l:市政数局 r:市公安局 r:市人力资源社会保障局 | 2026年6月底前完成 | 2026-06-30',
      '1.2 压缩开办时间，压缩至1个工作日以内。 | l:市市场监管局 | 2026年9月底前 | 2026-09-30',
      '1.3 开展常态化沟通。 | r:市工商联 r:市工信局 | 持续推进 | 2026-12-31',
      // The parent's bracket is the default for items without one.
      '2.1 推行“标准地”。 | l:市资源局 | 2026年12月底前完成↑ | 2026-12-31',
      // A date in the item's own words goes before that default.
      '2.2 制定计划并于2026年4月底前公布。 | l:市资源局 r:市发改局 | 于2026年4月底前公布 | 2026-04-30',
    ])
    expect(plan.standing.map((s) => s.clauses[0]?.kind)).toEqual(['recurring'])
    const asksNobody = plan.ignoredCells.filter((cell) => cell.reason === 'text-without-owner')
    expect(asksNobody.map((cell) => cell.text)).toEqual([
      '一、总体要求',
      '坚持问题导向。',
      '三、组织保障',
      '（一）加强领导。',
    ])
  })

  it('may stand several in one paragraph, and a sentence may close with its own bracket', () => {
    const plan = planOf(
      `${head}一、公开\n1.公开目录（市甲局负责，5月底前）；公开指南（市乙局负责，6月底前）。2.公开年报。（市丙局负责，每年3月底前）`,
    )
    expect(rowsOf(plan)).toEqual([
      '1.1 公开目录 | l:市甲局 | 5月底前 | 2026-05-31',
      '1.2 公开指南 | l:市乙局 | 6月底前 | 2026-06-30',
      '1.3 公开年报。 | l:市丙局 | 每年3月底前 | 2026-03-31',
    ])
  })

  it('a parent with a date in its own words is measure N.0', () => {
    const plan = planOf(
      `${head}（一）建成平台。2026年8月底前建成统一平台（市甲局牵头）\n1.完成招标。（市甲局负责，4月底前）\n2.完成测试。（市乙局负责，7月底前）`,
    )
    expect(rowsOf(plan).map((row) => row.split(' | ')[0]?.slice(0, 12))).toEqual([
      '1.0 建成平台。202',
      '1.1 完成招标。',
      '1.2 完成测试。',
    ])
  })

  it('a bracket that explains a word is none of owners', () => {
    const plan = planOf(
      `${head}一、任务\n1.完成老旧小区（含加装电梯）改造，落实《条例》（2015年修订），见附件（附件2）。（市住建局负责，11月底前）`,
    )
    expect(rowsOf(plan)).toEqual([
      '1.1 完成老旧小区（含加装电梯）改造，落实《条例》（2015年修订），见附件（附件2）。 | l:市住建局 | 11月底前 | 2026-11-30',
    ])
  })

  it('items below the measure are its text', () => {
    const plan = planOf(
      `${head}一、任务\n（一）推进公开。（市甲局牵头，6月底前完成）\n1.公开目录。\n2.公开指南。\n（二）加强解读。（市乙局牵头，7月底前完成）`,
    )
    expect(rowsOf(plan)[0]).toBe(
      '1.1 推进公开。1.公开目录。2.公开指南。 | l:市甲局 | 6月底前完成 | 2026-06-30',
    )
  })
})

describe('paragraphs without numbers', () => {
  it('are items where they say who', () => {
    const plan = planOf(
      `${head}为做好工作，制定本方案。\n加快建设甲工程。（市甲局牵头，6月底前完成）\n加快建设乙工程。（市乙局牵头，7月底前完成）`,
    )
    expect(rowsOf(plan).map((row) => row.split(' | ').slice(0, 2))).toEqual([
      ['1.1 加快建设甲工程。', 'l:市甲局'],
      ['2.1 加快建设乙工程。', 'l:市乙局'],
    ])
  })
})

describe('labelled lines', () => {
  it('say who and when under each item', () => {
    const plan = planOf(`${head}一、主要目标
1.生产总值增长6.2%左右。
牵头单位：区发改局
责任单位：立河经济开发区，各街道
完成时限：2026年12月底前
2.工业增加值增长5%左右。
牵头单位：区工信局
时间节点：每季度末月25日前
二、重点工作
3.新建口袋公园5个，10月底前全部建成。
责任单位：区城管局、区住建局
责任人：张三
4.完成小区改造。
责任单位：区住建局；完成时限：11月底前`)
    expect(rowsOf(plan)).toEqual([
      '1.1 生产总值增长6.2%左右。 | l:区发改局 r:立河经济开发区 r:各街道 | 2026年12月底前 | 2026-12-31',
      '1.2 工业增加值增长5%左右。 | l:区工信局 | 每季度末月25日前 | 2026-12-25',
      '2.1 新建口袋公园5个，10月底前全部建成。 | r:区城管局 r:区住建局 | 10月底前全部建成 | 2026-10-31',
      '2.2 完成小区改造。 | r:区住建局 | 11月底前 | 2026-11-30',
    ])
    expect(codesOf(plan)).toEqual(expect.arrayContaining(['generic-owner', 'lead-assumed']))
    // A person stands with the measure, never among its units.
    expect(plan.tasks[1]?.measures[0]?.people).toEqual([{ role: '责任人', name: '张三' }])
  })
})

describe('text that is no plan', () => {
  it.each([
    '今天天气很好。\n一、晴。\n二、雨。',
    '一、总则\n（一）本办法自2026年1月1日起施行。',
    '关于放假的通知\n1月1日放假。',
  ])('is refused: %j', (text) => expect(refusalOf(text).code).toBe('NOT_A_PLAN'))
})

describe('any text', () => {
  const word = fc.constantFrom(
    ...[
      '一、',
      '（二）',
      '3.',
      '（4）',
      '①',
      '推进工作',
      '（市甲局负责）',
      '（市乙局牵头，6月底前）',
      '责任单位：市丙局',
      '（',
      '）',
      '。',
      '；',
      '第一条 ',
      '附件：1',
      '2026年3月1日',
    ],
  )
  const paragraph = fc.array(word, { maxLength: 8 }).map((words) => words.join(''))

  it('is read without loss or refused: every paragraph is used or has its reason', () => {
    fc.assert(
      fc.property(fc.array(paragraph, { maxLength: 14 }), (lines) => {
        const read = inspect(lines.join('\n'))
        if (!read.ok) return
        const { cells, ignoredCells } = read.value
        expect(cells.read).toBe(lines.filter((line) => line.trim() !== '').length)
        expect(cells.read).toBe(cells.used + cells.ignored)
        expect(ignoredCells).toHaveLength(cells.ignored)
      }),
      { numRuns: 400 },
    )
  })
})
