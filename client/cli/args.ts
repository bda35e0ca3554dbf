import { type Command, InvalidArgumentError, Option } from 'commander'
import { type PlanClock, RATE, steppedAt } from '../../domain/calendar/clock.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { isSaneDate, SANE_REMEDY } from '../../domain/calendar/sane.ts'
import type { PlanTime } from '../../domain/calendar/time.ts'
import { readDate, readMoment } from '../../domain/calendar/written.ts'
import { refused } from '../refusal.ts'
import type { Format } from './output.ts'

/** A real date for an option. Wrong usage, with an example, otherwise. */
export function date(text: string): IsoDate {
  const found = readDate(text)
  if (found === null)
    throw new InvalidArgumentError('应为真实的日期，如 2015-07-31、2015/7/31 或 2015年7月31日')
  return inRange(found)
}

/** 2999-12-31 for 长期 is no date that anything can count from. */
function inRange(found: IsoDate): IsoDate {
  if (!isSaneDate(found)) throw new InvalidArgumentError(`${found} 不在可以办理的年份里：${SANE_REMEDY}`)
  return found
}

/** A real date or instant. Wrong usage, with examples, otherwise. */
export function moment(text: string): { readonly on: IsoDate; readonly at: PlanTime | null } {
  const found = readMoment(text)
  if (found === null)
    throw new InvalidArgumentError('应为真实的日期或时刻，如 2015-07-31 或 2015-07-31T15:30+08:00')
  inRange(found.on)
  return found
}

export function year(text: string): number {
  if (!/^(19|20)\d{2}$/.test(text)) throw new InvalidArgumentError('应为四位年份，如 2015')
  return Number(text)
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('应为正整数，如 2')
  return Number(text)
}

/** Collects a repeatable option. */
export const list = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** Several in one option, by commas of either width. @example commas('3.6，4.1') // ['3.6', '4.1'] */
export const commas = (text: string): readonly string[] =>
  text
    .split(/[,，、]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** wall · stepped@2015-07-01 · 3600@2015-07-01 (plan seconds a real second). Throws CLOCK_FORM, CLOCK_RATE, DATE_OUT_OF_RANGE. */
export function clockOf(text: string, nowMs: number): PlanClock {
  if (text === 'wall') return { kind: 'wall' }
  const match = /^(stepped|\d+(?:\.\d+)?)@(.+)$/.exec(text)
  const day = match ? readDate(match[2] ?? '') : null
  if (!match || day === null)
    throw refused(
      'CLOCK_FORM',
      `看不懂时钟“${text}”`,
      '写 wall、stepped@2015-07-01 或 3600@2015-07-01（每秒走多少秒）',
    )
  if (!isSaneDate(day)) throw refused('DATE_OUT_OF_RANGE', `时钟 ${day} 不在可以办理的年份里`, SANE_REMEDY)
  if (match[1] === 'stepped') return { kind: 'stepped', at: steppedAt(day) }
  const perSecond = Number(match[1])
  if (!(perSecond >= RATE.least && perSecond <= RATE.most))
    throw refused(
      'CLOCK_RATE',
      `时钟每秒走 ${match[1]} 秒，应在 ${RATE.least} 到 ${RATE.most} 之间`,
      '如 3600@2015-07-01：真实的一秒走一小时',
    )
  return { kind: 'rate', base: steppedAt(day), since: nowMs, perSecond }
}

/** Adds -o/--output and the example that every verb's help shows. */
export function withOutput(command: Command, example: string): Command {
  return command
    .addOption(
      new Option('-o, --output <form>', '输出形式：text 给人看，json 给程序用')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addHelpText('after', `\n例：\n  ${example}`)
}

/** Whether JSON was asked for, read from the words as they came: where the options could not be parsed. */
export const wantsJson = (words: readonly string[]): boolean =>
  words.some(
    (word, i) =>
      /^(-o=?|--output=)json$/.test(word) || (/^(-o|--output)$/.test(word) && words[i + 1] === 'json'),
  )

export const formatOf = (options: { output?: string }): Format =>
  options.output === 'json' ? 'json' : 'text'
