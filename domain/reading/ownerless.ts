import type { PlanReviewItem, Task } from '../plan/plan.ts'
import { planReview } from './review.ts'

/**
 * Where nobody is named in a whole section (two measures or more), that is one question with all its measures; tasks
 * of one measure each are a section together. Other items stay as they are, in their order.
 *
 * @example three dated items without a unit // one no-owner, measures 1.1, 1.2, 1.3
 */
export function oneOwnerQuestion(
  tasks: readonly Task[],
  review: readonly PlanReviewItem[],
): readonly PlanReviewItem[] {
  const asked = new Set(review.flatMap(({ code, measure }) => (code === 'no-owner' ? [measure] : [])))
  const ownerless = (section: Task['measures']) =>
    section.length > 1 && section.every(({ no, units }) => units.length === 0 && asked.has(no))
  const lone = tasks.filter(({ measures }) => measures.length === 1).flatMap(({ measures }) => measures)
  const sections = [
    ...tasks.flatMap(({ no, title, measures }) =>
      measures.length > 1 ? [{ name: title || `任务${no}`, measures }] : [],
    ),
    { name: '没有分组的条目', measures: lone },
  ].filter(({ measures }) => ownerless(measures))
  const sectionOf = new Map(
    sections.flatMap((section) => section.measures.map(({ no }) => [no, section] as const)),
  )
  return review.flatMap((item): readonly PlanReviewItem[] => {
    const section =
      item.code === 'no-owner' && item.measure !== null ? sectionOf.get(item.measure) : undefined
    if (section === undefined) return [item]
    const { name, measures } = section
    const numbers = measures.map(({ no }) => no)
    if (item.measure !== numbers[0]) return []
    const said = `“${name}”的 ${numbers.length} 项：${numbers.join('、')}`
    return [
      {
        ...planReview('no-owner', said),
        about: [name, ...measures.map(({ text }) => text)].join('\n'),
        measure: null,
        measures: numbers,
        source: item.source,
      },
    ]
  })
}
