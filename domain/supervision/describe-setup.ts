import { carriedShown } from '../plan/columns.ts'
import type { MeasureSetup } from '../plan/measure/state.ts'
import { partName, partOf, unitsOf } from './units.ts'

/** Dates that the details of a workflow have room for. */
const MOST = 24

/** What a measure was started with, as Markdown for the Temporal UI, where its input is one long line of data. */
export function describeSetup(setup: MeasureSetup): string {
  const units = unitsOf({ setup }).map((unit) => {
    const part = partOf(setup, unit)
    return `${unit}${part === null ? '' : `（${partName(part)}）`}`
  })
  const dates = setup.obligations
    .slice(0, MOST)
    .map((o) => `- ${o.id}：${o.dueOn ? `${o.dueOn} 到期` : '到期日待定'}${o.provisional ? '（暂定）' : ''}`)
  const more = setup.obligations.length - dates.length
  return [
    `任务：${setup.taskTitle}`,
    `措施：${setup.text}`,
    `单位：${units.join('、')}`,
    ...carriedShown(setup.columns).map(([name, text]) => `${name}：${text}`),
    `时限原文：${setup.deadlineText || '（未写）'}`,
    [...dates, ...(more > 0 ? [`- 另有 ${more} 项`] : [])].join('\n'),
    setup.waits.map((wait) => `- 等待：${wait.text}，自 ${wait.since} 起`).join('\n'),
    `督办规则：${setup.policy.name}第 ${setup.policy.version} 版；督查机构：${(setup.offices ?? []).join('、') || '（未写）'}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}
