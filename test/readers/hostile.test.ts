import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { docx, docxOf, paragraphXml, tableXml } from '../documents/docx.ts'
import { xlsx } from '../documents/xlsx.ts'
import { inspect } from '../plan/support.ts'

const good = docx([
  { text: '2026年分工方案' },
  {
    rows: [
      ['任务', '责任单位', '时限'],
      ['事', '市甲局', '6月底前'],
    ],
  },
])
const deep = (tag: string, times: number) => `${`<${tag}>`.repeat(times)}x${`</${tag}>`.repeat(times)}`
const book = (sheet: string, extra: Record<string, string> = {}) =>
  zipSync(
    Object.fromEntries(
      Object.entries({
        '[Content_Types].xml':
          '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        'xl/workbook.xml':
          '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels':
          '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        'xl/worksheets/sheet1.xml': `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${sheet}</worksheet>`,
        ...extra,
      }).map(([name, xml]) => [name, strToU8(xml)]),
    ),
  )
const inline = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`

/** A zip whose directory says that an entry is smaller than it is. */
function lying(): Uint8Array {
  const bytes = docxOf(paragraphXml({ text: '甲'.repeat(200_000) }))
  const view = Buffer.from(bytes)
  for (
    let at = view.indexOf('PK\u0001\u0002', 0, 'latin1');
    at >= 0;
    at = view.indexOf('PK\u0001\u0002', at + 4, 'latin1')
  )
    view.writeUInt32LE(100, at + 24)
  return view
}

const CASES: readonly (readonly [string, () => Uint8Array | string, string])[] = [
  ['a zip bomb', () => docxOf(paragraphXml({ text: ' '.repeat(50_000_000) })), 'FILE_TOO_LARGE'],
  [
    'many large parts',
    () =>
      docxOf(
        '',
        Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`word/p${i}.xml`, 'ab'.repeat(900_000)])),
      ),
    'FILE_TOO_LARGE',
  ],
  ['a file of more than 20 MB', () => Buffer.alloc(20 * 1024 * 1024 + 1, 'x'), 'FILE_TOO_LARGE'],
  [
    'six thousand parts',
    () => docxOf('', Object.fromEntries(Array.from({ length: 6_000 }, (_, i) => [`word/p${i}.xml`, '<a/>']))),
    'FILE_TOO_LARGE',
  ],
  ['a directory that lies about sizes', lying, 'FILE_DAMAGED'],
  [
    'entity expansion',
    () =>
      docxOf('', { 'word/document.xml': '<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>' }),
    'FILE_UNSAFE',
  ],
  [
    'an external entity in a workbook',
    () => book('<sheetData/>', { 'xl/styles.xml': '<!DOCTYPE x SYSTEM "file:///etc/passwd"><styleSheet/>' }),
    'FILE_UNSAFE',
  ],
  ['a path out of the archive', () => docxOf('', { '../../evil.xml': '<a/>' }), 'FILE_UNSAFE'],
  ['a truncated archive', () => good.subarray(0, good.length - 60), 'FILE_DAMAGED'],
  [
    'an archive cut in the middle',
    () => Buffer.concat([good.subarray(0, 300), Buffer.from('word/')]),
    'FILE_DAMAGED',
  ],
  ['broken XML', () => docxOf('', { 'word/document.xml': '<w:document><w:body' }), 'FILE_DAMAGED'],
  ['XML nested a hundred thousand deep', () => docxOf(deep('w:p', 100_000)), 'FILE_UNSAFE'],
  [
    'tables in tables in tables',
    () => docxOf(`${'<w:tbl><w:tr><w:tc>'.repeat(3000)}x${'</w:tc></w:tr></w:tbl>'.repeat(3000)}`),
    'FILE_UNSAFE',
  ],
  [
    'a span over a million columns',
    () => docxOf(tableXml([[{ text: '任务', span: 1_000_000 }]])),
    'NOT_A_PLAN',
  ],
  [
    'a sheet that claims a million rows',
    () =>
      book(
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1">' +
          inline('A1', '序号') +
          '</row></sheetData>',
      ),
    'NOT_A_PLAN',
  ],
  [
    'a merge over the whole sheet',
    () =>
      book(
        `<sheetData><row r="1">${inline('A1', '任务')}</row></sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>`,
      ),
    'NOT_A_PLAN',
  ],
  [
    'a cell in the last corner',
    () =>
      book(
        `<sheetData><row r="1">${inline('A1', '任务')}</row><row r="1048576">${inline('XFD1048576', 'x')}</row></sheetData>`,
      ),
    'TABLE_TOO_LARGE',
  ],
  [
    'a cell far to the right',
    () => book(`<sheetData><row r="1">${inline('A1', '任务')}${inline('XFD1', 'x')}</row></sheetData>`),
    'TABLE_TOO_LARGE',
  ],
  [
    '30,000 rows',
    () =>
      xlsx([
        { name: 'a', rows: Array.from({ length: 30_000 }, (_, i) => [`${i}`, '事', '市甲局', '6月底前']) },
      ]),
    'TABLE_TOO_LARGE',
  ],
  ['a page nested a hundred thousand deep', () => `<html><body>${deep('div', 100_000)}`, 'FILE_UNSAFE'],
  ['a page of tables in tables', () => `<html><body>${'<table><tr><td>'.repeat(20_000)}x`, 'FILE_UNSAFE'],
  [
    'a page with spans beyond reason',
    () => `<html><table>${'<tr><td colspan=60000 rowspan=60000>x</td></tr>'.repeat(3000)}</table>`,
    'TABLE_TOO_LARGE',
  ],
  ['a page of a million open tags', () => `<html><body>${'<b><i><a>'.repeat(300_000)}`, 'FILE_TOO_LARGE'],
  ['a text of one line', () => '一、'.repeat(2_000_000), 'NOT_A_PLAN'],
  ['a text of brackets', () => `一、事${'（'.repeat(500_000)}市甲局负责`, 'NOT_A_PLAN'],
  [
    'a table under another name',
    () => Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(1000)]),
    'FILE_TYPE',
  ],
  [
    'a row beyond the last that is read',
    () =>
      book(
        `<sheetData><row r="1">${inline('A1', '任务')}</row><row r="30000">${inline('A30000', '丢不得')}</row></sheetData>`,
      ),
    'TABLE_TOO_LARGE',
  ],
  [
    'sixty thousand overlapping merges',
    () =>
      book(
        `<sheetData><row r="1">${inline('A1', '任务')}</row></sheetData><mergeCells>${Array.from({ length: 60_000 }, (_, i) => `<mergeCell ref="A${i + 1}:Z${i + 3000}"/>`).join('')}</mergeCells>`,
      ),
    'TABLE_TOO_LARGE',
  ],
  [
    'two thousand large merges',
    () =>
      book(
        `<sheetData><row r="1">${inline('A1', '任务')}</row></sheetData><mergeCells>${Array.from({ length: 2000 }, (_, i) => `<mergeCell ref="A${i + 1}:Z${i + 3000}"/>`).join('')}</mergeCells>`,
      ),
    'NOT_A_PLAN',
  ],
  [
    'half a million cells',
    () =>
      book(
        `<sheetData>${Array.from({ length: 19_000 }, (_, r) => `<row r="${r + 1}">${Array.from({ length: 26 }, (_, c) => `<c r="${String.fromCharCode(65 + c)}${r + 1}"><v>1</v></c>`).join('')}</row>`).join('')}</sheetData>`,
      ),
    'TABLE_TOO_LARGE',
  ],
  [
    'a page of eight thousand tables',
    () => `<html>${'<table><tr><td>x</td></tr></table><p>y</p>'.repeat(8000)}`,
    'TABLE_TOO_LARGE',
  ],
]

describe('a hostile file is refused in Chinese, quickly and within bounds', () => {
  it.each(CASES)('%s', { timeout: 20_000 }, (_, make, code) => {
    const bytes = make()
    const began = performance.now()
    const result = inspect(bytes)
    const seconds = (performance.now() - began) / 1000
    expect(result.ok ? 'read' : result.error.code).toBe(code)
    if (!result.ok)
      expect(`${result.error.message}${result.error.remedy ?? ''}`).toMatch(/[\u4e00-\u9fff]{6}/)
    expect(seconds).toBeLessThan(10)
    console.log(`${_}: ${seconds.toFixed(2)} s, ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`)
  })
})

it('macros, programs, pictures and what they link to are never opened: a plan with them reads as one without', () => {
  const body = '<w:p><w:r><w:t>2026年分工方案</w:t></w:r></w:p>'
  const rows = [
    ['任务', '责任单位', '时限'],
    ['事', '市甲局', '6月底前'],
  ]
  const table = tableXml(rows.map((row) => row.map((text) => ({ text }))))
  // Nothing that could be read as what its name says: whoever opened one would stumble.
  const rubbish = '\u0000\u0001<!DOCTYPE a SYSTEM "file:///etc/passwd">'
  const more = Object.fromEntries(
    [
      'word/vbaProject.bin',
      'word/embeddings/oleObject1.bin',
      'word/media/image1.png',
      'word/activeX/x.bin',
    ].map((name) => [name, rubbish]),
  )
  const plain = inspect(docxOf(`${body}${table}`))
  expect(plain).toMatchObject({ ok: true })
  expect(inspect(docxOf(`${body}${table}`, more))).toEqual(plain)
})
