import { read, utils } from '@e965/xlsx'
import { describe, expect, it } from 'vitest'
import { ledgerBook } from '../../documents/ledger/book.ts'
import { csvOf, harmless } from '../../documents/writers/csv.ts'
import { xlsxOf } from '../../documents/writers/xlsx.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { newPlan } from '../../domain/events/life.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import { ignored } from '../supervision/support.ts'
import { missingOffice, sheetAsRead } from './office.ts'

const late = replay(ignored('3.10').facts) as MeasureState
const named = (no: string, more: Partial<MeasureState['setup']>): MeasureState => ({
  ...late,
  obligations: [],
  setup: { ...late.setup, no, ...more },
})
/** What people write that a program could take for something else. */
const DANGEROUS = [
  '=1+1',
  '+86',
  '-5',
  '@SUM(A1)',
  '\t=1',
  ' =1+1',
  '＝1',
  '=HYPERLINK("http://a.cn";"x")',
  "=cmd|'/c calc'!A0",
]
const odd = DANGEROUS.map((text, i) => named(`4.${i + 1}`, { text, leadUnit: '市乙局', units: ['市丙局'] }))
const plan = {
  ...newPlan('p'),
  title: '方案',
  clock: { kind: 'stepped', at: '2015-10-01T12:00' },
} as PlanState
const book = (shown: readonly MeasureState[]) =>
  ledgerBook({
    plan,
    all: [late, ...odd],
    shown,
    today: mustDate('2015-10-01'),
    filter: ['红灯'],
    madeAt: '2026-11-30 08:00',
    order: ['市丙局', '市乙局'],
  })

describe('台账', () => {
  it('has three sheets, the list as it was filtered, and every unit in the office’s order, those with nothing too', async () => {
    const bytes = await xlsxOf(book([late]))
    const found = read(bytes, { cellNF: true })
    expect(found.SheetNames).toEqual(['台账', '单位汇总', '说明'])
    const rows = utils.sheet_to_json<unknown[]>(found.Sheets.台账 ?? {}, { header: 1, raw: false })
    expect(rows).toHaveLength(3)
    expect(rows[0]?.[0]).toBe(
      '【演练，方案时间 2015-10-01】《方案》台账　筛选：红灯　共 1 项　截至 2015-10-01　2026-11-30 08:00 制',
    )
    const line = Object.fromEntries(
      (rows[1] as string[]).map((title, i) => [title, (rows[2] as string[])[i]]),
    )
    expect(line).toMatchObject({
      编号: '3.10',
      灯: '红灯',
      到期日: '2015-07-31',
      逾期天数: '62',
      应办事项: '1',
      已办结: '0',
    })
    expect(line.督办单).toBe('蓝色督办单 1、橙色督办单 1、红色督办单 1')
    // A date is a date and the number of a measure is none.
    const sheet = found.Sheets.台账 ?? {}
    const cell = (title: string) =>
      sheet[utils.encode_cell({ r: 2, c: (rows[1] as string[]).indexOf(title) })]
    expect([cell('编号')?.t, cell('到期日')?.t, cell('到期日')?.z, cell('逾期天数')?.t]).toEqual([
      's',
      'n',
      'yyyy-mm-dd',
      'n',
    ])
    const units = utils.sheet_to_json<unknown[]>(found.Sheets.单位汇总 ?? {}, { header: 1, raw: false })
    expect(units.slice(2).map((row) => (row as string[])[1])).toEqual(['市丙局', '市乙局', '市甲局'])
    expect(units[2]).toEqual(['1', '市丙局', ...Array(9).fill('0')])
    expect((units[4] as string[]).slice(5)).toEqual(['1', '0', '0', '1', '1', '3'])
    const means = utils.sheet_to_json<unknown[]>(found.Sheets.说明 ?? {}, { header: 1, raw: false })
    for (const title of rows[1] as string[]) expect(means.map((row) => (row as string[])[1])).toContain(title)
  })

  it('nothing that a cell begins with becomes a formula, in a workbook or in a csv', async () => {
    const sheets = book(odd)
    const found = read(await xlsxOf(sheets), { cellFormula: true })
    for (const name of found.SheetNames)
      for (const [at, cell] of Object.entries(found.Sheets[name] ?? {}))
        if (!at.startsWith('!')) expect((cell as { f?: string }).f, `${name} ${at}`).toBeUndefined()
    const [first] = sheets
    if (first === undefined) throw new Error('no sheet')
    const lines = csvOf(first).split('\r\n')
    for (const [i, text] of DANGEROUS.entries()) {
      expect(harmless(text)).toBe(`'${text}`)
      expect(lines[i + 1]?.startsWith(`4.${i + 1},任务,`)).toBe(true)
      expect(lines[i + 1]).toMatch(/^4\.\d,任务,"?'/)
    }
  })

  it('a head that stays in sight and on every printed page, a filter, and what XML cannot hold left out', async () => {
    const texts = ['_x0041_', 'a\u0000b<&>"', '一\r\n二', '𠮷']
    const found = read(await xlsxOf(book(texts.map((text, i) => named(`5.${i + 1}`, { text })))), {
      bookFiles: true,
    })
    expect(found.Workbook?.Names).toContainEqual(
      expect.objectContaining({ Name: '_xlnm.Print_Titles', Sheet: 0, Ref: "'台账'!$A:$A,'台账'!$1:$2" }),
    )
    const sheet = found.Sheets.台账 ?? {}
    expect(sheet['!autofilter']?.ref).toMatch(/^A2:[A-Z]+6$/)
    expect(texts.map((_, i) => sheet[`C${i + 3}`]?.v)).toEqual(['_x0041_', 'ab<&>"', '一\n二', '𠮷'])
    const { files } = found as unknown as { files: Record<string, { content: Uint8Array }> }
    const xml = Buffer.from(files['xl/worksheets/sheet1.xml']?.content ?? []).toString()
    expect(xml).toContain('<pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/>')
    // Two lines of text: the row is two lines high.
    expect(xml).toContain('<row r="5" ht="31">')
    expect(xml).toContain('fitToWidth="2" fitToHeight="0"')
  })

  it('in whatever column of whatever kind, a text stays a text: no formula, no number, no date of itself', async () => {
    const kinds = ['text', 'date', 'number'] as const
    const rows = DANGEROUS.map((text) => kinds.map(() => text))
    const columns = kinds.map((kind) => ({ title: '=A1', kind, width: 10 }))
    const sheet = { name: '表', banner: '=1+1', columns, rows }
    const found = read(await xlsxOf([sheet]), { cellFormula: true }).Sheets.表 ?? {}
    for (const [at, cell] of Object.entries(found))
      if (!at.startsWith('!')) expect([at, cell.t, cell.f]).toEqual([at, 's', undefined])
    expect(Object.keys(found).filter((at) => /^[A-C]\d/.test(at))).toHaveLength(1 + 3 + 3 * rows.length)
    for (const line of csvOf(sheet).slice(1).trimEnd().split('\r\n'))
      for (const cell of line.split(/,(?=["'])/)) expect(cell).toMatch(/^"?'/)
  })

  it('csv is UTF-8 with its mark for Excel, without it for programs, and a strict reader gets every cell back', () => {
    const [first] = book([named('1.1', { text: '一，“引号"和\n换行', taskTitle: '任务, 逗号' }), late])
    if (first === undefined) throw new Error('no sheet')
    expect(Buffer.from(csvOf(first)).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    const bare = csvOf(first, { bom: false })
    expect(bare.startsWith('编号,工作任务,')).toBe(true)
    const rows = utils.sheet_to_json<string[]>(
      read(bare, { type: 'string', raw: true }).Sheets.Sheet1 ?? {},
      { header: 1 },
    )
    expect(rows[1]?.slice(0, 3)).toEqual(['1.1', '任务, 逗号', '一，“引号"和\n换行'])
    expect(rows.every((row) => row.length <= first.columns.length)).toBe(true)
  })

  it.skipIf(missingOffice !== null)(
    'LibreOffice reads it: dates as dates, numbers of measures as text, formulas as text',
    async () => {
      const text = sheetAsRead(await xlsxOf(book([late, ...odd])))
      expect(text).toContain('3.10,')
      expect(text).toContain('2015-07-31')
      for (const danger of ['=1+1', '@SUM(A1)', "=cmd|'/c calc'!A0"]) expect(text).toContain(danger)
      expect(text).not.toContain('#NAME?')
    },
    120_000,
  )
})
