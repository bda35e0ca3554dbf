import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readTextTable } from '../../documents/readers/text-table.ts'
import type { Grid } from '../../domain/plan/grid.ts'
import { MZ2015 } from '../documents/mz2015.ts'
import { inspect, outline, planOf } from '../plan/support.ts'
import fc from '../properties.ts'
import { gb18030 } from './gb18030.ts'

const bytes = readFileSync(MZ2015.document)
const text = bytes.toString('utf8')
const seed = (data: string | Uint8Array) => planOf(data, { issuedOn: MZ2015.issuedOn })
const plan = seed(bytes)

const gridOf = (source: string): Grid => {
  const read = readTextTable(source)
  if (!read.ok || read.value[0] === undefined) throw new Error('no table')
  return read.value[0]
}
const textsOf = (grid: Grid) => grid.rows.map((row) => row.map((cell) => cell.text))

/** The seed's cells in the other layout: one row a line, as spreadsheets save it. */
const asRows = (source: string): string => {
  const grid = gridOf(source)
  const quote = (raw: string) => (/[\n"\t]/.test(raw) ? `"${raw.replaceAll('"', '""')}"` : raw)
  const lines = grid.rows.map((row) => row.map((cell) => quote(cell.raw)).join('\t'))
  return `${grid.before.join('\n')}\n${lines.join('\n')}\n`
}

describe('the same document in other clothes gives the same plan', () => {
  it.each<[string, string | Uint8Array]>([
    ['with a BOM', `\ufeff${text}`],
    ['with CRLF', text.replaceAll('\n', '\r\n')],
    ['with CR alone', text.replaceAll('\n', '\r')],
    ['with BOM and CRLF', `\ufeff${text.replaceAll('\n', '\r\n')}`],
    ['in GB18030', gb18030(text)],
    ['in GB18030 with CRLF', gb18030(text.replaceAll('\n', '\r\n'))],
    ['in UTF-16 with its mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['without the line end at its end', text.trimEnd()],
    ['one row a line, cells parted by tabs', asRows(text)],
    ['one row a line, in GB18030', gb18030(asRows(text))],
  ])('%s', (_, data) => {
    expect(seed(data)).toEqual(plan)
  })
})

describe('a broken table is refused where it breaks', () => {
  it.each([
    ['a cell is missing', text.replace('\t2015年10月\n', ''), 11],
    ['an empty cell is missing', text.replace('\n\t\n\t\n\t\n\t2.检查', '\n\t\n\t\n\t2.检查'), 11],
    ['a cell is there twice', text.replace('\t2015年10月\n', '\t2015年10月\n\t2015年10月\n'), 11],
    [
      'one is missing and another is there twice',
      text.replace('\t2015年10月\n', '').replace('\t每月\n', '\t每月\n\t每月\n'),
      11,
    ],
    ['it ends in the middle of a row', text.slice(0, text.indexOf('\t2015年10月')), 11],
  ])('%s', (_, broken) => {
    const result = inspect(broken)
    expect(result).toMatchObject({ ok: false, error: { code: 'TABLE_SCRAMBLED' } })
    if (!result.ok) expect(result.error.message).toMatch(/第 \d+ 行/)
  })

  it('names the row', () => {
    const result = inspect(text.replace('\t2015年10月\n', ''))
    expect(result).toMatchObject({ ok: false, error: { fields: { columns: 5, row: 8 } } })
  })
})

describe('what stands behind the table', () => {
  it('is no part of its last cell', () => {
    const signed = seed(
      `${text.trimEnd()}\n\n注：本表由市府办公室解释。\n\n梅州市人民政府办公室\n\n2015年6月30日\n`,
    )
    expect(signed.issuedOn).toBe('2015-06-30')
    expect(signed.tasks).toHaveLength(27)
    expect(signed.tasks[26]?.measures[0]?.deadline.text).toBe('2015年12月')
    expect(signed.review.find((r) => r.code === 'text-after-table')?.message).toContain(
      '本表由市府办公室解释',
    )
  })

  it('leaves a last cell of several lines whole', () => {
    const cut = text.slice(0, text.indexOf('\n\t25\n'))
    expect(seed(cut).tasks.at(-1)?.measures[0]?.deadline.text).toBe('2015年7月；2016年1月')
  })
})

describe('rows broken over lines without quotes', () => {
  it('join while they fit the header', () => {
    const source = [
      '2026年分工方案',
      '序号\t工作任务\t工作措施\t牵头单位\t完成时限',
      '1\t扩大投资\t加快建设，',
      '促进融资\t市发展',
      '改革局\t6月',
      '一、民生',
      '2\t办好教育\t新建学校\t市教育局',
      '\t\t改建学校\t\t9月',
      '3\t\t',
      '2026年2月3日',
    ].join('\n')
    const result = inspect(source.replace('3\t\t\n', ''))
    expect(result.ok && outline(result.value)).toEqual([
      '1.1 扩大投资/加快建设，促进融资 [市发展改革局] 6月',
      '2.1 办好教育/新建学校 [市教育局] ',
      '2.2 办好教育/改建学校 [市教育局] 9月',
    ])
    expect(result.ok && result.value.issuedOn).toBe('2026-02-03')
  })
})

describe('both layouts give back every cell', () => {
  const HEADER = ['序号', '工作任务', '工作措施', '牵头单位', '完成时限']
  const WORD = fc.stringMatching(/^[一-龥a-z0-9，。“”][一-龥a-z0-9，。“”"]{0,7}$/)
  const rows = fc.array(fc.array(fc.oneof(WORD, fc.constant('')), { minLength: 5, maxLength: 5 }), {
    minLength: 1,
    maxLength: 8,
  })
  const filled = (list: string[][]) => list.map((row, i) => [String(i + 1), ...row.slice(1)])

  it('one cell a line', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const all = [HEADER, ...filled(list)]
        const source = `方案\n\n${all.map((row) => row.map((cell) => `\t${cell}\n`).join('')).join('\n')}\n`
        expect(textsOf(gridOf(source))).toEqual(all)
      }),
      { numRuns: 300 },
    )
  })

  it('one row a line', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const all = [HEADER, ...filled(list)]
        const source = `方案\n${all.map((row) => row.join('\t')).join('\n')}\n`
        expect(textsOf(gridOf(source))).toEqual(all)
      }),
      { numRuns: 300 },
    )
  })

  it('takes a quote for text unless a spreadsheet wrote it', () => {
    const source = '序号\t工作任务\t牵头单位\t完成时限\n1\t"甲"\t"乙\t6月\n2\t"说""好""\n再做"\t市编办\t7月\n'
    expect(textsOf(gridOf(source)).slice(1)).toEqual([
      ['1', '"甲"', '"乙', '6月'],
      ['2', '说"好"再做', '市编办', '7月'],
    ])
  })

  it('never throws on a damaged file', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 40 }),
        fc.nat(bytes.length),
        (hits, end) => {
          const damaged = Uint8Array.from(bytes.subarray(0, end))
          for (const [at, value] of hits) if (at < damaged.length) damaged[at] = value
          const result = inspect(damaged)
          if (!result.ok) expect(result.error.message).toMatch(/[\u4e00-\u9fff]/)
        },
      ),
      { numRuns: 60 },
    )
  })
})
