import { refuse } from '../basics/result.ts'
import { isWholeName, levelOf } from '../plan/unit-names.ts'
import { ownText } from './rows.ts'
import type { SourceRow } from './source-row.ts'
import type { SourceTask } from './source-task.ts'

const BARE_DEADLINE =
  /^(?:(?:20)?\d{2}年)?(?:\d{1,2}月(?:\d{1,2}[日号]|[底初末])?|[一二三四]季度|[上下]半年|年?底)(?:之?前)?$|^(?:全年|长期|每[月周日年]|每季度)$/

/** A cell of owners longer than this is text of another column. */
const LONGEST_OWNERS = 2000

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '')

/** What in a row stands in the wrong column, by the cells' types alone; null when each can be what its column says. */
function wrongCell(row: SourceRow): string | null {
  for (const role of ['lead', 'responsible', 'supporting'] as const) {
    const owner = plain(ownText(row, role))
    if (
      owner.length > LONGEST_OWNERS ||
      BARE_DEADLINE.test(owner) ||
      (/[。!?]/.test(owner) && owner.length > 20)
    )
      return owner
  }
  const measure = row.cells.measure === row.cells.task ? '' : plain(ownText(row, 'measure'))
  if (BARE_DEADLINE.test(measure)) return measure
  const deadline = plain(ownText(row, 'deadline'))
  // 限期办, 按月办 end like a unit's name; one with its level (市…局) is none but a unit.
  return isWholeName(deadline) && levelOf(deadline) !== null && deadline.length <= 20 ? deadline : null
}

/** A row whose cells moved sideways is refused, never guessed back into place. */
export function refuseShifted(tasks: readonly SourceTask[]) {
  for (const { measures } of tasks)
    for (const { row } of measures) {
      const wrong = wrongCell(row)
      if (wrong !== null)
        return refuse(
          'TABLE_SCRAMBLED',
          `第 ${row.number} 行的“${wrong.slice(0, 20)}”不在它该在的列，表格可能错列`,
          {
            remedy: '请检查原文件的表格是否完整，改正后重试',
            fields: { row: row.number },
          },
        )
    }
  return null
}
