import type { Trigger } from '../rule.ts'
import type { Production } from './production.ts'
import { readWithin } from './within.ts'

/** Acts that keep coming: every one opens an obligation of its own. */
const STREAM =
  /审批|核准|备案|受理|形成|变更|更新|作出|做出|发生|调整|进展|变化|产生|查处|办结|签订|成交|接到|收到/
/** Single acts of the year, even where a word above stands in them. */
const ONCE = /人大|财政部门批复|出台|下发|印发|发布|颁布|批复|通过|制定|理顺|验收|竣工|建成|召开/

const LEAD = /^(?:待|经|在|自|从|于|等)/
const AFTER = /(?:之日起|之日后|之后|以后|后|起)(?:的)?/

/** Trims the function words off a condition. @example '待省出台具体规定' → '省出台具体规定' */
const bare = (text: string): string => text.replace(LEAD, '').replace(/[,、;。]$/, '')

/**
 * Several ways of one condition: A或B. A head shared by both is restored ("相关信息形成或变更" → 相关信息变更).
 */
export function alternativesOf(text: string): readonly string[] {
  const parts = text.split(/或者?|及/).filter((part) => part.length > 0)
  const [first, ...others] = parts
  if (first === undefined || others.length === 0 || /《[^》]*(或|及)[^》]*》/.test(text)) return []
  const head = first.length > 2 ? first.slice(0, -2) : ''
  return [first, ...others.map((part) => (part.length <= 2 && head.length >= 2 ? head + part : part))]
}

export function triggerOf(text: string): Trigger {
  const name = bare(text)
  return { text: name, stream: STREAM.test(name) && !ONCE.test(name), alternatives: alternativesOf(name) }
}

/** afterEvent and onEvent: X后20日内, 自X之日起20个工作日内, 待X后 (rules §3). */
export const afterEvent: Production = (segment) => {
  // The last 后 whose tail is a length of time wins; without one, the clause must end there.
  const marks = [...segment.matchAll(new RegExp(AFTER, 'g'))]
  for (const mark of marks) {
    const head = segment.slice(0, mark.index)
    if (bare(head).length < 2 || /\d$/.test(head)) continue
    const end = mark.index + mark[0].length
    const within = readWithin(segment.slice(end), 'after')
    if (!within) continue
    return {
      rules: [{ type: 'event', trigger: triggerOf(head), within: within.within }],
      length: end + within.length,
    }
  }
  const last = marks.at(-1)
  if (!last || last[0] === '起') return null
  const head = segment.slice(0, last.index)
  const tail = segment.slice(last.index + last[0].length)
  const waits = /^待|^等|^在/.test(segment)
  if (bare(head).length < 2 || (!waits && tail.length > 0)) return null
  return {
    rules: [{ type: 'event', trigger: triggerOf(head), within: null }],
    length: last.index + last[0].length,
  }
}

/** X前30日: counted backward from the event (rules §3, afterEvent). */
export const beforeEvent: Production = (segment) => {
  const match = /^(.{2,}?)(?:届满前|期满前|到期前|之前|以前|前)(?=[0-9一二两三四五六七八九十半])/.exec(
    segment,
  )
  const within = match && readWithin(segment.slice(match[0].length), 'before')
  if (!match || !within || !/[^0-9年月日号底]$/.test(match[1] ?? '')) return null
  const rule = { type: 'event', trigger: triggerOf(match[1] ?? ''), within: within.within } as const
  return { rules: [rule], length: match[0].length + within.length }
}

/** 根据X进展/调整及时…: a stream without a limit (rules §3, onEvent). */
export const accordingTo: Production = (segment) => {
  const match = /^(?:根据|依据|结合|视)(.{2,}?(?:进展|调整|变化|情况|实际|需要|进度))(?:情况)?/.exec(segment)
  if (!match) return null
  const trigger: Trigger = { text: match[1] ?? '', stream: true, alternatives: [] }
  return { rules: [{ type: 'event', trigger, within: null }], length: match[0].length }
}

/** external: 按省相关时间要求, 按上级规定时间, 按国家统一部署 — a document will give the date. */
export const external: Production = (segment) => {
  const match =
    /^(?:按照?|依照|遵照|参照)((?:国家|中央|省|市|上级|国务院|部|有关|相关|统一).{0,16}?(?:时间要求|时限要求|规定时间|时间节点|时间安排|统一部署|部署安排|部署|要求|安排|规定|时限))(?:的?时[间限])?/.exec(
      segment,
    ) ?? /^(?:详?见)(附件|方案|另行通知|通知)/.exec(segment)
  if (!match) return null
  return {
    rules: [{ type: 'external', trigger: { text: match[1] ?? '', stream: false, alternatives: [] } }],
    length: match[0].length,
    notes: segment.startsWith('见') || segment.startsWith('详见') ? ['see-elsewhere'] : [],
  }
}
