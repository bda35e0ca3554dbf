import { describe, expect, it } from 'vitest'
import {
  idLabel,
  idShown,
  labelled,
  measureOfId,
  measuresMeant,
  noticeShown,
  numberOf,
  shownNumberOf,
} from '../../domain/plan/numbers.ts'

it('the 序号 of a table is a handle where its task has one measure, and names the choice where it has several', () => {
  const shown = ['1.1', '2.1', '2.2', '12.1', '原1.3']
  for (const said of ['1', '1.1', '序号1', '第1项', '１', ' 1. ', 'No.1', '1号'])
    expect(measuresMeant(said, shown)).toEqual(['1.1'])
  expect(measuresMeant('第2项', shown)).toEqual(['2.1', '2.2'])
  expect(measuresMeant('12', shown)).toEqual(['12.1'])
  expect(measuresMeant('原1.3', shown)).toEqual(['原1.3'])
  expect(measuresMeant('3', shown)).toEqual([])
})

describe('old numbers after an amendment are told from those that the text prints now', () => {
  // 1.2 is printed as 1.3 now; what ran as 1.3 is left out; 4.1 is new in the place of one that is gone.
  const plan = { numbers: { '1.3': '1.2', '4.1': '4.1-2' } }

  it.each([
    ['1.1/2026-04', '1.1/2026-04'],
    ['1.2/2026-04@04-25', '1.2/2026-04@04-25（现 1.3）'],
    ['1.3/2026-Q2', '1.3/2026-Q2（原 1.3）'],
    ['4.1-2/2026-05', '4.1-2/2026-05（现 4.1）'],
    ['1.2', '1.2（现 1.3）'],
  ])('%s is listed as %s, and what is listed is taken back', (id, label) => {
    expect(idLabel(plan, id)).toBe(label)
    expect(idShown(label)).toBe(id)
    expect(idLabel({}, id)).toBe(id)
  })

  it('no label says of two obligations the same, and each names the measure that the text prints', () => {
    const nos = ['1.1', '1.2', '1.3', '4.1', '4.1-2']
    const labels = nos.map((no) => idLabel(plan, `${no}/2026-04`))
    expect(new Set(labels).size).toBe(nos.length)
    for (const no of nos) {
      expect(numberOf(plan, shownNumberOf(plan, no))).toBe(no)
      expect(measureOfId(idShown(idLabel(plan, `${no}/2026-04`)))).toBe(no)
    }
  })

  it('sentences have the mark behind each id of the measure, and behind nothing else', () => {
    expect(
      labelled(plan, '1.2', '市甲局 提交佐证 1.2/2026-04，同一材料也用于 1.2/2026-05、11.2/2026-04'),
    ).toBe('市甲局 提交佐证 1.2/2026-04（现 1.3），同一材料也用于 1.2/2026-05（现 1.3）、11.2/2026-04')
    expect(labelled(plan, '1.2', '投资 1.2 亿元')).toBe('投资 1.2 亿元')
    expect(labelled(plan, '1.1', '请求佐证 1.1/2026-04')).toBe('请求佐证 1.1/2026-04')
  })

  it('a notice says both in its subject, whatever that is about', () => {
    const told = (measure: string, subject: string, body = '') =>
      noticeShown(plan, { measure, subject, body, key: 'k' })
    expect(told('1.2', '催办 1.2/2026-04', '延期 1.2/2026-04：缺')).toEqual({
      key: 'k',
      measure: '1.3',
      runsAs: '1.2',
      subject: '催办 1.2/2026-04（现 1.3）',
      body: '延期 1.2/2026-04（现 1.3）：缺',
    })
    expect(told('1.2', '请签收 1.2').subject).toBe('请签收 1.2（现 1.3）')
    expect(told('1.3', '1.3 改派')).toMatchObject({
      measure: '原1.3',
      runsAs: '1.3',
      subject: '1.3 改派（原 1.3）',
    })
    expect(told('1.1', '催办 1.1/2026-04')).not.toHaveProperty('runsAs')
  })
})
