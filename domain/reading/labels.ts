import { numeral } from '../deadline/numerals.ts'

const CHINESE = '[一二三四五六七八九十]{1,3}'
const LABEL = new RegExp(
  `^(?:\\d{1,3}[.．](?!\\d{1,3}(?!\\d))|\\d{1,3}[、)）]|[(（](?:\\d{1,3}|${CHINESE})[)）]|${CHINESE}、|[①-⑳]|[⑴-⒇])[、.．]?\\s*`,
)

/**
 * What an item prints before its text, and the text without it.
 * @example splitLabel('2.督促市直部门') // { label: '2.', text: '督促市直部门' }
 * @example splitLabel('1.5万户') // { label: null, text: '1.5万户' }
 */
export function splitLabel(body: string): { readonly label: string | null; readonly text: string } {
  const found = LABEL.exec(body)?.[0]
  if (found === undefined || found.length === body.length) return { label: null, text: body }
  return { label: found.trim(), text: body.slice(found.length) }
}

/**
 * A printed number as Duban writes it: 3, 3.2, 1-4; Chinese numerals become digits. Null when it is no number.
 * @example taskNumber('（十二）') // '12'
 */
export function taskNumber(printed: string): string | null {
  const bare = printed
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/^[(第]|(?<![).、项条号])[).、项条号]+$/g, '')
    .replace(/^第/, '')
  if (/^\d{1,4}(?:[.-]\d{1,4})*$/.test(bare)) return bare.replace(/^0+(?=\d)/, '')
  if (!new RegExp(`^${CHINESE}$`).test(bare)) return null
  const value = numeral(bare)
  return value === null ? null : String(value)
}

/** A heading over a group of tasks: 一、重点领域; （二）…; 第三部分. */
export const isGroupHeading = (text: string): boolean =>
  new RegExp(`^(?:${CHINESE}、|[(（]${CHINESE}[)）]|第${CHINESE}(?:部分|章|类|条))`).test(text.trim())

/** A row of notes under or between the tasks. */
export const isNote = (text: string): boolean =>
  /^(?:注|备注|说明|附注|填表说明|填报说明|注释|附)\s{0,9}(?:\d{1,9}|[一二三])?\s{0,9}[:：]/.test(text.trim())
