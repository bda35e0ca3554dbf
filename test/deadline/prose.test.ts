import { describe, expect, it } from 'vitest'
import { compileProse } from '../../domain/deadline/compile.ts'
import { calendar, compile, duesOf, PLAN_2015 } from './support.ts'

const prose = (text: string) => compileProse(text, PLAN_2015, calendar)

describe('deadlines in running text', () => {
  it.each([
    ['推进网上交易，2015年12月底前建立网上交易平台，及时发布公告。', '2015-12-31'],
    ['（市发展改革局牵头，市财政局配合，2026年6月底前完成）', '2026-06-30'],
    ['加快推进棚户区改造，年底前开工1000套', '2015-12-31'],
    ['到2020年，基本建成法治政府', '2020-12-31'],
    ['8月底前制定方案，10月底前完成摸底，明年3月底前完成整改', '2015-08-31 | 2015-10-31 | 2016-03-31'],
    ['2016年8月底前制定方案，3月底前公布名单', '2016-08-31 | 2016-03-31'], // the year is carried, the roll belongs to lists
    ['请于每季度结束后5个工作日内报送', '2015-07-07 2015-10-13 2016-01-08'],
    ['请各单位于2015年8月15日前报送方案，每季度末报送进展。', '2015-08-15 | 2015-09-30 2015-12-31'],
    ['（市编办牵头，2015年12月底前完成并长期坚持）', '2015-12-31 | 2015-09-30 2015-12-31'],
    ['各单位每月10日前报送进展情况', '2015-07-10 2015-08-10 2015-09-10 2015-10-10 2015-11-10 2015-12-10'],
  ])('%s', (text, dues) => {
    expect(duesOf(prose(text))).toBe(dues)
  })

  it('hangs on an event with a limit', () => {
    const [clause] = prose('收到申请后5个工作日内办结').clauses
    expect(clause).toMatchObject({
      kind: 'afterEvent',
      trigger: { text: '收到申请', stream: true },
      within: { count: 5, unit: 'workday' },
    })
  })

  it.each([
    '压缩审批时限至5个工作日以内',
    '24小时不打烊',
    '有效期至2020年12月31日',
    '每家企业每年最高补助100万元',
    '逐步将1999年1月1日后批准征地的信息纳入专栏',
    '做好2015年市级政府总预决算信息公开。',
    '2014年部门决算、2015年部门预算',
    '2015年以来，成效明显',
    '公示不少于7日',
    '对2014年12月31日前注册的企业',
    '“十三五”期间每年新增100个',
    '严格落实“24小时”值班制度',
    '推动市县政府编制公布所属工作部门权责清单。',
  ])('%s: no deadline', (text) => {
    expect(prose(text).clauses).toEqual([])
  })
})

describe('nonsense and prose in a deadline cell are not believed', () => {
  it.each([
    '2015年13月',
    '2015年2月30日',
    '第五季度',
    '2015年第五季度',
    '13月底前',
    '7月32日',
    '每月32日',
    '每年13月',
    '每季度第4个月',
    '每周八',
    '2015年0月',
    '全面推进政务公开',
    '加强组织领导，压缩审批时限至5个工作日以内',
    '市财政局',
    '12345',
  ])('%s', (text) => {
    const compiled = compile(text)
    expect(compiled.clauses).toEqual([])
    expect(compiled.unparsed.map((gap) => gap.text).join('')).toBe(text)
    expect(compiled.review).toMatchObject([{ code: 'unparsed', severity: 'confirm' }])
  })
})
