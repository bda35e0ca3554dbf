import type { Refusal } from '../basics/result.ts'

/** What may be published of an item, and nothing else may: no note, no file, no name of a person. */
export const PUBLIC_FIELDS = {
  task: { title: '工作任务', means: '方案里的工作任务', usual: true },
  text: { title: '具体措施', means: '方案里的措施原文', usual: true },
  unit: { title: '牵头单位', means: '牵头单位', usual: true },
  units: { title: '责任、配合单位', means: '其他承办单位', usual: false },
  deadline: { title: '时限原文', means: '方案里的完成时限', usual: true },
  due: { title: '到期日', means: '由时限原文推出的日期；延期以后为延期后的日期，原日期另列', usual: true },
  done: { title: '完成日期', means: '审核通过的实际完成日期', usual: true },
  late: { title: '逾期天数', means: '到完成日期（未办结的到统计时刻）为止的自然日', usual: true },
  condition: { title: '等待的条件', means: '要等的事，按方案里的写法', usual: false },
} as const
export type PublicField = keyof typeof PUBLIC_FIELDS

export const FIELD_NAMES = Object.keys(PUBLIC_FIELDS) as readonly PublicField[]
export const USUAL_FIELDS = FIELD_NAMES.filter((name) => PUBLIC_FIELDS[name].usual)

/** Fields that are asked for, by either name. Errors: PUBLIC_FIELD, which lists what there is. */
export function fieldsAsked(names: readonly string[]): readonly PublicField[] | Refusal {
  const found: PublicField[] = []
  for (const name of names) {
    const asked = FIELD_NAMES.find((one) => one === name || PUBLIC_FIELDS[one].title === name)
    if (asked === undefined)
      return {
        code: 'PUBLIC_FIELD',
        message: `“${name}”不能公开`,
        remedy: `可以公开的：${FIELD_NAMES.map((one) => `${one}（${PUBLIC_FIELDS[one].title}）`).join('、')}`,
        fields: { field: 'fields' },
      }
    if (!found.includes(asked)) found.push(asked)
  }
  return FIELD_NAMES.filter((one) => found.includes(one))
}
