import { expect, it } from 'vitest'
import { dueTable, reviewTable, signTable } from '../../documents/files/bulk.ts'
import { tableFile } from '../../documents/files/table-file.ts'

const file = (name: string, ...rows: string[][]) => tableFile(name, rows[0] ?? [], rows.slice(1))
const code = (read: { ok: boolean; error?: { code: string; message: string } }) =>
  read.ok ? 'ok' : `${read.error?.code} ${read.error?.message}`

it('a table of signatures, of dates and of reviews is read from a workbook and from text alike', () => {
  for (const name of ['表.xlsx', '表.tsv']) {
    expect(
      signTable(file(name, ['措施', '单位', '说明'], ['1.1', ' 市甲局 ', ''], ['1.1', '', '']), name),
    ).toMatchObject({
      value: [{ no: '1.1', unit: '市甲局', note: null }],
    })
    expect(
      dueTable(
        file(name, ['应办事项', '到期日', '依据'], ['1.1/x', '2026年3月2日', '会议'], ['1.2/x', '', '']),
        name,
      ),
    ).toMatchObject({
      value: [{ id: '1.1/x', dueOn: '2026-03-02', reason: '会议' }],
    })
    const head = ['应办事项', '结论', '办理质量', '说明']
    expect(
      reviewTable(
        file(name, head, ['1.1/x', '通过', '优', ''], ['1.2/x', '退回', '', '缺附件'], ['1.3/x', '', '', '']),
        name,
      ),
    ).toMatchObject({
      value: [
        { id: '1.1/x', verdict: 'accept', grade: '优', note: null },
        { id: '1.2/x', verdict: 'return', grade: null, note: '缺附件' },
      ],
    })
  }
})

it('a row that says something wrong is named with its place, and nothing is read', () => {
  const head = ['应办事项', '结论', '办理质量', '说明']
  const read = (...row: string[]) => code(reviewTable(file('审.tsv', head, row), '审.tsv'))
  expect(read('1.1/x', '好', '', '')).toMatch(/^BULK_FILE 审.tsv 第 2 行：看不懂结论“好”/)
  expect(read('1.1/x', '通过', '甲', '')).toMatch(/看不懂办理质量/)
  expect(read('1.1/x', '退回', '', '')).toMatch(/退回没有写理由/)
  expect(read('', '通过', '', '')).toMatch(/没有写应办事项/)
  const twice = file('审.tsv', head, ['1.1/x', '通过', '', ''], ['1.1/x', '通过', '', ''])
  expect(code(reviewTable(twice, '审.tsv'))).toMatch(/第 3 行：1.1\/x 写了两次/)
  expect(code(dueTable(file('期.tsv', ['应办事项', '到期日'], ['1.1/x', '2026-02-30']), '期.tsv'))).toMatch(
    /不是真实的日期/,
  )
  expect(code(signTable(file('签.tsv', ['措施'], ['1.1']), '签.tsv'))).toMatch(/^TABLE_COLUMNS/)
})
