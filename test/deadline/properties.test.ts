import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileDeadline, compileProse } from '../../domain/deadline/compile.ts'
import { normalise } from '../../domain/deadline/normalise.ts'
import { parse } from '../../domain/deadline/parse.ts'
import { isReviewCode } from '../../domain/deadline/review.ts'
import { simplified } from '../../domain/deadline/traditional.ts'
import fc from '../properties.ts'
import { calendar, compile, line, PLAN_2015 } from './support.ts'

const column = (file: string, at: number) =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split('\t')[at] ?? '')
const corpus = [...column('./corpus.tsv', 1), ...column('./by-hand.tsv', 0), ...column('./public.tsv', 3)]

const alphabet =
  '0123456789一二三四五六七八九十两廿〇年月日号季度旬半周底末初前后内至到起每首次第上下个工作（）()；。，、/-—:《》 \n待经自按根据批复完成及时次多节汛学期会开报双隔为止学年後內個壹贰叁25时:点分A😀'
const noise = fc
  .array(fc.constantFrom(...Array.from(alphabet)), { maxLength: 40 })
  .map((chars) => chars.join(''))
const mutated = fc
  .tuple(fc.constantFrom(...corpus), fc.nat(60), fc.constantFrom(...Array.from(alphabet), ''), fc.nat(3))
  .map(([text, at, char, cut]) => {
    const i = at % (text.length + 1)
    return text.slice(0, i) + char + text.slice(i + cut)
  })
const spliced = fc
  .tuple(
    fc.constantFrom(...corpus),
    fc.constantFrom('；', '，', '。', '、', '\n', ''),
    fc.constantFrom(...corpus),
  )
  .map((parts) => parts.join(''))
const texts = fc.oneof(noise, mutated, spliced, fc.string(), fc.string({ unit: 'grapheme' }))

describe('any text', () => {
  it('never throws, and each result is whole', () => {
    fc.assert(
      fc.property(texts, fc.option(fc.integer({ min: 1990, max: 2099 })), (text, planYear) => {
        for (const compiled of [
          compileDeadline(text, { ...PLAN_2015, planYear }, calendar),
          compileProse(text, { planYear: null, issuedOn: null }, calendar),
        ]) {
          expect(compiled.review.filter((item) => !isReviewCode(item.code))).toEqual([])
          for (const gap of compiled.unparsed) {
            expect(text.slice(gap.start, gap.end)).toBe(gap.text)
            expect(gap.text.length).toBeGreaterThan(0)
          }
        }
      }),
      { numRuns: 3000 },
    )
  })

  it('is accounted for character by character', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { normalised, pieces } = parse(text)
        let at = 0
        for (const piece of pieces) {
          expect(piece.start).toBe(at)
          at = piece.end
          const words = normalised.text.slice(piece.start, piece.end)
          // Only marks that divide may stand outside clauses without being reported.
          if (piece.role === 'separator') expect(words).toMatch(/^[\p{P}\p{S}\p{No}并]+$/u)
        }
        expect(at).toBe(normalised.text.length)
      }),
      { numRuns: 3000 },
    )
  })

  it('leads back to the original text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { text: plain, origin } = normalise(text)
        expect(origin.length).toBe(plain.length + 1)
        for (let i = 1; i < origin.length; i += 1)
          expect(origin[i] ?? -1).toBeGreaterThanOrEqual(origin[i - 1] ?? 0)
      }),
    )
  })
})

const wide = (text: string) =>
  text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)).replace(/－/g, '—')
const DIGITS = '〇一二三四五六七八九'
const small = (n: number): string =>
  n < 10
    ? (DIGITS[n] ?? '')
    : `${n < 20 ? '' : DIGITS[Math.floor(n / 10)]}十${n % 10 === 0 ? '' : DIGITS[n % 10]}`
/** Numbers as a Chinese text may print them; hours with minutes and numeric dates have no such form. */
const inWords = (text: string) =>
  /[0-9][.:/][0-9]|[0-9]{4}-[0-9]{2}(?![0-9])|[0-9]-[0-9]{2}-|%|[0-9]{8}/.test(text)
    ? text
    : text.replace(/[0-9]+/g, (digits) =>
        digits.length === 4
          ? Array.from(digits, (d) => DIGITS[Number(d)]).join('')
          : Number(digits) < 100 && Number(digits) > 0
            ? small(Number(digits))
            : digits,
      )

/** A traditional form of every character that has one. */
const TRADITIONAL = new Map<string, string>()
for (let code = 0x4e00; code <= 0x9fff; code += 1) {
  const char = String.fromCharCode(code)
  if (simplified(char) !== char) TRADITIONAL.set(simplified(char), char)
}
const FORMAL: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('一二三四五六七八九十〇', (c, i) => [c, '壹贰叁肆伍陆柒捌玖拾零'[i] ?? c]),
)
/** Numbers as banks and contracts write them: days, months and years. */
const inFormal = (text: string) =>
  text.replace(/[0-9]+(?=[年月日号天]|个工作日|个月)/g, (digits) =>
    Array.from(inWords(digits), (c) => FORMAL[c] ?? c).join(''),
  )

/** The numbers in a condition are its own words. */
const numberless = (text: string) => text.replace(/[0-9〇零一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]+/g, '#')

/** Same clauses but for the words quoted in them. */
const meaning = (text: string): string => {
  const compiled = compile(text)
  const plain = compiled.clauses.map((clause) => {
    const { trigger } = clause
    const named = trigger && {
      ...trigger,
      text: numberless(trigger.text),
      alternatives: trigger.alternatives.map(numberless),
    }
    return line({ ...clause, milestone: null, trigger: named })
  })
  return `${plain.join(' ; ')} ${compiled.unparsed.length}`
}

describe('the same words in another dress mean the same', () => {
  const plainOnes = corpus.filter((text) => !/[①-⑳]/.test(text))

  it.each([
    ['full width', wide],
    ['white space between all characters', (text: string) => Array.from(text).join(' ')],
    ['broken over lines with zero-width marks', (text: string) => Array.from(text).join('\n\u200b')],
    ['号 for 日', (text: string) => text.replace(/([0-9])日(?![常度])/g, '$1号')],
    ['traditional characters', (text: string) => Array.from(text, (c) => TRADITIONAL.get(c) ?? c).join('')],
  ])('%s', (name, dress) => {
    for (const text of plainOnes) {
      if (name.startsWith('号') && /每[0-9]+日|[0-9]日[内內]|[0-9]日前|[0-9]日起|[后前後][0-9]/.test(text))
        continue
      expect(meaning(dress(text)), text).toBe(meaning(text))
    }
  })

  it('formal numerals', () => {
    for (const text of plainOnes.filter(
      (t) => !/[0-9][-~—至到、/和][0-9第]|[0-9]\.|[0-9]:[0-9]|第[0-9]|['’]1|(?<![0-9])1[0-9]年[底9]/.test(t),
    ))
      expect(meaning(inFormal(text)), inFormal(text)).toBe(meaning(text))
  })

  it('Chinese numerals', () => {
    for (const text of plainOnes.filter((t) => !/<|[0-9]\.|^\(|1\)|['’]1|(?<![0-9])1[0-9]年[底9]/.test(t)))
      expect(meaning(inWords(text)), inWords(text)).toBe(meaning(text))
  })
})

it('reads hostile lengths in bounded time', () => {
  const hostile = [
    '(',
    '后',
    '7月、',
    '每月5日、',
    '2015年',
    '一',
    '待批复后',
    '对，',
    '并长期',
    '第',
    '至2月',
    '并',
    '2024年，',
    '2024年第一季度，',
    '（',
    '已',
    '1、6月底前；',
    '6月底前，其中方案',
    '周五',
  ]
  for (const piece of hostile) {
    const text = piece.repeat(Math.ceil(8000 / piece.length))
    // Time of this process, so that a busy machine fails nothing.
    const before = process.cpuUsage()
    parse(text)
    parse(text, '', true)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000, piece).toBeLessThan(5000)
  }
})
