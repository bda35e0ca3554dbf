import type { IgnoredReason } from '../../domain/plan/accounting.ts'
import type { PlanReviewItem, WorkPlan } from '../../domain/plan/plan.ts'

/** Items that say the same, each wording once. */
function byWording(items: readonly PlanReviewItem[]): readonly (readonly PlanReviewItem[])[] {
  const groups = new Map<string, PlanReviewItem[]>()
  for (const item of items) {
    const key = `${item.code} ${item.message}`
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return [...groups.values()]
}

function groupText(group: readonly PlanReviewItem[]): readonly string[] {
  const [item] = group
  if (item === undefined) return []
  const { lines, code, source, measure } = item
  if (lines !== undefined) {
    const head = item.message.slice(0, item.message.indexOf(`（${lines.length} 处）`))
    return [
      `  ${head}（${code}，${lines.length} 处）：`,
      ...lines.map(({ text, place }) => `      ${place} ${text}`),
    ]
  }
  if (group.length === 1) return [`  ${measure ?? ''} ${item.message}（${code}，${source}）`]
  return [`  ${item.message}（${code}）：${group.map((one) => one.measure ?? one.source).join('、')}`]
}

/** Review items for people, grouped by wording: nothing is only counted. */
export const reviewText = (items: readonly PlanReviewItem[]): readonly string[] =>
  byWording(items).flatMap(groupText)

/** What was left out without a question, by its reason; the other reasons have their items in the review. */
const REASONS: Readonly<Partial<Record<IgnoredReason, string>>> = {
  preface: '条目前面的文字',
  'before-header': '表头上面的文字',
  header: '表头',
  'header-repeated': '重复的表头',
  'note-row': '说明和落款',
  'group-row': '分组标题',
}

/** The text that is no part of any measure, in full, so that the screen alone tells what was not read. */
export function leftOutText(plan: WorkPlan): readonly string[] {
  return Object.entries(REASONS).flatMap(([reason, name]) => {
    const texts = plan.ignoredCells.flatMap((cell) =>
      cell.reason === reason && cell.text !== '' ? [cell.text] : [],
    )
    return texts.length === 0 ? [] : [`  ${name}：${texts.join(' ／ ')}`]
  })
}
