import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  Document,
  Footer,
  Header,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { laidOut, removeTemplate, setTemplate, templates } from '../../client/use/templates.ts'
import type { Paper } from '../../documents/official/paper.ts'
import { slipPaper } from '../../documents/official/papers.ts'
import { placesOfKind } from '../../documents/official/places.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { asPrinted, missingOffice, pagesOf, pageText, wordsIn } from './office.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-template-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const slip = slipPaper(
  {
    serial: '20150803-2',
    level: 'orange',
    units: ['市甲局', '市乙局'],
    task: '推进{{标题}}公开',
    measure: '公开甲信息 <&> =1+1 {{署名}}{{正文}}',
    deadline: '2015年7月底前',
    obligation: '1.1/2015-07',
    dueOn: mustDate('2015-07-31'),
    raisedOn: mustDate('2015-08-06'),
    withdrawnOn: null,
    plan: '方案',
  },
  '市政府督查室',
  true,
)

/** A template as an office makes it: places in a head, a table, a foot, and letters of its own around them. */
const templateOf = (lines: readonly string[], table: readonly string[] = []) =>
  Packer.toBuffer(
    new Document({
      sections: [
        {
          headers: { default: new Header({ children: [new Paragraph('{{发文机关标志}}')] }) },
          footers: { default: new Footer({ children: [new Paragraph('{{附注}}')] }) },
          children: [
            ...lines.map((text) => new Paragraph({ children: [new TextRun({ text, bold: true })] })),
            ...(table.length === 0
              ? []
              : [
                  new Table({
                    width: { size: 100, type: WidthType.PERCENTAGE },
                    rows: [
                      new TableRow({
                        children: table.map((text) => new TableCell({ children: [new Paragraph(text)] })),
                      }),
                    ],
                  }),
                ]),
          ],
        },
      ],
    }),
  )
const LINES = ['我办自己的版式', '{{文号}}', '{{ 标题 }}', '{{主送}}', '{{正文}}', '{{署名}}', '{{成文日期}}']
/** What people wrote looks like places. */
const withoutWritten = (text: string) => text.replaceAll('{{标题}}', '').replaceAll('{{署名}}{{正文}}', '')
const setSlip = (bytes: Uint8Array, name = '我们的.docx') => setTemplate(folder, 'slip', bytes, name)
const codeOf = (done: Promise<unknown>) =>
  done.then(
    () => 'done',
    (error) => error.refusal?.code ?? error,
  )

describe('an office’s own template', () => {
  it('is filled by named places, in text, table, head and foot; what people wrote is no place', async () => {
    const fit = await setSlip(await templateOf(LINES, ['到期：{{到期日}}', '{{具体措施}}']))
    expect(fit).toMatchObject({ unknown: [], missing: [] })
    const made = await laidOut(folder, 'slip', slip)
    const words = wordsIn(made)
    for (const part of [
      ...[
        '我办自己的版式',
        '第20150803-2号',
        '橙色督办单',
        '市甲局、市乙局：',
        '2015年8月6日',
        '市政府督查室',
      ],
      ...[
        '到期：2015-07-31',
        '公开甲信息 <&> =1+1 {{署名}}{{正文}}',
        '现予督办',
        '1.1/2015-07',
        '推进{{标题}}公开',
      ],
    ])
      expect(words, part).toContain(part)
    expect(withoutWritten(words)).not.toContain('{{')
    const parts = unzipSync(made)
    const all = Object.entries(parts)
      .filter(([name]) => /word\/(header|footer)\d*\.xml/.test(name))
      .map(([, part]) => strFromU8(part))
      .join()
    expect(all).toContain('市政府督查室文件')
    expect(all).toContain('演练')
    // 通报 has none of its own and is laid out as before.
    expect((await templates(folder)).map(({ fit }) => fit === null)).toEqual([true, false])
  })

  it('says what it has no place for, and what this paper has not stays empty', async () => {
    const fit = await setSlip(await templateOf(['{{文号}}', '{{正文}}']))
    expect(fit.missing).toEqual(['标题', '主送', '署名', '成文日期'])
    const bare: Paper = { ...slip, serial: null }
    expect(withoutWritten(wordsIn(await laidOut(folder, 'slip', bare)))).not.toContain('{{')
  })

  it('is refused with an unknown place, without 正文, with macros, or when it is no docx; the one before stays', async () => {
    await setSlip(await templateOf(LINES))
    const file = join(folder, 'templates', '督办单.docx')
    const before = readFileSync(file)
    const parts = unzipSync(await templateOf(LINES))
    const types = strFromU8(parts['[Content_Types].xml'] ?? new Uint8Array())
    const macro = zipSync({
      ...parts,
      '[Content_Types].xml': strToU8(
        types.replace('wordprocessingml.document.main', 'wordprocessingml.document.macroEnabled.main'),
      ),
    })
    for (const [bytes, code] of [
      [await templateOf(['{{文 号}}', '{{正文}}']), 'TEMPLATE_INVALID'],
      [await templateOf(['{{文号}}']), 'TEMPLATE_INVALID'],
      [macro, 'TEMPLATE_INVALID'],
      [Buffer.from('%PDF-1.7'), 'FILE_TYPE'],
      [new Uint8Array(), 'FILE_TYPE'],
      [Buffer.alloc(6 * 1024 * 1024), 'FILE_TOO_LARGE'],
      [zipSync({ '[Content_Types].xml': strToU8(types), '../x.xml': strToU8('<a/>') }), 'FILE_UNSAFE'],
      [
        zipSync({ '[Content_Types].xml': strToU8(types), 'word/document.xml': strToU8('<w:') }),
        'FILE_DAMAGED',
      ],
    ] as const)
      expect(await codeOf(setSlip(bytes)), code).toBe(code)
    expect(readFileSync(file).equals(before)).toBe(true)
    await expect(setSlip(await templateOf(['{{日期}}', '{{正文}}']))).rejects.toThrow('日期')
  })

  it('that was spoiled in the folder is refused when it is used; removed, the paper is laid out as before', async () => {
    await setSlip(await templateOf(LINES))
    writeFileSync(join(folder, 'templates', '督办单.docx'), 'x')
    expect(await codeOf(laidOut(folder, 'slip', slip))).toBe('FILE_TYPE')
    removeTemplate(folder, 'slip')
    expect(wordsIn(await laidOut(folder, 'slip', slip))).toContain('市政府督查室文件')
    expect(await codeOf(Promise.resolve().then(() => removeTemplate(folder, 'slip')))).toBe(
      'TEMPLATE_NOT_FOUND',
    )
  })

  it.skipIf(missingOffice !== null)(
    'stands on paper in LibreOffice with every place filled',
    async () => {
      // Lines on paper break where they must: without what people wrote that looks like places.
      const plain = JSON.parse(withoutWritten(JSON.stringify(slip))) as Paper
      await setSlip(await templateOf(LINES, ['到期：{{到期日}}', '{{具体措施}}']))
      const { pdf, close } = asPrinted(await laidOut(folder, 'slip', plain), 'slip.docx')
      try {
        const pages = Array.from({ length: pagesOf(pdf).count }, (_, i) => pageText(pdf, i + 1))
        const text = pages.flat().join('\n').replaceAll(' ', '')
        for (const part of [
          '我办自己的版式',
          '第20150803-2号',
          '市政府督查室文件',
          '到期：2015-07-31',
          '2015年8月6日',
          '演练',
        ])
          expect(text, part).toContain(part)
        expect(text).not.toContain('{{')
      } finally {
        close()
      }
    },
    120_000,
  )
})

it('the places of a paper are those that the documents name', () => {
  const said = readFileSync(new URL('../../docs/exports.md', import.meta.url), 'utf8')
  for (const kind of ['bulletin', 'slip'] as const)
    for (const place of placesOfKind(kind)) expect(said).toContain(`{{${place}}}`)
})
