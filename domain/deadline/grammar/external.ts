import type { Trigger } from '../rule.ts'
import { read, token } from '../tokens.ts'
import type { Production } from './production.ts'
import { tailLength } from './tail.ts'

const trigger = (text: string, stream: boolean): Trigger => ({ text, stream, alternatives: [] })

const MOVING = '进展|进度|调整|变化|变动|情况|实际|需要|动态|形势'
const ACCORDING = token(
  `(?:(?:根据|依据|结合|视|随着?)([^,;]{2,40}?(?:${MOVING})(?:情况|需要)?)|按照?([^,;]{2,40}?(?:进展|变化|调整|实际|需要)(?:情况|需要)?))(?:,|适当|实时|及时|适时|动态|随时|同步|定期|即时|尽快|逐步|分期|分批)*`,
)
const WHEN = token(
  '(?:如|若|凡|遇|一旦)?有?([^,;]{0,30}?(?:变更|变动|变化|调整|更新|发生|新增|修订))(?:时|的)[,，]?(?:应当?|须)?(?:实时|及时|适时|随时|同步|即时|尽快)*',
)

/** 根据X进展/调整及时…: a stream without a limit (rules §3, onEvent). */
export const accordingTo: Production = (text, at) => {
  const match = read(ACCORDING, text, at)
  const name = match?.[1] ?? match?.[2] ?? ''
  const end = at + (match?.[0].length ?? 0)
  if (!match || /^(?:工作|实际)?(?:需要|实际|情况)/.test(name) || tailLength(text, end) === null) return null
  return {
    rules: [{ type: 'event', trigger: trigger(name, true), within: null, window: false, issue: false }],
    end,
    notes: [{ code: 'event-without-limit', about: name }],
  }
}

/** 信息变更时及时更新: likewise. */
export const whenever: Production = (text, at, { strict }) => {
  const match = strict ? null : (read(WHEN, text, at) ?? read(IF_ANY, text, at))
  const end = at + (match?.[0].length ?? 0)
  if (!match || tailLength(text, end) === null) return null
  const name = match[1] ?? ''
  return {
    rules: [{ type: 'event', trigger: trigger(name, true), within: null, window: false, issue: false }],
    end,
    notes: [{ code: 'event-without-limit', about: name }],
  }
}

const FROM_ABOVE =
  '国家|中央|国务院|省|市|州|县|区|上级|部|委|厅|局|办|有关|相关|统一|规定|法定|法律|文件|通知|方案|合同|协议|任务书|时限|时间|进度|序时|计划|要求'
const GIVES = '要求|规定|部署|安排|时限|时间|期限|节点|通知|进度|计划|方案|文件|为准|程序|精神'
const BY_DOCUMENT = token(
  `(?:按照?|依照|遵照|参照|依据|根据|依|以)((?=[^,;]{0,12}(?:${FROM_ABOVE}))[^,;]{0,30}?(?:${GIVES})(?:[的和、及]?(?:具体|规定|明确)?(?:${GIVES}))*)(?:为准|内|执行|办理)?`,
)
const TOGETHER = token('(?:与|随|跟随)((?:国家|中央|省|市|上级)[^,;]{0,8}?同步)')
const IN_LIMIT = token(
  '(?:在|于)((?:规定|法定|承诺|约定|要求)的?(?:时限|期限|时间|时间节点))(?:以内|之内|内|前)',
)
const IF_ANY = token(
  '(?:(?:如|若|凡|遇|一旦)(?:有|遇)?|(?=发现))([^,;]{2,20}?)(?:时|的|后|,)*(?:及时|立即|随时|即时|第一时间)',
)
const ELSEWHERE = token(
  '(?:详见|见|另见)([^,;]{1,20})|(?:(?:时间|时限|日期)?(?:另行(?:通知|确定|规定|安排)|待定|另定)|待通知|另文通知|由(?:国家|省|市|上级|部|厅)[^,;]{0,6}?(?:定|明确|通知|部署))',
)

/** external: 按上级规定时间, 按国家统一部署, 详见附件: a document will give the date. */
export const external: Production = (text, at, { strict }) => {
  if (strict) return null
  const match = read(BY_DOCUMENT, text, at) ?? read(IN_LIMIT, text, at) ?? read(TOGETHER, text, at)
  if (match && tailLength(text, at + match[0].length) !== null)
    return {
      rules: [{ type: 'external', trigger: trigger(match[1] ?? '', false) }],
      end: at + match[0].length,
    }
  const elsewhere = read(ELSEWHERE, text, at)
  if (!elsewhere || tailLength(text, at + elsewhere[0].length) === null) return null
  return {
    rules: [{ type: 'external', trigger: trigger(elsewhere[1] ?? elsewhere[0], false) }],
    end: at + elsewhere[0].length,
    notes: [{ code: 'see-elsewhere', about: elsewhere[0] }],
  }
}
