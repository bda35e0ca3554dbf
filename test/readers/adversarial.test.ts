import { describe, expect, it } from 'vitest'
import { drawnBy } from '../../documents/readers/docx-fields.ts'
import { sniff } from '../../documents/readers/sniff.ts'
import { isTail } from '../../documents/readers/tail.ts'
import { shownNumber, shownText } from '../../documents/readers/xlsx-formats.ts'
import { makeCell } from '../../domain/plan/grid.ts'
import { saysDone } from '../../domain/reading/done.ts'
import { bestTitle, issueDateIn, planYearIn } from '../../domain/reading/heading.ts'
import { numberedParts } from '../../domain/reading/pairs.ts'
import { periodIn } from '../../domain/reading/periods.ts'
import { choiceIn } from '../../domain/reading/ticks.ts'
import { inspect } from '../plan/support.ts'

const HEAD = '任务\t责任单位\t时限\n'
const page = (body: string, style = '') =>
  `<html><head><style>${style}</style></head><body>${body}</body></html>`

/** CPU time, so that other work on the machine does not count. */
function cpuSeconds(run: () => unknown): number {
  const began = process.cpuUsage()
  run()
  return process.cpuUsage(began).user / 1e6
}

describe('a text of repeats is read or refused within bounds', () => {
  it.each([
    ['tabs', '\t'.repeat(3_000_000)],
    ['lines of a tab', '\t\n'.repeat(500_000)],
    ['a header and empty rows', HEAD + '\t\t\n'.repeat(300_000)],
    ['rows of one quote', `${HEAD}甲\t市财政局\t6月底前\n${'"\n'.repeat(20_000)}`],
    ['a cell of 并', `${HEAD}甲\t${'并'.repeat(30_000)}\t6月底前`],
    ['a cell of brackets', `${HEAD}${'（'.repeat(100_000)}\t市财政局\t6月底前`],
    ['commas', `任务,单位,时限\n${','.repeat(1_000_000)}`],
    ['a line of names without a comma', `${'任务'.repeat(50_000)}\n`],
    ['paragraphs', '一、事\n'.repeat(200_000)],
    ['comments that close nothing', `${'<!-- -->'.repeat(52)}x`],
    ['comments before the end of what is looked at', '<!---->'.repeat(60)],
    ['selectors', page('x', `${'.a .b'.repeat(50_000)}{display:none}`)],
    ['rules', page('<p class=a>x'.repeat(20_000), 'a{display:none}'.repeat(50_000))],
    ['open metas', `<html>${'<meta '.repeat(700)}`],
    ['open spans of hidden text', page('<b hidden>x'.repeat(300))],
  ])('%s', { timeout: 60_000 }, (_, text) => {
    expect(cpuSeconds(() => inspect(text))).toBeLessThan(10)
  })
})

const REPEATS = [
  '一',
  '1',
  '年',
  '2026年',
  '月',
  '1月',
  ' ',
  '\n',
  '（',
  '(',
  '、',
  '，',
  '-',
  '—',
  '市',
  '局',
  '完成',
  '已',
  '目标',
  '任务',
  '□',
  '☑',
  '"',
  '\\',
  '[',
  ']',
  ';',
  'm',
  'y',
  '@',
  '0',
  '<!--',
  '1.',
  '。1.',
  '某市人民政府',
  '_',
  '|',
]
const EXPRESSIONS: readonly (readonly [string, (text: string) => unknown])[] = [
  ['what a file is', (text) => sniff(Buffer.from(text))],
  ['the end of a document', isTail],
  ['a format of numbers', (text) => shownNumber(46203, text)],
  ['a format of texts', (text) => shownText('甲', text)],
  ['a formula field', (text) => drawnBy(`EQ \\o(${text}`)],
  ['a choice', choiceIn],
  ['a period', periodIn],
  ['a state', saysDone],
  ['numbered parts', (text) => numberedParts(makeCell(text, 1, 1))],
  ['a title', (text) => bestTitle(null, text)],
  ['a year', (text) => planYearIn(text, [text])],
  ['a date', (text) => issueDateIn([text])],
]

describe('expressions take no more than their share of a text of repeats', () => {
  it.each(EXPRESSIONS)('%s', (_, read) => {
    const seconds = cpuSeconds(() => {
      for (const repeat of REPEATS)
        for (const end of ['', 'x', '。']) read(repeat.repeat(Math.ceil(4000 / repeat.length)) + end)
    })
    expect(seconds).toBeLessThan(3)
  })
})
