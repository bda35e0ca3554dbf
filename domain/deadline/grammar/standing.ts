import { YEAR } from '../numerals.ts'
import { read, skip, token } from '../tokens.ts'
import { bareLength } from './event.ts'
import { holdsTime } from './holds.ts'
import type { Note, Production } from './production.ts'
import { readSpan } from './span.ts'
import { tailLength } from './tail.ts'
import { ISSUE_SPAN } from './window-words.ts'

const GOING_ON =
  '持续|长期|坚持|推进|开展|实施|工作|进行|任务|执行|落实|保持|抓好|不断|性工作|监测|运行|巩固|深化|加强'
const CONTINUOUS = token(
  `(?:(?:${YEAR})年度?|今年|本年度?)?(?:(全年度?|(?:年度?内|年度)(?=(?:内|,|要|需|应|均|将)?(?:持续|长期|坚持|不断|常态|滚动|压茬|有序推进|稳步推进)))(?:内|,|要|需|应|均|将)?|(全天候?(?:(?:24|二十四)小时)?|(?:每天|每日)?(?:24|二十四)小时(?:不间断)?)|长期|持续|常年|常态化?长效化?|常态化?|长效|贯穿(全年|始终)|全程|全过程|日常|经常性?|不间断|连续|实时|长年|一贯)(?:,|并|、|地|${GOING_ON})*`,
)
const UNTIL = token('(?:到|至|直至|延续至|,到|,至)')
/** 该项工作将持续到5月底: who or what goes on stands first. */
const GOING_UNTIL = token(
  '([^,:;。()0-9]{0,16}?)(?:预计|计划|将|会|要|可|一直)*(?:持续|延续)(?:推进|开展|进行)*(?:到|至|直至)',
)
/** 持续推进至2018年底: going on, but with an end: a window from the issue. */
export const goingOnUntil: Production = (text, at, { strict }) => {
  const going = strict || !text.includes('续', at) ? null : read(GOING_UNTIL, text, at)
  if (going && !holdsTime(going[1] ?? '')) {
    const to = readSpan(text, at + going[0].length)
    if (to)
      return {
        rules: [{ type: 'window', from: ISSUE_SPAN, to: to.span }],
        end: to.end,
        ...(going[1] ? { object: going[1] } : {}),
      }
  }
  const match = read(CONTINUOUS, text, at)
  const until = match ? skip(UNTIL, text, at + match[0].length) : 0
  const to = match && until > 0 ? readSpan(text, at + match[0].length + until) : null
  return to && { rules: [{ type: 'window', from: ISSUE_SPAN, to: to.span }], end: to.end }
}

/** continuous: no completion date; bounded by the year where the text says so (rules §3). */
export const continuous: Production = (text, at) => {
  const match = read(CONTINUOUS, text, at)
  if (!match) return null
  const end = at + match[0].length - (/[,、并]$/.exec(match[0])?.[0].length ?? 0)
  if (tailLength(text, end) === null) return null
  const wholeYear = match[1] !== undefined || match[3] === '全年'
  return { rules: [{ type: 'continuous', wholeYear, aroundTheClock: match[2] !== undefined }], end }
}

/** 直至整改到位, 问题销号为止: it goes on until it is done, and no day is named. */
const UNTIL_DONE = token('(?:直至|直到)[^,;0-9]{2,12}(?:为止)?$|[^,;0-9]{2,14}为止$')
export const untilDone: Production = (text, at, { strict }) => {
  const may = !strict && (text.includes('为止', at) || text[at] === '直')
  const match = may ? read(UNTIL_DONE, text, at) : null
  if (!match) return null
  const rule = { type: 'continuous', wholeYear: false, aroundTheClock: false } as const
  return { rules: [rule], end: at + match[0].length }
}

const AT_ONCE = '立.立.|即.即[改办]|边.边改|立即(?:整改|办理|落实)?|马上|即时'
const HASTE = `${AT_ONCE}|及时|尽快|尽早|适时|不?定期|逐步|分步|分期|近期|近年|限期|随时|同步|视情况(?:而定)?|视情|分阶段|择机|按需|(?:根据|结合|视)(?:工作|实际)?(?:需要|情况|实际情况|实际)(?:,|适时|及时)*|第一时间|按时|按期|如期|有序|抓紧|动态|中长期|短期|中期|远期|早日|按计划|条件许可时`
const VAGUE = token(`((?:(?:${YEAR})年?|今年?|明年?|次年?|翌年?)?年初|${HASTE})`)
const DEFINED = token('\\((?=[^)]*\\))')

const IS_AT_ONCE = new RegExp(`^(?:${AT_ONCE})`)
/** 立行立改, 即知即改: work that is due at once, though no day is named. */
export const isAtOnce = (word: string): boolean => IS_AT_ONCE.test(word)

const ONCE_THEN = token(`(?:${AT_ONCE})[,、并且]*(?:在|于|限|最迟|须|应)*`)
/** 即知即改,3个月内: the limit beside the haste counts. */
export const atOnceWithin: Production = (text, at, context) => {
  const once = context.strict ? 0 : skip(ONCE_THEN, text, at)
  const within = once > 0 ? bareLength(text, at + once, context) : null
  const closed = within !== null && text.slice(at + once, within.end).endsWith('内')
  return closed ? within : null
}

/** vague: a word of haste alone, no hard limit (rules §3). 短期(6个月内) is as the document defines it, not vague. */
export const vague: Production = (text, at, { strict }) => {
  const match = strict ? null : read(VAGUE, text, at)
  if (!match) return null
  const end = at + match[0].length
  if (read(DEFINED, text, end) || tailLength(text, end) === null) return null
  const code = isAtOnce(match[0]) ? 'immediate' : 'vague'
  const notes: Note[] = [{ code, about: match[0] }]
  return { rules: [{ type: 'vague', word: match[1] ?? match[0] }], end, notes }
}

const NONE = token('(?:-+|/+|\\\\|无|暂无|不限|未定|未明确)$')

/** An empty cell, ——, 无: nothing is said. */
export const nothing: Production = (text, at) =>
  at === 0 && (text.length === 0 || read(NONE, text, 0))
    ? { rules: [{ type: 'none' }], end: text.length }
    : null
