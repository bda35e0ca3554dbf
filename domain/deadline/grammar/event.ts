import { DIGIT_SIGNS, NUMERALS } from '../numerals.ts'
import type { EventRule, Trigger, Within } from '../rule.ts'
import { read, skip, token } from '../tokens.ts'
import { bareCondition, hasLead } from './bare-condition.ts'
import { readWithin, type WithinReading } from './count.ts'
import { atHour, hourBehind } from './hour-behind.ts'
import type { Note, Production, Reading } from './production.ts'
import { tailLength } from './tail.ts'
import { triggerOf } from './trigger.ts'

const AFTER = /(?:之(?:次?日)(?:起|后)|的?[次当]日起|时起|之后|以后|(?<!最)后|起)/g
const DUTY = '应当?|必须|须|需|要'
const AFTER_WORDS = token(`(?:的|,|${DUTY}|于|在|起|即|计算?|一般|原则上|通常|一律|均)*`)
/** 收到建议后,承办单位应在3个月内: who has to act stands before the length. */
const WHO_ACTS = token(
  `,[^,;:。()0-9${NUMERALS}后前起]{2,12}?(?:(?:${DUTY})?(?:在|于)|(?<=[局办委厅院科室处]|部门|单位|公司)(?:${DUTY})?(?=[${DIGIT_SIGNS}]))`,
)
/** Where the length of an event may begin behind its mark. */
const lengthAt = (text: string, at: number): number =>
  at + (skip(WHO_ACTS, text, at) || skip(AFTER_WORDS, text, at))
const NO_WITHIN_TAIL = token(
  '(?:,|即时|即|再|立即|及时|尽快|适时|即时|当场|按要求|按规定|视情|逐步|随即|抓紧|第一时间|依法|按程序|统一|另行)*',
)
const DATE_LIKE = new RegExp(
  `(?:[0-9年月底末旬上下前廿卅]|[${NUMERALS}廿卅次当每即首翌作本][日号]|[一二三四]季度?|半年|季度|[0-9](?:时|点|分))[、,的]*$`,
)
/** The plan's own issue: its date is known. */
/** A period's end is no event: 请于每季度结束后… is read by the recurring productions. */
const PERIOD_LIKE = /每个?(?:季度?|月度?|年度?|半年度?|周|日)(?:结束|终了|期满|届满)?$/
const OWN_ISSUE =
  /^(?:(?:本|该)文件|(?:本|该)?(?:方案|通知|计划|意见|要点|工作方案|实施方案)|(?=印发|发文))(?:印发|发文|下发|发布)(?:之日|日)?$/
/** 当月最后|一个工作日, 第|5个工作日: a place in a period, no event. */
const PLACE_LIKE = /(?:最后|第)$/
const WAITS = token('(?:待(?!遇)|等到?)')

const event = (trigger: Trigger, within: Within | null, window: boolean): EventRule => ({
  type: 'event',
  trigger,
  within,
  window,
  issue: OWN_ISSUE.test(trigger.text),
})

/** 预算经人大批准: what is to be done may stand before the condition. */
function splitObject(head: string): { object: string; condition: string } {
  const match =
    /^([^,]{2,30}?)(?:(?:应当?|必须|须|(?<!主|重|需|首|只|还)要|需)(?=在|于|自|从))?((?<=[应当须要需])[在于从].{2,}|(?:经(?!济|营|费|办|贸|信|开|适|纪|验|常)|自(?!然|治|查|评|主|行|贸|愿|身|检|筹|有)).{2,})$/.exec(
      head,
    )
  return match?.[1] && match[2] && !hasLead(head)
    ? { object: match[1], condition: match[2] }
    : { object: '', condition: head }
}

/** The reading of a condition with its limit; null for words that are none. */
export function build(
  head: string,
  within: Within | null,
  end: number,
  { window = false, clock = null }: { readonly window?: boolean; readonly clock?: string | null } = {},
): Reading | null {
  const { object, condition } = splitObject(head)
  const bare = bareCondition(condition)
  if (bare.length < 2 && bare !== '会') return null
  const { trigger, doubtful } = triggerOf(condition)
  const rule = atHour(event(trigger, within, window), clock)
  const notes: Note[] =
    doubtful && !OWN_ISSUE.test(trigger.text) ? [{ code: 'single-or-stream', about: trigger.text }] : []
  if (within === null) notes.push({ code: 'event-without-limit', about: trigger.text })
  const reading = { rules: [rule], end, notes }
  return object ? { ...reading, object } : reading
}

/** X后3个工作日内17时前: with the hour of the last day. */
function counted(head: string, text: string, within: WithinReading): Reading | null {
  const { end, clock } = hourBehind(text, within)
  return build(head, within.within, end, { clock })
}

/** A condition is one phrase; only 待A出台,B明确后 may run over a comma. */
export const isPhrase = (head: string, waits: boolean) =>
  !DATE_LIKE.test(head) &&
  !PERIOD_LIKE.test(head) &&
  !PLACE_LIKE.test(head) &&
  (waits || !head.includes(',')) &&
  !head.includes(':') &&
  head.length <= 80

/** afterEvent, onEvent: X后N日内, 自X之日起N个工作日内, 待X后 (rules §3). */
export const afterEvent: Production = (text, at, { strict }) => {
  const waits = read(WAITS, text, at) !== null && hasLead(text.slice(at))
  const marks: { start: number; end: number; word: string }[] = []
  AFTER.lastIndex = at
  for (let m = AFTER.exec(text); m; m = AFTER.exec(text))
    marks.push({ start: m.index, end: m.index + m[0].length, word: m[0] })
  for (const mark of marks) {
    const within = readWithin(text, lengthAt(text, mark.end), 'after')
    const head = text.slice(at, mark.start)
    if (within && isPhrase(head, waits)) return counted(head, text, within)
  }
  return waits ? waiting(text, at, marks) : strict ? null : unlimited(text, at, marks)
}

type Marks = readonly { readonly start: number; readonly end: number; readonly word: string }[]

/** 待X后: the last 后 that is followed by nothing or by what is then to be done. */
function waiting(text: string, at: number, marks: Marks): Reading | null {
  for (const mark of [...marks].reverse()) {
    if (mark.word === '起') continue
    const end = mark.end + skip(NO_WITHIN_TAIL, text, mark.end)
    if (tailLength(text, end) !== null) return build(text.slice(at, mark.start), null, end)
  }
  const whole = text.slice(at)
  return /[,后]/.test(whole) || whole.length > 40 ? null : build(whole.replace(/时$/, ''), null, text.length)
}

/** 3月底前完成设备建设,…: a limit stands there already. */
const LIMITED = /[年月][底末]?前|[日号]前/

/** X后 without 待 and without a limit: only where an act stands before 后 and nothing but the work follows. */
function unlimited(text: string, at: number, marks: Marks): Reading | null {
  const mark = marks.at(-1)
  if (!mark || mark.word.endsWith('起')) return null
  const head = text.slice(at, mark.start)
  if (!isPhrase(head, false) || head.length > 30 || !endsInAct(head) || LIMITED.test(head)) return null
  const end = mark.end + skip(NO_WITHIN_TAIL, text, mark.end)
  return tailLength(text, end) === null ? null : build(head, null, end)
}

const ACT_AT_END =
  /(?:审批|核准|批准|批复|备案|受理|形成|变更|变动|更新|作出|做出|发生|调整|产生|办结|签订|出台|下发|印发|发布|公布|通过|审定|制定|修订|明确|验收|竣工|建成|完工|召开|结束|完成|成立|下达|确定|成熟|到位|部署|通知|反馈|公示|移交|交付|确认|审核|评审|认定|立项|开工|启动|施行|实施|生效|上报|报送|提交|交办|批示|事发|案发|签收|中标|挂牌|入库|上线|投产)$/
/** An act ends the words (竣工, 受理), or one is received. */
export const endsInAct = (head: string): boolean =>
  ACT_AT_END.test(head) || /^(?:收到|接(?!待|近|续)|受理|审批|核准)/.test(head)

const BEFORE_EVENT = token(`([^,;]{2,40}?)(?:之前|以前|前|提前)(?:至少|不少于|的)?(?=[${DIGIT_SIGNS}])`)
const COUNT_BEFORE = token(
  `([^,;]{2,40}?)(?:的|至少)?(?=[${DIGIT_SIGNS}]+(?:个?(?:工作日|小时|星期)|个月|[日天周年])(?:之前|以前|前))`,
)
const JUST_BEFORE = token('(?:之前|以前|前)')

/** X前30日, X30日前: counted backward; 届满前30日内: a window that ends with the event (rules §3, further readings). */
export const beforeEvent: Production = (text, at) => {
  if (!text.includes('前', at)) return null
  const match = read(BEFORE_EVENT, text, at)
  const head = match?.[1] ?? ''
  if (match && isPhrase(head, false)) {
    const within = readWithin(text, at + match[0].length, 'before')
    if (within)
      return build(head, within.within, within.end, {
        window: within.closed && !match[0].includes('提前'),
      })
  }
  const before = read(COUNT_BEFORE, text, at)
  if (!before || !isPhrase(before[1] ?? '', false)) return null
  const within = readWithin(text, at + before[0].length, 'before')
  const limit = within ? skip(JUST_BEFORE, text, within.end) : 0
  return within && limit > 0 ? build(before[1] ?? '', within.within, within.end + limit) : null
}

const ACT_THEN_COUNT = token(
  `(?:在)?(?:不晚于|不迟于)?([^,;]{0,40}?(?:审批|核准|批准|批复|受理|形成|变更|作出|发生|签订|出台|印发|公布|发布|结束|届满|期满|竣工|出生|(?:收到|接到|接收|解除|抵达|到达|订立|取得)[^,;0-9]{2,12}?))的?(?=[${DIGIT_SIGNS}]+(?:个?(?:工作日|日|天|小时)|个?月|年)(?:以内|之内|内))`,
)
/** 收到申请5个工作日内: 后 left out. */
export const tersely: Production = (text, at) => {
  if (!text.includes('内', at)) return null
  const match = read(ACT_THEN_COUNT, text, at)
  const within = match && readWithin(text, at + match[0].length, 'after')
  return match && within?.closed && isPhrase(match[1] ?? '', false)
    ? counted(match[1] ?? '', text, within)
    : null
}

/** What counts from the issue of the plan itself, to be confirmed. */
export function fromIssue(within: Within, end: number, about: string, clock: string | null = null): Reading {
  const { trigger } = triggerOf('本文件印发')
  const rule = { type: 'event', trigger, within, window: false, issue: true } as const
  return { rules: [atHour(rule, clock)], end, notes: [{ code: 'start-assumed', about }] }
}

const TERM = token('(?:短期|中期|长期|近期|远期|中长期)(?:整改|任务|措施|目标)?\\(')
const CLOSE = token('\\)')
/** 短期(6个月内): a word of haste that the document itself defines. */
export const definedTerm: Production = (text, at) => {
  const term = read(TERM, text, at)
  const within = term && readWithin(text, at + term[0].length, 'after')
  const close = within ? skip(CLOSE, text, within.end) : 0
  if (!term || !within || close === 0) return null
  const end = within.end + close
  return fromIssue(within.within, end, text.slice(at, end))
}

const FROM_NOW = token('(?:未来|今后|接下来)的?')
/** A bare length in a deadline cell: nothing says from when, so from the issue of the document, to be confirmed. */
export const bareLength: Production = (text, at, { strict }) => {
  const within = strict || text[at] === '0' ? null : readWithin(text, at + skip(FROM_NOW, text, at), 'after')
  if (!within || !(within.closed || hourBehind(text, within).end === text.length)) return null
  const { end, clock } = hourBehind(text, within)
  return tailLength(text, end) === null ? null : fromIssue(within.within, end, text.slice(at, end), clock)
}
