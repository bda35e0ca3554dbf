import { YEAR } from '../numerals.ts'
import type { EventRule, Trigger } from '../rule.ts'
import { BEFORE, read, token } from '../tokens.ts'
import { bareCondition } from './bare-condition.ts'
import { endsInAct, isPhrase } from './event.ts'
import type { Production, Reading } from './production.ts'
import { readQuota } from './quota.ts'
import { TIME } from './seasons.ts'
import { tailLength } from './tail.ts'
import { triggerOf } from './trigger.ts'

const PHASE = '(?:正式)?(?:开始|到来|来临|结束|开学|放假|召开|开幕|闭幕|启动|供暖|供热)?'
const IS_TIME = new RegExp(`(?:${TIME})${PHASE}$`)
/** Cheap sieve: no such time is named at all. */
const HAS_TIME = new RegExp(TIME)
const IS_MEETING = /(?:会议|大会|会)(?:召开|开幕)?$/
const HEAD_BEFORE = token(`([^,;:。()]{1,40}?)(?:的)?${BEFORE}`)
const DURING = token(`((?:${YEAR}年)?[^,;:。()0-9]{0,16}?(?:${TIME})${PHASE})(期间|之间|内|中|末|底|初|时)?`)
const EVERY_TERM = token('每个?(学期|学年)(?:[末底]前?)?')

/** Before what: the day before it is the last one. Counted as nothing, so that no roll moves it. */
const EVE = { count: 0, unit: 'day', direction: 'before', notBeforeCount: null } as const
const SAME_DAY = { count: 0, unit: 'day', direction: 'after', notBeforeCount: null } as const

/** 当天下班前: an hour of a day, no event. */
const HOUR_OF_DAY = /[上下]班$/

const event = (trigger: Trigger, within: EventRule['within']): EventRule => ({
  type: 'event',
  trigger,
  within,
  window: false,
  issue: false,
})

/** 汛期前, 秋季学期开学前, 全国两会召开前, 项目开工前: done by the day before. */
export const ahead: Production = (text, at, { strict }) => {
  const match = text.includes('前', at) ? read(HEAD_BEFORE, text, at) : null
  const head = match?.[1] === '汛' ? '汛期' : (match?.[1] ?? '')
  const end = at + (match?.[0].length ?? 0)
  if (!match || HOUR_OF_DAY.test(head) || tailLength(text, end) === null) return null
  const isTime = IS_TIME.test(head)
  if (!isTime && (strict || !isPhrase(head, false) || !(endsInAct(head) || IS_MEETING.test(head))))
    return null
  if (bareCondition(head).length < 2 && !isTime) return null
  const { trigger } = triggerOf(head)
  return { rules: [event(trigger, EVE)], end, notes: [{ code: 'event-ahead', about: trigger.text }] }
}

/** 汛期, 两会期间: begins with the event, and no end is known; 学期末: on its last day. */
export const during: Production = (text, at, { strict }) => {
  if (strict || !HAS_TIME.test(text)) return null
  const every = read(EVERY_TERM, text, at)
  if (every) return everyTerm(text, at + every[0].length, every[1] ?? '')
  const match = read(DURING, text, at)
  const end = at + (match?.[0].length ?? 0)
  // 定于7月1日放暑假: a day is named after all.
  if (!match || /月.{1,3}[日号]/.test(match[0]) || tailLength(text, end) === null) return null
  const atEnd = match[2] === '末' || match[2] === '底' || match[2] === '初'
  const { trigger } = triggerOf(atEnd ? match[0] : (match[1] ?? ''))
  return {
    rules: [event(trigger, atEnd ? SAME_DAY : null)],
    end,
    notes: [{ code: atEnd ? 'event-ahead' : 'event-without-limit', about: trigger.text }],
  }
}

/** 每学期至少一次, 每学年组织一次: by the end of each term or year of school. */
function everyTerm(text: string, at: number, term: string): Reading | null {
  const quota = readQuota(text, at)
  const end = quota?.end ?? at
  if (tailLength(text, end) === null) return null
  const { trigger } = triggerOf(`每${term}结束`)
  const count = quota?.quota
  const found = {
    rules: [event(trigger, SAME_DAY)],
    end,
    notes: [{ code: 'event-ahead', about: trigger.text }],
  }
  return count ? { ...found, object: `${count.atLeast ? '至少' : ''}${count.count}次` } : found
}
