import { describe, expect, it } from 'vitest'
import { docx, docxOf, paragraphXml, tableXml } from '../documents/docx.ts'
import { codesOf, planOf, rowsOf } from './support.ts'

const title = [{ text: '云州市2026年重点工作任务分工方案' }, { text: '2026年2月5日' }]
const down = { text: '', merge: 'continue' } as const
const begins = (text: string) => ({ text, merge: 'restart' }) as const

describe('a table of a Word document', () => {
  it('has a header of two rows, groups, merged rows and notes', () => {
    const plan = planOf(
      docx([
        ...title,
        {
          rows: [
            [
              begins('序号'),
              begins('重点任务'),
              begins('工作举措'),
              { text: '责任分工', span: 2 },
              begins('完成时限'),
            ],
            [down, down, down, '牵头单位', '配合单位', down],
            [{ text: '一、政务服务', span: 6 }],
            [
              begins('1'),
              begins('推进一网通办'),
              '1.高频事项全程网办',
              '市政务服务数据管理局',
              '市公安局、民政局',
              begins('2026年6月底前'),
            ],
            [down, down, '2.推行告知承诺', '市司法局', '', down],
            ['2', '压缩开办时间', '企业开办1日办结', '市市场监管局', '市税务局', '每季度末月25日前'],
            [{ text: '注：以上由市府办督办', span: 6 }],
          ],
        },
      ]),
    )
    expect(plan).toMatchObject({ reader: 'docx', year: 2026, issuedOn: '2026-02-05' })
    expect(rowsOf(plan)).toEqual([
      '1.1 高频事项全程网办 | l:市政务服务数据管理局 s:市公安局 s:市民政局 | 2026年6月底前 | 2026-06-30',
      // The deadline's cell covers both rows: its value, not an inherited one.
      '1.2 推行告知承诺 | l:市司法局 | 2026年6月底前 | 2026-06-30',
      '2.1 企业开办1日办结 | l:市市场监管局 s:市税务局 | 每季度末月25日前 | 2026-12-25',
    ])
    // 9 of the header's two rows, the group, the note: merged cells count once.
    expect(plan.ignoredCells.map((cell) => cell.reason)).toEqual([
      ...Array(7).fill('header'),
      'group-row',
      'note-row',
    ])
  })

  it('is chosen among several, the others named', () => {
    const rows = (n: number) => [
      ['序号', '任务', '责任单位', '时限'],
      ...Array.from({ length: n }, (_, i) => [`${i + 1}`, `事${i}`, '市甲局', '6月底前']),
    ]
    const plan = planOf(
      docx([...title, { rows: [['文号', '云府〔2026〕1号']] }, { rows: rows(1) }, { rows: rows(3) }]),
    )
    expect(rowsOf(plan)).toHaveLength(3)
    expect(codesOf(plan)).toContain('other-plan')
  })

  it('is read with its revisions accepted, and says so', () => {
    const revised = paragraphXml({
      runs: '<w:r><w:t>公开</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:r><w:t>目录</w:t></w:r>',
    })
    const table = tableXml([
      ['任务', '责任单位', '时限'],
      [{ text: '', xml: revised }, '市甲局', '6月底前'],
    ])
    const plan = planOf(docxOf(paragraphXml({ text: '2026年分工方案' }) + table))
    expect(rowsOf(plan)[0]).toMatch(/^1\.1 公开新目录 \|/)
    expect(codesOf(plan)).toContain('revisions')
  })

  it('keeps text boxes, content controls and tables inside cells', () => {
    const inner = tableXml([['甲'], ['乙']])
    const cell = { text: '', xml: `${paragraphXml({ text: '做事' })}${inner}${paragraphXml({})}` }
    const controlled = `<w:sdt><w:sdtContent>${tableXml([
      ['任务', '责任单位', '时限'],
      [cell, '市甲局', '6月底前'],
    ])}</w:sdtContent></w:sdt>`
    const plan = planOf(docxOf(paragraphXml({ text: '2026年分工方案' }) + controlled))
    expect(rowsOf(plan)[0]).toMatch(/^1\.1 做事甲乙 \|/)
  })
})

describe('paragraphs of a Word document', () => {
  it('carry the numbers that Word prints', () => {
    const at = (text: string, level: number) => ({ text, list: { id: 1, level } })
    const plan = planOf(
      docx([
        ...title,
        at('重点任务', 0),
        at('提升服务', 1),
        at('推进一网通办。（市政务局牵头，6月底前完成）', 2),
        at('压缩时间。（市监局负责，9月底前完成）', 2),
        at('强化保障', 1),
        at('落实用地。（市资源局负责，年底前完成）', 2),
        at('组织领导', 0),
        at('各部门要重视。', 1),
      ]),
    )
    expect(plan.reader).toBe('prose')
    expect(plan.tasks.map((task) => `${task.no} ${task.title}`)).toEqual(['1 提升服务', '2 强化保障'])
    expect(rowsOf(plan)).toEqual([
      '1.1 推进一网通办。 | l:市政务局 | 6月底前完成 | 2026-06-30',
      '1.2 压缩时间。 | l:市监局 | 9月底前完成 | 2026-09-30',
      '2.1 落实用地。 | l:市资源局 | 年底前完成 | 2026-12-31',
    ])
    expect(plan.ignoredCells.map((c) => [c.text, c.reason]).slice(-2)).toEqual([
      ['二、组织领导', 'text-without-owner'],
      ['（一）各部门要重视。', 'text-without-owner'],
    ])
  })
})
