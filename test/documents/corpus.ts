import { readFileSync } from 'node:fs'
import { docx } from './docx.ts'
import { MZ2015 } from './mz2015.ts'
import { serial, xlsx } from './xlsx.ts'

const down = { text: '', merge: 'continue' } as const
const begins = (text: string) => ({ text, merge: 'restart' }) as const
const item = (text: string, level: number) => ({ text, list: { id: 1, level } })

/** Whole documents of each kind, for whoever wants to spoil them. */
export const CORPUS: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  { name: 'seed.txt', bytes: readFileSync(MZ2015.document) },
  {
    name: 'prose.txt',
    bytes: Buffer.from(
      '2026年重点工作分工方案\n一、任务\n（一）推进公开（市甲局牵头，6月底前完成）\n1.公开目录。\n2.公开指南。（市乙局负责，7月底前）\n（二）加强解读。\n责任单位：市丙局\n完成时限：每季度首月25日前\n2026年3月1日',
    ),
  },
  {
    name: 'merged.docx',
    bytes: docx([
      { text: '云州市2026年分工方案' },
      {
        rows: [
          [begins('序号'), begins('任务'), begins('举措'), { text: '责任分工', span: 2 }, begins('时限')],
          [down, down, down, '牵头单位', '配合单位', down],
          [{ text: '一、政务', span: 6 }],
          [begins('1'), begins('公开'), '1.公开目录', '市甲局', '市乙局', begins('6月底前')],
          [down, down, '2.公开指南', '市丙局', '', down],
        ],
      },
      { text: '2026年2月5日' },
    ]),
  },
  {
    name: 'numbered.docx',
    bytes: docx([
      { text: '2026年工作分工' },
      item('任务', 0),
      item('公开', 1),
      item('公开目录。（市甲局负责，6月底前）', 2),
      item('公开指南。（市乙局负责，年底前）', 2),
    ]),
  },
  {
    name: 'book.xlsx',
    bytes: xlsx([
      {
        name: '2026年台账',
        rows: [
          ['2026年任务清单', null, null, null],
          ['序号', '任务', '责任单位', '时间'],
          ['1', '事', '市甲局', { n: serial(2026, 11, 1), format: 'yyyy"年"m"月"' }],
          ['2', '事', null, '6月底前'],
        ],
        merges: ['A1:D1', 'C3:C4'],
        hiddenRows: [3],
      },
      { name: '旧', rows: [['无']], hidden: true },
    ]),
  },
  {
    name: 'page.html',
    bytes: Buffer.from(
      '<html><body><table><tr><td><p>2026年分工方案</p><table><tr><th>任务</th><th>责任单位</th><th>时限</th></tr><tr><td rowspan=2>公开<br>目录</td><td>市甲局</td><td>6月底前</td></tr><tr><td>市乙局</td><td colspan=3>7月底前</td></tr></table></td></tr></table></body></html>',
    ),
  },
]
