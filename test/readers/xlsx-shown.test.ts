import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { shownNumber, shownText } from '../../documents/readers/xlsx-formats.ts'
import { serial } from '../documents/xlsx.ts'
import { codesOf, planOf, rowsOf } from './support.ts'

const day = serial(2026, 6, 30)

describe('a date is one in whatever format it shows', () => {
  it.each([
    ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', '2026/6/30'],
    ['[$-x-sysdate]dddd, mmmm dd, yyyy', '2026/6/30'],
    ['mmm-yy', '2026年6月'],
    ['d-mmm-yy', '2026/6/30'],
    ['d-mmm', '6月30日'],
    ['m/d/yy h:mm', '2026/6/30'],
    ['[$-409]d\\-mmm\\-yy;@', '2026/6/30'],
    ['yyyy/m/d\\ h:mm;@', '2026/6/30'],
    ['yyyy-mm-dd hh:mm:ss.000', '2026/6/30'],
    ['[$-409]m/d/yy h:mm AM/PM;@', '2026/6/30'],
    ['yyyy"年"m"月"d"日"', '2026年6月30日'],
    ['[DBNum1][$-804]yyyy"年"m"月"d"日";@', '2026年6月30日'],
    ['[$-804]aaaa;@', '2026/6/30'],
    ['yyyy"年"m"月"d"日" aaaa', '2026年6月30日'],
    ['yyyy"年"m"月底前"', '2026年6月底前'],
    ['m"月底前完成"', '6月底前完成'],
    ['yyyy\\年m\\月', '2026年6月'],
    ['上午/下午h"时"mm"分"yyyy"年"m"月"d"日"', '2026年6月30日'],
    ['yyyy', '2026年'],
    ['e"年"m"月"', '2026年6月'],
    ['mm/yyyy', '2026年6月'],
    ['yyyy.mm', '2026年6月'],
  ])('%s', (format, expected) => {
    expect(shownNumber(day, format)).toBe(expected)
  })

  it('an hour that is one stays; days count from 1904 where the file says so', () => {
    expect(shownNumber(day + 17.5 / 24, 'yyyy/m/d h:mm')).toBe('2026/6/30 17:30')
    expect(shownNumber(day + 17 / 24, 'yyyy"年"m"月"d"日"h"时"')).toBe('2026年6月30日17时')
    expect(shownNumber(day + 17.5 / 24, 'yyyy/m/d')).toBe('2026/6/30')
    expect(shownNumber(day - 1462, 'd-mmm-yy', true)).toBe('2026/6/30')
  })

  it('numbers are none; words around one are kept', () => {
    for (const format of ['General', '0', '0.00', '#,##0', '0.00E+00', '[h]:mm', '0%', '"第"0"项"', 'h:mm'])
      expect(shownNumber(6, format)).toBeNull()
    expect(shownNumber(6, 'General"月底前"')).toBe('6月底前')
    expect(shownNumber(3, '"第"G/通用格式"季度"')).toBe('第3季度')
    expect(shownText('财政', '"市"@"局"')).toBe('市财政局')
    expect(shownText('财政', ';;;')).toBe('')
    expect(shownText('财政', '@')).toBeNull()
    expect(shownText('财政', 'yyyy/m/d;@')).toBeNull()
  })
})

interface Parts {
  readonly rows: string
  readonly fonts?: string
  readonly more?: string
  readonly styles?: string
  readonly shared?: string
  readonly extra?: Readonly<Record<string, string>>
}
const NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const rel = (id: string, kind: string, target: string) =>
  `<Relationship Id="${id}" Type="${R}/${kind}" Target="${target}"/>`
const rels = (...list: string[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join('')}</Relationships>`
/** Cell formats: 0 plain, 1 struck. */
const book = ({ rows, more = '', styles = '', shared = '', extra = {} }: Parts): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries({
        '[Content_Types].xml':
          '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
        '_rels/.rels': rels(rel('a', 'officeDocument', 'xl/workbook.xml')),
        'xl/workbook.xml': `<workbook ${NS} xmlns:r="${R}"><sheets><sheet name="2026年台账" sheetId="1" r:id="rId1"/></sheets></workbook>`,
        'xl/_rels/workbook.xml.rels': rels(
          rel('rId1', 'worksheet', 'worksheets/sheet1.xml'),
          rel('rId2', 'styles', 'styles.xml'),
          rel('rId3', 'sharedStrings', 'sharedStrings.xml'),
        ),
        'xl/styles.xml': `<styleSheet ${NS}><fonts count="2"><font/><font><strike/></font></fonts><cellXfs count="3"><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="14" fontId="1"/></cellXfs>${styles}</styleSheet>`,
        'xl/sharedStrings.xml': `<sst ${NS}>${shared}</sst>`,
        'xl/worksheets/sheet1.xml': `<worksheet ${NS}><sheetData>${rows}</sheetData>${more}</worksheet>`,
        ...extra,
      }).map(([name, xml]) => [name, strToU8(xml)]),
    ),
  )
const cell = (at: string, inside: string, style = 0) =>
  `<c r="${at}" s="${style}" t="inlineStr"><is>${inside}</is></c>`
const text = (at: string, value: string, style = 0) => cell(at, `<t>${value}</t>`, style)
const row = (r: number, values: readonly string[], style = 0) =>
  `<row r="${r}">${values.map((v, i) => (v.startsWith('<') ? v : text(`${'ABCD'[i]}${r}`, v, style))).join('')}</row>`
const head = row(1, ['序号', '任务', '责任单位', '完成时间'])
const due = (xml: string) => row(2, ['1', '甲', '市财政局', xml])
const line = (bytes: Uint8Array) => rowsOf(planOf(bytes)).map((l) => l.split(' | ').slice(1, 3).join(' '))
const run = (value: string, props: string) => `<r><rPr>${props}</rPr><t>${value}</t></r>`

describe('what a sheet strikes through is left out and asked about', () => {
  it.each([
    ['a run', cell('D2', run('2026年6月底前', '<strike/>') + run('2026年9月底前', '<b/>'))],
    [
      'a run in a struck cell that is not',
      cell('D2', `<r><t>2026年6月底前</t></r>${run('2026年9月底前', '<b/>')}`, 1),
    ],
  ])('%s', (_, xml) => {
    const plan = planOf(book({ rows: head + due(xml) }))
    expect(line(book({ rows: head + due(xml) }))).toEqual(['r:市财政局 2026年9月底前'])
    expect(plan.review.find((item) => item.code === 'struck-out')).toMatchObject({
      severity: 'confirm',
      message: expect.stringContaining('“2026年6月底前”'),
    })
  })

  it('runs of shared texts, without the guide over their words', () => {
    const shared = `<si>${run('市财政局', '<strike val="1"/>')}${run('市水务局', '<strike val="0"/>')}<rPh sb="0" eb="1"><t>shui</t></rPh></si>`
    const rows = head + row(2, ['1', '甲', '<c r="C2" t="s"><v>0</v></c>', '6月底前'])
    expect(line(book({ rows, shared }))).toEqual(['r:市水务局 6月底前'])
  })

  it('a row is no measure; a struck date is told as it shows', () => {
    const rows =
      head + due('6月底前') + row(3, ['2', '乙', '市民政局', `<c r="D3" s="2"><v>${day}</v></c>`], 1)
    const plan = planOf(book({ rows }))
    expect(rowsOf(plan)).toHaveLength(1)
    expect(plan.review.find((item) => item.code === 'struck-out')?.message).toContain('“2026/6/30”')
  })

  it('a rule that strikes is asked about', () => {
    const styles = '<dxfs count="1"><dxf><font><strike/></font></dxf></dxfs>'
    const more =
      '<conditionalFormatting sqref="A1:D9"><cfRule type="expression" dxfId="0"><formula>$A1=1</formula></cfRule></conditionalFormatting>'
    const plan = planOf(book({ rows: head + due('6月底前'), styles, more }))
    expect(codesOf(plan)).toContain('part-not-read')
  })
})

describe('what else a sheet shows', () => {
  it('dates that the file writes as dates', () => {
    expect(line(book({ rows: head + due('<c r="D2" t="d"><v>2026-06-30T00:00:00</v></c>') }))).toEqual([
      'r:市财政局 2026/6/30',
    ])
  })

  it('text boxes are asked about, comments noted', () => {
    const plan = planOf(
      book({
        rows: head + due('6月底前'),
        extra: {
          'xl/worksheets/_rels/sheet1.xml.rels': rels(
            rel('d', 'drawing', '../drawings/drawing1.xml'),
            rel('c', 'comments', '../comments1.xml'),
          ),
          'xl/drawings/drawing1.xml':
            '<xdr:wsDr xmlns:xdr="x" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>市审计局12月底前</a:t></a:r></a:p></xdr:wsDr>',
          'xl/comments1.xml': `<comments ${NS}><commentList><comment ref="A1"><text><r><t>改为10月</t></r></text></comment></commentList></comments>`,
        },
      }),
    )
    expect(plan.review.find((item) => item.code === 'part-not-read')?.message).toContain('市审计局12月底前')
    expect(plan.review.find((item) => item.code === 'left-out')?.message).toContain('改为10月')
  })
})
