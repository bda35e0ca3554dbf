import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mustDate, year } from '../../domain/calendar/date.ts'
import { compileProse } from '../../domain/deadline/compile.ts'
import type { CompiledDeadline } from '../../domain/deadline/rule.ts'
import { calendar, compile } from './support.ts'

const rowsOf = (file: string): readonly string[][] =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split('\t'))

/** What the rules have asked: each changes a date, or whether there is one, and no reading can settle it. */
const RULED = new Set([
  'issue-date-unknown',
  'start-assumed',
  'start-without-period',
  'event-without-limit',
  'event-ahead',
  'no-occurrence',
  'before-span',
  'before-issue',
  'immediate',
  'vague',
  'already-done',
  'which-year',
  'which-period',
  'which-festival',
  'year-doubled',
  'year-unknown',
  'festival-unpublished',
  'every-year',
  'weekday-or-count',
  'next-one',
])

/** By hand: whether a reader of the words can know that a condition comes once or often. */
const ONCE_OR_OFTEN = new Map(
  rowsOf('./once-or-often.tsv').map(([text = '', verdict = '']) => [text, verdict] as const),
)

/** Confirms of a right reading that no rule asks for: words of the work taken for a deadline's rest, and their like. */
const needlessIn = (
  { review, text }: CompiledDeadline,
  expected: string,
  prose: boolean,
): readonly string[] =>
  review.flatMap(({ code, severity }) => {
    if (severity !== 'confirm' || RULED.has(code)) return []
    // In running text the rest is the measure's own words; 2015年13月 is rightly left unread, as its row says.
    if (code === 'unparsed' && (prose || expected.includes('?'))) return []
    if (code === 'single-or-stream' && ONCE_OR_OFTEN.get(text) === 'open') return []
    return [code]
  })

describe('of right readings at most three in a hundred are asked about needlessly', () => {
  const cells = [...rowsOf('./corpus.tsv'), ...rowsOf('./kinds.tsv')].map(([, text = '', a = '', b]) => {
    const expected = b ?? a
    return { text, needless: needlessIn(compile(text), expected, false) }
  })
  const byHand = rowsOf('./by-hand.tsv').map(([text = '', , expected = '']) => ({
    text,
    needless: needlessIn(compile(text), expected, false),
  }))
  const published = rowsOf('./public.tsv').map(([, as = '', issued = '-', text = '', , expected = '']) => {
    const issuedOn = issued === '-' ? null : mustDate(issued)
    const context = { planYear: issuedOn && year(issuedOn), issuedOn }
    const prose = as === 'prose'
    const compiled = prose ? compileProse(text, context, calendar) : compile(text, context)
    return { text, needless: needlessIn(compiled, expected, prose) }
  })

  it.each([
    ['the cells of plans', [...cells, ...byHand]],
    ['public documents', published],
  ])('in %s', (_name, all) => {
    const asked = all.filter(({ needless }) => needless.length > 0)
    expect(all.length).toBeGreaterThan(400)
    expect(
      asked.length / all.length,
      asked.map(({ text, needless }) => `${text} ${needless}`).join('\n'),
    ).toBeLessThanOrEqual(0.03)
  })

  it('what words settle is read as they say, and what they leave open is asked', () => {
    const wrong = [...ONCE_OR_OFTEN].flatMap(([text, verdict]) => {
      const { review, clauses } = compile(text)
      const asked = review.some(({ code }) => code === 'single-or-stream')
      if (asked) return []
      const often = clauses.some(({ trigger }) => trigger?.stream === true)
      const said = often ? 'often' : 'once'
      return said === verdict ? [] : [`${text}: ${said}, not ${verdict}`]
    })
    expect(wrong).toEqual([])
    expect(ONCE_OR_OFTEN.size).toBeGreaterThan(100)
  })

  it('what the measure is about settles it too', () => {
    const read = (measure: string, text: string) => {
      const { review, clauses } = compile(text, { measure })
      return review.some(({ code }) => code === 'single-or-stream')
        ? 'asked'
        : clauses[0]?.trigger?.stream
          ? 'often'
          : 'once'
    }
    expect(read('编制全市养老服务设施布局规划', '批准后5日内')).toBe('once')
    expect(read('印发《政务公开工作要点》并解读', '印发后3个工作日内')).toBe('once')
    expect(read('公开每件建议提案的办理结果', '批准后5日内')).toBe('often')
    expect(read('推进市民中心建设', '立项批复后30日内开工')).toBe('once')
    expect(read('推进12个重点项目建设', '立项批复后30日内开工')).toBe('often')
    expect(read('编制全市养老服务设施布局规划', '防汛应急预案印发后10日内')).not.toBe('often')
    expect(read('加强项目管理', '批准后5日内')).toBe('asked')
    expect(read('修订各类专项规划', '批准后5日内')).toBe('asked')
  })

  it('a document that names itself happens once, and is not asked about', () => {
    for (const text of [
      '自本公告发布之日起60日内',
      '自本条例施行之日起3个月内',
      '条例实施后的6个月内',
      '汛期结束后15日内',
    ])
      expect(
        compile(text).review.map(({ code }) => code),
        text,
      ).not.toContain('single-or-stream')
  })
})
