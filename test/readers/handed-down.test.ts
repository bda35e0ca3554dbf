import { describe, expect, it } from 'vitest'
import { measuresOf } from '../../domain/plan/plan.ts'
import { accountOf, lostWords, printedIn } from '../documents/duties.ts'
import { planOf, refusalOf, rowsOf } from './support.ts'

const read = (...lines: string[]) => planOf(['2024年分工方案', ...lines].join('\n'))
const named = (...lines: string[]) =>
  read(...lines)
    .review.filter(({ code, severity }) => code === 'not-read' && severity === 'confirm')
    .flatMap(({ lines = [] }) => lines.map(({ text }) => text))

describe('a number in another style stands beside the one it goes on with', () => {
  it.each([
    ['（一）', '2、', '（三）'],
    ['（一）', '（2）', '（三）'],
    ['（一）', '2.', '（三）'],
  ])('%s %s %s under a section', (first, second, third) => {
    const plan = read(
      '一、设施',
      `${first}建设枢纽。〔牵头单位：市发改委；完成时限：2025年底前〕`,
      `${second}建设冷库。【责任单位：市农业农村局】`,
      `${third}开行班列。[市交通运输局牵头，2024年10月底前完成]`,
      '二、主体',
      '（四）壮大企业。〔责任单位：市商务局〕',
    )
    expect(rowsOf(plan).map((row) => row.split(' | ').slice(0, 3).join(' | '))).toEqual([
      '1.1 建设枢纽。 | l:市发改委 | 2025年底前',
      '1.2 建设冷库。 | r:市农业农村局 | ',
      '1.3 开行班列。 | l:市交通运输局 | 2024年10月底前完成',
      '2.1 壮大企业。 | r:市商务局 | ',
    ])
  })

  it('also where neither says by whom or when in words that are read', () => {
    const plan = read(
      '一、交通',
      '（一）修桥。（市住建局，6月底前）',
      '（二）市政府研究室要在10个工作日内完成修路。',
      '3、市政府研究室要在10个工作日内完成修订。',
      '（四）招聘。（市教育局，6月底前）',
    )
    expect(measuresOf(plan).map(({ measure }) => measure.text)).toEqual([
      '修桥。',
      '市政府研究室要在10个工作日内完成修路。',
      '市政府研究室要在10个工作日内完成修订。',
      '招聘。',
    ])
  })

  it('but not below a heading, whose first was dropped', () => {
    const plan = read(
      '一、交通',
      '（一）加快建设',
      '2.修桥。（市住建局，6月底前）',
      '（二）招聘',
      '1.教师。（市教育局）',
    )
    expect(plan.tasks.map(({ title, measures }) => `${title}${measures.length}`)).toEqual([
      '加快建设1',
      '招聘1',
    ])
  })

  it('and so does 3、 behind 二、', () => {
    const plan = read(
      '一、修路，9月底前完成。',
      '二、建设园区阶段（2024年3月1日—5月31日）。各部门抓好落实。',
      '3、整治排污口，12月底前完成。',
      '四、请市教育局于11月底前完成招聘。',
    )
    expect(plan.tasks.map(({ no }) => no)).toEqual(['1', '2', '3', '4'])
  })
})

describe('what a heading says goes to those below it that do not say it, each of owner, date and person for itself', () => {
  const heading = ['一、交通', '主管领导：王某', '责任单位：市住建局', '完成时限：12月20日前']

  it('a date that none below takes over is a promise of its own, though its owner goes down', () => {
    const plan = read(...heading, '1.修桥，9月底前完成。', '2.修路。（市交通局，6月底前）')
    expect(rowsOf(plan).map((row) => row.split(' | ').slice(0, 3).join(' | '))).toEqual([
      '1.0 交通 | r:市住建局 | 12月20日前',
      '1.1 修桥，9月底前完成。 | r:市住建局 | 9月底前完成',
      '1.2 修路。 | r:市交通局 | 6月底前',
    ])
  })

  it('an owner that none takes over is named, though its date goes down', () => {
    const words = named('一、交通（市发改委，12月底前）', '1.修桥。（市住建局）', '2.修路。（市交通局）')
    expect(words).toEqual([expect.stringContaining('市发改委')])
  })

  it('one who only supports takes over the lead', () => {
    expect(
      named('一、交通（市发改委牵头，12月底前）', '1.修桥。（市住建局配合）', '2.修路。（市交通局配合）'),
    ).toEqual([])
  })

  it('a person goes to those that have none; one whom none takes over is named', () => {
    const people = (...lines: string[]) =>
      measuresOf(read(...lines)).map(({ measure }) => (measure.people ?? []).map(({ name }) => name).join())
    const [section, leader] = heading as [string, string]
    const own = '1.修桥。（责任领导：张某；责任单位：市住建局；完成时限：6月底前）'
    expect(people(section, leader, own, '2.修路。（市交通局，6月底前）')).toEqual(['张某', '王某'])
    expect(named(section, leader, own)).toEqual([expect.stringContaining('王某')])
  })
})

it('whom a bracket puts in charge has duties below it, also in a section of aims', () => {
  const plan = read(
    '一、总体目标',
    '办好实事。',
    '（一）开办便利（市市场监管局牵头）',
    '1.一网通办，5月底前实现全流程网上办理。',
    '二、保障措施',
    '（一）加强领导。各部门要高度重视，6月底前部署。',
  )
  expect(rowsOf(plan)).toHaveLength(1)
  expect(rowsOf(plan)[0]).toMatch(/一网通办.* \| l:市市场监管局 \| 5月底前/)
})

describe('a label line before the first number', () => {
  const rest = ['（二）公开信息。', '责任单位：市住建局', '完成时限：7月底前']

  it.each(['完成时限：待上级出台意见后', '整改期限：3月底前', '进度安排：分批推进'])(
    'that ends something is named: %s',
    (line) => {
      expect(named(line, ...rest)).toEqual([line])
    },
  )

  it('that a page has of its own is not', () => {
    expect(named('办理时间：工作日9:00—17:00', ...rest)).toEqual([])
  })
})

describe('a table whose header is lost', () => {
  it('is read: a cell at the end that is a name or a date is who or when', () => {
    const plan = read(
      '一、财政信息\t1.公开本单位的预算和决算。\t财务科',
      '二、网站\t2.更新各频道的概况信息。\t办公室牵头，市教育局配合\t6月底前',
      '二、网站\t3.反馈网民的意见。\t市教育局、市财政局',
    )
    expect(rowsOf(plan).map((row) => row.split(' | ').slice(0, 3).join(' | '))).toEqual([
      '1.1 公开本单位的预算和决算。 | r:财务科 | ',
      '2.1 更新各频道的概况信息。 | l:办公室 s:市教育局 | 6月底前',
      '3.1 反馈网民的意见。 | r:市教育局 r:市财政局 | ',
    ])
  })

  it('but a roster is no plan', () => {
    expect(refusalOf('通讯录\n1.张某\t市教育局\n2.李某\t办公室').code).toBe('NOT_A_PLAN')
  })
})

describe('the count of printed numbers', () => {
  it('knows a number behind the heading of its line, of whatever style, and one behind two of them', () => {
    const words = (line: string) => printedIn(['分工', line]).map((one) => one.words)
    expect(words('（二）推进制度 3.召开会议。（市甲局）')).toEqual(['召开会议'])
    expect(words(' 一、学习方面1.召开会议。（市甲局）')).toEqual(['召开会议'])
    expect(words('（2）培育主体 （四）壮大企业。（市甲局）')).toEqual(['壮大企业'])
    expect(words('二、主要内容（一）推进制度1.召开会议。（市甲局）')).toEqual(['召开会议'])
  })

  it('knows a heading that went into the title of the one it is joined to', () => {
    const lines = [
      '分工',
      '二、主要任务（一）提升便利（市市场监管局牵头）',
      '1.推行一网通办。',
      '2.压缩开办时间。（市政务局配合，6月底前完成）',
    ]
    const plan = planOf(lines.join('\n'))
    expect(accountOf(lines, plan)).toMatchObject({ parents: 1, lost: [] })
    expect(rowsOf(plan)[0]).toContain('l:市市场监管局')
    expect(accountOf(lines, { ...plan, tasks: [], review: [] }).lost).toHaveLength(
      accountOf(lines, plan).printed,
    )
  })

  it('ends a label where the next number begins', () => {
    const lines = [
      '分工',
      '一、甲。',
      '责任单位：市甲局',
      '完成时限：长期坚持二、修订管理办法。（市乙局，6月底前）',
    ]
    expect(lostWords(lines, planOf(lines.join('\n')))).toEqual([])
  })

  it('counts the rows of a table without its header, and misses one that is gone', () => {
    const lines = [
      '分工',
      '一、财政\t1.公开预算和决算的报表。\t市财政局',
      '二、教育\t2.招聘一批中小学教师。\t市教育局',
    ]
    const plan = planOf(lines.join('\n'))
    expect(accountOf(lines, plan)).toMatchObject({ printed: 2, measures: 2, lost: [] })
    const short = { ...plan, tasks: plan.tasks.slice(0, 1), review: [] }
    expect(accountOf(lines, short).lost).toEqual(['招聘一批中小学教师'])
    expect(lostWords(lines, short)).toEqual(['招聘一批中小学教师', '市教育局'])
  })
})

describe('where a line of work runs into a label, what is before the label is the work', () => {
  it.each([
    ['推动产业升级', '责任单位', '推动产业升级 | r:市工信局'],
    ['产业升级', '牵头部门', '产业升级 | l:市工信局'],
    ['修通环城北路', '责任科室', '修通环城北路 | r:市工信局'],
    ['营商环境', '承办单位', '营商环境 | r:市工信局'],
  ])('%s%s：', (work, label, row) => {
    const rows = rowsOf(read('一、交通', '1.修桥。', '责任单位：市住建局', `二、${work}${label}：市工信局`))
    expect(rows.at(-1)).toContain(row)
  })

  it.each(['重点任务责任单位', '第一责任部门', '整改事项牵头单位', '市直责任单位', '主要工作承办单位'])(
    '%s is a label as it stands',
    (label) => {
      const rows = rowsOf(
        read('一、交通', '1.修桥。', `${label}：市住建局`, '2.修路。', '责任单位：市交通局'),
      )
      expect(rows).toHaveLength(2)
      expect(rows[0]).toMatch(/^1\.1 修桥。 \| [lr]:市住建局/)
    },
  )
})
