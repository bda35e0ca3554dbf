import { describe, expect, it } from 'vitest'
import { issueDateIn, placesIn, planYearIn, titleIn } from '../../domain/reading/heading.ts'
import { splitLabel, taskNumber } from '../../domain/reading/labels.ts'
import { codesOf, planOf, table } from './support.ts'

const ROWS = '序号 | 工作任务 | 牵头单位 | 完成时限\n1 | 推进工作 | 市财政局 | 6月'

describe('the date of a document', () => {
  it.each([
    [['二〇一五年七月一日'], '2015-07-01'],
    [['二○一五年十二月三十一日'], '2015-12-31'],
    [['（2015年7月1日）'], '2015-07-01'],
    [['成文日期：2015年7月1日'], '2015-07-01'],
    [['梅州市人民政府办公室　　2015年7月3日印发'], '2015-07-03'],
    [['2015年7月3日印发', '2015年7月1日'], '2015-07-01'],
    [['根据2014年3月5日国务院通知，制定本方案。'], null],
    [['2015年2月30日'], null],
    [[], null],
  ])('%j → %s', (lines, expected) => {
    expect(issueDateIn(lines).issuedOn).toBe(expected)
  })

  it('goes before the one given, which is said; several are to be confirmed', () => {
    const dated = planOf(table(ROWS, '2026年3月9日\n2026年方案'))
    expect(dated.issuedOn).toBe('2026-03-09')
    expect(codesOf(dated, null)).toContain('issue-date-differs')
    const two = planOf(table(ROWS, '2026年3月9日\n2026年3月12日\n2026年方案'))
    expect(codesOf(two, null)).toContain('issue-date-doubtful')
    const none = planOf(table(ROWS), { issuedOn: null })
    expect(none.issuedOn).toBeNull()
    expect(codesOf(none, null)).toContain('issue-date-unknown')
  })
})

describe('title and year', () => {
  it.each([
    [['附件1', '2015年工作要点分工方案'], '2015年工作要点分工方案'],
    [
      ['关于印发分工方案的通知', '各单位：', '请认真落实。', '2015年7月1日', '附件', '2015年任务分解表'],
      '2015年任务分解表',
    ],
    [['梅府办〔2015〕10号', '2015年任务分工'], '2015年任务分工'],
    [['贯彻落实2026年', '重点工作分工方案'], '贯彻落实2026年重点工作分工方案'],
    [[], null],
  ])('%j', (lines, expected) => {
    expect(titleIn(lines)).toBe(expected)
  })

  it('takes the year from the title, else the 文号, else the date; the caller goes first', () => {
    expect(planYearIn('二〇一五年分工方案', [])).toEqual({ year: 2015, doubtful: false })
    expect(planYearIn('分工方案', ['梅府办〔2016〕10号'])).toEqual({ year: 2016, doubtful: false })
    expect(planYearIn('2021-2023年行动方案', [])).toEqual({ year: 2021, doubtful: true })
    expect(planOf(table(ROWS, '分工方案')).year).toBe(2026)
    expect(planOf(table(ROWS), { planYear: 2027 }).year).toBe(2027)
    const none = planOf(table(ROWS, '分工方案'), { issuedOn: null })
    expect(none.year).toBeNull()
    expect(codesOf(none, null)).toContain('plan-year-unknown')
  })

  it('knows the place that a title begins with', () => {
    expect(placesIn('梅州市贯彻落实省政府办公厅2015年要点')).toEqual(['梅州'])
    expect(placesIn('2015年工作要点')).toEqual([])
  })
})

describe('labels and numbers', () => {
  it.each([
    ['2.督促', '2.', '督促'],
    ['（一）制定', '（一）', '制定'],
    ['①公开', '①', '公开'],
    ['1.2015年公开', '1.', '2015年公开'],
    ['1.5万户改造', null, '1.5万户改造'],
    ['2015年公开', null, '2015年公开'],
    ['10、公开', '10、', '公开'],
  ])('%s', (body, label, text) => {
    expect(splitLabel(body)).toEqual({ label, text })
  })
  it.each([
    ['3', '3'],
    ['3.', '3'],
    ['（十二）', '12'],
    ['２２', '22'],
    ['3.2', '3.2'],
    ['第5项', '5'],
    ['扩大投资', null],
    ['', null],
  ])('number %s', (printed, expected) => {
    expect(taskNumber(printed)).toBe(expected)
  })
})

describe('standing clauses', () => {
  it('are what the notice around the table asks of every unit', () => {
    const plan = planOf(
      table(ROWS, '请各牵头单位于每季度首月20日前将进展报送市府办。会议于2026年3月1日召开。\n2026年方案'),
    )
    expect(plan.standing.map((s) => [s.text, s.clauses[0]?.kind])).toEqual([
      ['请各牵头单位于每季度首月20日前将进展报送市府办。', 'recurring'],
    ])
  })
})
