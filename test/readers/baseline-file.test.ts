import { describe, expect, it } from 'vitest'
import { baselineFile, baselineIn } from '../../documents/files/baseline.ts'
import { tableFile } from '../../documents/files/table-file.ts'
import { mustDate } from '../../domain/calendar/date.ts'

const HEAD = ['应办事项', '处理', '新到期日', '完成日期', '链接', '附件', '说明']
const ROWS = [
  ['1.1/2026-03', '已办结', '', '2026/3/20', 'http://a.gov.cn/x', '', '见网站'],
  ['2.1', '从今起催办', '2026年7月31日', '', '', '', ''],
  ['3.1', '', '', '', '', '', ''],
  ['4.1', '照旧', '', '', '', '', ''],
]
const EXPECTED = [
  {
    id: '1.1/2026-03',
    item: { as: 'done', doneOn: '2026-03-20', urls: ['http://a.gov.cn/x'], note: '见网站' },
    files: [],
  },
  { id: '2.1', item: { as: 'from-today', dueOn: '2026-07-31' }, files: [] },
  { id: '4.1', item: { as: 'as-is' }, files: [] },
]
const csv = [HEAD, ...ROWS].map((row) => row.join(',')).join('\r\n')

describe('the table of a baseline', () => {
  it.each([
    ['workbook', '起点.xlsx', tableFile('起点.xlsx', HEAD, ROWS)],
    ['text with tabs', '起点.tsv', tableFile('起点.tsv', HEAD, ROWS)],
    ['text with commas', '起点.csv', Buffer.from(csv)],
  ])('reads the same from a %s', (_, name, bytes) => {
    expect(baselineIn(bytes, name)).toEqual({ ok: true, value: EXPECTED })
  })

  it('is written to be filled in, and read again as nothing said while it is not', () => {
    const past = {
      obligation: '1.1/2026-03',
      measure: '1.1',
      unit: '市甲局',
      text: '公开甲信息。',
      dueOn: mustDate('2026-03-31'),
      lateDays: 9,
      as: 'as-is' as const,
      newDueOn: null,
    }
    for (const name of ['a.xlsx', 'a.tsv'])
      expect(baselineIn(baselineFile(name, [past]), name)).toEqual({ ok: true, value: [] })
    expect(
      Buffer.from(baselineFile('a.xlsx', [past]))
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
  })

  it.each([
    ['应办事项\t处理\n1.1\t好了\n', 'BASELINE_FILE', '第 2 行'],
    ['应办事项\t处理\t完成日期\n1.1\t已办结\t2026-02-30\n', 'BASELINE_FILE', '2026-02-30'],
    ['应办事项\t处理\t链接\n1.1\t已办结\twww.a.cn\n', 'BASELINE_FILE', 'www.a.cn'],
    ['应办事项\t处理\n1.1\t已办结\n1.1\t照旧\n', 'BASELINE_FILE', '写了两次'],
    ['应办事项\t别的\n1.1\t已办结\n', 'TABLE_COLUMNS', '处理'],
  ])('a wrong one is refused with its row: %#', (text, code, says) => {
    const read = baselineIn(Buffer.from(text), '起点.tsv')
    expect(read).toMatchObject({ ok: false, error: { code } })
    expect(read.ok ? '' : read.error.message).toContain(says)
  })
})
