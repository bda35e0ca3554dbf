import type { Grid } from '../plan/grid.ts'
import { namesDate, namesUnit, saysDuty } from './duty.ts'
import { itemsOf } from './prose/items.ts'
import { isHeading } from './prose/label.ts'
import { isDuty, numbersOf } from './prose/left.ts'
import type { Reading } from './prose/senses.ts'
import { linesOf, type Node, nodesIn, treeOf } from './prose/tree.ts'
import type { Numbered } from './sequence.ts'
import type { Unread } from './unread.ts'

/** A year alone is part of a title (2024年重点任务), no date of a duty. */
const YEAR = /(?:\d{4}|[二〇○零一三四五六七八九]{4})年(?![底内末])/g

const namesWhoOrWhen = (text: string): boolean => namesUnit(text) || namesDate(text.replace(YEAR, ''))

/** Whether a numbered line may be a duty: in a section that says how or why, words of doing do not count. */
const mayBeDuty = (text: string, { frame }: Node): boolean =>
  namesWhoOrWhen(text) || (!frame && !isHeading(text) && saysDuty(text.replace(YEAR, '')))

/**
 * Numbered lines and label lines on one side of a table: no measure holds them. One question for the side, or a note
 * where none of them can be a duty; headings alone (附件, 二、任务分解) are the table's own name.
 */
function side(about: string, lines: readonly string[], reading: Reading): readonly Unread[] {
  const { items, notice } = itemsOf(lines)
  const nodes = treeOf([...notice, ...items], reading).flatMap(nodesIn)
  const numbered = new Map(
    nodes.flatMap((node) => {
      const text = node.item.lines.map((line) => line.text).join('')
      const at = linesOf({ ...node, children: [] })[0]
      return at === undefined || (isHeading(text) && !namesWhoOrWhen(text))
        ? []
        : [[at, mayBeDuty(text, node)]]
    }),
  )
  const found = lines.flatMap((line, at) => {
    const duty = numbered.get(at) ?? (isDuty(line, reading) ? true : undefined)
    return duty === undefined ? [] : [{ duty, line: { text: line.trim(), place: `${about}第${at + 1}段` } }]
  })
  const [first] = found
  if (first === undefined) return []
  return [
    {
      about: `${about}的文字`,
      source: first.line.place,
      lines: found.map(({ line }) => line),
      ...(found.some(({ duty }) => duty) ? { certain: true } : { code: 'section-without-duty' as const }),
    },
  ]
}

/** The printed numbers beside a table, in their lists: a gap in them is named as any other. A number alone is a heading's. */
export const numbersAround = ({ before, after }: Grid, reading: Reading): readonly (readonly Numbered[])[] =>
  [
    ['表格前面', before],
    ['表格后面', after],
  ].flatMap(([about, lines]) => {
    const { items, notice } = itemsOf(lines as readonly string[])
    return numbersOf(treeOf([...notice, ...items], reading))
      .filter((list) => list.length > 1)
      .map((list) => list.map((one) => ({ ...one, place: `${about}${one.place}` })))
  })

/** What stands before and behind a table and may be a duty of its own. */
export const aroundTable = ({ before, after }: Grid, reading: Reading): readonly Unread[] => [
  ...side('表格前面', before, reading),
  ...side('表格后面', after, reading),
]
