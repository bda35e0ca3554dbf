import { describe, expect, it } from 'vitest'
import { issueDateIn } from '../../domain/reading/heading.ts'
import { choiceIn } from '../../domain/reading/ticks.ts'
import { docx } from '../documents/docx.ts'
import { codesOf, outline, planOf, table } from './support.ts'

describe('of entries with boxes those count that are ticked', () => {
  it.each([
    ['□市财政局 ☑市民政局', ['市民政局'], ['市财政局']],
    ['☑市财政局、☐市民政局、☑市审计局', ['市财政局', '市审计局'], ['市民政局']],
    ['市财政局□ 市民政局√', ['市民政局'], ['市财政局']],
    ['■6月底前 □9月底前', ['6月底前'], ['9月底前']],
    ['□市财政局\n□市民政局', [], ['市财政局', '市民政局']],
  ])('%j', (text, taken, leftOut) => {
    expect(choiceIn(text)).toEqual({ taken, leftOut })
  })
  it.each(['■市财政局', '市□财政局', '√市财政局', '市财政局'])('%s is no list', (text) => {
    expect(choiceIn(text)).toBeNull()
  })

  it('what was not ticked is said; nothing ticked is asked', () => {
    const plan = planOf(
      table('序号|任务|责任单位|时限\n1|甲|□市财政局 ☑市民政局|6月底前\n2|乙|□市财政局 □市民政局|6月底前'),
    )
    expect(outline(plan)[0]).toBe('1.1 甲/甲 [市民政局] 6月底前')
    expect(plan.review.filter((r) => r.code.startsWith('choice')).map((r) => [r.code, r.severity])).toEqual([
      ['choice-taken', 'note'],
      ['choice-open', 'confirm'],
    ])
  })
})

describe('tables of one document', () => {
  const head = ['序号', '任务', '责任单位', '时限']
  const rows = (no: string, text: string) => [no, text, '市财政局', '6月底前']

  it('one without a header right behind a plan goes on with it; text between them parts them', () => {
    const two = (between: string) =>
      planOf(
        docx([
          { text: '2026年分工方案' },
          { rows: [head, rows('1', '甲')] },
          { text: between },
          { rows: [rows('2', '乙'), rows('3', '丙')] },
        ]),
      )
    for (const between of ['', '续表', '— 2 —']) {
      expect(outline(two(between))).toHaveLength(3)
      expect(codesOf(two(between), null)).toContain('table-continued')
    }
    const apart = two('附表：任务来源')
    expect(outline(apart)).toHaveLength(1)
    expect(apart.review.find((r) => r.code === 'table-not-read')).toMatchObject({ severity: 'confirm' })
  })

  it('one that was not read is named: asked where it names units or dates, else noted', () => {
    const beside = (other: string[][]) =>
      planOf(
        docx([
          { text: '2026年分工方案' },
          { rows: [head, rows('1', '甲')] },
          { text: '附表' },
          { rows: other },
        ]),
      ).review.find((r) => r.code === 'table-not-read')
    expect(
      beside([
        ['项', '分值'],
        ['态度', '10'],
      ]),
    ).toMatchObject({ severity: 'note', source: '第2张表' })
    expect(beside([['市审计局牵头', '12月底前']])).toMatchObject({ severity: 'confirm' })
  })
})

describe('the date of a document', () => {
  it.each(['二0二六年三月二日', '二O二六年三月二日', '2026/3/2', '2026-03-02', '2026.3.2'])('%s', (line) => {
    expect(issueDateIn(['云州市分工方案', line]).issuedOn).toBe('2026-03-02')
  })
})
