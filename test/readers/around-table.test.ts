import { describe, expect, it } from 'vitest'
import { measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import { table } from '../plan/support.ts'
import { planOf, rowsOf } from './support.ts'

const TABLE = table(
  `
    重点任务 | 工作内容 | 负责科室
    政策解读 | 解读各项政策文件 | 综合科
  `,
  '二、重点任务分解',
)
const said = (plan: WorkPlan, code: string) =>
  plan.review.filter((item) => item.code === code).map(({ lines = [] }) => lines.map(({ text }) => text))

describe('what stands beside a table is used or named', () => {
  it('numbered duties before it are one question, and the document has its own name, not that of its section', () => {
    const plan = planOf(
      `县局2026年政务公开工作要点\n一、工作要点\n1.深入推进政策解读，创新解读形式。\n2.回应关切。\n${TABLE}`,
    )
    expect(plan.title).toBe('县局2026年政务公开工作要点')
    expect(measuresOf(plan)).toHaveLength(1)
    expect(said(plan, 'not-read')).toEqual([['1.深入推进政策解读，创新解读形式。', '2.回应关切。']])
  })

  it('numbered duties and label lines behind it are one question', () => {
    const plan = planOf(`${TABLE}三、其他\n1.建设信息公开专栏，6月底前完成。\n责任单位：市财政局\n`)
    expect(said(plan, 'not-read')).toEqual([['1.建设信息公开专栏，6月底前完成。', '责任单位：市财政局']])
  })

  it('a gap in the numbers on one side is asked about, a heading with a number of its own is none', () => {
    const gaps = (text: string) =>
      planOf(text).review.flatMap(({ code, message }) => (code === 'numbers-missing' ? [message] : []))
    expect(
      gaps(`${TABLE}三、其他\n1.建设专栏，6月底前完成。\n3.公开目录，9月底前完成。\n责任单位：市财政局\n`),
    ).toEqual([expect.stringContaining('“1.”之后是“3.”，缺 2')])
    expect(gaps(`工作方案\n1.抓好解读，5月底前完成。\n2.回应关切。\n4.扩大公开。\n${TABLE}`)).toEqual([
      expect.stringContaining('缺 3'),
    ])
    expect(gaps(TABLE)).toEqual([])
    expect(gaps(`工作方案\n一、总体要求\n坚持问题导向。\n${TABLE}`)).toEqual([])
  })

  it('a section that says how or why is a note', () => {
    const plan = planOf(`工作方案\n一、总体要求\n坚持问题导向。\n（一）坚持标本兼治，务求实效。\n${TABLE}`)
    expect(said(plan, 'not-read')).toEqual([])
    expect(said(plan, 'section-without-duty')).toEqual([['一、总体要求', '（一）坚持标本兼治，务求实效。']])
  })

  it('other words before it are a note with their text', () => {
    const plan = planOf(
      `2026年分工方案\n为做好今年的工作，特制定本方案。\n${table('任务 | 责任单位 | 时限\n事 | 市甲局 | 6月底前', '附表')}`,
    )
    expect(plan.review.find(({ code }) => code === 'text-before-table')).toMatchObject({
      severity: 'note',
      message: expect.stringContaining('为做好今年的工作，特制定本方案。'),
    })
  })
})

describe('numbers in words', () => {
  it('make a list where a text has no others', () => {
    const plan = planOf(
      [
        '市农业农村局2026年重点工作安排',
        '今年重点做好以下工作：',
        '一是抓好春耕备耕，3月底前完成种子储备。由种植业科牵头。',
        '二是推进高标准农田建设，10月底前建成5万亩。责任单位：农田建设科',
        '三是开展农产品质量安全整治。（责任单位：质量监管科，12月底前完成）',
      ].join('\n'),
    )
    expect(rowsOf(plan).map((row) => row.replace(/ \| (?:[^|]*)$/, ''))).toEqual([
      '1.1 抓好春耕备耕，3月底前完成种子储备。由种植业科牵头。 | l:种植业科 | 3月底前完成种子储备',
      '2.1 推进高标准农田建设，10月底前建成5万亩。 | r:农田建设科 | 10月底前建成5万亩',
      '3.1 开展农产品质量安全整治。 | r:质量监管科 | 12月底前完成',
    ])
  })

  it('also inside one paragraph of minutes', () => {
    const plan = planOf(
      '专题会议纪要\n会议要求，一是由市应急局牵头，6月底前完成危化企业排查；二是请市住建局于7月15日前完成管网检查；三要由市水利局牵头，8月底前完成除险。',
    )
    expect(measuresOf(plan).map(({ measure }) => measure.units.map(({ name }) => name).join())).toEqual([
      '市应急局',
      '市住建局',
      '市水利局',
    ])
  })

  it('are words of the item where it has a number', () => {
    const plan = planOf(
      '工作方案\n1.抓好备耕。一是备种；二是备肥。（市农业农村局，3月底前）\n2.抓好防汛。（市水利局，5月底前）',
    )
    expect(measuresOf(plan)).toHaveLength(2)
  })
})

describe('stages', () => {
  it('with numbers keep them, and without begin items of their own', () => {
    const stages = (labels: readonly string[]) =>
      planOf(
        [
          '行动方案',
          `${labels[0]}动员部署阶段（2026年3月）。召开会议。`,
          `${labels[1]}集中整治阶段（2026年4月—8月）。开展排查。`,
          `${labels[2]}总结阶段（2026年9月）。报送总结。`,
        ].join('\n'),
      ).tasks.flatMap(({ measures }) =>
        measures.map(({ label, text, deadline }) => `${label ?? ''}${text}${deadline.text}`),
      )
    expect(stages(['一、', '二、', '三、'])).toEqual([
      '一、动员部署阶段。召开会议。2026年3月',
      '二、集中整治阶段。开展排查。2026年4月—8月',
      '三、总结阶段。报送总结。2026年9月',
    ])
    expect(stages(['', '', ''])).toEqual([
      '动员部署阶段。召开会议。2026年3月',
      '集中整治阶段。开展排查。2026年4月—8月',
      '总结阶段。报送总结。2026年9月',
    ])
  })

  it('and labels of a person and a date beside one another before the first item are named', () => {
    const plan = planOf(
      ['分工', '主管领导：李某某', '进度安排：6月底前', '二、改造食堂。（市教育局，7月底前）'].join('\n'),
    )
    expect(said(plan, 'not-read')).toEqual([['主管领导：李某某', '进度安排：6月底前']])
  })
})

describe('a list that begins inside the line of its heading', () => {
  it('goes on there too, where its numbers run through the sections and the line holds the item before', () => {
    const plan = planOf(
      [
        '“百千万工程”工作制度',
        '二、主要内容',
        '（一）每周调度工作制度',
        '1.召开例会，开展工作调度。（责任单位：县指挥办）',
        '2.总结经验做法，报送信息。（责任单位：各工作专班）（二）每季推进工作制度3.召开推进会。（责任单位：县政府办；完成时限：每季度末月25日前）',
        '（三）每年考评工作制度',
        '4.组织年度考评。（县委组织部、县指挥办，次年1月底前）',
      ].join('\n'),
    )
    expect(measuresOf(plan).map(({ measure }) => `${measure.label} ${measure.text}`)).toEqual([
      '1. 召开例会，开展工作调度。',
      '2. 总结经验做法，报送信息。',
      '3. 召开推进会。',
      '4. 组织年度考评。',
    ])
    expect(plan.tasks.map(({ title }) => title)).toEqual([
      '每周调度工作制度',
      '每季推进工作制度',
      '每年考评工作制度',
    ])
  })

  it('begins there also where its second stands behind items of a lower level', () => {
    const plan = planOf(
      [
        '行动方案',
        '一、总体目标',
        '提质增效。',
        '二、主要任务（一）提升便利度（市市场监管局牵头）',
        '1.推行一网通办，5月底前实现。',
        '2.压缩时间。（6月底前完成）',
        '（二）优化审批（市住建局牵头，12月底前完成）',
        '1.推行区域评估，9月底前完成。',
      ].join('\n'),
    )
    expect(plan.tasks.map(({ title }) => title)).toEqual(['提升便利度', '优化审批'])
  })
})

describe('the first unit leads where the plan says so', () => {
  const lines = (rule: string) => [
    '2026年责任分解',
    `1.稳定增长。\n责任单位：市发改委、市经信局${rule}`,
    '2.促进就业。\n责任单位：市人社局、市教育局分别牵头',
    '3.保障供应。\n责任单位：市商务局、市粮食局，市财政局配合',
  ]
  const leads = (rule: string) =>
    measuresOf(planOf(lines(rule).join('\n'))).map(({ measure }) =>
      measure.units
        .filter(({ role }) => role === 'lead')
        .map(({ name }) => name)
        .join(),
    )

  it('in a bracket of the text, but words of the cell itself say more', () => {
    expect(leads('（列第一位的为牵头单位，下同）')).toEqual(['市发改委', '市人社局,市教育局', '市商务局'])
    expect(leads('')).toEqual(['', '市人社局,市教育局', ''])
  })
})
