import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { docxOf, paragraphXml, tableXml, wordXml } from '../documents/docx.ts'
import { xlsx } from '../documents/xlsx.ts'
import { codesOf, planOf, refusalOf, rowsOf } from './support.ts'

const HEAD = ['序号', '工作任务', '具体措施', '牵头单位', '完成时限']
const title = paragraphXml({ text: '云州市2026年重点工作分工方案' }) + paragraphXml({ text: '2026年3月2日' })
const p = (runs: string, props = '') => `<w:p>${props ? `<w:pPr>${props}</w:pPr>` : ''}${runs}</w:p>`
const r = (text: string, props = '') =>
  `<w:r><w:rPr>${props}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`
const cell = (xml: string) => ({ text: '', xml })
/** One measure; unit and deadline are XML of the cell. */
const one = (unit: string, due: string) =>
  title + tableXml([HEAD, ['1', '优化服务', '推进一网通办', cell(unit), cell(due)]])
const due = p(r('2026年9月底前'))
const unit = p(r('市财政局'))
const STYLES = (styles: string) =>
  `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${styles}</w:styles>`
const style = (type: string, id: string, props: string, more = '') =>
  `<w:style w:type="${type}" w:styleId="${id}">${more}<w:rPr>${props}</w:rPr></w:style>`
const row = (bytes: Uint8Array) =>
  rowsOf(planOf(bytes)).map((line) => line.split(' | ').slice(1, 3).join(' '))
const read = (body: string, styles = '') =>
  planOf(docxOf(body, styles === '' ? {} : { 'word/styles.xml': STYLES(styles) }))
const line = (plan: ReturnType<typeof planOf>) =>
  rowsOf(plan).map((l) => l.split(' | ').slice(1, 3).join(' '))
const messages = (plan: ReturnType<typeof planOf>, code: string) =>
  plan.review.filter((item) => item.code === code).map((item) => item.message)

describe('text with a line through it is left out and asked about', () => {
  const both = (props: string) => p(r('2026年6月底前', props) + r('2026年9月底前'))
  it.each([
    ['a run', both('<w:strike/>'), ''],
    ['two lines', both('<w:dstrike/>'), ''],
    ['a character style', both('<w:rStyle w:val="C"/>'), style('character', 'C', '<w:strike/>')],
    [
      'a style based on one',
      both('<w:rStyle w:val="D"/>'),
      style('character', 'C', '<w:dstrike/>') + style('character', 'D', '', '<w:basedOn w:val="C"/>'),
    ],
    [
      'a paragraph style, switched off in the run that holds',
      p(r('2026年6月底前') + r('2026年9月底前', '<w:strike w:val="0"/>'), '<w:pStyle w:val="P"/>'),
      style('paragraph', 'P', '<w:strike/>'),
    ],
    [
      'a paragraph style toggled back by a character style',
      p(r('2026年6月底前') + r('2026年9月底前', '<w:rStyle w:val="C"/>'), '<w:pStyle w:val="P"/>'),
      style('paragraph', 'P', '<w:strike/>') + style('character', 'C', '<w:strike/>'),
    ],
  ])('%s', (_, deadline, styles) => {
    const plan = read(one(unit, deadline), styles)
    expect(line(plan)).toEqual(['l:市财政局 2026年9月底前'])
    expect(messages(plan, 'struck-out')).toEqual([
      '划去（带删除线）的文字按已不执行处理，没有读入：“2026年6月底前”',
    ])
    expect(plan.review.find((item) => item.code === 'struck-out')?.severity).toBe('confirm')
  })

  it('is not what says of itself that it has none', () => {
    const plan = read(one(unit, both('<w:strike w:val="false"/>')))
    expect(codesOf(plan)).not.toContain('struck-out')
  })

  it('a whole row is no measure, and its number does not stay', () => {
    const struck = (text: string) => cell(p(r(text, '<w:strike/>')))
    const plan = read(
      title +
        tableXml([
          HEAD,
          ['1', '甲', '做甲', '市财政局', '6月底前'],
          ['2', '乙', '做乙', '市民政局', '9月底前'].map(struck),
        ]),
    )
    expect(rowsOf(plan)).toHaveLength(1)
    expect(messages(plan, 'struck-out')[0]).toContain('做乙')
  })
})

describe('text that Word does not show is left out and noted', () => {
  it.each([
    ['a run', p(r('2026年6月底前', '<w:vanish/>') + r('2026年9月底前')), ''],
    [
      'a character style',
      p(r('2026年6月底前', '<w:rStyle w:val="C"/>') + r('2026年9月底前')),
      style('character', 'C', '<w:vanish/>'),
    ],
    [
      'a paragraph style',
      p(r('2026年6月底前'), '<w:pStyle w:val="P"/>') + p(r('2026年9月底前')),
      style('paragraph', 'P', '<w:vanish/>'),
    ],
  ])('%s', (_, deadline, styles) => {
    const plan = read(one(unit, deadline), styles)
    expect(line(plan)).toEqual(['l:市财政局 2026年9月底前'])
    expect(messages(plan, 'hidden-content')).toEqual(['文件中有隐藏的内容：隐藏文字 1 处'])
  })

  it('a page of the web may hide what Word shows', () => {
    expect(line(read(one(unit, p(r('2026年9月底前', '<w:webHidden/>')))))).toEqual([
      'l:市财政局 2026年9月底前',
    ])
  })

  it('a paragraph whose mark is hidden or deleted goes on with the next', () => {
    const broken = p(r('2026年9'), '<w:rPr><w:vanish/></w:rPr>') + p(r('月底前'))
    expect(line(read(one(unit, broken)))).toEqual(['l:市财政局 2026年9月底前'])
    const prose = (mark: string) =>
      paragraphXml({ text: '云州市2026年工作分工' }) +
      p(r('一、推进公开。（市甲局牵头，'), mark) +
      p(r('2026年6月底前完成）'))
    expect(rowsOf(read(prose('<w:rPr><w:del w:id="1"/></w:rPr>')))[0]).toContain('2026-06-30')
  })
})

const field = (begin: string, code: string, result = '') =>
  `<w:r><w:fldChar w:fldCharType="begin">${begin}</w:fldChar></w:r><w:r><w:instrText> ${code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`
const list = (chosen: string) =>
  `<w:ffData><w:ddList>${chosen}<w:listEntry w:val="2026年3月底前"/><w:listEntry w:val="2026年9月底前"/></w:ddList></w:ffData>`
const box = (on: string) => `<w:ffData><w:checkBox>${on}</w:checkBox></w:ffData>`

describe('fields and controls show what was chosen', () => {
  it.each([
    ['an entry', list('<w:result w:val="1"/>'), '2026年9月底前'],
    ['the default', list('<w:default w:val="1"/>'), '2026年9月底前'],
    ['the first where none is named', list(''), '2026年3月底前'],
  ])('a list box: %s', (_, begin, expected) => {
    expect(line(read(one(unit, p(field(begin, 'FORMDROPDOWN')))))).toEqual([`l:市财政局 ${expected}`])
  })

  it('tick boxes of forms, of symbol fonts and of content controls', () => {
    const sym = (char: string) => `<w:r><w:sym w:font="Wingdings 2" w:char="F0${char}"/></w:r>`
    const form = (on: string) => field(box(on), 'FORMCHECKBOX')
    const wing = (char: string) => r(char, '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')
    const control = (text: string) => `<w:sdt><w:sdtPr/><w:sdtContent>${r(text)}</w:sdtContent></w:sdt>`
    for (const [off, on] of [
      [sym('A3'), sym('52')],
      [form('<w:default w:val="0"/>'), form('<w:checked/>')],
      [wing('\u00a8'), wing('\u00fe')],
      [control('☐'), control('☒')],
    ])
      expect(line(read(one(p(`${off}${r('市财政局 ')}${on}${r('市民政局')}`), due)))[0]).toMatch(
        /^l:市民政局 2026年9月底前$/,
      )
  })

  it('a control that nobody filled in says nothing, and is noted', () => {
    const control = `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${p(r('选择一项。'))}</w:sdtContent></w:sdt>`
    const plan = read(one(unit, control))
    expect(line(plan)).toEqual(['l:市财政局 '])
    expect(messages(plan, 'left-out')).toEqual(['没有读入：没有填写的选项框 1 处'])
  })

  it('a field shows its result, never its code, also inside another code; one that does not close swallows nothing', () => {
    const nested = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>${field('', 'MERGEFIELD x', r('市审计局'))}<w:r><w:instrText> = "1" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${r('市财政局')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`
    expect(line(read(one(p(nested), due)))).toEqual(['l:市财政局 2026年9月底前'])
    const open = `<w:r><w:fldChar w:fldCharType="begin"/></w:r>`
    expect(line(read(one(p(open + r('')) + unit, due)))).toEqual(['l:市财政局 2026年9月底前'])
  })

  it('phonetic guides and circled characters show the characters themselves', () => {
    const ruby = `<w:r><w:ruby><w:rubyPr/><w:rt>${r('shuǐ')}</w:rt><w:rubyBase>${r('水')}</w:rubyBase></w:ruby></w:r>`
    const plan = read(one(p(r('市') + ruby + r('务局')), due))
    expect(line(plan)).toEqual(['l:市水务局 2026年9月底前'])
    expect(messages(plan, 'left-out')).toEqual(['没有读入：拼音指南 1 处'])
    const eq = field('', 'EQ \\* jc2 \\* hps10 \\o\\ad(\\s\\up 9(shuǐ),水)')
    expect(line(read(one(p(r('市') + eq + r('务局')), due)))).toEqual(['l:市水务局 2026年9月底前'])
    const circled = read(one(unit, p(field('', 'EQ \\o\\ac(○,1)') + r('2026年9月底前'))))
    expect(line(circled)).toEqual(['l:市财政局 ①2026年9月底前'])
  })
})

const files = (parts: Readonly<Record<string, string | Uint8Array>>) =>
  zipSync(
    Object.fromEntries(Object.entries(parts).map(([n, x]) => [n, typeof x === 'string' ? strToU8(x) : x])),
  )
const TYPES = (main: string) =>
  `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="${main}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
const RELS = (...rels: readonly (readonly [id: string, kind: string, target: string, more?: string])[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rels
    .map(
      ([id, kind, target, more = '']) =>
        `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"${more}/>`,
    )
    .join('')}</Relationships>`

describe('parts are found by what the file says of them', () => {
  const body = wordXml(one(unit, due))
  it.each([
    [
      'a main part of another name',
      { '_rels/.rels': RELS(['a', 'officeDocument', 'word/document2.xml']), 'word/document2.xml': body },
    ],
    [
      'a path from the root',
      { '_rels/.rels': RELS(['a', 'officeDocument', '/word/document.xml']), 'word/document.xml': body },
    ],
    [
      'another case',
      { '_rels/.rels': RELS(['a', 'officeDocument', 'Word/Document.xml']), 'word/document.xml': body },
    ],
    [
      'another folder altogether',
      {
        '[Content_Types].xml': TYPES('/plan/body.xml'),
        '_rels/.rels': RELS(['a', 'officeDocument', 'plan/body.xml']),
        'plan/body.xml': body,
      },
    ],
    [
      'the slashes of Windows',
      { '_rels\\.rels': RELS(['a', 'officeDocument', 'word\\document.xml']), 'word\\document.xml': body },
    ],
    [
      'other prefixes',
      { 'word/document.xml': body.replaceAll('w:', 'ns0:').replaceAll('xmlns:w=', 'xmlns:ns0=') },
    ],
    [
      'the strict form',
      {
        'word/document.xml': body.replace(
          'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
          'http://purl.oclc.org/ooxml/wordprocessingml/main',
        ),
      },
    ],
    ['UTF-16', { 'word/document.xml': Buffer.from(`\ufeff${body.replace('UTF-8', 'UTF-16')}`, 'utf16le') }],
  ] as const)('%s', (_, parts) => {
    expect(row(files({ '[Content_Types].xml': TYPES('/word/document.xml'), ...parts }))).toEqual([
      'l:市财政局 2026年9月底前',
    ])
  })

  it('styles, too', () => {
    const plan = planOf(
      files({
        '_rels/.rels': RELS(['a', 'officeDocument', 'word/document.xml']),
        'word/document.xml': wordXml(
          one(unit, p(r('2026年6月底前', '<w:rStyle w:val="C"/>') + r('2026年9月底前'))),
        ),
        'word/_rels/document.xml.rels': RELS(['s', 'styles', 'styles2.xml']),
        'word/styles2.xml': STYLES(style('character', 'C', '<w:strike/>')),
      }),
    )
    expect(line(plan)).toEqual(['l:市财政局 2026年9月底前'])
  })
})

describe('what is put into a document is read where it stands, or said', () => {
  const withChunk = (target: string, content: string | Uint8Array, more = '') =>
    planOf(
      files({
        '_rels/.rels': RELS(['a', 'officeDocument', 'word/document.xml']),
        'word/document.xml': wordXml(
          `${title}${tableXml([HEAD, ['1', '甲', '做甲', '市财政局', '6月底前']])}<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="c"/>`,
        ),
        'word/_rels/document.xml.rels': RELS(['c', 'aFChunk', target, more]),
        [`word/${target}`]: content,
      }),
    )
  const html = (rows: string) => `<html><body><table>${rows}</table></body></html>`

  it('rows of a page go on with the table above', () => {
    const plan = withChunk(
      'chunk.htm',
      html('<tr><td>2</td><td>乙</td><td>做乙</td><td>市民政局</td><td>9月底前</td></tr>'),
    )
    expect(line(plan)).toEqual(['l:市财政局 6月底前', 'l:市民政局 9月底前'])
  })

  it('a table of its own is another plan; a document is read as one', () => {
    const table = tableXml([
      HEAD,
      ['1', '乙', '做乙', '市民政局', '9月底前'],
      ['2', '丙', '做丙', '市民政局', '9月底前'],
    ])
    const plan = withChunk('inner.docx', docxOf(paragraphXml({ text: '附表' }) + table))
    expect(rowsOf(plan)).toHaveLength(2)
    expect(codesOf(plan)).toContain('other-plan')
  })

  it.each([
    ['a kind without a reader', 'chunk.rtf', '{\\rtf1 x}', ''],
    ['one that lies elsewhere', 'http://example.org/x.docx', 'x', ' TargetMode="External"'],
    ['one that is damaged', 'inner.docx', 'PK\u0003\u0004word/', ''],
  ])('%s is asked about', (_, target, content, more) => {
    const plan = withChunk(target, content, more)
    expect(rowsOf(plan)).toHaveLength(1)
    expect(plan.review.find((item) => item.code === 'part-not-read')?.severity).toBe('confirm')
  })

  it('an embedded sheet is read, and a person compares', () => {
    const object =
      '<w:object xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><o:OLEObject ProgID="Excel.Sheet.12" r:id="e"/></w:object>'
    const plan = planOf(
      files({
        '_rels/.rels': RELS(['a', 'officeDocument', 'word/document.xml']),
        'word/document.xml': wordXml(title + p(`<w:r>${object}</w:r>`)),
        'word/_rels/document.xml.rels': RELS(['e', 'package', 'embeddings/Microsoft_Excel_Sheet.xlsx']),
        'word/embeddings/Microsoft_Excel_Sheet.xlsx': xlsx([
          { name: 'Sheet1', rows: [HEAD, ['1', '甲', '做甲', '市财政局', '6月底前']] },
        ]),
      }),
    )
    expect(line(plan)).toEqual(['l:市财政局 6月底前'])
    expect(codesOf(plan)).toContain('embedded-sheet')
  })

  it('headers, comments and pictures are noted with what they say', () => {
    const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    const plan = planOf(
      docxOf(
        one(
          unit,
          p(
            `<w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>${r('2026年9月底前')}`,
          ),
        ),
        {
          'word/_rels/document.xml.rels': RELS(
            ['h', 'header', 'header1.xml'],
            ['c', 'comments', 'comments.xml'],
          ),
          'word/header1.xml': `<w:hdr ${w}>${p(r('内部资料'))}${p(r('— 1 —'))}</w:hdr>`,
          'word/comments.xml': `<w:comments ${w}><w:comment w:id="0">${p(r('改为10月'))}</w:comment></w:comments>`,
        },
      ),
    )
    expect(messages(plan, 'left-out')).toEqual([
      '没有读入：图片 1 处',
      '没有读入：页眉页脚：内部资料',
      '没有读入：批注：改为10月',
    ])
  })

  it('a document that names no main part is damaged', () => {
    expect(refusalOf(files({ '[Content_Types].xml': TYPES('/word/x.xml'), 'word/y.xml': '<a/>' })).code).toBe(
      'FILE_DAMAGED',
    )
  })
})
