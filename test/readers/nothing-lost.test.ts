import { describe, expect, it } from 'vitest'
import { docx, docxOf, NUMBERING, paragraphXml, tableXml } from '../documents/docx.ts'
import { xlsx } from '../documents/xlsx.ts'
import { codesOf, planOf, rowsOf } from './support.ts'

const item = (text: string, id: number, level = 0) => ({ text, list: { id, level } })
const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

describe('what a document says beside its cells is told, not dropped', () => {
  it('footnotes of a Word document are asked about', () => {
    const footnotes = `<w:footnotes ${W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="1">${paragraphXml({ text: '此项由市乙局负责' })}</w:footnote></w:footnotes>`
    const table = tableXml([
      ['任务', '责任单位', '时限'],
      ['事', '市甲局', '6月底前'],
    ])
    const plan = planOf(
      docxOf(paragraphXml({ text: '2026年分工方案' }) + table, { 'word/footnotes.xml': footnotes }),
    )
    expect(plan.review.find(({ code }) => code === 'footnotes')).toMatchObject({
      severity: 'confirm',
      message: expect.stringContaining('此项由市乙局负责'),
    })
  })

  it('a formula without its result is asked about, never read as 0', () => {
    const sheet = xlsx([
      {
        name: '2026年台账',
        rows: [
          ['任务', '责任单位', '时限'],
          ['事', '市甲局', { n: 0, format: 'General', formula: 'B9' }],
        ],
      },
    ])
    const plan = planOf(sheet)
    expect(codesOf(plan)).toContain('formulas')
    expect(rowsOf(plan)[0]).not.toContain('| 0 |')
  })

  it('the caption of a table is its title', () => {
    const page = `<html><body><p>首页 &gt; 公开</p><table><caption>云州市2026年分工方案</caption>${row('任务', '责任单位', '时限')}${row('事', '市甲局', '6月底前')}</table></body></html>`
    expect(planOf(page)).toMatchObject({ title: '云州市2026年分工方案', year: 2026 })
  })

  it('what a page hides by a class of its own is no text', () => {
    const page = `<html><head><style>.gone { color: red; display: none }</style></head><body><p>2026年分工方案</p><table>${row('任务', '责任单位', '时限')}${row('事<span class="x gone">隐藏</span>', '市甲局', '6月底前')}</table></body></html>`
    expect(rowsOf(planOf(page))[0]).toMatch(/^1\.1 事 \|/)
  })
})

describe('numbers that Word prints', () => {
  it('begin again where the list is told to', () => {
    const numbering = NUMBERING.replace(
      '</w:numbering>',
      '<w:num w:numId="7"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>',
    )
    const body = [
      item('甲。（市甲局负责，6月底前）', 1),
      item('乙。（市甲局负责，6月底前）', 1),
      item('丙。（市甲局负责，6月底前）', 7),
    ]
      .map(paragraphXml)
      .join('')
    const plan = planOf(
      docxOf(paragraphXml({ text: '2026年分工方案' }) + body, { 'word/numbering.xml': numbering }),
    )
    expect(plan.tasks.flatMap((task) => task.measures.map((measure) => measure.label))).toEqual([
      '一、',
      '二、',
      '一、',
    ])
  })

  it('may come from a style that is based on another', () => {
    const styles = `<w:styles ${W}><w:style w:styleId="Base"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="Item"><w:basedOn w:val="Base"/></w:style></w:styles>`
    const styled = (text: string) =>
      `<w:p><w:pPr><w:pStyle w:val="Item"/></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`
    const body = styled('甲。（市甲局负责，6月底前）') + styled('乙。（市乙局负责，7月底前）')
    const plan = planOf(
      docxOf(paragraphXml({ text: '2026年分工方案' }) + body, { 'word/styles.xml': styles }),
    )
    expect(plan.tasks.flatMap((task) => task.measures.map((measure) => measure.label))).toEqual([
      '一、',
      '二、',
    ])
  })
})

describe('layouts that offices use', () => {
  it('a header of two rows printed again on each page', () => {
    const head = [
      ['序号', '任务', '责任分工', null, '时限'],
      [null, null, '牵头单位', '配合单位', null],
    ]
    const rows = [
      ['云州市2026年任务清单', null, null, null, '2026年3月2日'],
      ...head,
      ['1', '甲', '市甲局', '市乙局', '6月底前'],
      ...head,
      ['2', '乙', '市丙局', null, '7月底前'],
    ]
    const merges = (at: number) => [
      `A${at}:A${at + 1}`,
      `B${at}:B${at + 1}`,
      `C${at}:D${at}`,
      `E${at}:E${at + 1}`,
    ]
    const plan = planOf(xlsx([{ name: 's', rows, merges: ['A1:D1', ...merges(2), ...merges(5)] }]))
    expect(plan.issuedOn).toBe('2026-03-02')
    expect(rowsOf(plan)).toEqual([
      '1.1 甲 | l:市甲局 s:市乙局 | 6月底前 | 2026-06-30',
      '2.1 乙 | l:市丙局 | 7月底前 | 2026-07-31',
    ])
  })

  it('a plan inside the one cell of a layout table', () => {
    const inner = tableXml([
      ['任务', '责任单位', '时限'],
      ['事', '市甲局', '6月底前'],
    ])
    const outer = tableXml([
      [{ text: '', xml: `${paragraphXml({ text: '2026年分工方案' })}${inner}${paragraphXml({})}` }],
    ])
    const plan = planOf(docxOf(outer))
    expect(plan.title).toBe('2026年分工方案')
    expect(rowsOf(plan)).toHaveLength(1)
  })

  it('commas between the cells', () => {
    const plan = planOf(
      '云州市2026年任务清单\n序号,任务,责任单位,时限\n1,"公开,解读",市甲局,2026/6/30\n2,回应,市乙局,每月10日前\n',
    )
    expect(rowsOf(plan)).toEqual([
      '1.1 公开,解读 | r:市甲局 | 2026/6/30 | 2026-06-30',
      '2.1 回应 | r:市乙局 | 每月10日前 | 2026-12-10',
    ])
  })

  it('a page that begins in the middle', () => {
    const page = `<center><font>2026年分工方案</font></center><table>${row('任务', '责任单位', '时限')}${row('事', '市甲局', '6月底前')}</table>`
    expect(planOf(page).reader).toBe('html')
    expect(
      planOf(
        docx([
          { text: '2026年分工方案' },
          {
            rows: [
              ['任务', '责任单位', '时限'],
              ['事', '市甲局', '6月底前'],
            ],
          },
        ]),
      ).reader,
    ).toBe('docx')
  })
})
