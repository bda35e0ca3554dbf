import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { blocksOf, dateInWords, type Paper } from '../../documents/official/paper.ts'
import { slipPaper } from '../../documents/official/papers.ts'
import { docxOf } from '../../documents/writers/docx.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { asPrinted, missingOffice, pagesOf, pageText, wordsIn } from './office.ts'

const { text } = JSON.parse(
  readFileSync(new URL('../reckoning/issued/0.2.0.json', import.meta.url), 'utf8'),
) as { text: string }

const long: Paper = {
  head: '某市人民政府督查室文件',
  serial: '某政督〔2015〕3号',
  title: '关于落实情况的通报',
  to: null,
  blocks: [{ kind: 'para', text: '公开'.repeat(2_000) }],
  signed: { by: '某市人民政府督查室', on: mustDate('2015-09-30') },
  notes: [],
}
const slip = {
  serial: '20150803-2',
  level: 'orange',
  units: ['市甲局', '市乙局'],
  task: '推进信息公开',
  measure: '公开甲信息，公开乙信息。',
  deadline: '2015年7月底前',
  obligation: '1.1/2015-07',
  dueOn: mustDate('2015-07-31'),
  raisedOn: mustDate('2015-08-06'),
  withdrawnOn: null,
  plan: '方案',
} as const

describe('an official paper', () => {
  it('says every word of the bulletin that was issued, tables whole', async () => {
    const { title, blocks } = blocksOf(text)
    expect(title).toBe('关于《测试方案》落实情况的通报')
    const words = wordsIn(await docxOf({ ...long, title, blocks }))
    for (const line of text.split('\n')) {
      if (/^\| ---/.test(line)) continue
      for (const part of line
        .replace(/^#+ /, '')
        .split('|')
        .map((one) => one.trim()))
        if (part !== '') expect(words, line).toContain(part)
    }
    const tables = blocks.filter((block) => block.kind === 'table')
    expect(tables.every((table) => table.rows.every((row) => row.length === table.head.length))).toBe(true)
  })

  it('says the same when it is made of the same again', async () => {
    expect(wordsIn(await docxOf(long))).toBe(wordsIn(await docxOf(long)))
  })

  it('督办单 names its units, dates and what is asked, harder with each level', async () => {
    const of = async (level: 'blue' | 'orange' | 'red') =>
      wordsIn(await docxOf(slipPaper({ ...slip, level }, '市政府督查室', true)))
    const words = await of('orange')
    for (const part of [
      '市甲局、市乙局：',
      '橙色督办单',
      '2015年7月31日',
      '2015年8月6日',
      '第20150803-2号',
      '市政府督查室文件',
      '演练',
    ])
      expect(words).toContain(part)
    expect(await of('red')).toContain('单位负责人')
    expect(await of('blue')).not.toContain('单位负责人')
    expect(dateInWords(mustDate('2015-07-01'))).toBe('2015年7月1日')
  })

  it.skipIf(missingOffice !== null)(
    'stands on paper as GB/T 9704 wants: A4, 22 lines of 28 characters, red head on the first page, page numbers outside',
    async () => {
      const { pdf, close } = asPrinted(await docxOf(long), 'long.docx')
      try {
        const { count, size } = pagesOf(pdf)
        expect(size).toContain('A4')
        expect(count).toBeGreaterThan(5)
        for (const page of [2, 3, 4]) {
          const lines = pageText(pdf, page).map((line) => line.trim())
          const body = lines.filter((line) => line.startsWith('公开'))
          expect(body, `page ${page}`).toHaveLength(22)
          for (const line of body) expect([...line]).toHaveLength(28)
          expect(lines.some((line) => /^—\s*\d+\s*—$/.test(line))).toBe(true)
        }
        const indent = (page: number) =>
          pageText(pdf, page)
            .find((line) => line.includes('—'))
            ?.search(/—/) ?? 0
        expect(indent(3)).toBeGreaterThan(indent(2) + 10)
        const first = pageText(pdf, 1).join('\n')
        for (const part of ['某市人民政府督查室文件', '某政督〔2015〕3', '关于落实情况的通报'])
          expect(first).toContain(part)
        expect(pageText(pdf, count).join('\n').replaceAll(' ', '')).toContain('2015年9月30日')
      } finally {
        close()
      }
    },
    120_000,
  )

  it.skipIf(missingOffice !== null)(
    'dates, numbers and obligations stand in one line in every table of a bulletin',
    async () => {
      const { pdf, close } = asPrinted(await docxOf({ ...long, ...blocksOf(text) }), 'tables.docx')
      try {
        const printed = Array.from({ length: pagesOf(pdf).count }, (_, i) => pageText(pdf, i + 1))
          .flat()
          .join('\n')
        const cells = text
          .split('\n')
          .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
          .flatMap((line) => line.match(/\d{4}-\d{2}-\d{2}|\d+\.\d+\/\d{4}-\d{2}/g) ?? [])
        expect(cells.length).toBeGreaterThan(20)
        const count = (where: string, what: string) => where.split(what).length - 1
        for (const cell of new Set(cells))
          expect([cell, count(printed, cell)]).toEqual([cell, count(text, cell)])
      } finally {
        close()
      }
    },
    120_000,
  )
})
