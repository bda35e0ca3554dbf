import { simplified } from '../deadline/traditional.ts'
import { CARRIED_TEXTS } from '../plan/columns.ts'
import type { Cell } from '../plan/grid.ts'
import { isPersonLabel } from '../plan/people.ts'
import { type PeriodColumn, periodIn } from './periods.ts'
import type { ColumnRole } from './source-row.ts'

/**
 * Header words, best first: among columns of one role the one that an earlier line matches is taken.
 * `null` marks headers that look like a role and are none: telephone numbers. People's are people.ts.
 */
const HEADERS: readonly (readonly [ColumnRole | null, RegExp])[] = [
  ['no', /^(?:序号|编号|序|项次|项目号|№|no\.?)$/i],
  [null, /电话|签名|签字/],
  ...CARRIED_TEXTS.map(({ key, heads }) => [key, heads] as const),
  ['start', /^(?:计划|拟|预计|工作)?(?:开始|启动|开工|起始)(?:时间|日期)$/],
  [
    'status',
    /^(?:目前|当前|工作|任务|整改)?(?:完成|进展|落实|办理|办结|整改|推进|实施)(?:进展|进度)?(?:情况|状态)(?:说明)?$|^是否已?(?:完成|办结|整改到位)$|^(?:状态|工作进展|进展|完成率|完成进度)$/,
  ],
  ['deadline', /时限|期限|完成时间|完成日期|时间要求|时间节点|办结/],
  ['deadline', /时间|日期|进度安排|进度要求|节点/],
  ['supporting', /配合|协办|协同|协助|参与|参加/],
  ['lead', /牵头|主办|主责/],
  [
    'responsible',
    /(?:责任|承办|落实|实施|负责|承担|具体|分工|完成|主管|整改)(?:单位|部门|主体|科室|处室|股室)/,
  ],
  ['responsible', /责任分工|职责分工|^(?:单位|部门)(?:名称)?$/],
  ['measure', /措施|举措/],
  ['measure', /具体任务|具体事项|具体内容|工作内容|主要内容|任务内容|任务分解|具体要求|工作要求|^内容$/],
  ['task', /任务|重点工作|事项|项目|要点|工作$/],
  ['task', /类别|领域|分类|^内容/],
  ['task', /问题(?:清单|描述|表现)?$/],
  ['remark', /备注|说明/],
]

/** Longer texts are no header, and need not be looked at character by character. */
const LONGEST_HEADER = 60

function tidy(cell: Cell): string {
  const text = cell.text.normalize('NFKC').replace(/\s/g, '')
  return text.length > LONGEST_HEADER ? text : [...text].map(simplified).join('')
}

/** A header's words without what stands in brackets: 牵头(责任)单位 is 牵头单位. */
export const headerText = (cell: Cell): string => tidy(cell).replace(/\(.*?\)/g, '')

interface Match {
  readonly role: ColumnRole
  /** Line of HEADERS: lower is a better name for the role. */
  readonly rank: number
}

const matchOf = (cell: Cell): Match | null => matchNamed(headerText(cell))

function matchNamed(text: string): Match | null {
  // A header names its column; a sentence that happens to hold such a word is content.
  if (text === '' || text.length > 24 || /[。；;]/.test(text) || isPersonLabel(text)) return null
  const rank = HEADERS.findIndex(([, pattern]) => pattern.test(text))
  const role = HEADERS[rank]?.[0]
  return role ? { role, rank } : null
}

/** The role of a word that heads a column or labels a line. @example roleNamed('整改时限') // 'deadline' */
export const roleNamed = (word: string): ColumnRole | null => matchNamed(word)?.role ?? null

/** Which column plays which role (indexes from 0). */
export interface Columns {
  readonly at: Readonly<Partial<Record<ColumnRole, number>>>
  /** Columns that play none; what they hold is listed as ignored. */
  readonly extra: readonly number[]
  /** Columns of people's names: 责任领导, 联系人. */
  readonly people: readonly number[]
  /** Columns for quarters, half-years or months: what stands in one is due at its end. */
  readonly periods: readonly PeriodColumn[]
  /** The column taken for the measures, whose name says nothing of it. */
  readonly assumed?: number
  /** The header itself says that the first unit named leads: 责任单位（列第一的为牵头单位）. */
  readonly firstLeads: boolean
}

const FIRST_LEADS = /(?:列|排|序)(?:名|在|于)*(?:首|第一|第1)|第一个?(?:责任)?(?:单位|部门)/

/** Whether a text says that the first of the units named leads: a rule that the plan itself states wins. */
export const statesFirstLeads = (text: string): boolean => /牵头|主办/.test(text) && FIRST_LEADS.test(text)

/** Roles by their best columns, and every column that names tasks or a stretch of the year. */
function rolesIn(row: readonly Cell[]) {
  const best = new Map<ColumnRole, { readonly index: number; readonly rank: number }>()
  const tasks: number[] = []
  const own = row.flatMap((cell, index) => (row.indexOf(cell) === index ? [{ cell, index }] : []))
  const named = own.flatMap(({ cell, index }): PeriodColumn[] => {
    const deadline = periodIn(headerText(cell))
    return deadline === null ? [] : [{ index, deadline }]
  })
  // One such column is a date's or a month's name by chance, and so is the same one twice; a plan by periods has several.
  const periods = new Set(named.map(({ deadline }) => deadline)).size > 1 ? named : []
  for (const { cell, index } of own) {
    if (periods.some((period) => period.index === index)) continue
    const match = matchOf(cell)
    if (match === null) continue
    if (match.role === 'task') tasks.push(index)
    const known = best.get(match.role)
    if (known === undefined || match.rank < known.rank) best.set(match.role, { index, rank: match.rank })
  }
  return { best, tasks, periods }
}

/** The columns of a row that play a role, for a refusal. */
export const rolesNamed = (
  row: readonly Cell[],
): readonly { readonly role: ColumnRole; readonly cell: Cell }[] =>
  [...rolesIn(row).best].flatMap(([role, { index }]) => {
    const cell = row[index]
    return cell ? [{ role, cell }] : []
  })

/**
 * Roles of a header row's columns, or null when it is none: a plan says what is to be done, and who or by when.
 * Of two columns that name tasks and none that names measures, the first holds the tasks, the last the measures;
 * with one such column each row states its own measure there. A second one beside the measures holds the names of a
 * second level.
 *
 * @example columnsOf(row of 序号|工作任务|牵头单位|具体工作措施|完成时限)?.at
 *   // { no: 0, task: 1, lead: 2, measure: 3, deadline: 4 }
 */
export const columnsOf = (row: readonly Cell[]): Columns | null => columnsWith(row, null)

/**
 * The same of a row that says who and by when but has no name known for what is to be done: the column whose cells
 * below hold most text is taken for it, and said (`assumed`).
 */
export function assumedColumns(row: readonly Cell[], body: readonly (readonly Cell[])[]): Columns | null {
  const { best } = rolesIn(row)
  if (best.has('task') || best.has('measure') || !best.has('deadline')) return null
  if (!best.has('lead') && !best.has('responsible')) return null
  // A column that only goes along may be the only one that says what is to be done.
  const along = new Set<ColumnRole>(CARRIED_TEXTS.map(({ key }) => key))
  const taken = new Set([...best].flatMap(([role, { index }]) => (along.has(role) ? [] : [index])))
  let widest: { readonly index: number; readonly length: number } | null = null
  for (const [index, cell] of row.entries()) {
    if (taken.has(index) || row.indexOf(cell) !== index) continue
    if (headerText(cell) === '' || isPersonLabel(headerText(cell)) || /电话|签名|签字/.test(cell.text))
      continue
    const filled = new Set(body.flatMap((line) => line[index] ?? []))
    const length = [...filled].reduce((sum, { text }) => sum + text.length, 0)
    if (length > (widest?.length ?? 0)) widest = { index, length }
  }
  return widest === null ? null : columnsWith(row, widest.index)
}

function columnsWith(row: readonly Cell[], assumed: number | null): Columns | null {
  const { best, tasks, periods } = rolesIn(row)
  const at: Partial<Record<ColumnRole, number>> = {}
  for (const [role, { index }] of best) at[role] = index
  const [first, last] = [tasks[0], tasks.at(-1)]
  if (first !== undefined) at.task = first
  if (at.measure === undefined && last !== first) at.measure = last
  else if (last !== first) at.second = tasks[1]
  if (assumed !== null) {
    for (const { key } of CARRIED_TEXTS) if (at[key] === assumed) delete at[key]
    at.measure = assumed
  }
  // A beginning without an end is no deadline.
  if (at.deadline === undefined) delete at.start
  const says = at.measure !== undefined || at.task !== undefined
  const who = at.lead !== undefined || at.responsible !== undefined
  if (!says || (!who && at.deadline === undefined && periods.length === 0)) return null
  const people = row.flatMap((cell, index) =>
    row.indexOf(cell) === index && isPersonLabel(headerText(cell)) ? [index] : [],
  )
  const taken = new Set([...Object.values(at), ...people, ...periods.map(({ index }) => index)])
  const owner = at.lead ?? at.responsible
  const ownerHeader = owner === undefined ? undefined : row[owner]
  return {
    at,
    extra: row.flatMap((_, index) => (taken.has(index) ? [] : [index])),
    people,
    periods,
    firstLeads: ownerHeader !== undefined && statesFirstLeads(tidy(ownerHeader)),
    ...(assumed === null ? {} : { assumed }),
  }
}

/** The header printed again at the top of a page: the same words in the same columns. */
export const repeatsHeader = (row: readonly Cell[], header: readonly Cell[]): boolean =>
  row.length === header.length && row.every((cell, i) => tidy(cell) === tidy(header[i] as Cell))
