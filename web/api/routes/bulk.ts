import { orThrow } from '../../../client/refusal.ts'
import { lightAsked, namedAsked, stateAsked } from '../../../client/views/measure-filter.ts'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import { date, type Fields, id, list, object, optional, text, words } from '../../../domain/fields/field.ts'
import { ACT_TABLES } from '../../act-tables.ts'
import { type BulkAsked, doBulk, MOST_ROWS, previewBulk } from '../../bulk-acts.ts'
import * as answers from '../answers.ts'
import { type AskedOfPlan, planRoute, type Route } from '../route.ts'
import { saidOf, tableOf } from './acts.ts'
import { NAMED } from './reads.ts'

/** Acts that are done to many at once; evidence is handed in one by one. */
const MANY = ACT_TABLES.filter(({ type }) => !['submit', 'instruct', 'givePart', 'answerWait'].includes(type))

const SELECT = object('选中', {
  obligations: optional(list('应办事项', id('应办事项', 300), MOST_ROWS)),
  measures: optional(list('措施', words('措施编号', 120), MOST_ROWS)),
  filter: optional(
    object('筛选', {
      light: optional(text('灯', 20)),
      state: optional(text('状态', 20)),
      unit: optional(text('单位', 200)),
      due_to: optional(date('到期不晚于')),
      q: optional(text('文字', 200)),
      ...NAMED,
    }),
  ),
})

/** Fields of an act, and to what it is done. */
export const bulkCases = (besides: Fields) => ({
  by: 'type',
  cases: Object.fromEntries(
    MANY.map((table) => {
      const { obligation: _, ...said } = saidOf(table)
      return [table.type, { ...said, select: SELECT, ...besides }]
    }),
  ),
})

export function bulkAsked({ plan, mine, body }: AskedOfPlan): BulkAsked {
  const { type, select, selection: _, ...said } = body
  const picked = select as {
    readonly obligations?: string[]
    readonly measures?: string[]
    readonly filter?: Record<string, string>
  }
  const { light, state, unit, due_to, q } = picked.filter ?? {}
  const filter = picked.filter && {
    ...(light ? { light: orThrow(lightAsked(light)) } : {}),
    ...(state ? { state: orThrow(stateAsked(state)) } : {}),
    ...(unit ? { unit } : {}),
    ...(due_to ? { dueBefore: due_to as IsoDate } : {}),
    ...(q ? { text: q } : {}),
    ...namedAsked((key) => picked.filter?.[key]),
  }
  return { plan, mine, table: tableOf(type), said, select: { ...picked, filter } }
}

/** Several at once: tried first, with the count fixed; then done row by row. */
export const BULK: readonly Route[] = [
  planRoute({
    ...{ method: 'post', path: '/plans/{plan}/acts:preview', says: '批量办理前先试：每一项能不能办' },
    ...{ needs: 'act', scope: 'read' },
    body: bulkCases({}),
    answer: answers.rows,
    does: (asked) => previewBulk(asked.deps, asked, bulkAsked(asked)),
  }),
  planRoute({
    ...{ method: 'post', path: '/plans/{plan}/acts:bulk', says: '批量办理，每一项有结果；重发接着办' },
    ...{ needs: 'act', scope: 'act', keyed: true },
    body: bulkCases({ selection: words('预览时的 selection', 64) }),
    answer: answers.rows,
    does: (asked) => doBulk(asked.deps, asked, bulkAsked(asked), asked.actId, asked.body.selection as string),
  }),
]
