import { NUMBER, NUMERALS, YEAR } from '../numerals.ts'
import type { Trigger } from '../rule.ts'
import { read, skip, token } from '../tokens.ts'
import { ahead, during } from './ahead.ts'
import { readWithin } from './count.ts'
import { afterEvent, bareLength, beforeEvent, definedTerm, sameDay, tersely } from './event.ts'
import { accordingTo, external, whenever } from './external.ts'
import { fixed } from './fixed.ts'
import type { Note, Production, Reading, ReadingContext } from './production.ts'
import { quota } from './quota.ts'
import { everyOtherMonth, nextPeriod, periodEnd, recurring } from './recurring.ts'
import { reportName } from './report-name.ts'
import { ROLL, rollBehind, withRoll } from './roll.ts'
import { spanEnd } from './span-end.ts'
import { continuous, goingOnUntil, nothing, untilDone, vague } from './standing.ts'
import { readTail, type Tail, tailLength } from './tail.ts'
import { festivalWindow, fiveYears, start, window } from './window.ts'

/** In order: a production stands before those that would read a part of what it reads whole. */
const PRODUCTIONS: readonly Production[] = [
  nothing,
  everyOtherMonth,
  reportName,
  recurring,
  periodEnd,
  nextPeriod,
  quota,
  spanEnd,
  fiveYears,
  festivalWindow,
  window,
  definedTerm,
  accordingTo,
  external,
  beforeEvent,
  ahead,
  afterEvent,
  sameDay,
  during,
  tersely,
  start,
  goingOnUntil,
  continuous,
  fixed,
  bareLength,
  whenever,
  vague,
  untilDone,
  (text, at, context) => sameEvent(text, at, context),
]

const HEDGE = token('(?:原则上|力争|争取|计划|预计|拟定?|大约|约|大致)')
const PLAIN = token(
  '(?:分别(?:于|在)?|定于|定在|要(?=于|在|[0-9])|最迟不晚于|最迟不超过|最迟|最晚|不迟于|不晚于|不超过|确保|务必|必须|应当?|须于?|截至|截止到?|截止时间|于|在|到|至|并|且|请|均|需|要求|同时|此后|以后|之后|,)',
)
/** Words before a deadline that begin none themselves, where what follows them surely does. */
const SURE_LEAD = token(
  '(?:应当?|必须|须|需|并|且|均|一般|最迟|至迟|分别|限|要|可以?)(?=应|须|需|必须|当|分别|最迟|均|限|在(?!建(?!设)|岗|线|校|职|编|册|地|用)|于|自(?!然|治|查|评|主|行|贸|愿|身|检|筹|有)|从(?!业|事|严|重)|经(?!济|营|费|办|贸|信|开|适|纪|验|常)|每|收到|接到)',
)
const SURE_HEDGE = token(
  '(?:原则上|力争|争取)(?=应|须|在|于|自(?!然|治|查|评|主|行)|从(?!业|事|严)|每|收到|接到)',
)
/** 试点地区要于…, 公司应当在…: who has to act stands first. */
const SUBJECT = token(
  '([^,:;。()0-9每自从在]{2,24}?)(?:应当?|必须|须|(?<!主|重|需|首|只|还)要|需)(?=在(?!建|岗|线|校|职)|于|自(?!然|治|查|评|主|行)|从(?!业|事|严))',
)
/** Cheap sieve before it. */
const HAS_MODAL = /(?:应当?|必须|须|要|需)[在于自从]/
const LABEL = token('[^:,;。]{0,12}?(?:时限|时间|期限|日期|频次|频率|周期|节点)(?:要求)?(?::|为|是)')
const OBJECT = token(
  `([^:,;。(]{1,16}):(?![0-9])|([^:,;。()0-9]{2,20}(?:阶段|环节|时段|时期))\\((?=[${NUMERALS}上下第])`,
)
/** 月报每月5日前, 第一阶段2018年9月底前: what it is about, with no colon. */
const NOUN_OBJECT = token(
  `([^,:;。()0-9]{0,10}?(?:月报|季报|年报|周报|日报|半年报|公报|报告|报表|信息|数据|总结|名单|结果|清单|第[一二三四五](?:阶段|批|期)|首批)),?(?=每|按|次[月年]|于|在|${YEAR}|${NUMBER}月|[上下]半年|年底|第)`,
)
const MARKER = token(
  '(?:[①-⑳⑴-⒇㈠-㈩]|\\([0-9一二三四五六七八九十]{1,2}\\)|第?[一二三四五六七八九十]是|[一二三四五六七八九十]{1,2}、(?=[一二][〇零九][〇零一二三四五六七八九]{2}年|(?:19|20)[0-9]{2}年)|[0-9]{1,2}[.、)](?![0-9]{1,2}(?:月|日|、)))',
)
/** 待A要在B后: the whole is a condition. */
const WAITING = token('待|等|如|若|凡|根据|按|依')
const OPEN = token('\\(')

/** A clause as read: where its own words begin and end, and what was found. */
export interface ClauseReading {
  readonly start: number
  readonly core: number
  readonly end: number
  readonly reading: Reading
  readonly milestone: string | null
  readonly notes: readonly Note[]
  /** A bracket or tail that nobody understood, [from, to). */
  readonly unread: readonly { readonly start: number; readonly end: number }[]
}

/** Labels, hedges and function words before a deadline; nobody writes more. */
const MOST_LEADS = 10

function readCore(text: string, at: number, context: ReadingContext): Reading | null {
  for (const production of PRODUCTIONS) {
    const reading = production(text, at, context)
    if (reading && (reading.end > at || text.length === 0)) return reading
  }
  return null
}

/** Reads one clause of a segment: qualifiers, core, the work that follows, up to the next clause. */
export function readClause(text: string, at: number, context: ReadingContext): ClauseReading | null {
  const notes: Note[] = []
  let object: string | null = null
  let core = at
  for (;;) {
    const sure = skip(SURE_LEAD, text, core)
    const hedge = sure > 0 ? null : read(SURE_HEDGE, text, core)
    if (hedge) notes.push({ code: 'hedged', about: hedge[0] })
    const may: boolean = sure === 0 && !hedge && object === null && HAS_MODAL.test(text)
    const subject: RegExpExecArray | null = may ? read(SUBJECT, text, core) : null
    if (subject && !read(WAITING, text, core)) object = subject[1] ?? null
    const step = sure || hedge?.[0].length || (object && subject ? subject[0].length : 0)
    if (!step) break
    core += step
  }
  for (let steps = 0; steps < MOST_LEADS; steps += 1) {
    const reading = readCore(text, core, context)
    if (reading) return finish(text, at, core, reading, [...notes, ...(reading.notes ?? [])], object, context)
    const hedge = read(HEDGE, text, core)
    const label = read(LABEL, text, core)
    const named = label ? null : (read(OBJECT, text, core) ?? read(NOUN_OBJECT, text, core))
    const step =
      hedge?.[0].length ??
      label?.[0].length ??
      (skip(MARKER, text, core) || skip(PLAIN, text, core) || named?.[0].length || skip(OPEN, text, core))
    if (!step || core + step >= text.length) return null
    if (hedge) notes.push({ code: 'hedged', about: hedge[0] })
    if (named && step === named[0].length) object = named[1] ?? named[2] ?? null
    core += step
  }
  return null
}

/** (力争11月), (原则上): an aside on the same deadline. */
const BRACKET = token('\\(([^()]*)\\)')
const HEDGED_INSIDE = /^(?:原则上|力争|争取|预计|暂定|计划|拟|视)/
/** 前(含6月18日): says that the day itself counts. */
const INCLUSIVE_INSIDE = /^(?:均?含|包括)/
const SEPARATORS = /[,、并]/

function finish(
  text: string,
  start: number,
  core: number,
  reading: Reading,
  notes: readonly Note[],
  object: string | null,
  context: ReadingContext,
): ClauseReading {
  const moved = read(ROLL, text, reading.end)
  const rolled = moved ? withRoll(reading, moved) : reading
  const bracket = read(BRACKET, text, rolled.end)
  const inside = bracket?.[1] ?? ''
  const hedged = HEDGED_INSIDE.test(inside)
  const aside = bracket && (hedged || INCLUSIVE_INSIDE.test(inside)) ? bracket[0].length : 0
  const from = rolled.end + aside
  const whole = tailEnd(text, from, { ...context, trigger: triggerOfReading(reading) })
  const behind = moved ? null : rollBehind(text.slice(from, whole))
  const tail = behind ? behind.tail : text.slice(from, whole)
  const words = tail.replace(/^\((.*)\)$/, '$1')
  const understood = tail.length === 0 ? null : (readTail(words) ?? workOfQuota(words, rolled))
  const unread = tail.length > 0 && understood === null ? [{ start: from, end: whole }] : []
  const work = reading.verb ? `${reading.verb}${understood?.milestone ?? ''}` : understood?.milestone
  const about = [object, reading.object, work].filter((part) => part)
  const found: Note[] = [...notes]
  if (hedged && aside > 0) found.push({ code: 'hedged', about: inside })
  if (understood?.hedged) found.push({ code: 'hedged', about: tail })
  return {
    start,
    core,
    end: unread.length > 0 ? from : whole,
    reading: behind && unread.length === 0 ? withRoll(rolled, behind.roll, 0) : rolled,
    milestone: about.length > 0 ? about.join('：') : null,
    notes: found,
    unread,
  }
}

/** What is to be done so many times is the work, whatever its words. */
const workOfQuota = (words: string, { rules }: Reading): Tail | null =>
  rules.every((rule) => rule.type === 'recurring' && rule.quota !== null) && /^[^,;、0-9]/.test(words)
    ? { milestone: words.replace(/[,、.!]+$/, ''), hedged: false }
    : null

/** Where the clause's own tail ends: at a separator after which another clause begins, or at the segment's end. */
function tailEnd(text: string, from: number, context: ReadingContext): number {
  let depth = 0
  for (let i = from; i < text.length; i += 1) {
    const char = text[i] ?? ''
    if ('(《“'.includes(char)) depth += 1
    else if (')》”'.includes(char)) {
      depth -= 1
      if (depth < 0) return i
    } else if (depth === 0 && SEPARATORS.test(char) && startsClause(text, i + 1, context)) return i
  }
  return text.length
}

/** After a comma only what is surely a deadline opens a clause; the rest belongs to the work before it. */
function startsClause(text: string, at: number, context: ReadingContext): boolean {
  const next = readClauseStrict(text, at, context)
  return next !== null
}

/** 发生后5小时内…,24小时内…: the second length hangs on the event of the first. */
const sameEvent: Production = (text, at, { strict, trigger }) => {
  const within = strict && trigger ? readWithin(text, at, 'after') : null
  if (!within?.closed || !trigger) return null
  const rule = { type: 'event', trigger, within: within.within, window: false, issue: false } as const
  return { rules: [rule], end: within.end }
}

export const triggerOfReading = (reading: Reading | undefined): Trigger | null => {
  const rule = reading?.rules[0]
  return rule?.type === 'event' && !rule.issue ? rule.trigger : null
}

/** 2018年6月底前 is a deadline whatever follows. */
const isLimit = (reading: Reading): boolean =>
  reading.rules.every((rule) => rule.type === 'dates' && rule.spans.some((span) => span.before))

function readClauseStrict(text: string, at: number, context: ReadingContext): Reading | null {
  let core = at
  for (let i = 0; i < 4; i += 1) {
    const reading = readCore(text, core, { ...context, strict: true })
    if (reading) return tailLength(text, reading.end) === null && !isLimit(reading) ? null : reading
    const step =
      skip(HEDGE, text, core) ||
      skip(PLAIN, text, core) ||
      skip(MARKER, text, core) ||
      skip(NOUN_OBJECT, text, core) ||
      skip(OBJECT, text, core)
    if (!step) return null
    core += step
  }
  return null
}
