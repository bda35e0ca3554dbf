import type { Numbers } from '../domain/plan/numbers.ts'
import { noticeShown } from '../domain/plan/numbers.ts'
import { ACT_NAMES } from '../domain/supervision/acts/registry.ts'
import type { OutboxRow } from '../records/outbox.ts'

/** What a message is written with: the numbers and titles of plans by id, and where the pages are. */
export interface LetterWorld {
  readonly plans: ReadonlyMap<string, Numbers & { readonly title?: string }>
  readonly link: string | null
  /** By the notice's key: where somebody without an account hands in what it asks for. */
  readonly links?: ReadonlyMap<string, string>
}

const GROUPS: readonly (readonly [name: string, kinds: readonly string[]])[] = [
  ['督办单', ['slip']],
  [ACT_NAMES.return, ['returned']],
  ['逾期', ['overdue']],
  [ACT_NAMES.remind, ['reminder']],
  ['新任务', ['request', 'acknowledge', 'people']],
  ['答复', ['extension', 'suspension', 'ending', 'accepted', 'dueSet']],
]
const OTHERS = '其他'

const groupOf = ({ kind }: OutboxRow): string =>
  GROUPS.find(([, kinds]) => kinds.includes(kind))?.[0] ?? OTHERS

/** Notices by what they are, the gravest first. */
function grouped(notices: readonly OutboxRow[]): readonly (readonly [string, readonly OutboxRow[]])[] {
  return [...GROUPS.map(([name]) => name), OTHERS]
    .map((name) => [name, notices.filter((one) => groupOf(one) === name)] as const)
    .filter(([, list]) => list.length > 0)
}

const LESS = '只收督办单等必须知道的：请督查室在通知名册里为您写上 less；督办单不能不收。'

const BY_LINK = '不用登录，在这里提交佐证（只给您，不要转发）：'

/** One message of one or many notices: what it is about, each with its text, one link, how to get fewer. */
export function letterOf(notices: readonly OutboxRow[], { plans, link, links }: LetterWorld) {
  const shown = notices.map((row) => {
    const { subject, body } = row
    const text = noticeShown(plans.get(row.plan_id) ?? {}, { measure: row.no, subject, body })
    const own = links?.get(row.key)
    return { row, ...text, body: own === undefined ? text.body : `${text.body}\n${BY_LINK}${own}` }
  })
  const titles = [...new Set(notices.map(({ plan_id: id }) => plans.get(id)?.title ?? id))]
  const [only] = shown
  const foot = ['', ...(link === null ? [] : [`办理：${link}`]), LESS]
  if (shown.length === 1 && only !== undefined)
    return {
      subject: `【督办】${only.subject}`,
      text: [titles[0] ?? '', only.subject, '', only.body, ...foot].join('\n'),
    }
  const parts = grouped(notices)
  const counts = parts.map(([name, list]) => `${name} ${list.length}`).join('、')
  const text = parts.flatMap(([name, list]) => [
    '',
    `【${name}】${list.length} 件`,
    ...shown
      .filter(({ row }) => list.includes(row))
      .flatMap(({ subject, body }, i) => [
        '',
        `${i + 1}. ${subject}`,
        ...body.split('\n').map((line) => `   ${line}`),
      ]),
  ])
  return { subject: `【督办】${counts}`, text: [titles.join('、'), counts, ...text, ...foot].join('\n') }
}

/** What a group reads: how much for which unit, and a link; no texts. */
export function groupLetterOf(notices: readonly OutboxRow[], { plans, link }: LetterWorld) {
  const units = [...new Set(notices.map((one) => one.to_unit))]
  const lines = units.map((unit) => {
    const own = notices.filter((one) => one.to_unit === unit)
    return `${unit}：${grouped(own)
      .map(([name, list]) => `${name} ${list.length}`)
      .join('、')}`
  })
  const titles = [...new Set(notices.map(({ plan_id: id }) => plans.get(id)?.title ?? id))]
  const text = [`【督办】${titles.join('、')}`, ...lines, ...(link === null ? [] : [`办理：${link}`])]
  return { subject: text[0] ?? '', text: text.join('\n') }
}
