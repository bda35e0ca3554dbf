import { describe, expect, it } from 'vitest'
import { serial, xlsx } from '../documents/xlsx.ts'
import { codesOf, planOf, rowsOf } from './support.ts'

const head = ['序号', '任务', '责任单位', '完成时间'] as const
const onDay = (y: number, m: number, d: number, format: string) => ({ n: serial(y, m, d), format })

describe('a workbook', () => {
  it('shows dates as the office sees them: a month stored as its first day is the month', () => {
    const plan = planOf(
      xlsx([
        {
          name: '2026年台账',
          rows: [
            head,
            ['1', '建成公园', '市城管局', onDay(2026, 11, 1, 'yyyy"年"m"月"')],
            ['2', '改造小区', '市住建局', onDay(2026, 10, 15, 'yyyy/m/d')],
            ['3', '修路', '市交通局', onDay(2026, 9, 1, '[$-804]yyyy"年"m"月";@')],
            ['4', '办会', '市商务局', onDay(2026, 6, 30, 'm/d/yy')],
          ],
        },
      ]),
    )
    expect(plan).toMatchObject({ reader: 'xlsx', title: '2026年台账', year: 2026 })
    expect(rowsOf(plan).map((row) => row.split(' | ').slice(2).join(' '))).toEqual([
      '2026年11月 2026-11-30',
      '2026/10/15 2026-10-15',
      '2026年9月 2026-09-30',
      // Excel's own short date: the day, whatever the machine's language makes of its order.
      '2026/6/30 2026-06-30',
    ])
  })

  it('counts days from 1904 where the file says so', () => {
    const day = { n: serial(2026, 11, 1) - 1462, format: 'yyyy"年"m"月"' }
    const plan = planOf(
      xlsx([{ name: '2026年台账', rows: [head, ['1', '事', '市甲局', day]] }], { date1904: true }),
    )
    expect(rowsOf(plan)[0]).toContain('2026年11月')
  })

  it('gives a merged cell to all its rows and takes title, number and date from the rows above', () => {
    const plan = planOf(
      xlsx([
        {
          name: 'Sheet1',
          rows: [
            ['云州市2026年重点任务清单', null, null, null],
            ['2026年3月2日', null, null, null],
            head,
            ['1', '公开信息', '市甲局', '6月底前'],
            ['2', '回应关切', null, '每月10日前'],
            ['3', '办理提案', '市乙局', '11月底前'],
          ],
          merges: ['A1:D1', 'A2:D2', 'C4:C5'],
        },
      ]),
    )
    expect(plan).toMatchObject({ title: '云州市2026年重点任务清单', issuedOn: '2026-03-02' })
    expect(rowsOf(plan).map((row) => row.split(' | ')[1])).toEqual(['r:市甲局', 'r:市甲局', 'r:市乙局'])
  })

  it('picks the sheet with the plan, names the others, and reads what is hidden, noted', () => {
    const rows = (n: number) => [
      head,
      ...Array.from({ length: n }, (_, i) => [`${i + 1}`, `事项${i}`, '市甲局', '6月底前']),
    ]
    const plan = planOf(
      xlsx([
        { name: '填表说明', rows: [['请如实填写']] },
        { name: '2026年汇总', rows: rows(4), hiddenRows: [3], hiddenColumns: [1] },
        { name: '2026年旧表', rows: rows(2), hidden: true },
      ]),
    )
    expect(rowsOf(plan)).toHaveLength(4)
    expect(plan.review.filter((item) => item.code === 'hidden-content').map((item) => item.message)).toEqual([
      '文件中有隐藏的内容：工作表“2026年汇总”第 3 行',
      '文件中有隐藏的内容：工作表“2026年汇总”A 列',
      '文件中有隐藏的内容：工作表“2026年旧表”',
    ])
    expect(codesOf(plan)).toContain('other-plan')
  })

  it('is refused when a row is shifted', () => {
    expect(() => planOf(xlsx([{ name: 's', rows: [head, ['1', '事', '6月底前', '市甲局']] }]))).toThrow(
      /TABLE_SCRAMBLED/,
    )
  })

  it('of 5,000 rows is read in a few seconds of this process, whatever else runs beside it', () => {
    const rows = Array.from({ length: 5000 }, (_, i) => [
      `${i + 1}`,
      `推进第${i}项工作，确保取得实效。`,
      '市甲局、市乙局',
      `${(i % 12) + 1}月底前`,
    ])
    const before = process.cpuUsage()
    const plan = planOf(xlsx([{ name: '2026年台账', rows: [head, ...rows] }]))
    const { user, system } = process.cpuUsage(before)
    const seconds = (user + system) / 1e6
    console.log(`5,000 rows of .xlsx: ${seconds.toFixed(1)} s`)
    expect(rowsOf(plan)).toHaveLength(5000)
    expect(seconds).toBeLessThan(10)
  })
})
