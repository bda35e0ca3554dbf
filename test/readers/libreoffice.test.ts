import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { planOf, refusalOf, rowsOf } from './support.ts'

/** Files that LibreOffice 7.4 wrote: a table with merged, struck-out, hidden and tracked text; a numbered text; a sheet. */
const file = (name: string) => readFileSync(new URL(`../documents/libreoffice/${name}`, import.meta.url))
const said = (name: string, code: string) =>
  planOf(file(name)).review.flatMap((item) => (item.code === code ? [item.severity] : []))

describe('files as LibreOffice writes them', () => {
  const rows = [
    '1.1 推进一网通办 | r:市财政局 | 2026年9月底前 | 2026-09-30',
    '2.1 精简材料 | r:市财政局 | 每季度首月10日前 | 2027-01-10',
    '3.1 公开月报 | r:市司法局 | 6月底前；长期坚持 | 2026-12-31',
  ]

  it('docx: revisions accepted, struck-out and hidden text left out, each said', () => {
    const plan = planOf(file('plan.docx'))
    expect(rowsOf(plan)).toEqual(rows)
    expect(plan).toMatchObject({ title: '云州市2026年重点工作分工方案', issuedOn: '2026-03-02' })
    expect(said('plan.docx', 'revisions')).toEqual(['confirm'])
    expect(said('plan.docx', 'struck-out')).toEqual(['confirm'])
    expect(said('plan.docx', 'hidden-content')).toEqual(['note'])
  })

  it('html: the same, but that it prints deleted text as any other', () => {
    expect(rowsOf(planOf(file('plan-html.saved')))).toEqual([
      ...rows.slice(0, 2),
      '3.1 公开月报 | r:市民政局市司法局 | 6月底前；长期坚持 | 2026-12-31',
    ])
    expect(said('plan-html.saved', 'struck-out')).toEqual(['confirm'])
    expect(said('plan-html.saved', 'hidden-content')).toEqual(['note'])
  })

  it.each(['prose.docx', 'prose-html.saved'])('%s: the items of a numbered list', (name) => {
    expect(rowsOf(planOf(file(name)))).toEqual([
      '1.1 完善制度。 | r:市水利局 | 6月底前 | 2026-06-30',
      '2.1 清理欠账。 | r:市财政局 | 长期坚持 | 2026-12-31',
    ])
  })

  it('xlsx: dates as displayed, lines of a cell, a struck-out row left out, a hidden one noted', () => {
    expect(rowsOf(planOf(file('book.xlsx')))).toEqual([
      '1.1 推进一网通办 | r:市财政局 | 2026年9月 | 2026-09-30',
      '2.1 精简材料 | r:市财政局 | 6月底前；长期坚持 | 2026-12-31',
      '4.1 暗行的事 | r:市司法局 | 8月底前 | 2026-08-31',
    ])
    expect(said('book.xlsx', 'struck-out')).toEqual(['confirm'])
    expect(said('book.xlsx', 'hidden-content')).toEqual(['note'])
  })

  it('odt: refused with the way out', () => {
    expect(refusalOf(file('plan.odt'))).toMatchObject({
      code: 'FILE_TYPE',
      message: expect.stringContaining('OpenDocument'),
      remedy: expect.stringContaining('.docx'),
    })
  })
})
